import { isErrno, type Program, STDIN, type Stat, type Sys } from "#abi";
import { baseName, join } from "./tool/files.ts";
import { complain, errorText, t, UsageFailure } from "./tool/messages.ts";
import { lastOf } from "./tool/options.ts";
import { stdout } from "./tool/output.ts";
import { confirm, isWritable, kindOf } from "./tool/prompt.ts";
import { quoteAlways } from "./tool/quote.ts";
import { utility } from "./tool/utility.ts";

/** rm: remove files or directories. Models GNU rm. */
export const rm: Program = utility({
  name: "rm",
  summary: "Remove (unlink) the FILE(s).",
  usage: "[OPTION]... [FILE]...",
  options: {
    force: ["-f, --force", "ignore nonexistent files and arguments, never prompt"],
    ask: ["-i", "prompt before every removal"],
    askOnce: ["-I", "prompt once before removing more than three files, or\n                             when removing recursively"],
    interactive: ["--interactive[=WHEN]", "prompt according to WHEN: never, once (-I), or always (-i)"],
    oneSystem: ["--one-file-system", "skip directories on other file systems"],
    unguarded: ["--no-preserve-root", "do not treat '/' specially"],
    guarded: ["--preserve-root[=all]", "do not remove '/' (default)"],
    recursive: ["-r, -R, --recursive", "remove directories and their contents recursively"],
    directories: ["-d, --dir", "remove empty directories"],
    verbose: ["-v, --verbose", "explain what is being done"],
  },
  async run(sys, { options, given, operands }) {
    const last = lastOf(given, "force", "ask", "askOnce", "interactive");
    const force = last === "force" || options.interactive === "never" || options.interactive === "no";
    if (operands.length === 0) {
      if (force) return 0;
      throw new UsageFailure(t(sys)`missing operand`);
    }
    const once = last === "askOnce" || options.interactive === "once";
    if (once && (options.recursive || operands.length > 3)) {
      const count = `${operands.length} argument${operands.length === 1 ? "" : "s"}`;
      if (!(await confirm(sys, `remove ${count}${options.recursive ? " recursively" : ""}?`))) return 0;
    }
    const removal: Removal = {
      sys,
      force,
      recursive: options.recursive,
      directories: options.directories,
      verbose: options.verbose,
      always: last === "ask" || (last === "interactive" && ["", "always", "yes"].includes(options.interactive ?? "")),
      asksProtected: !force && sys.isatty(STDIN),
    };
    let ok = true;
    for (const path of operands) {
      if (options.recursive && !options.unguarded && isRoot(sys, path)) {
        const name = quoteAlways(sys, path);
        await complain(sys, `it is dangerous to operate recursively on ${/^\/+$/.test(path) ? name : `${name} (same as '/')`}`);
        await complain(sys, "use --no-preserve-root to override this failsafe");
        ok = false;
      } else if (options.recursive && [".", ".."].includes(baseName(path))) {
        await complain(sys, `refusing to remove '.' or '..' directory: skipping ${quoteAlways(sys, path)}`);
        ok = false;
      } else if (!(await remove(removal, path))) ok = false;
    }
    return ok ? 0 : 1;
  },
});

interface Removal {
  readonly sys: Sys;
  readonly force: boolean;
  readonly recursive: boolean;
  readonly directories: boolean;
  readonly verbose: boolean;
  readonly always: boolean;
  readonly asksProtected: boolean;
}

/** Removes one path and what is under it; false when something was left with a complaint. */
async function remove(removal: Removal, path: string): Promise<boolean> {
  const { sys } = removal;
  let stat: Stat;
  try {
    stat = sys.lstat(path);
  } catch (error) {
    if (removal.force && isErrno(error, "ENOENT", "ENOTDIR")) return true;
    return refused(sys, path, error);
  }
  if (stat.type === "directory") return removeDirectory(removal, path, stat);
  if (!(await agreed(removal, path, stat))) return true;
  try {
    sys.unlink(path);
  } catch (error) {
    return refused(sys, path, error);
  }
  if (removal.verbose) await stdout(sys).print(`removed ${quoteAlways(sys, path)}\n`);
  return true;
}

async function removeDirectory(removal: Removal, path: string, stat: Stat): Promise<boolean> {
  const { sys } = removal;
  if (!removal.recursive && !removal.directories) {
    await complain(sys, `${t(sys)`cannot remove ${quoteAlways(sys, path)}`}: ${errorText(sys, "EISDIR")}`);
    return false;
  }
  let ok = true;
  try {
    const names = removal.recursive ? sys.readdir(path).map((entry) => entry.name) : [];
    if (names.length > 0 && removal.always && !(await confirm(sys, `descend into directory ${quoteAlways(sys, path)}?`))) return true;
    for (const name of names) if (!(await remove(removal, join(path, name)))) ok = false;
    if (!ok) return false;
    if (!(await agreed(removal, path, stat))) return true;
    sys.rmdir(path);
  } catch (error) {
    return refused(sys, path, error);
  }
  if (removal.verbose) await stdout(sys).print(`removed directory ${quoteAlways(sys, path)}\n`);
  return true;
}

async function agreed({ sys, always, asksProtected }: Removal, path: string, stat: Stat): Promise<boolean> {
  const isProtected = asksProtected && stat.type !== "symlink" && !isWritable(sys, path);
  if (!always && !isProtected) return true;
  return confirm(sys, `remove ${isProtected ? "write-protected " : ""}${kindOf(stat)} ${quoteAlways(sys, path)}?`);
}

async function refused(sys: Sys, path: string, error: unknown): Promise<boolean> {
  if (!isErrno(error)) throw error;
  await complain(sys, `${t(sys)`cannot remove ${quoteAlways(sys, path)}`}: ${errorText(sys, error.code)}`);
  return false;
}

function isRoot(sys: Sys, path: string): boolean {
  try {
    const [one, root] = [sys.lstat(path), sys.stat("/")];
    return one.ino === root.ino && one.dev === root.dev;
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
}
