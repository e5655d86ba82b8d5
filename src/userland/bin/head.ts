import { type Fd, isErrno, type Program, STDIN, type Sys } from "#abi";
import { parseCount } from "./tool/count.ts";
import { meter, SPEED } from "./tool/cpu.ts";
import { chunks } from "./tool/files.ts";
import { flavourOf } from "./tool/flavour.ts";
import { complain, complainOf, errorText, t } from "./tool/messages.ts";
import { lastOf } from "./tool/options.ts";
import { stdout } from "./tool/output.ts";
import { quoteAlways } from "./tool/quote.ts";
import { utility } from "./tool/utility.ts";

/** head: output the first part of files. Models GNU head. */
export const head: Program = utility({
  name: "head",
  summary:
    "Print the first 10 lines of each FILE to standard output.\nWith more than one FILE, precede each with a header giving the file name.\n\nWith no FILE, or when FILE is -, read standard input.",
  usage: "[OPTION]... [FILE]...",
  rewrite: (args) => args.map((arg, at) => (at === 0 ? arg.replace(/^-(\d+[bkm]?)$/, "-n$1").replace(/^-(\d+)c$/, "-c$1") : arg)),
  options: {
    bytes: [
      "-c, --bytes=[-]NUM",
      "print the first NUM bytes of each file;\n                             with the leading '-', print all but the last\n                             NUM bytes of each file",
    ],
    lines: [
      "-n, --lines=[-]NUM",
      "print the first NUM lines instead of the first 10;\n                             with the leading '-', print all but the last\n                             NUM lines of each file",
    ],
    quiet: ["-q, --quiet, --silent", "never print headers giving file names"],
    verbose: ["-v, --verbose", "always print headers giving file names"],
    zero: ["-z, --zero-terminated", "line delimiter is NUL, not newline"],
  },
  async run(sys, { options, given, operands }) {
    const byBytes = lastOf(given, "bytes", "lines") === "bytes";
    const count = parseCount(sys, (byBytes ? options.bytes : options.lines) ?? "10", byBytes ? "bytes" : "lines");
    const files = operands.length > 0 ? operands : ["-"];
    const titled = lastOf(given, "quiet", "verbose") === "verbose" || (files.length > 1 && !options.quiet);
    const end = options.zero ? 0 : 10;
    let status = 0;
    let first = true;
    for (const name of files) {
      try {
        const fd = name === "-" ? STDIN : sys.open(name);
        try {
          if (titled) await stdout(sys).print(`${first ? "" : "\n"}==> ${name === "-" ? "standard input" : name} <==\n`);
          first = false;
          if (count.sign === "-") await allButLast(sys, fd, count.value, byBytes ? undefined : end);
          else await firstPart(sys, fd, count.value, byBytes ? undefined : end);
        } finally {
          if (name !== "-") sys.close(fd);
        }
      } catch (error) {
        if (!isErrno(error)) throw error;
        if (flavourOf(sys) === "busybox") await complainOf(sys, name, error);
        else
          await complain(
            sys,
            error.code === "EISDIR"
              ? `error reading ${quoteAlways(sys, name)}: ${errorText(sys, error.code)}`
              : `${t(sys)`cannot open ${quoteAlways(sys, name)} for reading`}: ${errorText(sys, error.code)}`,
          );
        status = 1;
      }
    }
    return status;
  },
});

/** Passes on `count` bytes, or lines where `end` is their last byte. */
async function firstPart(sys: Sys, fd: Fd, count: number, end: number | undefined): Promise<void> {
  const out = stdout(sys);
  const account = meter(sys, SPEED.copy);
  let left = count;
  while (left > 0) {
    const chunk = await sys.read(fd, end === undefined ? Math.min(left, 1 << 16) : 1 << 16);
    if (chunk.length === 0) return;
    let to = chunk.length;
    if (end === undefined) left -= to;
    else {
      let at = -1;
      while (left > 0) {
        at = chunk.indexOf(end, at + 1);
        if (at < 0) break;
        left--;
      }
      if (left === 0) to = at + 1;
    }
    await out.bytes(chunk.subarray(0, to));
    if (out.isTty) await out.flush();
    await account(to);
    if (to < chunk.length) giveBack(sys, fd, chunk.length - to);
  }
}

/** Where the input can seek, the next reader finds what wasn't taken. */
function giveBack(sys: Sys, fd: Fd, bytes: number): void {
  try {
    sys.seek(fd, -bytes, "current");
  } catch (error) {
    if (!isErrno(error)) throw error;
  }
}

async function allButLast(sys: Sys, fd: Fd, count: number, end: number | undefined): Promise<void> {
  const out = stdout(sys);
  const held: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of end === undefined ? chunks(sys, fd) : linePieces(sys, fd, end)) {
    held.push(chunk);
    size += end === undefined ? chunk.length : 1;
    for (;;) {
      const [first] = held;
      if (!first || size - count <= 0) break;
      const unit = end === undefined ? first.length : 1;
      if (size - count >= unit) {
        await out.bytes(first);
        held.shift();
        size -= unit;
      } else {
        await out.bytes(first.subarray(0, size - count));
        held[0] = first.subarray(size - count);
        size = count;
      }
    }
  }
}

/** The lines of a descriptor as bytes, each with its end. */
export async function* linePieces(sys: Sys, fd: Fd, end: number): AsyncGenerator<Uint8Array> {
  let rest: Uint8Array = new Uint8Array(0);
  for await (const chunk of chunks(sys, fd)) {
    let from = 0;
    for (let at = chunk.indexOf(end); at >= 0; at = chunk.indexOf(end, from)) {
      const piece = chunk.subarray(from, at + 1);
      yield rest.length > 0 ? joined(rest, piece) : piece;
      rest = rest.subarray(0, 0);
      from = at + 1;
    }
    if (from < chunk.length) rest = joined(rest, chunk.subarray(from));
  }
  if (rest.length > 0) yield rest;
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const whole = new Uint8Array(one.length + other.length);
  whole.set(one);
  whole.set(other, one.length);
  return whole;
}
