import { concat, type Program, STDIN } from "#abi";
import { chunks } from "./tool/files.ts";
import { Failure, UsageFailure } from "./tool/messages.ts";
import { stdout } from "./tool/output.ts";
import { quote } from "./tool/quote.ts";
import { utility } from "./tool/utility.ts";
import { readWholeText } from "./tool/whole.ts";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** base64: base64 encode or decode FILE, or standard input. Models GNU base64. */
export const base64: Program = utility({
  name: "base64",
  summary: "Base64 encode or decode FILE, or standard input, to standard output.\n\nWith no FILE, or when FILE is -, read standard input.",
  usage: "[OPTION]... [FILE]",
  options: {
    decode: ["-d, --decode", "decode data"],
    ignore: ["-i, --ignore-garbage", "when decoding, ignore non-alphabet characters"],
    wrap: [
      "-w, --wrap=COLS",
      "wrap encoded lines after COLS character (default 76).\n                             Use 0 to disable line wrapping",
    ],
  },
  async run(sys, { options, operands }) {
    const [path = "-", extra] = operands;
    if (extra !== undefined) throw new UsageFailure(`extra operand ${quote(sys, extra)}`);
    const wrap = Number(options.wrap ?? 76);
    if (!Number.isInteger(wrap) || wrap < 0) throw new Failure(`invalid wrap size: ${quote(sys, options.wrap ?? "")}`);
    const fd = path === "-" ? STDIN : sys.open(path);
    const out = stdout(sys);
    if (options.decode) {
      const text = (await readWholeText(sys, fd)).replace(options.ignore ? /[^A-Za-z0-9+/=]/g : /\n/g, "");
      const good = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?/.exec(text)?.[0] ?? "";
      await out.bytes(decodeText(good.replaceAll("=", "")));
      if (good.length < text.length || text.length % 4 !== 0) throw new Failure("invalid input");
      return 0;
    }
    let rest: Uint8Array = new Uint8Array(0);
    let line = "";
    const put = async (text: string) => {
      line += text;
      if (wrap === 0) {
        await out.print(line);
        line = "";
      }
      while (wrap > 0 && line.length >= wrap) {
        await out.print(`${line.slice(0, wrap)}\n`);
        line = line.slice(wrap);
      }
    };
    for await (const chunk of chunks(sys, fd)) {
      const all = rest.length > 0 ? concat([rest, chunk]) : chunk;
      const whole = all.length - (all.length % 3);
      rest = all.subarray(whole);
      await put(encodeBytes(all.subarray(0, whole)));
    }
    await put(encodeBytes(rest));
    if (line !== "") await out.print(`${line}\n`);
    return 0;
  },
});

function encodeBytes(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b, c] = [bytes[at], bytes[at + 1], bytes[at + 2]];
    const bits = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    text +=
      (ALPHABET[bits >> 18] ?? "") +
      (ALPHABET[(bits >> 12) & 63] ?? "") +
      (b === undefined ? "=" : ALPHABET[(bits >> 6) & 63]) +
      (c === undefined ? "=" : ALPHABET[bits & 63]);
  }
  return text;
}

function decodeText(text: string): Uint8Array {
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let bits = 0;
  let have = 0;
  let at = 0;
  for (const character of text) {
    bits = ((bits << 6) | ALPHABET.indexOf(character)) & 0xffffff;
    have += 6;
    if (have >= 8) {
      have -= 8;
      bytes[at++] = (bits >> have) & 0xff;
    }
  }
  return bytes;
}
