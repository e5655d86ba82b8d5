const SIMPLE: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  e: "\x1b",
  E: "\x1b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
  "'": "'",
  '"': '"',
  "?": "?",
};

/** The text between $' and ' with its escapes carried out (bash(1), QUOTING). Bytes from \x80 on are joined as UTF-8 where they form it. */
export function ansiCEscapes(text: string): string {
  return joinBytes(
    text.replace(
      /\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|([0-7]{1,3})|c([\s\S])|([\s\S]))/g,
      (whole, hex, u4, u8, octal, control, other) => {
        if (hex !== undefined) return byte(Number.parseInt(hex, 16));
        if (u4 !== undefined) return String.fromCodePoint(Number.parseInt(u4, 16));
        if (u8 !== undefined) return String.fromCodePoint(Math.min(Number.parseInt(u8, 16), 0x10ffff));
        if (octal !== undefined) return byte(Number.parseInt(octal, 8) & 0xff);
        if (control !== undefined) return String.fromCharCode(control.toUpperCase().charCodeAt(0) ^ 0x40);
        return SIMPLE[other] ?? whole;
      },
    ),
  );
}

// Bytes that are no ASCII wait as lone private characters until their neighbours are known.
const BASE = 0xdc00;

/** A byte as it may stand in a text until joinBytes(): ASCII as it is, others marked. */
export function byte(value: number): string {
  return String.fromCharCode(value < 0x80 ? value : BASE + value);
}

/** Joins runs of marked bytes to the characters whose UTF-8 they are. */
export function joinBytes(text: string): string {
  return text.replace(/[\u{dc80}-\u{dcff}]+/gu, (run) => {
    const bytes = Uint8Array.from(run, (char) => char.charCodeAt(0) - BASE);
    return new TextDecoder("utf-8").decode(bytes);
  });
}
