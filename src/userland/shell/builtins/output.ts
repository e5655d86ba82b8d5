import { encode } from "#abi";

/** Bytes of a text in which single bytes are marked as byte() of the syntax room marks them. */
export function encodeMarked(text: string): Uint8Array {
  if (!/[\u{dc80}-\u{dcff}]/u.test(text)) return encode(text);
  const bytes: number[] = [];
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    if (code >= 0xdc80 && code <= 0xdcff) bytes.push(code - 0xdc00);
    else bytes.push(...encode(char));
  }
  return Uint8Array.from(bytes);
}
