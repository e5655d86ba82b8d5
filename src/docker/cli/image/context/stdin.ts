import { concat, type Sys } from "#abi";
import { chunksOf } from "../../input.ts";
import { BLOCK } from "../../tar/format.ts";

/** All of the standard input. */
export async function readInput(sys: Sys): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of chunksOf(sys, 0)) chunks.push(chunk);
  return concat(chunks);
}

/** The standard input, and whether it is an archive rather than a Dockerfile. */
export async function detectArchive(sys: Sys): Promise<{ readonly archive: boolean; readonly content: AsyncGenerator<Uint8Array> }> {
  const source = chunksOf(sys, 0);
  const begin: Uint8Array[] = [];
  for (let size = 0; size < 2 * BLOCK; ) {
    const next = await source.next();
    if (next.done === true) break;
    begin.push(next.value);
    size += next.value.length;
  }
  const head = concat(begin);
  return {
    archive: isArchive(head),
    content: (async function* () {
      if (head.length > 0) yield head;
      yield* source;
    })(),
  };
}

const MAGICS = [
  [0x42, 0x5a, 0x68],
  [0x1f, 0x8b, 0x08],
  [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00],
];

function isArchive(head: Uint8Array): boolean {
  if (MAGICS.some((magic) => magic.every((byte, index) => head[index] === byte))) return true;
  if (head.length < BLOCK) return false;
  const sum = head.subarray(0, BLOCK).reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 32 : byte), 0);
  const told = String.fromCharCode(...head.subarray(148, 156)).replace(/[\0 ]/g, "");
  return /^[0-7]+$/.test(told) && Number.parseInt(told, 8) === sum;
}
