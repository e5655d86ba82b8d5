import { Errno, type SocketAddress, type Sys } from "#abi";
import { may, resolve, resolveParent, statAt, WRITE } from "#vfs";
import type { Core } from "../core.ts";
import { connectionFile, listenerFile } from "../files/inet-socket.ts";
import { checkCreate, ownerOfNew } from "../files/open.ts";
import { connectUnixSocket, createUnixListener } from "../files/unix-socket.ts";
import type { OpenFile } from "../open-file.ts";
import { settled } from "../outside.ts";
import type { Process } from "../process.ts";
import { resolveName } from "../resolver.ts";
import { begin, enter, LIGHT_COST, softLimit } from "../system-call.ts";

type Calls = Pick<Sys, "connect" | "listen" | "accept" | "shutdown" | "socketName" | "resolve" | "ping" | "interfaces" | "routes">;

/** Sockets. Unix ones live in the file tree, others in the process's network namespace. */
export function socketCalls(core: Core, process: Process): Calls {
  const add = (file: OpenFile): number => {
    try {
      return process.descriptors.add(file, false, softLimit(process, "nofile"));
    } catch (error) {
      if (file.references === 0) file.release();
      throw error;
    }
  };
  const socketOf = (fd: number): NonNullable<OpenFile["socket"]> => {
    const { socket } = process.descriptors.get(fd);
    if (socket === undefined) throw new Errno("ENOTSOCK");
    return socket;
  };
  return {
    connect: (to) => {
      if (to.family === "unix") return begin(core, process, () => add(connectUnix(core, process, to.path)), []);
      return settled(
        core,
        process,
        () => process.network.connect(to),
        (connection) => add(connectionFile(core, connection)),
        (connection) => connection.close(),
      );
    },
    listen: (on) => {
      enter(core, process);
      return add(on.family === "unix" ? listenUnix(core, process, on) : listenerFile(core, process.network.listen(checkPort(process, on))));
    },
    accept: (fd) => {
      const file = process.descriptors.find(fd);
      const attempt = file?.socket?.accept;
      if (file === undefined || attempt === undefined) return begin(core, process, () => refuse(file), []);
      return begin(
        core,
        process,
        () => {
          const accepted = attempt();
          if (typeof accepted === "symbol") return accepted;
          return { fd: add(accepted), from: accepted.socket?.remote ?? { family: "unix", path: "" } };
        },
        file.queue === undefined ? [] : [file.queue],
      );
    },
    shutdown: (fd) => {
      enter(core, process, LIGHT_COST);
      socketOf(fd).shutdown();
    },
    socketName: (fd) => {
      const { local, remote } = socketOf(fd);
      return { local, remote };
    },
    resolve: (name) => resolveName(core, process, name),
    ping: (host, timeoutMs) =>
      settled(
        core,
        process,
        () => process.network.ping(host, timeoutMs),
        (result) => result,
      ),
    interfaces: () => process.network.interfaces(),
    routes: () => process.network.routes(),
  };
}

function refuse(file: OpenFile | undefined): never {
  throw new Errno(file === undefined ? "EBADF" : file.socket === undefined ? "ENOTSOCK" : "EINVAL");
}

function connectUnix(core: Core, process: Process, path: string): OpenFile {
  const at = resolve(process.mounts, process, path);
  if (!may(statAt(at), process.credentials, WRITE)) throw new Errno("EACCES", path);
  return connectUnixSocket(core, at);
}

function listenUnix(core: Core, process: Process, on: SocketAddress & { readonly family: "unix" }): OpenFile {
  const parent = resolveParent(process.mounts, process, on.path, { followLast: false });
  if (parent.found !== undefined) throw new Errno("EADDRINUSE", on.path);
  checkCreate(process, parent, on.path);
  const { mount, ino } = parent.directory;
  const created = mount.filesystem.create(ino, parent.name, {
    type: "socket",
    mode: 0o777 & ~process.umask,
    ...ownerOfNew(process, parent),
  });
  return createUnixListener(core, { mount, ino: created }, on.path);
}

/** Ports below 1024 are root's. */
function checkPort<T extends { readonly port: number }>(process: Process, on: T): T {
  if (on.port > 0 && on.port < 1024 && process.credentials.euid !== 0) throw new Errno("EACCES");
  return on;
}
