import { isErrno, modeString, type Program, type Sys } from "#abi";
import { join } from "./tool/files.ts";
import { complain, errorText, Failure, t, UsageFailure } from "./tool/messages.ts";
import { type ModeChange, parseMode } from "./tool/mode.ts";
import { stdout } from "./tool/output.ts";
import { quote, quoteAlways } from "./tool/quote.ts";
import { utility } from "./tool/utility.ts";

interface Changing {
  readonly change: ModeChange;
  readonly recursive: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly changes: boolean;
}

/** chmod: change file mode bits. Models GNU chmod. */
export const chmod: Program = utility({
  name: "chmod",
  summary: "Change the mode of each FILE to MODE.\nWith --reference, change the mode of each FILE to that of RFILE.",
  usage: ["[OPTION]... MODE[,MODE]... FILE...", "[OPTION]... OCTAL-MODE FILE...", "[OPTION]... --reference=RFILE FILE..."],
  rewrite: (args) => {
    const at = args.findIndex((arg) => /^-[rwxXstugoa0-7][rwxXstugoa0-7,+=-]*$/.test(arg));
    const end = args.indexOf("--");
    if (at < 0 || (end >= 0 && end < at)) return args;
    const options = args.filter((arg, index) => index !== at && arg.startsWith("-") && arg.length > 1);
    return [...options, "--", args[at] ?? "", ...args.filter((arg, index) => index !== at && !options.includes(arg))];
  },
  options: {
    changes: ["-c, --changes", "like verbose but report only when a change is made"],
    quiet: ["-f, --silent, --quiet", "suppress most error messages"],
    verbose: ["-v, --verbose", "output a diagnostic for every file processed"],
    unguarded: ["--no-preserve-root", "do not treat '/' specially (the default)"],
    guarded: ["--preserve-root", "fail to operate recursively on '/'"],
    reference: ["--reference=RFILE", "use RFILE's mode instead of MODE values"],
    recursive: ["-R, --recursive", "change files and directories recursively"],
  },
  async run(sys, { options, operands }) {
    const [mode, ...rest] = operands;
    const files = options.reference === undefined ? rest : operands;
    if (mode === undefined) throw new UsageFailure(t(sys)`missing operand`);
    if (files.length === 0) throw new UsageFailure(t(sys)`missing operand after ${quote(sys, mode)}`);
    const change = options.reference === undefined ? parseMode(mode) : likeFile(sys, options.reference);
    if (!change) throw new UsageFailure(`invalid mode: ${quote(sys, mode)}`);
    let status = 0;
    for (const file of files) if (!(await apply(sys, { ...options, change }, file, true))) status = 1;
    return status;
  },
});

function likeFile(sys: Sys, path: string): ModeChange {
  try {
    const { mode } = sys.stat(path);
    return () => mode;
  } catch (error) {
    if (!isErrno(error)) throw error;
    throw new Failure(`failed to get attributes of ${quoteAlways(sys, path)}: ${errorText(sys, error.code)}`);
  }
}

async function apply(sys: Sys, changing: Changing, path: string, named: boolean): Promise<boolean> {
  const name = quoteAlways(sys, path);
  let what = t(sys)`cannot access ${name}`;
  try {
    const link = sys.lstat(path);
    if (link.type === "symlink" && !named) return true;
    const stat = link.type === "symlink" ? sys.stat(path) : link;
    const isDirectory = stat.type === "directory";
    const mode = changing.change(stat.mode, isDirectory, sys.umask());
    what = t(sys)`changing permissions of ${name}`;
    sys.chmod(path, mode);
    const [from, to] = [stat.mode, mode].map((bits) => `${bits.toString(8).padStart(4, "0")} (${modeString(stat.type, bits).slice(1)})`);
    if (mode !== stat.mode && (changing.verbose || changing.changes))
      await stdout(sys).print(`mode of ${name} changed from ${from} to ${to}\n`);
    else if (changing.verbose) await stdout(sys).print(`mode of ${name} retained as ${to}\n`);
    if (!changing.recursive || !isDirectory) return true;
    what = `cannot read directory ${name}`;
    let ok = true;
    for (const entry of sys.readdir(path)) if (!(await apply(sys, changing, join(path, entry.name), false))) ok = false;
    return ok;
  } catch (error) {
    if (!isErrno(error)) throw error;
    if (!changing.quiet) await complain(sys, `${what}: ${errorText(sys, error.code)}`);
    return false;
  }
}
