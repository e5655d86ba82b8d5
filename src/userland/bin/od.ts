import { EMPTY, type Program, type Sys } from "#abi";
import { meter, SPEED } from "./tool/cpu.ts";
import { eachFile } from "./tool/files.ts";
import { Failure } from "./tool/messages.ts";
import { valuesOf } from "./tool/options.ts";
import { stdout } from "./tool/output.ts";
import { formatFloat } from "./tool/printf.ts";
import { quote } from "./tool/quote.ts";
import { parseSize } from "./tool/size.ts";
import { utility } from "./tool/utility.ts";
import { holder } from "./tool/whole.ts";

interface Form {
  readonly size: number;
  readonly width: number;
  readonly show: (bytes: Uint8Array, at: number) => string;
  /** `z`: the characters behind the line. */
  readonly text: boolean;
}

/** od: dump files in octal and other formats. Models GNU od. */
export const od: Program = utility({
  name: "od",
  summary: "Write an unambiguous representation, octal bytes by default,\nof FILE to standard output.",
  usage: "[OPTION]... [FILE]...",
  options: {
    address: [
      "-A, --address-radix=RADIX",
      "output format for file offsets; RADIX is one\n                             of [doxn], for Decimal, Octal, Hex or None",
    ],
    skip: ["-j, --skip-bytes=BYTES", "skip BYTES input bytes first"],
    most: ["-N, --read-bytes=BYTES", "limit dump to BYTES input bytes"],
    type: ["-t, --format=TYPE", "select output format or formats"],
    all: ["-v, --output-duplicates", "do not use * to mark line suppression"],
    width: ["-w, --width[=BYTES]", "output BYTES bytes per output line; 32 is implied when BYTES is not specified"],
    a: ["-a", "same as -t a,  select named characters, ignoring high-order bit"],
    b: ["-b", "same as -t o1, select octal bytes"],
    c: ["-c", "same as -t c,  select printable characters or backslash escapes"],
    d: ["-d", "same as -t u2, select unsigned decimal 2-byte units"],
    o: ["-o", "same as -t o2, select octal 2-byte units"],
    x: ["-x", "same as -t x2, select hexadecimal 2-byte units"],
  },
  async run(sys, { options, given, operands }) {
    const shorthand: Readonly<Record<string, string>> = { a: "a", b: "o1", c: "c", d: "u2", o: "o2", x: "x2" };
    const types = given.flatMap(({ key, value }) =>
      key === "type" && value !== undefined ? [value] : shorthand[key] === undefined ? [] : [shorthand[key]],
    );
    const forms = (types.length > 0 ? types : ["o2"]).flatMap((type) => parseForms(sys, type));
    const width = options.width === undefined ? 16 : options.width === "" ? 32 : Number(options.width);
    const radix = options.address ?? "o";
    const address = (at: number) =>
      radix === "n"
        ? ""
        : radix === "d"
          ? String(at).padStart(7, "0")
          : radix === "x"
            ? at.toString(16).padStart(6, "0")
            : at.toString(8).padStart(7, "0");
    const bytes = await collect(
      sys,
      operands,
      parseSize(options.skip ?? "0") ?? 0,
      parseSize(valuesOf(given, "most").at(-1) ?? "") ?? Number.POSITIVE_INFINITY,
    );
    const unit = Math.max(...forms.map((form) => form.width / form.size));
    let last: string | undefined;
    let starred = false;
    const account = meter(sys, SPEED.text);
    for (let at = 0; at < bytes.all.length; at += width) {
      await account(width);
      const line = bytes.all.subarray(at, at + width);
      const key = line.join();
      if (!options.all && key === last && line.length === width && at + width < bytes.all.length) {
        if (!starred) await stdout(sys).print("*\n");
        starred = true;
        continue;
      }
      last = key;
      starred = false;
      for (const [index, form] of forms.entries())
        await stdout(sys).print(
          `${index === 0 ? address(bytes.start + at) : " ".repeat(address(0).length)}${shownLine(form, line, width, unit)}\n`,
        );
    }
    if (radix !== "n") await stdout(sys).print(`${address(bytes.start + bytes.all.length)}\n`);
    return bytes.status;
  },
});

async function collect(
  sys: Sys,
  operands: readonly string[],
  skip: number,
  most: number,
): Promise<{ readonly all: Uint8Array; readonly start: number; readonly status: number }> {
  const chunks: Uint8Array[] = [];
  const hold = holder(sys);
  let [left, size] = [skip, 0];
  const status = await eachFile(sys, operands, async (fd) => {
    while (size < most) {
      const chunk = await sys.read(fd);
      if (chunk.length === 0) return;
      const from = Math.min(left, chunk.length);
      left -= from;
      const piece = chunk.subarray(from, from + (most - size));
      if (piece.length > 0) chunks.push(piece);
      size += piece.length;
      await hold(piece.length);
    }
  });
  const all = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return { all: size === 0 ? EMPTY : all, start: skip, status };
}

function shownLine(form: Form, line: Uint8Array, width: number, unit: number): string {
  const padded = new Uint8Array(Math.ceil(line.length / form.size) * form.size);
  padded.set(line);
  const cell = Math.round(unit * form.size);
  let text = "";
  for (let at = 0; at < line.length; at += form.size) text += form.show(padded, at).padStart(Math.max(cell, form.width));
  if (!form.text) return text;
  const characters = Array.from(line, (byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : ".")).join("");
  return `${text.padEnd((width / form.size) * Math.max(cell, form.width))}  >${characters}<`;
}

const NAMES = [
  "nul",
  "soh",
  "stx",
  "etx",
  "eot",
  "enq",
  "ack",
  "bel",
  "bs",
  "ht",
  "nl",
  "vt",
  "ff",
  "cr",
  "so",
  "si",
  "dle",
  "dc1",
  "dc2",
  "dc3",
  "dc4",
  "nak",
  "syn",
  "etb",
  "can",
  "em",
  "sub",
  "esc",
  "fs",
  "gs",
  "rs",
  "us",
  "sp",
];
const ESCAPES: Readonly<Record<number, string>> = { 0: "\\0", 7: "\\a", 8: "\\b", 9: "\\t", 10: "\\n", 11: "\\v", 12: "\\f", 13: "\\r" };
const SIZES: Readonly<Record<string, number>> = { C: 1, S: 2, I: 4, L: 8, F: 4, D: 8 };

function parseForms(sys: Sys, type: string): readonly Form[] {
  const forms: Form[] = [];
  for (const [whole, character, number, size = "", text] of type.matchAll(/([ac])z?|([douxf])(\d*|[CSILFD])(z?)|./g)) {
    if (character === "a") forms.push({ size: 1, width: 4, text: whole.endsWith("z"), show: (bytes, at) => name((bytes[at] ?? 0) & 127) });
    else if (character === "c") forms.push({ size: 1, width: 4, text: whole.endsWith("z"), show: (bytes, at) => escape(bytes[at] ?? 0) });
    else if (number !== undefined) forms.push(numberForm(number, SIZES[size] ?? (Number(size) || (number === "f" ? 8 : 4)), text === "z"));
    else throw new Failure(`invalid character ${quote(sys, whole)} in type string ${quote(sys, type)}`);
  }
  return forms;
}

function numberForm(kind: string, size: number, text: boolean): Form {
  if (kind === "f")
    return {
      size,
      width: size === 4 ? 16 : 25,
      text,
      show: (bytes, at) =>
        formatFloat(
          { flags: "", width: 0, precision: size === 4 ? 8 : 17, letter: "g" },
          size === 4 ? view(bytes).getFloat32(at, true) : view(bytes).getFloat64(at, true),
        ),
    };
  const bits = size * 8;
  const digits = kind === "o" ? Math.ceil(bits / 3) : kind === "x" ? size * 2 : String(2n ** BigInt(bits)).length;
  const show = (bytes: Uint8Array, at: number): string => {
    let value = 0n;
    for (let index = size - 1; index >= 0; index--) value = (value << 8n) | BigInt(bytes[at + index] ?? 0);
    if (kind === "d") return BigInt.asIntN(bits, value).toString();
    if (kind === "u") return value.toString();
    return value.toString(kind === "o" ? 8 : 16).padStart(digits, "0");
  };
  return { size, width: kind === "d" ? String(2n ** BigInt(bits - 1)).length + 2 : digits + 1, text, show };
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function name(byte: number): string {
  return byte === 127 ? "del" : (NAMES[byte] ?? String.fromCharCode(byte));
}

function escape(byte: number): string {
  return ESCAPES[byte] ?? (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : byte.toString(8).padStart(3, "0"));
}
