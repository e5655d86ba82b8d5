import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { zeros } from "#abi";
import type { Part } from "#vfs";
import { digestOf, digestOfParts } from "./digest.ts";
import { Fingerprint } from "./fingerprint.ts";

const run = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 1500 }),
  fc.nat(3000).map((length) => new Uint8Array(length)),
);

function fingerprint(parts: Iterable<Part>): string {
  const whole = new Fingerprint();
  for (const part of parts) whole.update(part);
  return whole.digest();
}
function flat(pieces: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(pieces.flatMap((piece) => [...piece]));
}
/** The same bytes in other parts: cut anywhere, zeros as lengths, as views or as bytes. */
function cut(bytes: Uint8Array, sizes: readonly number[]): Part[] {
  const parts: Part[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const piece = bytes.subarray(at, at + (sizes[turn % sizes.length] ?? 1));
    const isZero = piece.every((byte) => byte === 0);
    parts.push(isZero && turn % 3 === 0 ? piece.length : isZero && turn % 3 === 1 ? zeros(piece.length) : piece);
    at += piece.length;
  }
  return parts;
}

describe("fingerprints", () => {
  test("do not depend on how a stream is cut", () => {
    fc.assert(
      fc.property(
        fc.array(run, { maxLength: 8 }),
        fc.array(fc.integer({ min: 1, max: 2000 }), { minLength: 1, maxLength: 6 }),
        (pieces, sizes) => {
          expect(fingerprint(cut(flat(pieces), sizes))).toBe(fingerprint(pieces));
        },
      ),
    );
  });

  test("differ when a byte differs or a length does", () => {
    const whole = new Uint8Array(5000).fill(7, 1000, 3000);
    const prints = new Set([fingerprint([whole])]);
    for (const at of [0, 511, 512, 1000, 2999, 3000, 4999]) {
      const other = whole.slice();
      other[at] = 99;
      prints.add(fingerprint([other]));
    }
    for (const length of [4999, 5001, 5512]) prints.add(fingerprint([whole.subarray(0, 3000), length - 3000]));
    expect(prints.size).toBe(11);
  });

  test("the digest of parts is that of their bytes", async () => {
    const bytes = new Uint8Array(100_000).fill(3, 50_000);
    expect(await digestOfParts([50_000, bytes.subarray(50_000)], bytes.length)).toBe(digestOf(bytes));
    expect(await digestOfParts([70 << 20], 70 << 20)).toBe("sha256:d563c767a739c2a9066a2668341a473c4cb0dcbc106c2d533133ad8311c3c007");
  });
});
