/** A terminal pair: line discipline, output, size, and the session that it controls. tty_ioctl(4), pty(7). */

import { COOKED, EMPTY, Errno, type Signal, type Termios, type WindowSize } from "#abi";
import type { ProcessGroup, Session } from "../groups.ts";
import { BLOCKED, WaitQueue } from "../wait-queue.ts";
import { columnAfter } from "./column.ts";
import { type DisciplineOwner, LineDiscipline } from "./line-discipline.ts";
import { OutputQueue, withReturns } from "./output-queue.ts";

/** Bytes of output that may wait for the screen before writers wait. */
const OUTPUT_SIZE = 65536;
/** Output is taken in pieces no larger than this, so that ^C finds little left to print. */
const OUTPUT_PIECE = 16384;

export interface TerminalHost {
  signalGroup(group: ProcessGroup, signal: Signal): void;
  now(): number;
  /** Neither side is open any more. */
  unused(terminal: Terminal): void;
}

export class Terminal implements DisciplineOwner {
  readonly index: number;
  /** /dev/pts/0 as its own devpts names it. */
  readonly path: string;
  readonly created: number;
  uid = 0;
  gid = 5;
  mode = 0o620;
  session: Session | undefined;
  foreground: ProcessGroup | undefined;
  /** Woken when programs may read or write, or the settings changed. */
  readonly slaveQueue = new WaitQueue();
  /** Woken when there is output, or room for input. */
  readonly masterQueue = new WaitQueue();
  readonly #host: TerminalHost;
  readonly #discipline: LineDiscipline;
  #termios: Termios = COOKED;
  #size: WindowSize;
  readonly #output = new OutputQueue();
  #column = 0;
  #isStopped = false;
  #isHungUp = false;
  #slaves = 0;
  #hadSlave = false;
  #hasMaster = true;

  constructor(index: number, size: WindowSize, host: TerminalHost) {
    this.index = index;
    this.path = `/dev/pts/${index}`;
    this.#size = size;
    this.#host = host;
    this.created = host.now();
    this.#discipline = new LineDiscipline(this);
  }

  get termios(): Termios {
    return this.#termios;
  }

  get column(): number {
    return this.#column;
  }

  get size(): WindowSize {
    return this.#size;
  }

  get isHungUp(): boolean {
    return this.#isHungUp;
  }

  // --- the programs' side

  openSlave(): void {
    this.#slaves++;
    this.#hadSlave = true;
  }

  closeSlave(): void {
    this.#slaves--;
    if (this.#slaves > 0) return;
    this.masterQueue.wake();
    if (!this.#hasMaster) this.#host.unused(this);
  }

  get isReadable(): boolean {
    return this.#isHungUp || this.#discipline.isReadable;
  }

  get isWritable(): boolean {
    return this.#isHungUp || (!this.#isStopped && this.#output.length < OUTPUT_SIZE);
  }

  readLine(max: number): Uint8Array | typeof BLOCKED {
    const chunk = this.#discipline.read(max);
    if (chunk === undefined) {
      if (this.#isHungUp) throw new Errno("EIO");
      return BLOCKED;
    }
    if (this.#discipline.hasRoom) this.masterQueue.wake();
    return chunk;
  }

  get waitingInput(): Uint8Array {
    return this.#discipline.next;
  }

  print(bytes: Uint8Array): number | typeof BLOCKED {
    if (this.#isHungUp) throw new Errno("EIO");
    if (!this.isWritable) return BLOCKED;
    const piece = bytes.length > OUTPUT_PIECE ? bytes.subarray(0, OUTPUT_PIECE) : bytes;
    this.#emit(piece);
    return piece.length;
  }

  /** Nothing waits for the screen any more. */
  get isDrained(): boolean {
    return this.#isHungUp || this.#output.length === 0;
  }

  setTermios(to: Partial<Termios>): void {
    const before = this.#termios;
    this.#termios = { ...before, ...to };
    if (before.icanon !== this.#termios.icanon) this.#discipline.modeChanged();
    if (before.ixon && !this.#termios.ixon) this.setStopped(false);
    this.slaveQueue.wake();
    this.masterQueue.wake();
  }

  flushInput(): void {
    this.#discipline.flush();
    this.masterQueue.wake();
  }

  resize(size: WindowSize): void {
    if (size.rows === this.#size.rows && size.columns === this.#size.columns) return;
    this.#size = size;
    if (this.foreground !== undefined) this.#host.signalGroup(this.foreground, "SIGWINCH");
  }

  // --- the side of the person

  /** Takes typed bytes; BLOCKED while earlier ones wait for a reader. Signal characters act at once even then. */
  type(bytes: Uint8Array): number | typeof BLOCKED {
    if (this.#isHungUp) throw new Errno("EIO");
    if (!this.#discipline.isFull) {
      const taken = this.#discipline.type(bytes);
      if (taken > 0) this.slaveQueue.wake();
      return taken === 0 ? BLOCKED : taken;
    }
    const at = this.#discipline.firstSignal(bytes);
    if (at < 0) return BLOCKED;
    this.#discipline.flush();
    this.#discipline.type(bytes.subarray(at, at + 1));
    return at + 1;
  }

  /** Where the first byte is that would make a signal; -1 if there is none. */
  firstSignal(bytes: Uint8Array): number {
    return this.#discipline.firstSignal(bytes);
  }

  /** What is to be shown; empty at end: every slave was closed after one had been open. */
  takeOutput(max: number): Uint8Array | typeof BLOCKED {
    const isHeld = this.#isStopped && this.#slaves > 0;
    const chunk = isHeld ? undefined : this.#output.take(max);
    if (chunk === undefined) return (this.#hadSlave && this.#slaves === 0) || this.#isHungUp ? EMPTY : BLOCKED;
    this.slaveQueue.wake();
    return chunk;
  }

  get hasOutput(): boolean {
    return (this.#output.length > 0 && !this.#isStopped) || (this.#hadSlave && this.#slaves === 0);
  }

  get hasRoom(): boolean {
    return !this.#discipline.isFull;
  }

  /** The master's end was closed: SIGHUP to the session, EIO for whoever still uses it. What was printed can still be taken. */
  hangUp(): void {
    if (this.#isHungUp) return;
    this.#isHungUp = true;
    this.#hasMaster = false;
    const { session, foreground } = this;
    const leader = session?.leader?.group;
    this.slaveQueue.wake();
    this.masterQueue.wake();
    if (leader !== undefined) {
      this.#host.signalGroup(leader, "SIGHUP");
      this.#host.signalGroup(leader, "SIGCONT");
    }
    if (foreground !== undefined && foreground !== leader) {
      this.#host.signalGroup(foreground, "SIGHUP");
      this.#host.signalGroup(foreground, "SIGCONT");
    }
    if (this.#slaves === 0) this.#host.unused(this);
  }

  // --- what the line discipline asks for

  echo(bytes: Uint8Array): void {
    this.#emit(bytes);
  }

  signal(signal: "SIGINT" | "SIGQUIT" | "SIGTSTP"): void {
    this.#signalForeground(signal);
    // Whoever waited to print more may do so now, if it is still there.
    this.slaveQueue.wake();
  }

  #signalForeground(signal: Signal): void {
    const { foreground, session } = this;
    if (foreground === undefined) return;
    // Between a job's end and its shell's next step, which takes no time on a real machine, the key is meant for the shell.
    const isOver = ![...foreground.members].some((member) => member.alive);
    const target = isOver ? (session?.leader?.group ?? foreground) : foreground;
    this.#host.signalGroup(target, signal);
  }

  dropOutput(): void {
    this.#output.clear();
  }

  setStopped(stopped: boolean): void {
    if (this.#isStopped === stopped) return;
    this.#isStopped = stopped;
    if (stopped) return;
    this.slaveQueue.wake();
    this.masterQueue.wake();
  }

  #emit(bytes: Uint8Array): void {
    if (this.#isHungUp) return;
    this.#column = columnAfter(bytes, this.#column);
    this.#output.put(this.#termios.onlcr ? withReturns(bytes) : bytes);
    this.masterQueue.wake();
  }
}
