/** The actions of find: printing, deleting, running commands. */

import { isErrno, modeString, type Sys } from "#abi";
import { unescape } from "../echo.ts";
import { dirName } from "../tool/files.ts";
import { errorText } from "../tool/messages.ts";
import { stdout } from "../tool/output.ts";
import { confirm } from "../tool/prompt.ts";
import { runCommand } from "../tool/run.ts";
import { strftime } from "../tool/strftime.ts";
import { textOf } from "../tool/text.ts";
import { namesOf } from "../tool/users.ts";
import { calendarOf, zoneOf } from "../tool/zone.ts";
import { complain, quotedCurly } from "./messages.ts";
import { argument, FindError, type Found, type Node, type Run } from "./types.ts";

/** Most arguments that one command of `{} +` gets. */
const BATCH = 1000;

export function action(run: Run, word: string, words: string[]): Node | undefined {
  const { sys } = run;
  const out = stdout(sys);
  const acts = (node: Node): Node => {
    run.acts = true;
    return node;
  };
  const prints = (text: (found: Found) => string): Node =>
    acts(async (found) => {
      await out.print(text(found));
      return true;
    });
  switch (word) {
    case "-print":
      return prints(({ path }) => `${path}\n`);
    case "-print0":
      return prints(({ path }) => `${path}\0`);
    case "-printf": {
      const format = argument(word, words);
      return prints((found) => formatted(sys, format, found));
    }
    case "-ls":
      return prints((found) => longLine(sys, found));
    case "-prune":
      return (found) => {
        found.pruned = true;
        return true;
      };
    case "-quit":
      return acts(() => {
        run.quit = true;
        return true;
      });
    case "-delete":
      run.settings.depthFirst = true;
      return acts((found) => remove(run, found));
    case "-exec":
    case "-execdir":
    case "-ok":
      return acts(command(run, word, words));
    default:
      return undefined;
  }
}

async function remove(run: Run, { path, stat }: Found): Promise<boolean> {
  if (path === ".") return true;
  try {
    if (stat.type === "directory") run.sys.rmdir(path);
    else run.sys.unlink(path);
    return true;
  } catch (error) {
    if (!isErrno(error)) throw error;
    await complain(run.sys, `cannot delete ${quotedCurly(run.sys, path)}: ${errorText(run.sys, error.code)}`);
    run.failed = true;
    return false;
  }
}

function command(run: Run, word: string, words: string[]): Node {
  const { sys } = run;
  const end = words.findIndex((one, at) => one === ";" || (one === "+" && words[at - 1] === "{}"));
  if (end < 0) throw new FindError(`missing argument to \`${word}'`);
  const template = words.splice(0, end + 1);
  const isBatch = template.pop() === "+";
  if (template.length === 0) throw new FindError(`missing argument to \`${word}'`);
  const execute = async (argv: readonly string[], directory?: string): Promise<boolean> => {
    await stdout(sys).flush();
    const status = await runCommand(sys, argv, directory === undefined ? {} : { directory });
    return status === 0;
  };
  if (isBatch) {
    const held: string[] = [];
    const flush = async () => {
      if (held.length > 0 && !(await execute([...template.slice(0, -1), ...held.splice(0)]))) run.failed = true;
    };
    run.pending.push(flush);
    return async ({ path }) => {
      held.push(path);
      if (held.length >= BATCH) await flush();
      return true;
    };
  }
  return async ({ path, name }) => {
    const inPlace = word === "-execdir";
    const argv = template.map((one) => one.replaceAll("{}", () => (inPlace ? `./${name}` : path)));
    if (word === "-ok" && !(await confirm(sys, `< ${template[0]} ... ${path} > ?`))) return false;
    return execute(argv, inPlace ? dirName(path) : undefined);
  };
}

function longLine(sys: Sys, { path, stat }: Found): string {
  const names = namesOf(sys);
  const recent = sys.now() - stat.mtime < 15_778_476_000 && stat.mtime <= sys.now();
  const time = strftime(recent ? "%b %e %H:%M" : "%b %e  %Y", calendarOf(stat.mtime, zoneOf(sys)));
  const [user, group] = [names.user(stat.uid) ?? String(stat.uid), names.group(stat.gid) ?? String(stat.gid)];
  const link = stat.type === "symlink" ? ` -> ${sys.readlink(path)}` : "";
  return `${String(stat.ino).padStart(9)} ${String(Math.ceil(stat.blocks / 2)).padStart(6)} ${modeString(stat.type, stat.mode)} ${String(stat.nlink).padStart(3)} ${user.padEnd(8)} ${group.padEnd(8)} ${String(stat.size).padStart(8)} ${time} ${path}${link}\n`;
}

const TYPE_LETTERS = { file: "f", directory: "d", symlink: "l", fifo: "p", socket: "s", char: "c", block: "b" } as const;

function formatted(sys: Sys, format: string, found: Found): string {
  const { path, name, stat, depth, root } = found;
  const names = namesOf(sys);
  const time = (letter: string, ms: number) =>
    letter === "@" ? String(ms / 1000) : strftime(letter === "" ? "%a %b %e %H:%M:%S.%N0 %Y" : `%${letter}`, calendarOf(ms, zoneOf(sys)));
  return textOf(unescape(format.replace(/\\0(?![0-7])/g, "\\0000")).bytes).replace(
    /%([-0#+ ]*)(\d*)([ACT][A-Za-z@+]|[a-zA-Z%])/g,
    (whole, flags: string, width: string, directive: string) => {
      const fields: Readonly<Record<string, () => string>> = {
        "%": () => "%",
        p: () => path,
        f: () => name,
        h: () => dirName(path),
        H: () => root,
        P: () => path.slice(root.length).replace(/^\//, ""),
        d: () => String(depth),
        s: () => String(stat.size),
        b: () => String(stat.blocks),
        k: () => String(Math.ceil(stat.blocks / 2)),
        m: () => stat.mode.toString(8),
        M: () => modeString(stat.type, stat.mode),
        n: () => String(stat.nlink),
        i: () => String(stat.ino),
        u: () => names.user(stat.uid) ?? String(stat.uid),
        g: () => names.group(stat.gid) ?? String(stat.gid),
        U: () => String(stat.uid),
        G: () => String(stat.gid),
        y: () => TYPE_LETTERS[stat.type],
        l: () => (stat.type === "symlink" ? sys.readlink(path) : ""),
        t: () => time("", stat.mtime),
        a: () => time("", stat.atime),
        c: () => time("", stat.ctime),
        D: () => String(stat.dev),
      };
      const at = /^([ACT])(.)$/.exec(directive);
      const text = at ? time(at[2] ?? "", at[1] === "A" ? stat.atime : at[1] === "C" ? stat.ctime : stat.mtime) : fields[directive]?.();
      if (text === undefined) return whole;
      return flags.includes("-") ? text.padEnd(Number(width)) : text.padStart(Number(width), flags.includes("0") ? "0" : " ");
    },
  );
}
