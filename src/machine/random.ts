import type { Random } from "#abi";

/** Repeatable chance: xorshift128 seeded by a number. Not for secrets; the machine has none. */
export function createRandom(seed: number): Random {
  let a = seed >>> 0 || 1;
  let b = 0x9e3779b9;
  let c = 0x243f6a88;
  let d = 0xb7e15162;
  const next = (): number => {
    const t = a ^ (a << 11);
    a = b;
    b = c;
    c = d;
    d = (d ^ (d >>> 19) ^ t ^ (t >>> 8)) >>> 0;
    return d;
  };
  for (let i = 0; i < 20; i++) next();
  return {
    bytes(length) {
      const bytes = new Uint8Array(length);
      for (let i = 0; i < length; i += 4) {
        const word = next();
        for (let j = i; j < Math.min(i + 4, length); j++) bytes[j] = (word >>> ((j - i) * 8)) & 255;
      }
      return bytes;
    },
  };
}
