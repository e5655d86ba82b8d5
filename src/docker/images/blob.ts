/**
 * A layer as the simulated registry serves it: gzip of a line of JSON and the archive's stretches of data and zeros. What is downloaded
 * is small; how large the real download would be, the layer's descriptor says.
 */

import { concat, decode, encode, isZeroView, ZERO_CHUNK, zeros } from "#abi";
import type { Part } from "#vfs";
import { gunzipBytes } from "./compression.ts";
import { rememberDigest } from "./fingerprint.ts";
import { layerFromTar } from "./layer.ts";
import { isDigest } from "./reference.ts";
import { TarError } from "./tar.ts";
import type { Digest, Layer } from "./types.ts";

interface BlobHead {
  readonly drydock: 1;
  readonly diffId: Digest;
  readonly fingerprint: string;
}

const NUMBER = 8;

/** A blob before compression. `parts` is the layer's archive. */
export function encodeBlob(head: Omit<BlobHead, "drydock">, parts: Iterable<Part>): Uint8Array {
  return concat([encode(`${JSON.stringify({ drydock: 1, ...head } satisfies BlobHead)}\n`), packParts(parts)]);
}

/** Data and zeros as bytes that take what the data takes: what unpackParts reads. Zeros may also come as views of the shared page. */
export function packParts(parts: Iterable<Part>): Uint8Array {
  const pieces: Uint8Array[] = [];
  let data: Uint8Array[] = [];
  let zero = 0;
  const flush = (): void => {
    const bytes = concat(data);
    pieces.push(number(bytes.length), bytes, number(zero));
    data = [];
    zero = 0;
  };
  for (const part of parts) {
    if (typeof part === "number") zero += part;
    else if (isZeroView(part)) zero += part.length;
    else {
      if (zero > 0) flush();
      data.push(part);
    }
  }
  flush();
  return concat(pieces);
}

function number(value: number): Uint8Array {
  const bytes = new Uint8Array(NUMBER);
  new DataView(bytes.buffer).setFloat64(0, value, true);
  return bytes;
}

/** The layer in a blob whose digest was checked. Throws TarError when it is none of ours. */
export async function layerFromBlob(blob: Uint8Array, parent: Layer | undefined): Promise<Layer> {
  const bytes = await gunzipBytes(blob);
  const end = bytes.indexOf(10);
  const head = headOf(decode(bytes.subarray(0, Math.max(0, end))));
  rememberDigest(head.fingerprint, head.diffId);
  return layerFromTar(unpackParts(bytes, end + 1), parent, { diffId: head.diffId });
}

function headOf(line: string): BlobHead {
  const head: unknown = line.startsWith("{") ? JSON.parse(line) : undefined;
  if (typeof head === "object" && head !== null && "diffId" in head && "fingerprint" in head) {
    const { diffId, fingerprint } = head;
    if (typeof diffId === "string" && isDigest(diffId) && typeof fingerprint === "string") return { drydock: 1, diffId, fingerprint };
  }
  throw new TarError("archive/tar: invalid tar header");
}

/** The chunks that packParts put into bytes, from an offset on; zeros as shared views. */
export function* unpackParts(bytes: Uint8Array, from = 0): Generator<Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = from; at < bytes.length; ) {
    const length = view.getFloat64(at, true);
    at += NUMBER;
    if (length > 0) yield bytes.subarray(at, at + length);
    at += length;
    const zero = view.getFloat64(at, true);
    at += NUMBER;
    for (let done = 0; done < zero; done += ZERO_CHUNK) yield zeros(Math.min(ZERO_CHUNK, zero - done));
  }
}
