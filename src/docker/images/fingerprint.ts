/**
 * A digest that costs the real bytes only: sha256 over a stream with its blocks of zeros written as counts. Two streams have the same
 * fingerprint only if they are equal, so a table from fingerprints to true digests spares hashing hundreds of megabytes of zeros that
 * were hashed before: at build time, at commit, or at an earlier load.
 */

import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { encode, isZeroView } from "#abi";
import type { Part } from "#vfs";
import { digestOfParts, pause, SLICE } from "./digest.ts";
import type { Digest } from "./types.ts";

const BLOCK = 512;

function isZero(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at] !== 0) return false;
  return true;
}

export class Fingerprint {
  readonly #hash = sha256.create();
  readonly #carry = new Uint8Array(BLOCK);
  #carried = 0;
  /** The run going on: blocks of data or of zeros. */
  #isData = false;
  #run = 0;
  #length = 0;

  /** Takes the next stretch of the stream. */
  update(part: Part): void {
    const isHole = typeof part === "number" || isZeroView(part);
    const length = typeof part === "number" ? part : part.length;
    this.#length += length;
    let at = 0;
    if (this.#carried > 0) {
      at = Math.min(BLOCK - this.#carried, length);
      if (isHole) this.#carry.fill(0, this.#carried, this.#carried + at);
      else this.#carry.set(part.subarray(0, at), this.#carried);
      this.#carried += at;
      if (this.#carried < BLOCK) return;
      this.#carried = 0;
      this.#blocks(this.#carry.slice(), 0, BLOCK);
    }
    const whole = at + Math.floor((length - at) / BLOCK) * BLOCK;
    if (isHole) {
      if (whole > at) this.#extend(false, (whole - at) / BLOCK);
      this.#carry.fill(0, 0, length - whole);
    } else {
      this.#blocks(part, at, whole);
      this.#carry.set(part.subarray(whole));
    }
    this.#carried = length - whole;
  }

  /** The fingerprint of all that was taken, in hexadecimal. */
  digest(): string {
    this.#extend(!this.#isData, 0);
    this.#hash.update(this.#carry.subarray(0, this.#carried));
    this.#hash.update(encode(`end ${this.#length}`));
    return bytesToHex(this.#hash.digest());
  }

  #blocks(bytes: Uint8Array, from: number, to: number): void {
    let data = from;
    for (let at = from; at < to; at += BLOCK) {
      if (!isZero(bytes, at, at + BLOCK)) continue;
      if (at > data) this.#data(bytes, data, at);
      this.#extend(false, 1);
      data = at + BLOCK;
    }
    if (to > data) this.#data(bytes, data, to);
  }

  #data(bytes: Uint8Array, from: number, to: number): void {
    this.#extend(true, (to - from) / BLOCK);
    this.#hash.update(bytes.subarray(from, to));
  }

  /** Every run is followed by what it was and how long: read from the end, that is unambiguous. */
  #extend(isData: boolean, blocks: number): void {
    if (isData !== this.#isData) {
      if (this.#run > 0) this.#hash.update(encode(`${this.#isData ? "data" : "zeros"} ${this.#run};`));
      this.#isData = isData;
      this.#run = 0;
    }
    this.#run += blocks;
  }
}

/** The fingerprint of parts in order; pauses between slices. */
export async function fingerprintOf(parts: Iterable<Part>): Promise<string> {
  const fingerprint = new Fingerprint();
  let since = 0;
  for (const part of parts) {
    fingerprint.update(part);
    since += typeof part === "number" ? 64 : part.length;
    if (since < SLICE) continue;
    since = 0;
    await pause();
  }
  return fingerprint.digest();
}

const known = new Map<string, Digest>();

/** Tells that a stream of this fingerprint has this digest. Only for those who know: the registry's build, or who hashed it. */
export function rememberDigest(fingerprint: string, digest: Digest): void {
  known.set(fingerprint, digest);
}

/** The true digest of parts, by way of their fingerprint where it is known already. `parts` is called up to twice. */
export async function digestThroughFingerprint(
  parts: () => Iterable<Part>,
  length: number,
): Promise<{ readonly digest: Digest; readonly fingerprint: string }> {
  const fingerprint = await fingerprintOf(parts());
  const digest = known.get(fingerprint) ?? (await digestOfParts(parts(), length));
  known.set(fingerprint, digest);
  return { digest, fingerprint };
}
