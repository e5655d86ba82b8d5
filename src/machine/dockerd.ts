/** The daemon as a process: listens on /var/run/docker.sock and answers with the engine, which is loaded at the first connection. */

import { type Fd, isErrno, type Program, type Sys, streamOf } from "#abi";
import type { Handler } from "#http";

export const DOCKER_SOCKET = "/var/run/docker.sock";

/** Group `docker` of the host. */
const DOCKER_GROUP = 986;

export function createDockerd(handler: () => Promise<Handler>): Program {
  return async (sys) => {
    // Clients that hang up in the middle of an answer end that answer, not the daemon.
    sys.signal("SIGPIPE", "ignore");
    const socket = sys.listen({ family: "unix", path: DOCKER_SOCKET });
    sys.chmod(DOCKER_SOCKET, 0o660);
    sys.chown(DOCKER_SOCKET, 0, DOCKER_GROUP);
    for (;;) {
      const { fd } = await sys.accept(socket);
      void serve(sys, fd, handler);
    }
  };
}

/** One connection; a broken one harms nobody else. */
async function serve(sys: Sys, fd: Fd, handler: () => Promise<Handler>): Promise<void> {
  const { serveConnection } = await import("#http");
  const stream = streamOf(sys, fd);
  try {
    await serveConnection(stream, await handler());
  } catch (error) {
    if (!isErrno(error)) throw error;
  } finally {
    stream.close();
  }
}
