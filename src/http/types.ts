import type { Duplex } from "#abi";

/** Opens a connection to a server. */
export type Connect = () => Promise<Duplex>;

/** The answer to a request that takes the connection over: attach and exec. */
export interface Upgrade {
  readonly kind: "upgrade";
  /** 101 where the client asked for an upgrade, 200 as old clients expect. */
  readonly status: 101 | 200;
  readonly headers: Readonly<Record<string, string>>;
  /** Called with the raw connection after the head was sent; the connection closes when it settles. */
  run(stream: Duplex): Promise<void>;
}

/** A server is a function. */
export type Handler = (request: Request) => Promise<Response | Upgrade>;

export interface HttpClient {
  /** The response's body streams; an aborted signal closes the connection. Rejects with Errno when the connection fails or breaks, HttpError when the server closed it too early. */
  request(request: Request): Promise<Response>;
  /** Sends `Upgrade: tcp`; gives the raw connection on 101 (or 200), else the response. */
  upgrade(
    request: Request,
  ): Promise<
    | { readonly kind: "stream"; readonly stream: Duplex; readonly headers: Headers }
    | { readonly kind: "response"; readonly response: Response }
  >;
}
