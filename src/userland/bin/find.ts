import { isErrno, type Program, type Sys } from "#abi";
import { parseExpression } from "./find/expression.ts";
import { complain, complainOf, Failure, quotedCurly } from "./find/messages.ts";
import { FindError, type Found } from "./find/types.ts";
import { collation } from "./tool/collate.ts";
import { join } from "./tool/files.ts";
import { stdout } from "./tool/output.ts";

/** find: search for files in a directory hierarchy. Models GNU find. */
export const find: Program = async (sys) => {
  const args = sys.argv.slice(1);
  try {
    let follow: "P" | "L" | "H" = "P";
    while (args[0] !== undefined && /^-[PLH]$|^-O\d$/.test(args[0])) {
      const option = args.shift();
      if (option === "-L" || option === "-H" || option === "-P") follow = option === "-L" ? "L" : option === "-H" ? "H" : "P";
    }
    if (args[0] === "--help" || args[0] === "--version") return await manual(sys, args[0]);
    const start = args.findIndex((arg) => /^-./.test(arg) || arg === "!" || arg === "(" || arg === ")" || arg === ",");
    const paths = start < 0 ? args : args.slice(0, start);
    const expression = parseExpression(sys, start < 0 ? [] : args.slice(start));
    const walk: Walk = { sys, follow, expression, status: 0, quit: false };
    for (const path of paths.length > 0 ? paths : ["."]) if (!walk.quit) await visit(walk, path, path, 0, path);
    await expression.finish();
    if (expression.failed()) walk.status = 1;
    await stdout(sys).flush();
    return walk.status;
  } catch (error) {
    if (error instanceof FindError || error instanceof Failure) {
      await stdout(sys).flush();
      await complain(sys, error.message);
      return 1;
    }
    throw error;
  }
};

interface Walk {
  readonly sys: Sys;
  readonly follow: "P" | "L" | "H";
  readonly expression: ReturnType<typeof parseExpression>;
  status: number;
  quit: boolean;
}

async function visit(walk: Walk, path: string, name: string, depth: number, root: string): Promise<void> {
  const { sys, expression } = walk;
  const { settings } = expression;
  const found = await look(walk, path, name, depth, root);
  if (!found) return;
  const isDirectory = found.stat.type === "directory";
  const deeper = isDirectory && depth < settings.maxDepth;
  const apply = async () => {
    if (depth < settings.minDepth) return;
    const outcome = await expression.evaluate(found);
    walk.quit ||= outcome.quit;
  };
  if (!settings.depthFirst) await apply();
  if (walk.quit) return;
  if (deeper && !found.pruned) {
    try {
      const entries = [...sys.readdir(path)];
      if (entries.length > 1) entries.sort((a, b) => collation(sys)(a.name, b.name));
      for (const entry of entries) {
        await visit(walk, join(path, entry.name), entry.name, depth + 1, root);
        if (walk.quit) return;
      }
    } catch (error) {
      if (!isErrno(error)) throw error;
      await stdout(sys).settle();
      await complainOf(sys, quotedCurly(sys, path), error);
      walk.status = 1;
    }
  }
  if (settings.depthFirst) await apply();
}

async function look(walk: Walk, path: string, name: string, depth: number, root: string): Promise<Found | undefined> {
  const { sys, follow } = walk;
  try {
    const link = sys.lstat(path);
    let stat = link;
    if (link.type === "symlink" && (follow === "L" || (follow === "H" && depth === 0))) {
      try {
        stat = sys.stat(path);
      } catch (error) {
        if (!isErrno(error)) throw error;
      }
    }
    const base = name.replace(/\/+$/, "");
    return { path, name: depth === 0 ? base.slice(base.lastIndexOf("/") + 1) || "/" : name, depth, root, stat, pruned: false };
  } catch (error) {
    if (!isErrno(error)) throw error;
    await stdout(sys).settle();
    await complainOf(sys, quotedCurly(sys, path), error);
    walk.status = 1;
    return undefined;
  }
}

async function manual(sys: Sys, option: string): Promise<number> {
  const text =
    option === "--version"
      ? "find (GNU findutils) 4.8.0\n"
      : `Usage: find [-H] [-L] [-P] [-Olevel] [-D debugopts] [path...] [expression]

default path is the current directory; default expression is -print
expression may consist of: operators, options, tests, and actions:
operators (decreasing precedence; -and is implicit where no others are given):
      ( EXPR )   ! EXPR   -not EXPR   EXPR1 -a EXPR2   EXPR1 -and EXPR2
      EXPR1 -o EXPR2   EXPR1 -or EXPR2   EXPR1 , EXPR2
positional options (always true): -daystart -follow -regextype
normal options (always true, specified before other expressions):
      -depth --help -maxdepth LEVELS -mindepth LEVELS -mount -xdev
tests (N can be +N or -N or N): -amin N -anewer FILE -atime N -cmin N
      -cnewer FILE -ctime N -empty -false -gid N -group NAME -iname PATTERN
      -inum N -ipath PATTERN -iregex PATTERN -links N -mmin N -mtime N
      -name PATTERN -newer FILE -nouser -nogroup -path PATTERN -perm [-/]MODE
      -regex PATTERN -readable -writable -executable -size N[bcwkMG] -true
      -type [bcdpflsD] -uid N -user NAME
actions: -delete -print0 -printf FORMAT -ls -print -prune -quit
      -exec COMMAND ; -exec COMMAND {} + -ok COMMAND ;
      -execdir COMMAND ; -execdir COMMAND {} +
`;
  await stdout(sys).print(text);
  await stdout(sys).flush();
  return 0;
}
