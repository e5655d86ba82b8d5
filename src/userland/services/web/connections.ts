import { type Fd, type SocketAddress, type Sys, streamOf } from "#abi";
import { type Handler, type ServeOptions, serveConnection } from "#http";
import type { Threads } from "../threads.ts";

/** Who asks. */
export interface Client {
  readonly host: string;
  readonly port: number;
}

/** Accepts connections on a socket for ever and serves HTTP on them. */
export async function acceptHttp(
  sys: Sys,
  socket: Fd,
  threads: Threads,
  handlerFor: (client: Client) => Handler,
  options: ServeOptions,
): Promise<void> {
  for (;;) {
    const { fd, from } = await sys.accept(socket);
    threads.start(() => serveConnection(streamOf(sys, fd), handlerFor(clientOf(from)), options));
  }
}

function clientOf(from: SocketAddress): Client {
  return from.family === "inet" ? { host: from.host, port: from.port } : { host: "unix:", port: 0 };
}
