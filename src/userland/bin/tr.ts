import { type Program, STDIN, type Sys } from "#abi";
import { meter, SPEED } from "./tool/cpu.ts";
import { Failure, t, UsageFailure } from "./tool/messages.ts";
import { stdout } from "./tool/output.ts";
import { quote } from "./tool/quote.ts";
import { bytesOf } from "./tool/text.ts";
import { utility } from "./tool/utility.ts";

/** tr: translate or delete characters. Models GNU tr, which works on bytes. */
export const tr: Program = utility({
  name: "tr",
  summary: "Translate, squeeze, and/or delete characters from standard input,\nwriting to standard output.",
  usage: "[OPTION]... SET1 [SET2]",
  permute: false,
  options: {
    complement: ["-c, -C, --complement", "use the complement of SET1"],
    delete: ["-d, --delete", "delete characters in SET1, do not translate"],
    squeeze: [
      "-s, --squeeze-repeats",
      "replace each sequence of a repeated character\n                             that is listed in the last specified SET,\n                             with a single occurrence of that character",
    ],
    truncate: ["-t, --truncate-set1", "first truncate SET1 to length of SET2"],
  },
  async run(sys, { options, operands }) {
    checkOperands(sys, options, operands);
    const [one = "", two] = operands;
    let first = parseSet(sys, one, undefined);
    if (options.complement) {
      const has = new Set(first);
      first = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => !has.has(byte));
    }
    const second = two === undefined ? undefined : parseSet(sys, two, options.delete ? undefined : first.length);
    const translates = second !== undefined && !options.delete;
    if (translates && second.length === 0) throw new Failure("when not truncating set1, string2 must be non-empty");
    const map = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    if (translates) {
      for (const [at, byte] of first.entries()) {
        const to = second[at] ?? (options.truncate ? undefined : second.at(-1));
        if (to !== undefined) map[byte] = to;
      }
    }
    const deleted = new Set(options.delete ? first : []);
    const squeezed = new Set(options.squeeze ? (second ?? (options.delete ? [] : first)) : []);
    await run(sys, map, deleted, squeezed);
    return 0;
  },
});

async function run(sys: Sys, map: Uint8Array, deleted: ReadonlySet<number>, squeezed: ReadonlySet<number>): Promise<void> {
  const out = stdout(sys);
  const account = meter(sys, SPEED.text);
  let last = -1;
  for (;;) {
    const chunk = await sys.read(STDIN);
    if (chunk.length === 0) return;
    const result = new Uint8Array(chunk.length);
    let length = 0;
    for (const byte of chunk) {
      if (deleted.has(byte)) continue;
      const to = map[byte] ?? byte;
      if (to === last && squeezed.has(to)) continue;
      last = to;
      result[length++] = to;
    }
    await out.bytes(result.subarray(0, length));
    if (out.isTty) await out.flush();
    await account(chunk.length);
  }
}

function checkOperands(sys: Sys, options: { readonly delete: boolean; readonly squeeze: boolean }, operands: readonly string[]): void {
  const [one, two, three] = operands;
  const needsTwo = options.delete === options.squeeze;
  if (one === undefined) throw new UsageFailure(t(sys)`missing operand`);
  if (two === undefined && needsTwo) {
    const why = options.delete
      ? "Two strings must be given when both deleting and squeezing repeats."
      : "Two strings must be given when translating.";
    throw new UsageFailure(`${t(sys)`missing operand after ${quote(sys, one)}`}\n${why}`);
  }
  if (two !== undefined && options.delete && !options.squeeze) {
    throw new UsageFailure(
      `${t(sys)`extra operand ${quote(sys, two)}`}\nOnly one string may be given when deleting without squeezing repeats.`,
    );
  }
  if (three !== undefined) throw new UsageFailure(t(sys)`extra operand ${quote(sys, three)}`);
}

const CLASSES: Readonly<Record<string, (byte: number) => boolean>> = {
  alpha: (b) => (b >= 65 && b <= 90) || (b >= 97 && b <= 122),
  digit: (b) => b >= 48 && b <= 57,
  alnum: (b) => (b >= 48 && b <= 57) || (b >= 65 && b <= 90) || (b >= 97 && b <= 122),
  upper: (b) => b >= 65 && b <= 90,
  lower: (b) => b >= 97 && b <= 122,
  space: (b) => b === 32 || (b >= 9 && b <= 13),
  blank: (b) => b === 32 || b === 9,
  cntrl: (b) => b < 32 || b === 127,
  graph: (b) => b > 32 && b < 127,
  print: (b) => b >= 32 && b < 127,
  punct: (b) => b > 32 && b < 127 && !/[A-Za-z0-9]/.test(String.fromCharCode(b)),
  xdigit: (b) => /[0-9A-Fa-f]/.test(String.fromCharCode(b)),
};
const ESCAPES: Readonly<Record<string, number>> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11, "\\": 92 };

/** The bytes of a set: ranges, classes, escapes, `[x*n]` (filling up to `fill`). */
function parseSet(sys: Sys, text: string, fill: number | undefined): number[] {
  const tokens = tokensOf(text);
  const set: number[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (token === undefined) continue;
    const rest = tokens
      .slice(at)
      .map((one) => (one.escaped ? "\0" : String.fromCharCode(one.byte)))
      .join("");
    const named = /^\[:([a-z]*):\]/.exec(rest);
    const repeat = /^\[([^])\*(\d*)\]/.exec(rest);
    const equal = /^\[=([^])=\]/.exec(rest);
    const end = tokens[at + 2];
    if (named) {
      const has = CLASSES[named[1] ?? ""];
      if (!has) throw new Failure(`invalid character class ${quote(sys, named[1] ?? "")}`);
      for (let byte = 0; byte < 256; byte++) if (has(byte)) set.push(byte);
      at += named[0].length - 1;
    } else if (repeat) {
      const digits = repeat[2] ?? "";
      const count =
        digits === "" || Number(digits) === 0
          ? Math.max(0, (fill ?? 0) - set.length - (tokens.length - at - repeat[0].length))
          : Number.parseInt(digits, digits.startsWith("0") ? 8 : 10);
      for (let time = 0; time < count; time++) set.push(tokens[at + 1]?.byte ?? 0);
      at += repeat[0].length - 1;
    } else if (equal) {
      set.push(tokens[at + 2]?.byte ?? 0);
      at += equal[0].length - 1;
    } else if (rest[1] === "-" && end !== undefined) {
      if (end.byte < token.byte) {
        const name = `${String.fromCharCode(token.byte)}-${String.fromCharCode(end.byte)}`;
        throw new Failure(`range-endpoints of ${quote(sys, name)} are in reverse collating sequence order`);
      }
      for (let byte = token.byte; byte <= end.byte; byte++) set.push(byte);
      at += 2;
    } else set.push(token.byte);
  }
  return set;
}

interface Token {
  readonly byte: number;
  readonly escaped: boolean;
}

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(/\\([0-7]{1,3})|\\([^])|[^\\]+|\\/g)) {
    const [whole, octal, simple] = match;
    if (octal !== undefined) tokens.push({ byte: Number.parseInt(octal, 8) & 0xff, escaped: true });
    else if (simple !== undefined) tokens.push({ byte: ESCAPES[simple] ?? simple.charCodeAt(0), escaped: true });
    else for (const byte of bytesOf(whole)) tokens.push({ byte, escaped: false });
  }
  return tokens;
}
