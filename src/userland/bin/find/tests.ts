/** The tests and options of find. */

import { type FileType, isErrno, type Stat } from "#abi";
import { globPattern } from "../tool/glob.ts";
import { parseMode } from "../tool/mode.ts";
import { compile } from "../tool/regex.ts";
import { namesOf } from "../tool/users.ts";
import { argument, FindError, type Node, type Run } from "./types.ts";

const TYPES: Readonly<Record<string, FileType>> = {
  f: "file",
  d: "directory",
  l: "symlink",
  p: "fifo",
  s: "socket",
  b: "block",
  c: "char",
};
const UNITS: Readonly<Record<string, number>> = { b: 512, c: 1, w: 2, k: 1024, M: 1024 ** 2, G: 1024 ** 3 };
const DAY = 86_400_000;

/** The test that a word names, with its argument taken from `words`; undefined when it names none. */
export function test(run: Run, word: string, words: string[]): Node | undefined {
  const { sys, settings } = run;
  const value = () => argument(word, words);
  const reference = (path: string): Stat => {
    try {
      return sys.stat(path);
    } catch (error) {
      if (isErrno(error)) throw new FindError(`‘${path}’: ${error.message.replace(/^.*: /, "")}`);
      throw error;
    }
  };
  const age = (unit: number, time: "mtime" | "atime" | "ctime"): Node => {
    const matches = comparison(word, value());
    return ({ stat }) => matches(Math.floor((sys.now() - stat[time]) / unit));
  };
  const minutes = (time: "mtime" | "atime" | "ctime"): Node => {
    const matches = comparison(word, value());
    return ({ stat }) => matches(Math.ceil((sys.now() - stat[time]) / 60_000));
  };
  const may =
    (want: { readonly read?: boolean; readonly write?: boolean; readonly execute?: boolean }): Node =>
    ({ path }) => {
      try {
        sys.access(path, want);
        return true;
      } catch (error) {
        if (isErrno(error)) return false;
        throw error;
      }
    };
  switch (word) {
    case "-name":
    case "-iname": {
      const pattern = globPattern(value(), word === "-iname");
      return ({ name }) => pattern.test(name);
    }
    case "-path":
    case "-wholename":
    case "-ipath":
    case "-iwholename": {
      const pattern = globPattern(value(), word.startsWith("-i"));
      return ({ path }) => pattern.test(path);
    }
    case "-regex":
    case "-iregex": {
      const pattern = compile(value(), "basic", word === "-iregex" ? "i" : "");
      return ({ path }) => pattern.exec(path)?.[0].length === path.length;
    }
    case "-lname": {
      const pattern = globPattern(value());
      return ({ stat, path }) => stat.type === "symlink" && pattern.test(sys.readlink(path));
    }
    case "-type":
    case "-xtype": {
      const letters = value().split(",");
      const types = letters.map((letter) => TYPES[letter] ?? unknownType(word, letter));
      return ({ stat, path }) => types.includes(word === "-xtype" && stat.type === "symlink" ? reference(path).type : stat.type);
    }
    case "-maxdepth":
      settings.maxDepth = level(word, value());
      return () => true;
    case "-mindepth":
      settings.minDepth = level(word, value());
      return () => true;
    case "-depth":
    case "-d":
      settings.depthFirst = true;
      return () => true;
    case "-xdev":
    case "-mount":
    case "-noleaf":
    case "-daystart":
    case "-follow":
    case "-warn":
    case "-nowarn":
    case "-ignore_readdir_race":
      return () => true;
    case "-regextype":
      value();
      return () => true;
    case "-true":
      return () => true;
    case "-false":
      return () => false;
    case "-empty":
      return ({ stat, path }) => (stat.type === "directory" ? sys.readdir(path).length === 0 : stat.type === "file" && stat.size === 0);
    case "-size": {
      const text = value();
      const match = /^([+-]?\d+)([bcwkMG]?)$/.exec(text);
      if (!match) throw new FindError(`invalid argument \`${text}' to \`-size'`);
      const matches = comparison(word, match[1] ?? "");
      const unit = UNITS[match[2] || "b"] ?? 512;
      return ({ stat }) => matches(Math.ceil(stat.size / unit));
    }
    case "-mtime":
      return age(DAY, "mtime");
    case "-atime":
      return age(DAY, "atime");
    case "-ctime":
      return age(DAY, "ctime");
    case "-mmin":
      return minutes("mtime");
    case "-amin":
      return minutes("atime");
    case "-cmin":
      return minutes("ctime");
    case "-newer":
    case "-anewer":
    case "-cnewer": {
      const { mtime } = reference(value());
      const key = word === "-anewer" ? "atime" : word === "-cnewer" ? "ctime" : "mtime";
      return ({ stat }) => stat[key] > mtime;
    }
    case "-links":
      return number(word, value(), (stat) => stat.nlink);
    case "-inum":
      return number(word, value(), (stat) => stat.ino);
    case "-uid":
      return number(word, value(), (stat) => stat.uid);
    case "-gid":
      return number(word, value(), (stat) => stat.gid);
    case "-user":
    case "-group": {
      const text = value();
      const id = word === "-user" ? namesOf(sys).uid(text) : namesOf(sys).gid(text);
      if (id === undefined) throw new FindError(`‘${text}’ is not the name of ${word === "-user" ? "a known user" : "an existing group"}`);
      return ({ stat }) => (word === "-user" ? stat.uid : stat.gid) === id;
    }
    case "-nouser":
      return ({ stat }) => namesOf(sys).user(stat.uid) === undefined;
    case "-nogroup":
      return ({ stat }) => namesOf(sys).group(stat.gid) === undefined;
    case "-perm":
      return permission(value());
    case "-samefile": {
      const same = reference(value());
      return ({ stat }) => stat.ino === same.ino && stat.dev === same.dev;
    }
    case "-readable":
      return may({ read: true });
    case "-writable":
      return may({ write: true });
    case "-executable":
      return may({ execute: true });
    default:
      return undefined;
  }
}

function unknownType(word: string, letter: string): never {
  throw new FindError(letter === "" ? `Arguments to ${word} should contain at least one letter` : `Unknown argument to ${word}: ${letter}`);
}

function level(word: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new FindError(`Expected a positive decimal integer argument to ${word}, but got ‘${text}’`);
  return Number(text);
}

/** `+N` more, `-N` less, `N` exactly. */
function comparison(word: string, text: string): (value: number) => boolean {
  if (!/^[+-]?\d+(\.\d+)?$/.test(text)) throw new FindError(`invalid argument \`${text}' to \`${word}'`);
  const wanted = Number(text.replace(/^[+-]/, ""));
  if (text.startsWith("+")) return (value) => value > wanted;
  if (text.startsWith("-")) return (value) => value < wanted;
  return (value) => value === wanted;
}

function number(word: string, text: string, of: (stat: Stat) => number): Node {
  const matches = comparison(word, text);
  return ({ stat }) => matches(of(stat));
}

function permission(text: string): Node {
  const how = /^[-/+]/.test(text) ? text[0] : "";
  const change = parseMode(text.slice(how === "" ? 0 : 1));
  if (!change) throw new FindError(`invalid mode ‘${text}’`);
  const bits = change(0, false, 0);
  if (how === "-") return ({ stat }) => (stat.mode & bits) === bits;
  if (how === "/" || how === "+") return ({ stat }) => bits === 0 || (stat.mode & bits) !== 0;
  return ({ stat }) => stat.mode === bits;
}
