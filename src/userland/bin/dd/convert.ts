/** conv= of dd: what changes bytes on their way. */

import type { DdSettings } from "./operands.ts";

/** The block after all conversions; the block itself when there are none. */
export function conversion({ conversions, inputBlock }: DdSettings): (block: Uint8Array) => Uint8Array {
  const upper = conversions.includes("ucase");
  const lower = conversions.includes("lcase");
  const swaps = conversions.includes("swab");
  const pads = conversions.includes("sync");
  return (block) => {
    let result = block;
    if (upper) result = result.map((byte) => (byte >= 97 && byte <= 122 ? byte - 32 : byte));
    if (lower) result = result.map((byte) => (byte >= 65 && byte <= 90 ? byte + 32 : byte));
    if (swaps) result = result.map((byte, at) => result[at % 2 === 0 ? at + 1 : at - 1] ?? byte);
    if (pads && result.length < inputBlock) {
      const padded = new Uint8Array(inputBlock);
      padded.set(result);
      result = padded;
    }
    return result;
  };
}
