/** Pipes: pipe(7). Chunks pass by reference; a full pipe holds the writer. */

import { EMPTY, Errno } from "#abi";
import { anonymousStat, nextAnonymousInode, notAllowed, type OpenFile } from "./open-file.ts";
import { BLOCKED, WaitQueue } from "./wait-queue.ts";

/** Capacity of a pipe in bytes. */
export const PIPE_SIZE = 65536;
/** Up to this many bytes a write goes in whole or waits: limits.h. */
const PIPE_BUF = 4096;

/** A queue of chunks with a capacity: pipes, both halves of a unix socket. */
export class ByteChannel {
  readonly capacity: number;
  /** A chunk that begins below half the capacity is taken whole, as a socket's buffers are: it then arrives in one piece. */
  readonly #isSocket: boolean;
  readonly queue = new WaitQueue();
  readers = 0;
  writers = 0;
  /** Whether a writer or reader was ever there: a FIFO waits for the first. */
  hadWriter = false;
  hadReader = false;
  #chunks: Uint8Array[] = [];
  #first = 0;
  #length = 0;

  constructor(capacity: number, kind: "pipe" | "socket" = "pipe") {
    this.capacity = capacity;
    this.#isSocket = kind === "socket";
  }

  get length(): number {
    return this.#length;
  }

  /** How many bytes of a write go in now. A little room counts as none: else a slow reader and a writer would pass crumbs. */
  room(wanted: number): number {
    const free = this.capacity - this.#length;
    if (this.#isSocket) return free * 2 >= this.capacity ? Math.min(wanted, this.capacity) : free >= wanted ? wanted : 0;
    return free >= Math.min(wanted, PIPE_BUF, this.capacity) ? Math.min(wanted, free) : 0;
  }

  addReader(): void {
    this.readers++;
    this.hadReader = true;
    this.queue.wake();
  }

  addWriter(): void {
    this.writers++;
    this.hadWriter = true;
    this.queue.wake();
  }

  removeReader(): void {
    this.readers--;
    if (this.readers === 0) {
      this.#chunks = [];
      this.#first = 0;
      this.#length = 0;
    }
    this.queue.wake();
  }

  removeWriter(): void {
    this.writers--;
    this.queue.wake();
  }

  take(max: number): Uint8Array | typeof BLOCKED {
    const chunk = this.#chunks[this.#first];
    if (chunk === undefined) return this.writers === 0 && this.hadWriter ? EMPTY : BLOCKED;
    const taken = chunk.length <= max ? chunk : chunk.subarray(0, max);
    this.#length -= taken.length;
    if (taken === chunk) {
      this.#chunks[this.#first++] = EMPTY;
      if (this.#first === this.#chunks.length) {
        this.#chunks.length = 0;
        this.#first = 0;
      } else if (this.#first > 64) {
        this.#chunks.splice(0, this.#first);
        this.#first = 0;
      }
    } else {
      this.#chunks[this.#first] = chunk.subarray(max);
    }
    this.queue.wake();
    return taken;
  }

  /** Takes as much as there is room for. The caller has seen to it that somebody reads. */
  put(bytes: Uint8Array): number | typeof BLOCKED {
    const room = this.room(bytes.length);
    if (room === 0) return BLOCKED;
    const taken = room === bytes.length ? bytes : bytes.subarray(0, room);
    this.#chunks.push(taken);
    this.#length += taken.length;
    this.queue.wake();
    return taken.length;
  }
}

export interface PipeEndOptions {
  readonly channel: ByteChannel;
  readonly read: boolean;
  readonly write: boolean;
  readonly path: string;
  readonly ino: number;
  readonly nonBlock: boolean;
  readonly now: number;
  /** A FIFO's own stat; pipes have none. */
  readonly stat?: OpenFile["stat"];
  readonly onRelease?: () => void;
}

/** One end (or both: a FIFO opened for reading and writing) of a pipe. Writes without readers throw EPIPE. */
export function pipeEnd(options: PipeEndOptions): OpenFile {
  const { channel } = options;
  if (options.read) channel.addReader();
  if (options.write) channel.addWriter();
  return {
    path: options.path,
    canRead: options.read,
    canWrite: options.write,
    nonBlock: options.nonBlock,
    references: 0,
    queue: channel.queue,
    read: (_process, max) => (options.read ? channel.take(max) : notAllowed()),
    write: (_process, bytes) => {
      if (!options.write) notAllowed();
      if (channel.readers > 0) return channel.put(bytes);
      if (!channel.hadReader) return BLOCKED;
      throw new Errno("EPIPE");
    },
    readable: () => channel.length > 0 || (channel.writers === 0 && channel.hadWriter),
    writable: () => channel.readers === 0 || channel.room(PIPE_BUF) > 0,
    hangup: () => (options.read ? channel.writers === 0 && channel.hadWriter : channel.readers === 0 && channel.hadReader),
    stat: options.stat ?? (() => anonymousStat("fifo", options.ino, 0o600, options.now)),
    release: () => {
      if (options.read) channel.removeReader();
      if (options.write) channel.removeWriter();
      options.onRelease?.();
    },
    reopen: (flags) => pipeEnd({ ...options, read: flags.read, write: flags.write, nonBlock: flags.nonBlock }),
  };
}

/** Both ends of a new pipe. */
export function createPipe(now: number): { readonly read: OpenFile; readonly write: OpenFile } {
  const channel = new ByteChannel(PIPE_SIZE);
  const ino = nextAnonymousInode();
  const common = { channel, path: `pipe:[${ino}]`, ino, nonBlock: false, now };
  return { read: pipeEnd({ ...common, read: true, write: false }), write: pipeEnd({ ...common, read: false, write: true }) };
}
