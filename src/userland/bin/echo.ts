import type { Program } from "#abi";
import { stdout } from "./tool/output.ts";
import { bytesOf } from "./tool/text.ts";

/** echo: display a line of text. Models GNU /bin/echo (options -n -e -E in front, nothing else is an option). */
export const echo: Program = async (sys) => {
  const words = sys.argv.slice(1);
  let newline = true;
  let escapes = false;
  while (words[0] !== undefined && /^-[neE]+$/.test(words[0])) {
    for (const letter of words.shift()?.slice(1) ?? "") {
      if (letter === "n") newline = false;
      else escapes = letter === "e";
    }
  }
  const text = words.join(" ");
  const { bytes, stop } = escapes ? unescape(text) : { bytes: bytesOf(text), stop: false };
  const out = stdout(sys);
  await out.bytes(bytes);
  if (newline && !stop) await out.print("\n");
  await out.flush();
  return 0;
};

const SIMPLE: Readonly<Record<string, string>> = { a: "\x07", b: "\b", e: "\x1b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v", "\\": "\\" };

/** Expands backslash escapes; `stop` is set when `\c` ended the output. */
export function unescape(text: string): { readonly bytes: Uint8Array; readonly stop: boolean } {
  let result = "";
  let from = 0;
  for (const match of text.matchAll(/\\(?:(c)|([abefnrtv\\])|0([0-7]{0,3})|x([0-9A-Fa-f]{1,2}))/g)) {
    result += text.slice(from, match.index);
    from = match.index + match[0].length;
    const [, stop, simple, octal, hex] = match;
    if (stop) return { bytes: bytesOf(result), stop: true };
    result +=
      simple === undefined
        ? byte(octal === undefined ? Number.parseInt(hex ?? "", 16) : Number.parseInt(octal || "0", 8))
        : (SIMPLE[simple] ?? "");
  }
  return { bytes: bytesOf(result + text.slice(from)), stop: false };
}

/** One raw byte as text. */
function byte(value: number): string {
  return (value & 0xff) < 0x80 ? String.fromCharCode(value & 0xff) : String.fromCharCode(0xdc00 + (value & 0xff));
}
