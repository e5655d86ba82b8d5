/** Copying files and trees: what cp, mv (across filesystems) and install share. Holes stay holes: chunks pass by reference. */

import { isErrno, type Stat, type Sys } from "#abi";
import { meter, SPEED } from "./cpu.ts";
import { baseName, dirName, join } from "./files.ts";
import { complain, errorText, t } from "./messages.ts";
import { stdout } from "./output.ts";
import { confirm, isWritable, statOrUndefined } from "./prompt.ts";
import { quoteAlways } from "./quote.ts";

export interface CopyOptions {
  readonly recursive: boolean;
  readonly force: boolean;
  readonly interactive: boolean;
  /** Never replaces an existing file. */
  readonly noClobber: boolean;
  /** Only replaces older files. */
  readonly update: boolean;
  readonly verbose: boolean;
  /** Which symbolic links among the sources are copied as what they point to. */
  readonly follow: "all" | "named" | "none";
  readonly preserveMode: boolean;
  readonly preserveOwner: boolean;
  readonly preserveTimes: boolean;
  readonly preserveLinks: boolean;
  readonly link: "hard" | "symbolic" | undefined;
  readonly attributesOnly: boolean;
}

const CHUNK = 1 << 20;

/** State of one run: hard links already copied, and directories on the way. */
export interface CopyRun {
  readonly sys: Sys;
  readonly options: CopyOptions;
  readonly links: Map<string, string>;
}

/** Copies one source to exactly `to`; false when something failed, which was told. */
export async function copyPath(run: CopyRun, from: string, to: string, named: boolean): Promise<boolean> {
  const { sys, options } = run;
  const name = (path: string) => quoteAlways(sys, path);
  const follow = options.follow === "all" || (options.follow === "named" && named);
  const source = await attempt(sys, t(sys)`cannot stat ${name(from)}`, () => (follow ? sys.stat(from) : sys.lstat(from)));
  if (!source) return false;
  const isDirectory = source.type === "directory";
  if (isDirectory && !options.recursive) return refuse(sys, `-r not specified; omitting directory ${name(from)}`);
  const old = statOrUndefined(sys, to, source.type !== "symlink" || isDirectory);
  if (old && old.ino === source.ino && old.dev === source.dev)
    return isDirectory && named
      ? refuse(sys, `cannot copy a directory, ${name(from)}, into itself, ${name(to)}`)
      : refuse(sys, `${name(from)} and ${name(to)} are the same file`);
  if (isDirectory && named && isInside(sys, from, to))
    return refuse(sys, `cannot copy a directory, ${name(from)}, into itself, ${name(to)}`);
  if (old?.type === "directory" && !isDirectory) return refuse(sys, `cannot overwrite directory ${name(to)} with non-directory`);
  if (old && old.type !== "directory" && isDirectory)
    return refuse(sys, `cannot overwrite non-directory ${name(to)} with directory ${name(from)}`);
  if (old && !isDirectory) {
    if (options.noClobber || (options.update && old.mtime >= source.mtime)) return true;
    if (options.interactive && !(await confirm(sys, overwriteQuestion(run, to, old)))) return true;
  }
  if (isDirectory) return copyDirectory(run, from, to, source, old);
  if (!(await copyLeaf(run, from, to, source, old))) return false;
  if (options.verbose) await stdout(sys).print(`${name(from)} -> ${name(to)}\n`);
  return true;
}

/** Where a source goes: into a directory under its own name, else exactly there. */
export function destinationOf(source: string, target: string, intoDirectory: boolean): string {
  if (!intoDirectory) return target;
  const base = baseName(source);
  return base === ".." || base === "." || base === "/" ? target : join(target, base);
}

function overwriteQuestion({ sys }: CopyRun, to: string, old: Stat): string {
  if (isWritable(sys, to)) return `overwrite ${quoteAlways(sys, to)}?`;
  return `replace ${quoteAlways(sys, to)}, overriding mode ${old.mode.toString(8).padStart(4, "0")}?`;
}

async function copyDirectory(run: CopyRun, from: string, to: string, source: Stat, old: Stat | undefined): Promise<boolean> {
  const { sys, options } = run;
  if (!old) {
    const made = await attempt(sys, t(sys)`cannot create directory ${quoteAlways(sys, to)}`, () => {
      sys.mkdir(to, source.mode | 0o700);
      return true;
    });
    if (!made) return false;
    if (options.verbose) await stdout(sys).print(`${quoteAlways(sys, from)} -> ${quoteAlways(sys, to)}\n`);
  }
  const entries = await attempt(sys, `cannot access ${quoteAlways(sys, from)}`, () => sys.readdir(from));
  if (!entries) return false;
  let ok = true;
  for (const entry of entries) if (!(await copyPath(run, join(from, entry.name), join(to, entry.name), false))) ok = false;
  if (!old && !options.preserveMode) sys.chmod(to, source.mode & ~sys.umask());
  return (await preserve(run, to, source)) && ok;
}

async function copyLeaf(run: CopyRun, from: string, to: string, source: Stat, old: Stat | undefined): Promise<boolean> {
  const { sys, options } = run;
  const key = `${source.dev}:${source.ino}`;
  const earlier = options.preserveLinks && source.nlink > 1 ? run.links.get(key) : undefined;
  const special =
    source.type === "symlink" || (source.type !== "file" && options.recursive) || options.link !== undefined || earlier !== undefined;
  try {
    if (old && (special || (options.force && !isWritable(sys, to)))) sys.unlink(to);
    if (earlier !== undefined) sys.link(earlier, to);
    else if (options.link === "hard") sys.link(from, to);
    else if (options.link === "symbolic") sys.symlink(from, to);
    else if (source.type === "symlink") sys.symlink(sys.readlink(from), to);
    else if (source.type === "file" || !options.recursive) {
      if (!(await copyContent(run, from, to, source, old))) return false;
      run.links.set(key, to);
      return preserve(run, to, source);
    } else sys.mknod(to, source.type, source.mode, source.rdev);
  } catch (error) {
    if (!isErrno(error)) throw error;
    const what =
      source.type === "symlink"
        ? `cannot create symbolic link ${quoteAlways(sys, to)}`
        : `cannot create ${special ? "link" : "special file"} ${quoteAlways(sys, to)}`;
    return refuse(sys, `${what}: ${errorText(sys, error.code)}`);
  }
  run.links.set(key, to);
  return earlier !== undefined || options.link !== undefined ? true : preserve(run, to, source);
}

async function copyContent({ sys, options }: CopyRun, from: string, to: string, source: Stat, old: Stat | undefined): Promise<boolean> {
  const input = await attempt(sys, t(sys)`cannot open ${quoteAlways(sys, from)} for reading`, () => sys.open(from));
  if (input === undefined) return false;
  try {
    const mode = options.preserveMode ? source.mode & 0o700 : source.mode & 0o777;
    const output = await attempt(sys, t(sys)`cannot create regular file ${quoteAlways(sys, to)}`, () =>
      sys.open(to, { write: true, create: old === undefined, truncate: !options.attributesOnly, exclusive: old === undefined }, mode),
    );
    if (output === undefined) return false;
    try {
      if (options.attributesOnly) return true;
      const account = meter(sys, SPEED.copy);
      for (;;) {
        const chunk = await sys.read(input, CHUNK);
        if (chunk.length === 0) return true;
        await sys.write(output, chunk);
        await account(chunk.length);
      }
    } catch (error) {
      if (!isErrno(error)) throw error;
      return refuse(
        sys,
        `error ${error.code === "EISDIR" ? "reading" : "writing"} ${quoteAlways(sys, error.code === "EISDIR" ? from : to)}: ${errorText(sys, error.code)}`,
      );
    } finally {
      sys.close(output);
    }
  } finally {
    sys.close(input);
  }
}

async function preserve({ sys, options }: CopyRun, to: string, source: Stat): Promise<boolean> {
  const isLink = source.type === "symlink";
  try {
    if (options.preserveOwner) {
      try {
        sys.chown(to, source.uid, source.gid, !isLink);
      } catch (error) {
        // Who isn't root can't give files away, and cp -p doesn't mind.
        if (!isErrno(error, "EPERM", "EINVAL")) throw error;
      }
    }
    if (options.preserveMode && !isLink) sys.chmod(to, source.mode);
    if (options.preserveTimes) sys.utimes(to, source.atime, source.mtime, !isLink);
    return true;
  } catch (error) {
    if (!isErrno(error)) throw error;
    return refuse(sys, `preserving times for ${quoteAlways(sys, to)}: ${errorText(sys, error.code)}`);
  }
}

/** Whether `path` lies in the directory `directory`, where it exists so far. */
export function isInside(sys: Sys, directory: string, path: string): boolean {
  const top = sys.stat(directory);
  for (let at = path; ; at = join(at, "..")) {
    const stat = statOrUndefined(sys, at);
    if (!stat) {
      const parent = dirName(at);
      if (parent === at || at.length > 4096) return false;
      return isInside(sys, directory, parent);
    }
    if (stat.ino === top.ino && stat.dev === top.dev) return true;
    const up = statOrUndefined(sys, join(at, ".."));
    if (!up || (up.ino === stat.ino && up.dev === stat.dev)) return false;
  }
}

async function attempt<T>(sys: Sys, what: string, run: () => T): Promise<T | undefined> {
  try {
    return run();
  } catch (error) {
    if (!isErrno(error)) throw error;
    await complain(sys, `${what}: ${errorText(sys, error.code)}`);
    return undefined;
  }
}

async function refuse(sys: Sys, text: string): Promise<false> {
  await complain(sys, text);
  return false;
}
