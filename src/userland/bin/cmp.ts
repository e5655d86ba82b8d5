import { EMPTY, type Fd, isErrno, type Program, STDIN, type Sys } from "#abi";
import { meter, SPEED } from "./tool/cpu.ts";
import { complain, errorText, Failure, UsageFailure } from "./tool/messages.ts";
import { stdout } from "./tool/output.ts";
import { quoteIfNeeded } from "./tool/quote.ts";
import { parseSize } from "./tool/size.ts";
import { utility } from "./tool/utility.ts";

/** cmp: compare two files byte by byte. Models GNU cmp. */
export const cmp: Program = utility({
  name: "cmp",
  summary: "Compare two files byte by byte.",
  usage: "[OPTION]... FILE1 [FILE2 [SKIP1 [SKIP2]]]",
  package: "GNU diffutils 3.3",
  usageStatus: 2,
  namesHint: true,
  options: {
    bytes: ["-b, --print-bytes", "print differing bytes"],
    skip: ["-i, --ignore-initial=SKIP", "skip first SKIP bytes of both inputs"],
    verbose: ["-l, --verbose", "output byte numbers and differing byte values"],
    most: ["-n, --bytes=LIMIT", "compare at most LIMIT bytes"],
    quiet: ["-s, --quiet, --silent", "suppress all normal output"],
  },
  async run(sys, { options, operands }) {
    const [one, two = "-", skipOne = "0", skipTwo = "0"] = operands;
    if (one === undefined) throw new UsageFailure("missing operand after 'cmp'");
    const [first = "0", second = first] = (options.skip ?? "").split(":").filter(Boolean);
    const left = new Bytes(sys, openFile(sys, one), (parseSize(skipOne) ?? 0) + (parseSize(first) ?? 0));
    const right = new Bytes(sys, openFile(sys, two), (parseSize(skipTwo) ?? 0) + (parseSize(second) ?? 0));
    let limit = options.most === undefined ? Number.POSITIVE_INFINITY : (parseSize(options.most) ?? 0);
    let at = 0;
    let line = 1;
    let differ = false;
    const account = meter(sys, SPEED.copy);
    while (limit > 0) {
      const [a, b] = [await left.peek(), await right.peek()];
      if (a.length === 0 || b.length === 0) {
        if (a.length === b.length) break;
        const [shorter, last] = a.length === 0 ? [one, left.last] : [two, right.last];
        if (!options.quiet)
          await complain(
            sys,
            at === 0
              ? `EOF on ${shorter} which is empty`
              : options.verbose
                ? `EOF on ${shorter} after byte ${at}`
                : `EOF on ${shorter} after byte ${at}, ${last === 10 ? "line" : "in line"} ${last === 10 ? line - 1 : line}`,
          );
        return 1;
      }
      const length = Math.min(a.length, b.length, limit);
      for (let index = 0; index < length && a !== b; index++) {
        if (a[index] !== b[index]) {
          if (options.quiet) return 1;
          differ = true;
          const [x, y] = [a[index] ?? 0, b[index] ?? 0];
          const octal = (byte: number) => byte.toString(8).padStart(3);
          if (!options.verbose) {
            const bytes = options.bytes ? ` is ${octal(x)} ${shown(x)} ${octal(y)} ${shown(y)}` : "";
            await stdout(sys).print(
              `${one} ${two} differ: ${options.bytes ? "byte" : sys.env.get("LC_ALL") === "C" ? "char" : "byte"} ${at + index + 1}, line ${line}${bytes}\n`,
            );
            return 1;
          }
          await stdout(sys).print(`${String(at + index + 1)} ${octal(x)} ${octal(y)}\n`);
        }
        if (a[index] === 10) line++;
      }
      await account(length);
      left.skip(length);
      right.skip(length);
      at += length;
      limit -= length;
    }
    return differ ? 1 : 0;
  },
});

function shown(byte: number): string {
  return byte >= 32 && byte < 127 ? String.fromCharCode(byte) : byte < 32 ? `^${String.fromCharCode(byte + 64)}` : "?";
}

function openFile(sys: Sys, path: string): Fd {
  try {
    return path === "-" ? STDIN : sys.open(path);
  } catch (error) {
    if (!isErrno(error)) throw error;
    throw new Failure(`${quoteIfNeeded(sys, path)}: ${errorText(sys, error.code)}`, 2);
  }
}

/** Reads ahead so that two files can be looked at in step. */
class Bytes {
  readonly #sys: Sys;
  readonly #fd: Fd;
  #chunk: Uint8Array = EMPTY;
  #skip: number;
  #ended = false;
  last = 0;

  constructor(sys: Sys, fd: Fd, skip: number) {
    this.#sys = sys;
    this.#fd = fd;
    this.#skip = skip;
  }

  async peek(): Promise<Uint8Array> {
    while (this.#chunk.length === 0 && !this.#ended) {
      const chunk = await this.#sys.read(this.#fd);
      this.#ended = chunk.length === 0;
      this.#chunk = chunk.subarray(Math.min(this.#skip, chunk.length));
      this.#skip -= Math.min(this.#skip, chunk.length);
    }
    return this.#chunk;
  }

  skip(count: number): void {
    if (count > 0) this.last = this.#chunk[count - 1] ?? 0;
    this.#chunk = this.#chunk.subarray(count);
  }
}
