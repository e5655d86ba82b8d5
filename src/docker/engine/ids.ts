import type { Random } from "#abi";

/** 64 hexadecimal digits, as containers, networks, execs and endpoints are named by. Never all digits in the short form: that could be a number. */
export function randomId(random: Random): string {
  for (;;) {
    const id = hex(random.bytes(32));
    if (!/^\d+$/.test(id.slice(0, 12))) return id;
  }
}

export function hex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += byte.toString(16).padStart(2, "0");
  return text;
}

/** The first twelve digits, without `sha256:`. */
export function shortId(id: string): string {
  return id.replace(/^sha256:/, "").slice(0, 12);
}

/** A number below `limit`. */
export function randomBelow(random: Random, limit: number): number {
  const [a = 0, b = 0, c = 0, d = 0] = random.bytes(4);
  return (((a << 24) | (b << 16) | (c << 8) | d) >>> 0) % limit;
}
