/** Options of MySQL's programs: from the option files, then from the command line. */

import { decode, isErrno, type Sys } from "#abi";

export interface MysqlOptions {
  /** By name with hyphens; an option without value is an empty string. */
  readonly values: ReadonlyMap<string, string>;
  readonly operands: readonly string[];
}

/** Short options that take a value, by their long names. `-p` takes one only in the same word. */
const SHORT: Readonly<Record<string, string>> = {
  u: "user",
  h: "host",
  P: "port",
  S: "socket",
  D: "database",
  e: "execute",
  p: "password",
};
const SHORT_FLAGS: Readonly<Record<string, string>> = {
  N: "skip-column-names",
  B: "batch",
  s: "silent",
  t: "table",
  V: "version",
  f: "force",
  v: "verbose",
  "?": "help",
  I: "help",
  A: "no-auto-rehash",
  E: "vertical",
  r: "raw",
  q: "quick",
  n: "unbuffered",
};

/** The options that hold for a program: of these groups in /etc/mysql/my.cnf and /etc/my.cnf, and of its arguments. */
export function readOptions(sys: Sys, groups: readonly string[], args: readonly string[]): MysqlOptions {
  const values = new Map<string, string>();
  for (const file of ["/etc/my.cnf", "/etc/mysql/my.cnf"]) readFile(sys, file, groups, values);
  const operands: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const argument = args[at] ?? "";
    if (argument.startsWith("--")) {
      const [name = "", ...rest] = argument.slice(2).split("=");
      const takesNext =
        rest.length === 0 && ["user", "host", "port", "socket", "database", "execute", "protocol", "datadir"].includes(name);
      set(values, name, takesNext ? (args[++at] ?? "") : rest.join("="));
    } else if (argument.startsWith("-") && argument.length > 1) {
      const letter = argument.charAt(1);
      const long = SHORT[letter];
      if (long === undefined) for (const one of argument.slice(1)) set(values, SHORT_FLAGS[one] ?? one, "");
      else
        set(
          values,
          letter === "p" && argument.length === 2 ? "ask-password" : long,
          argument.length > 2 ? argument.slice(2) : letter === "p" ? "" : (args[++at] ?? ""),
        );
    } else operands.push(argument);
  }
  return { values, operands };
}

function set(values: Map<string, string>, name: string, value: string): void {
  values.set(name.replaceAll("_", "-"), value);
}

function readFile(sys: Sys, path: string, groups: readonly string[], values: Map<string, string>, depth = 0): void {
  let text: string;
  try {
    text = decode(sys.readFile(path));
  } catch (error) {
    if (isErrno(error)) return;
    throw error;
  }
  let group = "";
  for (const raw of text.split("\n")) {
    const line = raw.trim();
    const [, included] = /^!includedir\s+(.*)$/.exec(line) ?? [];
    if (included !== undefined && depth < 4) {
      for (const file of listConf(sys, included)) readFile(sys, file, groups, values, depth + 1);
      continue;
    }
    const [, section] = /^\[(.*)\]$/.exec(line) ?? [];
    if (section !== undefined) group = section;
    else if (line !== "" && !/^[#;!]/.test(line) && groups.includes(group)) {
      const [name = "", ...rest] = line.split("=");
      set(
        values,
        name.trim(),
        rest
          .join("=")
          .trim()
          .replace(/^(["'])(.*)\1$/, "$2"),
      );
    }
  }
}

function listConf(sys: Sys, directory: string): readonly string[] {
  try {
    return sys
      .readdir(directory)
      .map(({ name }) => name)
      .filter((name) => name.endsWith(".cnf"))
      .sort()
      .map((name) => `${directory.replace(/\/$/, "")}/${name}`);
  } catch (error) {
    if (isErrno(error)) return [];
    throw error;
  }
}
