import { isErrno, type Program, type Sys } from "#abi";
import { join } from "./tool/files.ts";
import { errorText, Failure, UsageFailure } from "./tool/messages.ts";
import { parseMode } from "./tool/mode.ts";
import { stdout } from "./tool/output.ts";
import { quote } from "./tool/quote.ts";
import { utility } from "./tool/utility.ts";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** mktemp: create a temporary file or directory. Models GNU mktemp. */
export const mktemp: Program = utility({
  name: "mktemp",
  summary:
    "Create a temporary file or directory, safely, and print its name.\nTEMPLATE must contain at least 3 consecutive 'X's in last component.\nIf TEMPLATE is not specified, use tmp.XXXXXXXXXX, and --tmpdir is implied.",
  usage: "[OPTION]... [TEMPLATE]",
  options: {
    directory: ["-d, --directory", "create a directory, not a file"],
    dryRun: ["-u, --dry-run", "do not create anything; merely print a name (unsafe)"],
    quiet: ["-q, --quiet", "suppress diagnostics about file/dir-creation failure"],
    suffix: ["--suffix=SUFF", "append SUFF to TEMPLATE"],
    parent: ["-p=DIR", "interpret TEMPLATE relative to DIR"],
    tmpdir: ["--tmpdir[=DIR]", "likewise; if DIR is not specified, use $TMPDIR if set, else /tmp"],
    old: ["-t", "interpret TEMPLATE as a single file name component, relative to $TMPDIR or /tmp"],
  },
  async run(sys, { options, operands }) {
    const [template = "tmp.XXXXXXXXXX", extra] = operands;
    if (extra !== undefined) throw new UsageFailure("too many templates");
    const inDirectory = operands.length === 0 || options.parent !== undefined || options.tmpdir !== undefined || options.old;
    const directory = options.parent || options.tmpdir || sys.env.get("TMPDIR") || "/tmp";
    const match = /^(.*?)(X+)([^X]*)$/s.exec(template.slice(template.lastIndexOf("/") + 1));
    if (!match || (match[2]?.length ?? 0) < 3) throw new Failure(`too few X's in template ${quote(sys, template)}`);
    const full = (inDirectory ? join(directory, template) : template) + (options.suffix ?? "");
    try {
      for (;;) {
        const path = full.replace(/X+(?=[^X/]*$)/, (run) =>
          Array.from(sys.random(run.length), (byte) => LETTERS[byte % LETTERS.length]).join(""),
        );
        try {
          if (options.directory && !options.dryRun) sys.mkdir(path, 0o700);
          else if (!options.dryRun) sys.close(sys.open(path, { read: true, write: true, create: true, exclusive: true }, 0o600));
        } catch (error) {
          if (isErrno(error, "EEXIST")) continue;
          throw error;
        }
        await stdout(sys).print(`${path}\n`);
        return 0;
      }
    } catch (error) {
      if (!isErrno(error)) throw error;
      if (options.quiet) return 1;
      throw new Failure(
        `failed to create ${options.directory ? "directory" : "file"} via template ${quote(sys, full)}: ${errorText(sys, error.code)}`,
      );
    }
  },
});

/** mkfifo: make named pipes. Models GNU mkfifo. */
export const mkfifo: Program = utility({
  name: "mkfifo",
  summary: "Create named pipes (FIFOs) with the given NAMEs.",
  usage: "[OPTION]... NAME...",
  options: { mode: ["-m, --mode=MODE", "set file permission bits to MODE, not a=rw - umask"] },
  async run(sys, { options, operands }) {
    if (operands.length === 0) throw new UsageFailure("missing operand");
    for (const path of operands) make(sys, path, "fifo", modeOf(sys, options.mode), undefined);
    return 0;
  },
});

/** mknod: make block or character special files. Models GNU mknod. */
export const mknod: Program = utility({
  name: "mknod",
  summary: "Create the special file NAME of the given TYPE.",
  usage: "[OPTION]... NAME TYPE [MAJOR MINOR]",
  options: { mode: ["-m, --mode=MODE", "set file permission bits to MODE, not a=rw - umask"] },
  async run(sys, { options, operands }) {
    const [path, type, major, minor] = operands;
    if (path === undefined || type === undefined)
      throw new UsageFailure(path === undefined ? "missing operand" : `missing operand after ${quote(sys, path)}`);
    if (type === "p") make(sys, path, "fifo", modeOf(sys, options.mode), undefined);
    else if (!/^[bcu]$/.test(type)) throw new UsageFailure(`invalid device type ${quote(sys, type)}`);
    else if (major === undefined || minor === undefined)
      throw new UsageFailure(
        `missing operand after ${quote(sys, operands.at(-1) ?? type)}\nSpecial files require major and minor device numbers.`,
      );
    else make(sys, path, type === "b" ? "block" : "char", modeOf(sys, options.mode), { major: Number(major), minor: Number(minor) });
    return 0;
  },
});

function modeOf(sys: Sys, text: string | undefined): number {
  const change = text === undefined ? undefined : parseMode(text);
  if (text !== undefined && !change) throw new Failure("invalid mode");
  return change ? change(0o666, false, sys.umask()) : 0o666;
}

function make(
  sys: Sys,
  path: string,
  type: "fifo" | "block" | "char",
  mode: number,
  rdev: { readonly major: number; readonly minor: number } | undefined,
): void {
  try {
    sys.mknod(path, type, mode, rdev);
  } catch (error) {
    if (!isErrno(error)) throw error;
    throw new Failure(`${type === "fifo" ? `cannot create fifo '${path}'` : path}: ${errorText(sys, error.code)}`);
  }
}

/** link and unlink: the bare system calls. */
export const link: Program = utility({
  name: "link",
  summary: "Call the link function to create a link named FILE2 to an existing FILE1.",
  usage: "FILE1 FILE2",
  options: {},
  async run(sys, { operands }) {
    const [from, to] = operands;
    if (from === undefined || to === undefined)
      throw new UsageFailure(from === undefined ? "missing operand" : `missing operand after ${quote(sys, from)}`);
    try {
      sys.link(from, to);
    } catch (error) {
      if (!isErrno(error)) throw error;
      throw new Failure(`cannot create link '${to}' to '${from}': ${errorText(sys, error.code)}`);
    }
    return 0;
  },
});

export const unlink: Program = utility({
  name: "unlink",
  summary: "Call the unlink function to remove the specified FILE.",
  usage: "FILE",
  options: {},
  async run(sys, { operands }) {
    const [path, extra] = operands;
    if (path === undefined) throw new UsageFailure("missing operand");
    if (extra !== undefined) throw new UsageFailure(`extra operand ${quote(sys, extra)}`);
    try {
      sys.unlink(path);
    } catch (error) {
      if (!isErrno(error)) throw error;
      throw new Failure(`cannot unlink '${path}': ${errorText(sys, error.code)}`);
    }
    return 0;
  },
});
