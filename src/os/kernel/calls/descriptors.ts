import { Errno, type PollResult, type Sys } from "#abi";
import type { Core } from "../core.ts";
import { openPath } from "../files/open.ts";
import type { OpenFile, Seekable } from "../open-file.ts";
import { createPipe } from "../pipe.ts";
import type { Process } from "../process.ts";
import { sendSignal } from "../signals.ts";
import { BYTE_COST, begin, CALL_COST, charge, enter, LIGHT_COST, softLimit } from "../system-call.ts";
import { longTimer } from "../timer.ts";
import { BLOCKED, WaitQueue } from "../wait-queue.ts";

type Calls = Pick<
  Sys,
  | "open"
  | "close"
  | "dup"
  | "setCloseOnExec"
  | "isOpen"
  | "pipe"
  | "read"
  | "write"
  | "poll"
  | "pread"
  | "pwrite"
  | "seek"
  | "ftruncate"
  | "fstat"
  | "fdPath"
>;

const READ_SIZE = 65536;
const NO_QUEUES: readonly WaitQueue[] = [];

/** Descriptors: open, read, write, pipe, dup, poll. */
export function descriptorCalls(core: Core, process: Process): Calls {
  const table = process.descriptors;
  const add = (file: OpenFile, closeOnExec: boolean, least?: number): number => {
    try {
      return table.add(file, closeOnExec, softLimit(process, "nofile"), least);
    } catch (error) {
      if (file.references === 0) file.release();
      throw error;
    }
  };
  const seekable = (fd: number): Seekable => {
    const file = table.get(fd);
    if (file.seekable === undefined) throw new Errno(file.location === undefined ? "ESPIPE" : "EISDIR");
    return file.seekable;
  };
  return {
    open: (path, flags = {}, mode = 0o666) => {
      enter(core, process);
      return add(openPath(core, process, path, flags, mode), flags.closeOnExec === true);
    },
    close: (fd) => {
      enter(core, process, LIGHT_COST);
      table.close(fd);
    },
    dup: (fd, to, least) => {
      enter(core, process, LIGHT_COST);
      const file = table.get(fd);
      if (to === undefined) return add(file, false, least);
      if (to < 0 || to >= softLimit(process, "nofile")) throw new Errno("EBADF");
      if (to !== fd) table.set(to, file, false);
      return to;
    },
    setCloseOnExec: (fd, on) => {
      enter(core, process, LIGHT_COST);
      table.setCloseOnExec(fd, on);
    },
    isOpen: (fd) => table.find(fd) !== undefined,
    pipe: () => {
      enter(core, process);
      const { read, write } = createPipe(core.clock.now());
      const readEnd = add(read, false);
      try {
        return { read: readEnd, write: add(write, false) };
      } catch (error) {
        table.close(readEnd);
        throw error;
      }
    },
    read: (fd, max = READ_SIZE) => {
      const file = table.find(fd);
      if (file === undefined || !file.canRead) return begin(core, process, badDescriptor, NO_QUEUES);
      const read = (): Uint8Array | typeof BLOCKED => {
        const chunk = file.read(process, max);
        if (chunk !== BLOCKED) charge(core, process, chunk.length * (file.byteCost ?? BYTE_COST));
        return chunk;
      };
      if (file.nonBlock) return begin(core, process, () => orAgain(read()), NO_QUEUES);
      return begin(core, process, read, file.queue === undefined ? NO_QUEUES : [file.queue]);
    },
    write: (fd, bytes) => {
      const file = table.find(fd);
      if (file === undefined || !file.canWrite) return begin(core, process, badDescriptor, NO_QUEUES);
      return begin(core, process, writeAttempt(core, process, file, bytes), file.queue === undefined ? NO_QUEUES : [file.queue], {
        cost: CALL_COST + bytes.length * BYTE_COST,
        restart: true,
      });
    },
    poll: (fds, timeoutMs) => poll(core, process, fds, timeoutMs),
    pread: (fd, offset, length) => {
      enter(core, process);
      const chunk = seekable(fd).readAt(offset, length);
      return chunk;
    },
    pwrite: (fd, offset, bytes) => {
      enter(core, process, CALL_COST + bytes.length * BYTE_COST);
      if (!table.get(fd).canWrite) throw new Errno("EBADF");
      seekable(fd).writeAt(process, offset, bytes);
    },
    seek: (fd, offset, whence) => {
      enter(core, process, LIGHT_COST);
      const file = seekable(fd);
      const to = offset + (whence === "set" ? 0 : whence === "current" ? file.offset : file.size);
      if (to < 0) throw new Errno("EINVAL");
      file.offset = to;
      return to;
    },
    ftruncate: (fd, length) => {
      enter(core, process);
      if (!table.get(fd).canWrite || length < 0) throw new Errno("EINVAL");
      seekable(fd).truncate(process, length);
    },
    fstat: (fd) => {
      enter(core, process, LIGHT_COST);
      return table.get(fd).stat();
    },
    fdPath: (fd) => table.get(fd).path,
  };
}

function badDescriptor(): never {
  throw new Errno("EBADF");
}

function orAgain<T>(result: T | typeof BLOCKED): T {
  if (result === BLOCKED) throw new Errno("EAGAIN");
  return result;
}

/** Writes all, as far as it goes at each attempt. A pipe without readers makes SIGPIPE before it makes EPIPE. */
function writeAttempt(core: Core, process: Process, file: OpenFile, bytes: Uint8Array): () => undefined | typeof BLOCKED {
  let rest = bytes;
  return () => {
    try {
      while (rest.length > 0) {
        const taken = file.write(process, rest);
        if (taken === BLOCKED) {
          if (file.nonBlock && rest === bytes) throw new Errno("EAGAIN");
          return BLOCKED;
        }
        rest = rest.subarray(taken);
      }
      return undefined;
    } catch (error) {
      if (error instanceof Errno && error.code === "EPIPE") sendSignal(core, process, "SIGPIPE");
      throw error;
    }
  };
}

function poll(
  core: Core,
  process: Process,
  fds: Parameters<Sys["poll"]>[0],
  timeoutMs: number | undefined,
): Promise<readonly PollResult[]> {
  const wanted: { readonly fd: number; readonly read: boolean; readonly write: boolean; readonly file: OpenFile }[] = [];
  for (const { fd, read, write } of fds) {
    const file = process.descriptors.find(fd);
    if (file !== undefined) wanted.push({ fd, file, read: read === true || write !== true, write: write === true });
  }
  let isOver = timeoutMs !== undefined && timeoutMs <= 0;
  const timeout = new WaitQueue();
  const cancel =
    timeoutMs === undefined || isOver
      ? undefined
      : longTimer(core.clock, timeoutMs, () => {
          isOver = true;
          timeout.wake();
        });
  const queues = new Set([timeout]);
  for (const { file } of wanted) if (file.queue !== undefined) queues.add(file.queue);
  const attempt = (): readonly PollResult[] | typeof BLOCKED => {
    const ready: PollResult[] = [];
    for (const { fd, file, read, write } of wanted) {
      const result = {
        fd,
        readable: read && file.canRead && file.readable(),
        writable: write && file.canWrite && file.writable(),
        hangup: file.hangup(),
      };
      if (result.readable || result.writable || result.hangup) ready.push(result);
    }
    return ready.length > 0 || isOver ? ready : BLOCKED;
  };
  const result = begin(core, process, attempt, [...queues], { onOver: () => cancel?.() });
  return result;
}
