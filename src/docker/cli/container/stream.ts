import { isErrno, RAW, type Sys, type Termios } from "#abi";
import { stdcopyDecoder } from "#api";
import type { Hijacked } from "#client";
import { logLine } from "../log.ts";
import type { Session } from "../session.ts";
import type { DetachKeys } from "./attach-keys.ts";
import { DEFAULT_KEYS, escapeProxy } from "./detach-keys.ts";

export interface StreamOptions {
  readonly connection: Hijacked;
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
  readonly tty: boolean;
  readonly keys: DetachKeys;
}

/**
 * Copies the terminal's input to a container and its output back, until the output ends or the detach keys are typed.
 * The terminal is raw meanwhile when the container has one of its own.
 */
export async function streamContainer(session: Session, options: StreamOptions): Promise<"ended" | "detached"> {
  const { sys } = session;
  const restore = options.stdin && options.tty ? await setRaw(sys) : () => Promise.resolve();
  if (options.stdin && options.tty && options.keys.warning !== undefined) await logLine(session, "warning", options.keys.warning);
  try {
    const output = options.stdout || options.stderr ? copyOutput(session, options) : undefined;
    const input = copyInput(sys, options);
    const first = await Promise.race([input, ...(output ? [output] : [])]);
    if (first === "input" && output) return await output;
    return first === "detached" ? "detached" : "ended";
  } finally {
    await restore();
    options.connection.stream.close();
  }
}

/** Makes the terminal raw; the result sets it back. */
async function setRaw(sys: Sys): Promise<() => Promise<void>> {
  if (!sys.isatty(0)) return () => Promise.resolve();
  const before: Termios = sys.tcgetattr(0);
  await sys.tcsetattr(0, RAW);
  return () => sys.tcsetattr(0, before);
}

async function copyOutput(session: Session, { connection, stdout, stderr, tty }: StreamOptions): Promise<"ended"> {
  const decoder = stdcopyDecoder();
  for (;;) {
    const chunk = await readSome(connection);
    if (chunk.length === 0) return "ended";
    if (tty) {
      await session.write(chunk);
      continue;
    }
    for (const { stream, bytes } of decoder.push(chunk)) {
      if (stream === 2 || stream === 3) {
        if (stderr) await session.write(bytes, 2);
      } else if (stdout) await session.write(bytes);
    }
  }
}

/** A connection that breaks ends the output as its end does. */
async function readSome({ stream }: Hijacked): Promise<Uint8Array> {
  try {
    return await stream.read();
  } catch (error) {
    if (isErrno(error)) return new Uint8Array(0);
    throw error;
  }
}

async function copyInput(sys: Sys, { connection, stdin, tty, keys }: StreamOptions): Promise<"input" | "detached"> {
  try {
    if (stdin) {
      const proxy = escapeProxy(tty ? (keys.bytes ?? DEFAULT_KEYS) : new Uint8Array(0));
      for (;;) {
        const chunk = await sys.read(0);
        if (chunk.length === 0) break;
        const { bytes, detached } = proxy(chunk);
        if (bytes.length > 0) await connection.stream.write(bytes);
        if (detached) return "detached";
      }
    }
    connection.stream.end();
  } catch (error) {
    // The other side is gone: the output tells why.
    if (!isErrno(error)) throw error;
  }
  return "input";
}
