/** The lines of a stream. */

import { concat, EMPTY, type Fd, type Sys } from "#abi";
import { textOf } from "./text.ts";
import { holder } from "./whole.ts";

/** Some lines, without their ends. `ended` is false when the last one is the file's last and has no newline. */
export interface LineBatch {
  readonly lines: readonly string[];
  readonly ended: boolean;
}

/** The lines of a descriptor, as many at a time as arrived. `end` is the byte that ends a line. */
export async function* lineBatches(sys: Sys, fd: Fd, end = 10): AsyncGenerator<LineBatch> {
  const separator = String.fromCharCode(end);
  let rest: Uint8Array[] = [];
  let hold = holder(sys);
  for (;;) {
    const chunk = await sys.read(fd);
    if (chunk.length === 0) break;
    const last = chunk.lastIndexOf(end);
    if (last < 0) {
      rest.push(chunk);
      await hold(chunk.length);
      continue;
    }
    const lines = textOf(concat([...rest, chunk.subarray(0, last)])).split(separator);
    hold = holder(sys);
    rest = last + 1 < chunk.length ? [chunk.subarray(last + 1)] : [];
    yield { lines, ended: true };
  }
  const tail = rest.length > 0 ? concat(rest) : EMPTY;
  if (tail.length > 0) yield { lines: [textOf(tail)], ended: false };
}
