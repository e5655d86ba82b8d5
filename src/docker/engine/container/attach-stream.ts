/** Both directions of attach and exec over a connection that was taken over. */

import { concat, type Duplex, EMPTY, isErrno } from "#abi";
import { stdcopyHead } from "#api";
import { invalid } from "../errors.ts";
import type { LogEntry } from "./log.ts";
import { Pipe } from "./pipe.ts";
import type { Stdio } from "./stdio.ts";

export interface AttachStreamOptions {
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
  /** false: only what was printed before. */
  readonly follow: boolean;
  /** The sequence that detaches, where there is a terminal. */
  readonly detachKeys: readonly number[];
  /** The end of the client's input is passed on to the process. */
  readonly closeStdin: boolean;
  /** What was printed before. */
  readonly replay?: readonly LogEntry[];
  /** Called once both ends are joined, before anything is copied. */
  readonly attached?: () => void;
}

/** How much a slow client may be behind before the process has to wait. */
const BEHIND = 1 << 20;
export const DEFAULT_DETACH_KEYS: readonly number[] = [16, 17];

/** Runs until the process ends, the client goes away or detaches. */
export async function attachStream(stream: Duplex, stdio: Stdio, options: AttachStreamOptions): Promise<"ended" | "detached" | "gone"> {
  const { tty } = stdio.options;
  const output = new Pipe(BEHIND);
  const frame = async (number: 1 | 2, bytes: Uint8Array): Promise<void> => {
    try {
      if (!tty) await output.write(concat([stdcopyHead(number, bytes.length), bytes]));
      else await output.write(bytes);
    } catch (error) {
      if (!isErrno(error, "EPIPE")) throw error;
    }
  };
  for (const entry of options.replay ?? []) {
    if (entry.stream === 1 ? options.stdout : options.stderr) void frame(entry.stream, entry.bytes);
  }
  const detach = options.follow
    ? stdio.attach({
        stdout: options.stdout,
        stderr: options.stderr,
        end: () => output.end(),
        write: (number, bytes) => frame(number === 2 ? 2 : 1, bytes),
      })
    : () => undefined;
  if (!options.follow) output.end();
  options.attached?.();
  try {
    const sent = sendOutput(stream, output);
    const received = options.stdin && options.follow ? receiveInput(stream, stdio, options, output) : watchClient(stream);
    return await Promise.race([sent, received]);
  } finally {
    detach();
    output.break();
  }
}

async function sendOutput(stream: Duplex, output: Pipe): Promise<"ended" | "gone"> {
  try {
    for (;;) {
      const chunk = await output.read();
      if (chunk.length === 0) {
        stream.end();
        return "ended";
      }
      await stream.write(chunk);
    }
  } catch (error) {
    if (isErrno(error)) return "gone";
    throw error;
  }
}

/** Resolves only when the client breaks the connection: that it sends no more means nothing. */
async function watchClient(stream: Duplex): Promise<"gone"> {
  try {
    while ((await stream.read()).length > 0);
  } catch (error) {
    if (isErrno(error)) return "gone";
    throw error;
  }
  return new Promise(() => undefined);
}

async function receiveInput(stream: Duplex, stdio: Stdio, options: AttachStreamOptions, output: Pipe): Promise<"detached" | "gone"> {
  const escape = stdio.options.tty ? escapeProxy(options.detachKeys) : undefined;
  try {
    for (;;) {
      const chunk = await stream.read();
      if (chunk.length === 0) break;
      const passed = escape ? escape(chunk) : chunk;
      if (passed === "detach") return "detached";
      if (passed.length > 0) await stdio.input(passed).catch(ignoreClosed);
    }
    if (options.closeStdin && !stdio.options.tty) stdio.closeInput();
    else output.end();
  } catch (error) {
    if (!isErrno(error)) throw error;
    if (options.closeStdin && !stdio.options.tty) stdio.closeInput();
    return "gone";
  }
  return new Promise(() => undefined);
}

function ignoreClosed(error: unknown): void {
  if (!isErrno(error)) throw error;
}

/** Passes bytes on until the detach sequence was typed; a beginning of it is held back until it is clear. */
function escapeProxy(keys: readonly number[]): (chunk: Uint8Array) => Uint8Array | "detach" {
  let matched = 0;
  return (chunk) => {
    const passed: number[] = [];
    if (keys.length === 0) return chunk;
    for (const byte of chunk) {
      if (byte === keys[matched]) {
        matched++;
        if (matched === keys.length) return "detach";
        continue;
      }
      passed.push(...keys.slice(0, matched));
      matched = byte === keys[0] ? 1 : 0;
      if (matched === 0) passed.push(byte);
    }
    return passed.length === 0 ? EMPTY : Uint8Array.from(passed);
  };
}

/** `ctrl-p,ctrl-q` and the like as bytes; the default when empty. 400 when it is none: term.ToBytes. */
export function parseDetachKeys(text: string | null | undefined): readonly number[] {
  if (text === null || text === undefined || text === "") return DEFAULT_DETACH_KEYS;
  const CONTROL: Readonly<Record<string, number>> = { "@": 0, "[": 27, "\\": 28, "]": 29, "^": 30, _: 31 };
  return text.split(",").map((key) => {
    const name = key.toLowerCase();
    if (key.length === 1) return key.charCodeAt(0);
    const control = /^ctrl-(.)$/.exec(name)?.[1];
    if (control !== undefined && /[a-z]/.test(control)) return control.charCodeAt(0) - 96;
    if (control !== undefined && CONTROL[control] !== undefined) return CONTROL[control];
    throw invalid(`Invalid detach keys (${text}) provided`);
  });
}
