import { EMPTY, isErrno, type Program, STDIN, type Sys } from "#abi";
import { linePieces } from "./head.ts";
import { chunks } from "./tool/files.ts";
import { lineBatches } from "./tool/lines.ts";
import { errorText, Failure, UsageFailure } from "./tool/messages.ts";
import { stdout } from "./tool/output.ts";
import { quote, quoteAlways } from "./tool/quote.ts";
import { parseSize } from "./tool/size.ts";
import { bytesOf } from "./tool/text.ts";
import { utility } from "./tool/utility.ts";

/** split: split a file into pieces. Models GNU split by lines and bytes. */
export const split: Program = utility({
  name: "split",
  summary: "Output pieces of FILE to PREFIXaa, PREFIXab, ...;\ndefault size is 1000 lines, and default PREFIX is 'x'.",
  usage: "[OPTION]... [FILE [PREFIX]]",
  rewrite: (args) => args.map((arg) => arg.replace(/^-(\d+)$/, "-l$1")),
  options: {
    suffix: ["-a, --suffix-length=N", "generate suffixes of length N (default 2)"],
    additional: ["--additional-suffix=SUFFIX", "append an additional SUFFIX to file names"],
    bytes: ["-b, --bytes=SIZE", "put SIZE bytes per output file"],
    digits: ["-d, --numeric-suffixes[=FROM]", "use numeric suffixes starting at 0, not alphabetic"],
    lines: ["-l, --lines=NUMBER", "put NUMBER lines/records per output file"],
    verbose: ["--verbose", "print a diagnostic just before each output file is opened"],
  },
  async run(sys, { options, operands }) {
    const [input = "-", prefix = "x", extra] = operands;
    if (extra !== undefined) throw new UsageFailure(`extra operand ${quote(sys, extra)}`);
    const size = parseSize(options.bytes ?? options.lines ?? "1000");
    if (size === undefined || size === 0)
      throw new Failure(
        `invalid number of ${options.bytes === undefined ? "lines" : "bytes"}: ${quote(sys, options.bytes ?? options.lines ?? "")}`,
      );
    const length = Number(options.suffix ?? 2);
    const base = options.digits === undefined ? 26 : 10;
    let count = 0;
    const nextName = () => {
      let rest = count++;
      let suffix = "";
      for (let place = 0; place < length; place++) {
        suffix = (base === 10 ? String(rest % 10) : String.fromCharCode(97 + (rest % 26))) + suffix;
        rest = Math.floor(rest / base);
      }
      if (rest > 0) throw new Failure("output file suffixes exhausted");
      return prefix + suffix + (options.additional ?? "");
    };
    const fd = input === "-" ? STDIN : openInput(sys, input);
    let output: number | undefined;
    let room = 0;
    for await (const chunk of options.bytes === undefined ? linePieces(sys, fd, 10) : chunks(sys, fd)) {
      for (let at = 0; at < chunk.length; ) {
        if (output === undefined || room === 0) {
          if (output !== undefined) sys.close(output);
          const name = nextName();
          if (options.verbose) await stdout(sys).print(`creating file ${quoteAlways(sys, name)}\n`);
          output = sys.open(name, { write: true, create: true, truncate: true }, 0o666);
          room = size;
        }
        const piece = options.bytes === undefined ? chunk : chunk.subarray(at, at + room);
        await sys.write(output, piece);
        at += piece.length;
        room -= options.bytes === undefined ? 1 : piece.length;
      }
    }
    if (output !== undefined) sys.close(output);
    return 0;
  },
});

function openInput(sys: Sys, path: string): number {
  try {
    return sys.open(path);
  } catch (error) {
    if (!isErrno(error)) throw error;
    throw new Failure(`cannot open ${quoteAlways(sys, path)} for reading: ${errorText(sys, error.code)}`);
  }
}

/** shuf: generate random permutations. Models GNU shuf. */
export const shuf: Program = utility({
  name: "shuf",
  summary: "Write a random permutation of the input lines to standard output.\n\nWith no FILE, or when FILE is -, read standard input.",
  usage: ["[OPTION]... [FILE]", "-e [OPTION]... [ARG]...", "-i LO-HI [OPTION]..."],
  options: {
    echo: ["-e, --echo", "treat each ARG as an input line"],
    range: ["-i, --input-range=LO-HI", "treat each number LO through HI as an input line"],
    count: ["-n, --head-count=COUNT", "output at most COUNT lines"],
    output: ["-o, --output=FILE", "write result to FILE instead of standard output"],
    repeat: ["-r, --repeat", "output lines can be repeated"],
    zero: ["-z, --zero-terminated", "line delimiter is NUL, not newline"],
  },
  async run(sys, { options, operands }) {
    const end = options.zero ? 0 : 10;
    const lines: string[] = [];
    if (options.range !== undefined) {
      const match = /^(\d+)-(\d+)$/.exec(options.range);
      if (!match || Number(match[1]) > Number(match[2])) throw new Failure(`invalid input range: ${quote(sys, options.range)}`);
      return shuffleRange(
        sys,
        Number(match[1]),
        Number(match[2]),
        options.count === undefined ? undefined : Number(options.count),
        options.repeat,
        options.zero ? "\0" : "\n",
      );
    } else if (options.echo) lines.push(...operands);
    else
      for await (const batch of lineBatches(sys, operands[0] === undefined || operands[0] === "-" ? STDIN : sys.open(operands[0]), end))
        lines.push(...batch.lines);
    const most = options.count === undefined ? (options.repeat ? Number.POSITIVE_INFINITY : lines.length) : Number(options.count);
    if (Number.isNaN(most)) throw new Failure(`invalid line count: ${quote(sys, options.count ?? "")}`);
    const suffix = String.fromCharCode(end);
    if (options.output !== undefined) sys.writeFile(options.output, EMPTY);
    for (let given = 0; given < most && lines.length > 0; given++) {
      const at = below(sys, lines.length);
      const [line = ""] = options.repeat ? [lines[at]] : lines.splice(at, 1);
      if (options.output === undefined) await stdout(sys).print(line + suffix);
      else sys.writeFile(options.output, bytesOf(line + suffix), { append: true });
      if (given % 1024 === 1023) await sys.cpu(1);
    }
    return 0;
  },
});

/** Numbers of a range in random order, without a list of all of them. */
async function shuffleRange(sys: Sys, low: number, high: number, count: number | undefined, repeat: boolean, end: string): Promise<number> {
  const size = high - low + 1;
  const moved = new Map<number, number>();
  const most = count ?? (repeat ? Number.POSITIVE_INFINITY : size);
  for (let given = 0; given < most && (repeat || given < size); given++) {
    const at = repeat ? below(sys, size) : given + below(sys, size - given);
    await stdout(sys).print(`${low + (moved.get(at) ?? at)}${end}`);
    if (!repeat) moved.set(at, moved.get(given) ?? given);
    moved.delete(given);
    if (given % 4096 === 4095) await sys.cpu(1);
  }
  return 0;
}

function below(sys: Sys, limit: number): number {
  const [a = 0, b = 0, c = 0, d = 0] = sys.random(4);
  return ((a * 256 + b) * 65_536 + c * 256 + d) % limit;
}
