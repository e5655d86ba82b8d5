import { EMPTY, type Fd, type Program, type Sys } from "#abi";
import { meter, SPEED } from "./tool/cpu.ts";
import { chunks, eachFile } from "./tool/files.ts";
import { stdout } from "./tool/output.ts";
import { parseSize } from "./tool/size.ts";
import { bytesOf, textOf } from "./tool/text.ts";
import { utility } from "./tool/utility.ts";
import { readWhole } from "./tool/whole.ts";

const hex = (value: number, places: number) => value.toString(16).padStart(places, "0");
const printable = (bytes: Uint8Array) => Array.from(bytes, (byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : ".")).join("");

/** hexdump: display file contents in hexadecimal. Models util-linux' -C and its default form. */
export const hexdump: Program = utility({
  name: "hexdump",
  summary: "Display file contents in hexadecimal, decimal, octal, or ascii.",
  usage: "[options] <file>...",
  package: "util-linux 2.23.2",
  options: {
    canonical: ["-C, --canonical", "canonical hex+ASCII display"],
    most: ["-n, --length=<length>", "interpret only length bytes of input"],
    skip: ["-s, --skip=<offset>", "skip offset bytes from the beginning"],
    all: ["-v, --no-squeezing", "output identical lines"],
  },
  async run(sys, { options, operands }) {
    const skip = parseSize(options.skip ?? "0") ?? 0;
    const most = options.most === undefined ? Number.POSITIVE_INFINITY : (parseSize(options.most) ?? 0);
    let at = skip;
    let last = "";
    let starred = false;
    const account = meter(sys, SPEED.text);
    const put = async (line: Uint8Array) => {
      await account(line.length);
      const key = line.join();
      if (!options.all && key === last && line.length === 16) {
        if (!starred) await stdout(sys).print("*\n");
        starred = true;
      } else {
        starred = false;
        await stdout(sys).print(options.canonical ? canonical(at, line) : words(at, line));
      }
      last = key;
      at += line.length;
    };
    let rest: Uint8Array = new Uint8Array(0);
    const status = await eachFile(sys, operands, async (fd) => {
      for await (const line of sixteens(sys, fd, skip, most, rest)) {
        rest = line.length < 16 ? line : rest.subarray(0, 0);
        if (line.length === 16) await put(line);
      }
    });
    if (rest.length > 0) await put(rest);
    if (at > skip) await stdout(sys).print(`${options.canonical ? hex(at, 8) : hex(at, 7)}\n`);
    return status;
  },
});

function canonical(at: number, line: Uint8Array): string {
  const cells = Array.from({ length: 16 }, (_, index) => (index < line.length ? ` ${hex(line[index] ?? 0, 2)}` : "   "));
  return `${hex(at, 8)} ${cells.slice(0, 8).join("")} ${cells.slice(8).join("")}  |${printable(line)}|\n`;
}

function words(at: number, line: Uint8Array): string {
  let text = hex(at, 7);
  for (let index = 0; index < 16; index += 2)
    text += index < line.length ? ` ${hex((line[index] ?? 0) | ((line[index + 1] ?? 0) << 8), 4)}` : "     ";
  return `${text}\n`;
}

/** Pieces of 16 bytes; the last may be shorter. */
async function* sixteens(sys: Sys, fd: Fd, skip: number, most: number, before: Uint8Array): AsyncGenerator<Uint8Array> {
  let held = before;
  let [left, room] = [skip, most];
  for await (const chunk of chunks(sys, fd)) {
    const from = Math.min(left, chunk.length);
    left -= from;
    const piece = chunk.subarray(from, from + room);
    room -= piece.length;
    const all = new Uint8Array(held.length + piece.length);
    all.set(held);
    all.set(piece, held.length);
    const whole = all.length - (all.length % 16);
    for (let at = 0; at < whole; at += 16) yield all.subarray(at, at + 16);
    held = all.subarray(whole);
    if (room === 0) break;
  }
  if (held.length > 0) yield held;
}

/** xxd: make a hexdump or do the reverse. Models vim's xxd: the plain and default forms, -r. */
export const xxd: Program = utility({
  name: "xxd",
  summary: "Make a hexdump or do the reverse.",
  usage: "[options] [infile [outfile]]",
  package: "xxd 2022-01-14",
  options: {
    columns: ["-c=cols", "format <cols> octets per line. Default 16"],
    group: ["-g=bytes", "number of octets per group in normal output. Default 2"],
    length: ["-l=len", "stop after <len> octets"],
    plain: ["-p", "output in postscript plain hexdump style"],
    reverse: ["-r", "reverse operation: convert (or patch) hexdump into binary"],
    skip: ["-s=seek", "start at <seek> bytes abs. infile offset"],
    upper: ["-u", "use upper case hex letters"],
  },
  async run(sys, { options, operands }) {
    const parts: Uint8Array[] = [];
    const status = await eachFile(sys, operands.slice(0, 1), async (fd) => {
      parts.push(await readWhole(sys, fd));
    });
    const all = parts[0] ?? EMPTY;
    const skip = parseSize(options.skip ?? "0") ?? 0;
    const bytes = all.subarray(skip, options.length === undefined ? undefined : skip + (parseSize(options.length) ?? 0));
    const width = Number(options.columns ?? (options.plain ? 30 : 16));
    const group = Math.max(1, Number(options.group ?? 2));
    const digits = (byte: number) => (options.upper ? hex(byte, 2).toUpperCase() : hex(byte, 2));
    if (options.reverse) {
      const text = textOf(all)
        .split("\n")
        .map((line) => (options.plain ? line : line.replace(/^[0-9a-fA-F]+:/, "").replace(/ {2}.*$/, "")))
        .join("");
      await stdout(sys).bytes(Uint8Array.from(text.match(/[0-9a-fA-F]{2}/g) ?? [], (pair) => Number.parseInt(pair, 16)));
      return status;
    }
    for (let at = 0; at < bytes.length; at += width) {
      const line = bytes.subarray(at, at + width);
      if (options.plain) await stdout(sys).print(`${Array.from(line, digits).join("")}\n`);
      else {
        let cells = "";
        for (let index = 0; index < width; index++)
          cells +=
            (index < line.length ? digits(line[index] ?? 0) : "  ") + (index % group === group - 1 || index === width - 1 ? " " : "");
        await stdout(sys).bytes(bytesOf(`${hex(skip + at, 8)}: ${cells} ${printable(line)}\n`));
      }
    }
    return status;
  },
});

/** strings: the printable runs of files. Models binutils' strings. */
export const strings: Program = utility({
  name: "strings",
  summary: "Display printable strings in [file(s)] (stdin by default)",
  usage: "[option(s)] [file(s)]",
  package: "GNU strings 2.27",
  rewrite: (args) => args.map((arg) => arg.replace(/^-(\d+)$/, "-n$1")),
  options: {
    all: ["-a, --all", "scan the entire file, not just the data section"],
    least: ["-n, --bytes=<number>", "locate & print any NUL-terminated sequence of at least <number> characters (default 4)"],
    names: ["-f, --print-file-name", "print the name of the file before each string"],
  },
  run: (sys, { options, operands }) => {
    const least = Number(options.least ?? 4);
    return eachFile(sys, operands, async (fd, name) => {
      let run = "";
      const put = async () => {
        if (run.length >= least) await stdout(sys).print(`${options.names ? `${name}: ` : ""}${run}\n`);
        run = "";
      };
      const account = meter(sys, SPEED.text);
      for await (const chunk of chunks(sys, fd)) {
        await account(chunk.length);
        for (const byte of chunk) {
          if ((byte >= 32 && byte < 127) || byte === 9) run += String.fromCharCode(byte);
          else if (run !== "") await put();
        }
      }
      await put();
    });
  },
});
