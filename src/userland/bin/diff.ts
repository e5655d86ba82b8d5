import { isErrno, type Program, STDIN, type Stat, type Sys } from "#abi";
import { type Change, changes } from "./diff/compare.ts";
import { collation } from "./tool/collate.ts";
import { meter } from "./tool/cpu.ts";
import { join } from "./tool/files.ts";
import { complain, errorText, UsageFailure } from "./tool/messages.ts";
import { stdout } from "./tool/output.ts";
import { kindOf, statOrUndefined } from "./tool/prompt.ts";
import { quote } from "./tool/quote.ts";
import { strftime } from "./tool/strftime.ts";
import { utility } from "./tool/utility.ts";
import { readWholeText } from "./tool/whole.ts";
import { calendarOf, zoneOf } from "./tool/zone.ts";

/** diff: compare files line by line. Models GNU diff: normal and unified output, directories. */
export const diff: Program = utility({
  name: "diff",
  summary: "Compare FILES line by line.",
  usage: "[OPTION]... FILES",
  package: "GNU diffutils 3.3",
  usageStatus: 2,
  namesHint: true,
  rewrite: (args) => args.map((arg) => arg.replace(/^-(\d+)$/, "-U$1")),
  options: {
    brief: ["-q, --brief", "report only when files differ"],
    same: ["-s, --report-identical-files", "report when two files are the same"],
    unified: ["-u", "output 3 lines of unified context"],
    lines: ["-U, --unified[=NUM]", "output NUM (default 3) lines of unified context"],
    recursive: ["-r, --recursive", "recursively compare any subdirectories found"],
    absent: ["-N, --new-file", "treat absent files as empty"],
    ignoreCase: ["-i, --ignore-case", "ignore case differences in file contents"],
    ignoreBlanks: ["-w, --ignore-all-space", "ignore all white space"],
    ignoreChange: ["-b, --ignore-space-change", "ignore changes in the amount of white space"],
    ignoreEmpty: ["-B, --ignore-blank-lines", "ignore changes where lines are all blank"],
    text: ["-a, --text", "treat all files as text"],
    color: ["--color[=WHEN]", "colorize the output"],
    label: ["--label=LABEL", "use LABEL instead of file name and timestamp"],
  },
  async run(sys, { options, given, operands }) {
    const [one, two, extra] = operands;
    if (one === undefined || two === undefined) throw new UsageFailure(`missing operand after '${one ?? "diff"}'`);
    if (extra !== undefined) throw new UsageFailure(`extra operand ${quote(sys, extra)}`);
    const normal = (line: string) => {
      let text = line;
      if (options.ignoreBlanks) text = text.replace(/\s+/g, "");
      else if (options.ignoreChange) text = text.replace(/\s+/g, " ").trimEnd();
      return options.ignoreCase ? text.toLowerCase() : text;
    };
    const unified = options.unified || options.lines !== undefined;
    const comparison: Comparison = {
      sys,
      brief: options.brief,
      same: options.same,
      recursive: options.recursive,
      absent: options.absent,
      text: options.text,
      context: unified ? Number(options.lines || 3) : undefined,
      normal,
      labels: given.flatMap(({ key, value }) => (key === "label" && value !== undefined ? [value] : [])),
      command: sys.argv
        .slice(1)
        .filter((arg) => arg.startsWith("-") && arg !== "-")
        .join(" "),
    };
    try {
      const [left, right] = [look(sys, one), look(sys, two)];
      if (left === undefined || right === undefined) return await missing(sys, [one, two], [left, right]);
      if (left === "directory" && right === "directory") return await compareDirectories(comparison, one, two);
      if (left === "directory" || right === "directory") {
        const [directory, file] = left === "directory" ? [one, two] : [two, one];
        const inside = join(directory, file.slice(file.lastIndexOf("/") + 1));
        return await compareFiles(comparison, left === "directory" ? inside : one, left === "directory" ? two : inside, false);
      }
      return await compareFiles(comparison, one, two, false);
    } catch (error) {
      if (!isErrno(error)) throw error;
      await complain(sys, `${error.path ?? one}: ${errorText(sys, error.code)}`);
      return 2;
    }
  },
});

interface Comparison {
  readonly sys: Sys;
  readonly brief: boolean;
  readonly same: boolean;
  readonly recursive: boolean;
  readonly absent: boolean;
  readonly text: boolean;
  readonly context: number | undefined;
  readonly normal: (line: string) => string;
  readonly labels: readonly string[];
  readonly command: string;
}

function look(sys: Sys, path: string): Stat["type"] | undefined {
  return path === "-" ? "file" : statOrUndefined(sys, path)?.type;
}

async function missing(sys: Sys, paths: readonly string[], types: readonly (string | undefined)[]): Promise<number> {
  for (const [at, path] of paths.entries()) if (types[at] === undefined) await complain(sys, `${path}: ${errorText(sys, "ENOENT")}`);
  return 2;
}

async function compareDirectories(comparison: Comparison, one: string, two: string): Promise<number> {
  const { sys } = comparison;
  const compare = collation(sys);
  const names = [...new Set([...sys.readdir(one), ...sys.readdir(two)].map((entry) => entry.name))].sort(compare);
  let status = 0;
  for (const name of names) {
    const [left, right] = [join(one, name), join(two, name)];
    const [a, b] = [look(sys, left), look(sys, right)];
    if (a === undefined || b === undefined) {
      if (comparison.absent && (a ?? b) === "file") status = Math.max(status, await compareFiles(comparison, left, right, true));
      else {
        await stdout(sys).print(`Only in ${a === undefined ? two : one}: ${name}\n`);
        status = Math.max(status, 1);
      }
    } else if (a === "directory" && b === "directory") {
      if (comparison.recursive) status = Math.max(status, await compareDirectories(comparison, left, right));
      else await stdout(sys).print(`Common subdirectories: ${left} and ${right}\n`);
    } else if (a !== b) {
      await stdout(sys).print(`File ${left} is a ${kindOf(sys.stat(left))} while file ${right} is a ${kindOf(sys.stat(right))}\n`);
      status = Math.max(status, 1);
    } else status = Math.max(status, await compareFiles(comparison, left, right, true));
  }
  return status;
}

async function compareFiles(comparison: Comparison, one: string, two: string, inTree: boolean): Promise<number> {
  const { sys } = comparison;
  const [left, right] = [await contentOf(comparison, one), await contentOf(comparison, two)];
  if (left === right) {
    if (comparison.same) await stdout(sys).print(`Files ${one} and ${two} are identical\n`);
    return 0;
  }
  if (!comparison.text && (left.includes("\0") || right.includes("\0"))) {
    await stdout(sys).print(comparison.brief ? `Files ${one} and ${two} differ\n` : `Binary files ${one} and ${two} differ\n`);
    return comparison.brief ? 1 : 2;
  }
  const [a, b] = [linesOf(left), linesOf(right)];
  await meter(sys, 100_000)(left.length + right.length);
  const found = changes(
    a.map((line) => comparison.normal(line)),
    b.map((line) => comparison.normal(line)),
  );
  if (found.length === 0) {
    if (comparison.same) await stdout(sys).print(`Files ${one} and ${two} are identical\n`);
    return 0;
  }
  if (comparison.brief) {
    await stdout(sys).print(`Files ${one} and ${two} differ\n`);
    return 1;
  }
  if (inTree) await stdout(sys).print(`diff ${[comparison.command, one, two].filter(Boolean).join(" ")}\n`);
  await (comparison.context === undefined
    ? printNormal(sys, a, b, found)
    : printUnified(comparison, comparison.context, one, two, a, b, found));
  return 1;
}

/** Lines with their newline; a last one without it says so when printed. */
function linesOf(text: string): readonly string[] {
  const lines = text.split(/(?<=\n)/);
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}

function marked(mark: string, line: string): string {
  return `${mark}${line}${line.endsWith("\n") ? "" : "\n\\ No newline at end of file\n"}`;
}

async function printNormal(sys: Sys, a: readonly string[], b: readonly string[], found: readonly Change[]): Promise<void> {
  const range = (from: number, to: number) => (to - from <= 1 ? String(to === from ? from : from + 1) : `${from + 1},${to}`);
  for (const change of found) {
    const kind = change.a === change.aEnd ? "a" : change.b === change.bEnd ? "d" : "c";
    await stdout(sys).print(`${range(change.a, change.aEnd)}${kind}${range(change.b, change.bEnd)}\n`);
    for (const line of a.slice(change.a, change.aEnd)) await stdout(sys).print(marked("< ", line));
    if (kind === "c") await stdout(sys).print("---\n");
    for (const line of b.slice(change.b, change.bEnd)) await stdout(sys).print(marked("> ", line));
  }
}

async function printUnified(
  comparison: Comparison,
  context: number,
  one: string,
  two: string,
  a: readonly string[],
  b: readonly string[],
  found: readonly Change[],
): Promise<void> {
  const { sys, labels } = comparison;
  const out = stdout(sys);
  await out.print(`--- ${labels[0] ?? stamped(sys, one)}\n+++ ${labels[1] ?? stamped(sys, two)}\n`);
  const hunks: Change[][] = [];
  for (const change of found) {
    const last = hunks.at(-1)?.at(-1);
    if (last && change.a - last.aEnd <= context * 2) hunks.at(-1)?.push(change);
    else hunks.push([change]);
  }
  for (const hunk of hunks) {
    const [first, last] = [hunk[0], hunk.at(-1)];
    if (!first || !last) continue;
    const before = Math.min(context, first.a);
    const after = Math.min(context, a.length - last.aEnd);
    const range = (from: number, count: number) => (count === 1 ? String(from + 1) : `${count === 0 ? from : from + 1},${count}`);
    await out.print(
      `@@ -${range(first.a - before, last.aEnd + after - first.a + before)} +${range(first.b - before, last.bEnd + after - first.b + before)} @@\n`,
    );
    let at = first.a - before;
    for (const change of hunk) {
      for (const line of a.slice(at, change.a)) await out.print(marked(" ", line));
      for (const line of a.slice(change.a, change.aEnd)) await out.print(marked("-", line));
      for (const line of b.slice(change.b, change.bEnd)) await out.print(marked("+", line));
      at = change.aEnd;
    }
    for (const line of a.slice(at, last.aEnd + after)) await out.print(marked(" ", line));
  }
}

function stamped(sys: Sys, path: string): string {
  const time = path === "-" ? sys.now() : (statOrUndefined(sys, path)?.mtime ?? 0);
  return `${path}\t${strftime("%Y-%m-%d %H:%M:%S.%N %z", calendarOf(time, zoneOf(sys)))}`;
}

async function contentOf({ sys, absent }: Comparison, path: string): Promise<string> {
  if (absent && path !== "-" && !statOrUndefined(sys, path)) return "";
  const fd = path === "-" ? STDIN : sys.open(path);
  const text = await readWholeText(sys, fd);
  if (path !== "-") sys.close(fd);
  return text;
}
