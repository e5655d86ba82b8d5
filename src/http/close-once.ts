import { type Duplex, EMPTY, Errno } from "#abi";

/**
 * A connection that may be closed twice and used after that: a descriptor's number belongs to somebody else by then, so
 * nothing may reach it any more.
 */
export function closeOnce(connection: Duplex): Duplex {
  let open = true;
  return {
    read: (max) => (open ? connection.read(max) : Promise.resolve(EMPTY)),
    write: (bytes) => (open ? connection.write(bytes) : Promise.reject(new Errno("EPIPE"))),
    end() {
      if (open) connection.end();
    },
    close() {
      if (!open) return;
      open = false;
      connection.close();
    },
  };
}
