import { type Fd, isErrno, type Program, STDIN, type Sys } from "#abi";
import { linePieces } from "./head.ts";
import { parseInterval } from "./sleep.ts";
import { type Count, parseCount } from "./tool/count.ts";
import { chunks } from "./tool/files.ts";
import { flavourOf } from "./tool/flavour.ts";
import { complain, complainOf, errorText, Failure, t } from "./tool/messages.ts";
import { lastOf } from "./tool/options.ts";
import { stdout } from "./tool/output.ts";
import { quote, quoteAlways } from "./tool/quote.ts";
import { utility } from "./tool/utility.ts";

/** tail: output the last part of files, and follow growing ones. Models GNU tail. */
export const tail: Program = utility({
  name: "tail",
  summary:
    "Print the last 10 lines of each FILE to standard output.\nWith more than one FILE, precede each with a header giving the file name.\n\nWith no FILE, or when FILE is -, read standard input.",
  usage: "[OPTION]... [FILE]...",
  rewrite: (args) =>
    args.map((arg, at) =>
      at === 0
        ? arg.replace(
            /^([-+])(\d+)(f?)$/,
            (_, sign: string, digits: string, follow: string) => `${follow ? "-f" : "-"}n${sign === "+" ? "+" : ""}${digits}`,
          )
        : arg,
    ),
  options: {
    bytes: [
      "-c, --bytes=[+]NUM",
      "output the last NUM bytes; or use -c +NUM to\n                             output starting with byte NUM of each file",
    ],
    follow: ["-f, --follow[=HOW]", "output appended data as the file grows"],
    followName: ["-F", "same as --follow=name --retry"],
    lines: [
      "-n, --lines=[+]NUM",
      "output the last NUM lines, instead of the last 10;\n                             or use -n +NUM to output starting with line NUM",
    ],
    pid: ["--pid=PID", "with -f, terminate after process ID, PID dies"],
    quiet: ["-q, --quiet, --silent", "never output headers giving file names"],
    retry: ["--retry", "keep trying to open a file if it is inaccessible"],
    interval: [
      "-s, --sleep-interval=N",
      "with -f, sleep for approximately N seconds\n                             (default 1.0) between iterations",
    ],
    verbose: ["-v, --verbose", "always output headers giving file names"],
    zero: ["-z, --zero-terminated", "line delimiter is NUL, not newline"],
  },
  async run(sys, { options, given, operands }) {
    const byBytes = lastOf(given, "bytes", "lines") === "bytes";
    const count = parseCount(sys, (byBytes ? options.bytes : options.lines) ?? "10", byBytes ? "bytes" : "lines");
    const names = operands.length > 0 ? operands : ["-"];
    const titled = lastOf(given, "quiet", "verbose") === "verbose" || (names.length > 1 && !options.quiet);
    const byName = options.followName || options.follow === "name";
    const interval = parseInterval(options.interval ?? "1");
    if (interval === undefined) throw new Failure(`invalid number of seconds: ${quote(sys, options.interval ?? "")}`);
    const files: Followed[] = [];
    let status = 0;
    const titles = titler(sys, titled);
    for (const name of names) {
      const file: Followed = { name, fd: undefined, size: 0, ino: 0 };
      files.push(file);
      try {
        open(sys, file);
        await titles(file);
        await lastPart(sys, file, count, byBytes ? undefined : options.zero ? 0 : 10);
      } catch (error) {
        if (!isErrno(error)) throw error;
        if (flavourOf(sys) === "busybox") await complainOf(sys, name, error);
        else if (error.code === "EISDIR") await complain(sys, `error reading ${quoteAlways(sys, name)}: ${errorText(sys, error.code)}`);
        else await complain(sys, `${t(sys)`cannot open ${quoteAlways(sys, name)} for reading`}: ${errorText(sys, error.code)}`);
        status = 1;
        if (!byName && file.fd !== undefined) close(sys, file);
      }
    }
    if (options.follow === undefined && !options.followName) return status;
    if (!byName && files.every((file) => file.fd === undefined)) {
      if (flavourOf(sys) === "gnu") await complain(sys, "no files remaining");
      return 1;
    }
    const pid = options.pid === undefined ? undefined : Number(options.pid);
    return follow(sys, { files, byName, retry: options.followName || options.retry, interval: interval * 1000, pid, titles });
  },
});

interface Followed {
  readonly name: string;
  fd: Fd | undefined;
  size: number;
  ino: number;
}

interface Following {
  readonly files: readonly Followed[];
  readonly byName: boolean;
  readonly retry: boolean;
  readonly interval: number;
  readonly pid: number | undefined;
  readonly titles: (file: Followed) => Promise<void>;
}

function open(sys: Sys, file: Followed): void {
  file.fd = file.name === "-" ? STDIN : sys.open(file.name);
  const stat = sys.fstat(file.fd);
  file.ino = stat.ino;
}

function close(sys: Sys, file: Followed): void {
  if (file.fd !== undefined && file.fd !== STDIN) sys.close(file.fd);
  file.fd = undefined;
}

/** Prints `==> NAME <==` whenever the file that is shown changes. */
function titler(sys: Sys, titled: boolean): (file: Followed) => Promise<void> {
  let current: Followed | undefined;
  return async (file) => {
    if (!titled || file === current) return;
    await stdout(sys).print(`${current ? "\n" : ""}==> ${file.name === "-" ? "standard input" : file.name} <==\n`);
    current = file;
  };
}

async function lastPart(sys: Sys, file: Followed, count: Count, end: number | undefined): Promise<void> {
  const { fd } = file;
  if (fd === undefined) return;
  const stat = sys.fstat(fd);
  if (count.sign === "+") await fromPlace(sys, fd, Math.max(0, count.value - 1), end);
  else if (stat.type === "file" && stat.size > 0) fromEnd(sys, fd, stat.size, count.value, end);
  else return lastOfStream(sys, fd, count.value, end);
  const out = stdout(sys);
  for await (const chunk of chunks(sys, fd)) await out.bytes(chunk);
  file.size = stat.type === "file" ? sys.seek(fd, 0, "current") : 0;
}

/** Skips what isn't wanted: bytes, or lines where `end` is given. */
async function fromPlace(sys: Sys, fd: Fd, skip: number, end: number | undefined): Promise<void> {
  if (skip === 0) return;
  let left = skip;
  for await (const chunk of end === undefined ? chunks(sys, fd) : linePieces(sys, fd, end)) {
    const unit = end === undefined ? chunk.length : 1;
    if (left >= unit) left -= unit;
    else {
      await stdout(sys).bytes(end === undefined ? chunk.subarray(left) : chunk);
      left = 0;
    }
  }
}

/** Seeks to the beginning of the last part, looking backwards. */
function fromEnd(sys: Sys, fd: Fd, size: number, count: number, end: number | undefined): void {
  const start = sys.seek(fd, 0, "current");
  if (end === undefined) return void sys.seek(fd, Math.max(start, size - count), "set");
  let left = count;
  for (let to = size; to > start; ) {
    const from = Math.max(start, to - 65_536);
    const chunk = sys.pread(fd, from, to - from);
    for (let at = chunk.length - 1; at >= 0; at--) {
      if (chunk[at] !== end || from + at === size - 1) continue;
      if (--left > 0) continue;
      return void sys.seek(fd, count === 0 ? size : from + at + 1, "set");
    }
    to = from;
  }
  sys.seek(fd, count === 0 ? size : start, "set");
}

async function lastOfStream(sys: Sys, fd: Fd, count: number, end: number | undefined): Promise<void> {
  const held: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of end === undefined ? chunks(sys, fd) : linePieces(sys, fd, end)) {
    held.push(chunk);
    size += end === undefined ? chunk.length : 1;
    while (held[0] && size - (end === undefined ? held[0].length : 1) >= count)
      size -= end === undefined ? (held.shift()?.length ?? 0) : held.shift() ? 1 : 0;
  }
  const out = stdout(sys);
  for (const [at, chunk] of held.entries())
    await out.bytes(at === 0 && end === undefined ? chunk.subarray(Math.max(0, size - count)) : chunk);
}

async function follow(sys: Sys, following: Following): Promise<number> {
  const out = stdout(sys);
  for (;;) {
    await out.flush();
    let alive = false;
    for (const file of following.files) if (await more(sys, following, file)) alive = true;
    if (!alive && !following.retry) return 0;
    if (following.pid !== undefined && !isAlive(sys, following.pid)) return 0;
    await out.flush();
    await sys.sleep(following.interval);
  }
}

/** Shows what a file has grown by; false when it needn't be looked at again. */
async function more(sys: Sys, following: Following, file: Followed): Promise<boolean> {
  if (following.byName) await reopen(sys, following, file);
  if (file.fd === undefined) return following.retry;
  const stat = sys.fstat(file.fd);
  if (stat.type === "file" && stat.size < file.size) {
    await complain(sys, `${file.name}: file truncated`);
    sys.seek(file.fd, 0, "set");
    file.size = 0;
  }
  if (stat.type === "file" && stat.size === file.size) return true;
  for (;;) {
    const chunk = await sys.read(file.fd);
    if (chunk.length === 0) break;
    await following.titles(file);
    await stdout(sys).bytes(chunk);
    await stdout(sys).flush();
  }
  if (stat.type !== "file") return false;
  file.size = sys.seek(file.fd, 0, "current");
  return true;
}

async function reopen(sys: Sys, { retry }: Following, file: Followed): Promise<void> {
  try {
    const { ino } = sys.stat(file.name);
    if (file.fd !== undefined && ino === file.ino) return;
    const before = file.fd;
    close(sys, file);
    open(sys, file);
    file.size = 0;
    await complain(
      sys,
      before === undefined
        ? `${quoteAlways(sys, file.name)} has appeared;  following new file`
        : `${quoteAlways(sys, file.name)} has been replaced;  following new file`,
    );
  } catch (error) {
    if (!isErrno(error)) throw error;
    if (file.fd === undefined) return;
    close(sys, file);
    await complain(sys, `${quoteAlways(sys, file.name)} has become inaccessible: ${errorText(sys, error.code)}`);
    if (!retry) await complain(sys, "no files remaining");
  }
}

function isAlive(sys: Sys, pid: number): boolean {
  try {
    sys.kill(pid, undefined);
    return true;
  } catch (error) {
    return !isErrno(error, "ESRCH");
  }
}
