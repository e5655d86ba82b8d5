import type { Sys } from "#abi";
import { padding } from "./format.ts";

/** A file's content as an archive has it: `size` bytes, and zeros up to the end of a block. */
export async function* fileBlocks(sys: Sys, path: string, size: number): AsyncGenerator<Uint8Array> {
  const fd = sys.open(path);
  try {
    for (let at = 0; at < size; ) {
      const chunk = sys.pread(fd, at, Math.min(1 << 20, size - at));
      if (chunk.length === 0) break;
      at += chunk.length;
      yield chunk;
    }
  } finally {
    sys.close(fd);
  }
  if (padding(size) > 0) yield new Uint8Array(padding(size));
}
