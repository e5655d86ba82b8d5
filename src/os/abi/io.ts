/** Small conveniences over Sys that every program needs. */

import { decode, encode } from "./bytes.ts";
import type { Duplex } from "./stream.ts";
import type { Fd, Sys } from "./sys.ts";

export const STDIN = 0;
export const STDOUT = 1;
export const STDERR = 2;

/** Writes a text to a descriptor. */
export function print(sys: Sys, text: string, fd: Fd = STDOUT): Promise<void> {
  return text === "" ? Promise.resolve() : sys.write(fd, encode(text));
}

/** Whole small file as text. */
export function readText(sys: Sys, path: string): string {
  return decode(sys.readFile(path));
}

/** A descriptor as a stream; `close` closes it, once: the number may soon belong to something else. */
export function streamOf(sys: Sys, fd: Fd): Duplex {
  let isOpen = true;
  return {
    read: (max) => sys.read(fd, max),
    write: (bytes) => sys.write(fd, bytes),
    end: () => sys.shutdown(fd),
    close: () => {
      if (isOpen) sys.close(fd);
      isOpen = false;
    },
  };
}

/**
 * Decodes a stream of chunks that may cut characters in two: feed chunks, get text; `flush` gives what is left.
 */
export function textDecoder(): { decode(chunk: Uint8Array): string; flush(): string } {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  return { decode: (chunk) => decoder.decode(chunk, { stream: true }), flush: () => decoder.decode() };
}

/** Lines of a descriptor, without their newline. The last one counts when it is not empty. */
export async function* lines(sys: Sys, fd: Fd): AsyncGenerator<string> {
  const text = textDecoder();
  let rest = "";
  for (;;) {
    const chunk = await sys.read(fd);
    if (chunk.length === 0) break;
    rest += text.decode(chunk);
    let from = 0;
    for (let at = rest.indexOf("\n"); at >= 0; at = rest.indexOf("\n", from)) {
      yield rest.slice(from, at);
      from = at + 1;
    }
    rest = rest.slice(from);
  }
  rest += text.flush();
  if (rest !== "") yield rest;
}
