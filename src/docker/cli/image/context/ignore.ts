import { absolute } from "../../container/options/mount.ts";

/** Patterns of a .dockerignore file. */
export interface Ignore {
  /** The path, or a directory above it, is left out. */
  matches(path: string): boolean;
  /** A directory that is left out may yet hold what an exception brings back. */
  mayHoldException(directory: string): boolean;
}

interface Pattern {
  readonly exception: boolean;
  readonly text: string;
  readonly regexp: RegExp;
}

/** The lines of a .dockerignore file, cleaned. */
export function ignoreLines(text: string): readonly string[] {
  return text
    .replace(/^\uFEFF/, "")
    .split("\n")
    .flatMap((line) => {
      if (line.startsWith("#") || line.trim() === "") return [];
      const [, exception = "", rest = ""] = /^(!?)\s*(.*)$/.exec(line.trim()) ?? [];
      return [exception + (rest === "" ? "" : clean(rest))];
    });
}

function clean(path: string): string {
  const cleaned = absolute("/", path).slice(1);
  return cleaned === "" ? "." : cleaned;
}

/** Throws an Error where a pattern is none. */
export function parseIgnore(lines: readonly string[]): Ignore {
  const patterns = lines.map((line): Pattern => {
    if (line === "!") throw new Error('illegal exclusion pattern: "!"');
    const exception = line.startsWith("!");
    const text = exception ? line.slice(1) : line;
    return { exception, text, regexp: compile(text) };
  });
  return {
    matches: (path) => {
      const parts = path.split("/");
      const above = parts.map((_, index) => parts.slice(0, index + 1).join("/"));
      return patterns.reduce((left, { exception, regexp }) => (above.some((one) => regexp.test(one)) ? !exception : left), false);
    },
    mayHoldException: (directory) => patterns.some(({ exception, text }) => exception && `${text}/`.startsWith(`${directory}/`)),
  };
}

/** `*` and `?` stay within a name, `**` goes across directories. */
function compile(pattern: string): RegExp {
  let out = "";
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at] ?? "";
    if (char === "*" && pattern[at + 1] === "*") {
      at++;
      if (pattern[at + 1] === "/") at++;
      out += at + 1 >= pattern.length ? ".*" : "(.*/)?";
    } else if (char === "*") out += "[^/]*";
    else if (char === "?") out += "[^/]";
    else if (char === "\\") out += escape(pattern[++at] ?? "\\");
    else if (char === "[" || char === "]") out += char;
    else out += escape(char);
  }
  try {
    return new RegExp(`^${out}$`, "su");
  } catch (error) {
    if (error instanceof SyntaxError) throw new Error("syntax error in pattern");
    throw error;
  }
}

function escape(char: string): string {
  return /[.$+()|{}^*?/\\[\]]/.test(char) ? `\\${char}` : char;
}
