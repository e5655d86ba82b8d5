/** Descriptors over promise-based streams: what comes from outside of the machine, and network connections. */

import { EMPTY, Errno, isErrno, type Stat } from "#abi";
import { anonymousStat, nextAnonymousInode, notAllowed, type OpenFile, type SocketOperations } from "../open-file.ts";
import { BLOCKED, WaitQueue } from "../wait-queue.ts";

export interface StreamFileOptions {
  readonly source?: { read(max?: number): Promise<Uint8Array> } | undefined;
  readonly sink?: { write(bytes: Uint8Array): Promise<void>; end?(): void } | undefined;
  readonly kind: "pipe" | "socket";
  readonly now: number;
  readonly nonBlock?: boolean;
  readonly socket?: SocketOperations;
  /** After the last write was taken and the last descriptor closed. */
  readonly onRelease?: () => void;
}

/** Chunks that are read ahead of a reader: one at most, and only once somebody wants to read. */
type Inbound =
  | { readonly kind: "idle" }
  | { readonly kind: "asked" }
  | { readonly kind: "ready"; readonly chunk: Uint8Array }
  | { readonly kind: "failed"; readonly error: unknown };

const IDLE: Inbound = { kind: "idle" };
const READ_SIZE = 65536;

export function createStreamFile(options: StreamFileOptions): OpenFile {
  const { source, sink } = options;
  const ino = nextAnonymousInode();
  const queue = new WaitQueue();
  let inbound: Inbound = IDLE;
  let isWriting = false;
  let writeError: unknown;
  let wantsEnd = false;
  let isReleased = false;
  let isEnded = false;
  const ask = (): void => {
    if (inbound.kind !== "idle" || source === undefined) return;
    inbound = { kind: "asked" };
    source.read(READ_SIZE).then(
      (chunk) => {
        inbound = { kind: "ready", chunk };
        queue.wake();
      },
      (error: unknown) => {
        inbound = { kind: "failed", error };
        queue.wake();
      },
    );
  };
  const finish = (): void => {
    if (isWriting || !wantsEnd || isEnded) return;
    isEnded = true;
    sink?.end?.();
    if (isReleased) options.onRelease?.();
  };
  const socket: SocketOperations | undefined = options.socket && {
    local: options.socket.local,
    remote: options.socket.remote,
    shutdown: () => {
      wantsEnd = true;
      finish();
    },
  };
  const stat = (): Stat =>
    anonymousStat(options.kind === "pipe" ? "fifo" : "socket", ino, options.kind === "pipe" ? 0o600 : 0o777, options.now);
  return {
    path: `${options.kind}:[${ino}]`,
    canRead: source !== undefined,
    canWrite: sink !== undefined,
    nonBlock: options.nonBlock === true,
    references: 0,
    queue,
    ...(socket === undefined ? {} : { socket }),
    read: (_process, max) => {
      if (source === undefined) notAllowed();
      if (inbound.kind === "failed") {
        const { error } = inbound;
        if (isErrno(error, "EPIPE")) return EMPTY;
        throw isErrno(error) ? error : new Errno("EIO");
      }
      if (inbound.kind !== "ready") {
        ask();
        return BLOCKED;
      }
      const { chunk } = inbound;
      if (chunk.length === 0) return EMPTY;
      if (chunk.length <= max) {
        inbound = IDLE;
        return chunk;
      }
      inbound = { kind: "ready", chunk: chunk.subarray(max) };
      queue.wake();
      return chunk.subarray(0, max);
    },
    write: (_process, bytes) => {
      if (sink === undefined) notAllowed();
      if (wantsEnd) throw new Errno("EPIPE");
      if (writeError !== undefined) throw isErrno(writeError) ? writeError : new Errno("EPIPE");
      if (isWriting) return BLOCKED;
      isWriting = true;
      const over = (error?: unknown): void => {
        isWriting = false;
        if (error !== undefined) writeError = error;
        finish();
        queue.wake();
      };
      sink.write(bytes).then(
        () => over(),
        (error: unknown) => over(error ?? new Errno("EPIPE")),
      );
      return bytes.length;
    },
    readable: () => {
      ask();
      return inbound.kind === "ready" || inbound.kind === "failed" || source === undefined;
    },
    writable: () => !isWriting,
    hangup: () => writeError !== undefined || (inbound.kind === "ready" && inbound.chunk.length === 0),
    stat,
    release: () => {
      isReleased = true;
      if (isEnded) options.onRelease?.();
      wantsEnd = true;
      finish();
    },
  };
}
