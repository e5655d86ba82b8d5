/** Digests: `sha256:…` of bytes. Small ones at once, large ones off the thread or in slices, so that nothing else has to wait. */

import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { EMPTY, encode, zeros } from "#abi";
import type { Part } from "#vfs";
import type { Digest } from "./types.ts";

/** Above this crypto.subtle is faster, and does not hold the thread. */
const SMALL = 4096;
/** Up to this many bytes are put together for crypto.subtle, which can't be fed piece by piece. */
const WHOLE = 64 << 20;
/** Bytes hashed between two pauses: some 6 ms at 80 MB/s. */
export const SLICE = 512 << 10;

/** Digest of a few bytes or a text, at once. */
export function digestOf(data: Uint8Array | string): Digest {
  return `sha256:${bytesToHex(sha256(typeof data === "string" ? encode(data) : data))}`;
}

/** Digest of bytes of any length. */
export async function digestOfBytes(bytes: Uint8Array): Promise<Digest> {
  if (bytes.length <= SMALL) return digestOf(bytes);
  return `sha256:${bytesToHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)))}`;
}

/** Digest of parts in order, `length` bytes together; a number stands for so many zeros. */
export async function digestOfParts(parts: Iterable<Part>, length: number): Promise<Digest> {
  if (length <= WHOLE) {
    const whole = new Uint8Array(length);
    let at = 0;
    for (const part of parts) {
      if (typeof part !== "number") whole.set(part, at);
      at += typeof part === "number" ? part : part.length;
    }
    return digestOfBytes(whole);
  }
  const hash = sha256.create();
  let since = 0;
  for (const part of parts) {
    for (const piece of pieces(part)) {
      hash.update(piece);
      since += piece.length;
      if (since < SLICE) continue;
      since = 0;
      await pause();
    }
  }
  return `sha256:${bytesToHex(hash.digest())}`;
}

function* pieces(part: Part): Generator<Uint8Array> {
  const length = typeof part === "number" ? part : part.length;
  for (let at = 0; at < length; at += SLICE) {
    const size = Math.min(SLICE, length - at);
    yield typeof part === "number" ? zeros(size) : part.subarray(at, at + size);
  }
}

/** Lets other tasks run. (Work that the platform does off the thread ends in a task of its own; the core has no timer.) */
export async function pause(): Promise<void> {
  await crypto.subtle.digest("SHA-256", EMPTY);
}

/** The chain id of a layer: of its diff id where it is the lowest, else of the parent's chain and its diff id (OCI image spec). */
export function chainIdOf(parent: Digest | undefined, diffId: Digest): Digest {
  return parent === undefined ? diffId : digestOf(`${parent} ${diffId}`);
}

/** The 64 digits without the algorithm. */
export function hexOf(digest: Digest): string {
  return digest.slice("sha256:".length);
}

/** The first 12 digits, as docker shows ids. */
export function shortId(id: string): string {
  return (id.startsWith("sha256:") ? id.slice("sha256:".length) : id).slice(0, 12);
}
