/** Reading a Dockerfile: the grammar of Docker's reference, as the classic builder's parser takes it. */

import { invalid } from "../errors.ts";

export interface Instruction {
  /** Upper case. */
  readonly name: string;
  /** The logical line as the step's message shows it. */
  readonly original: string;
  /** `--from=build` and the like. */
  readonly flags: ReadonlyMap<string, string>;
  /** What follows, with continued lines joined. */
  readonly rest: string;
  /** Of the JSON form. */
  readonly list: readonly string[] | undefined;
  readonly line: number;
}

const KNOWN = new Set([
  "ADD",
  "ARG",
  "CMD",
  "COPY",
  "ENTRYPOINT",
  "ENV",
  "EXPOSE",
  "FROM",
  "HEALTHCHECK",
  "LABEL",
  "MAINTAINER",
  "ONBUILD",
  "RUN",
  "SHELL",
  "STOPSIGNAL",
  "USER",
  "VOLUME",
  "WORKDIR",
]);
/** Whose arguments may be a JSON array. */
const LISTS = new Set(["ADD", "CMD", "COPY", "ENTRYPOINT", "RUN", "SHELL", "VOLUME", "HEALTHCHECK"]);
const FLAGGED = new Set(["ADD", "COPY", "FROM", "HEALTHCHECK", "RUN"]);

/** 400 with the parser's text. `name` is the file's, for messages. */
export function parseDockerfile(text: string, name: string): readonly Instruction[] {
  if (text.trim() === "") throw invalid(`the Dockerfile (${name}) cannot be empty`);
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const escape = /^#\s*escape\s*=\s*(`|\\)\s*$/i.exec(lines[0] ?? "")?.[1] ?? "\\";
  const continued = escape === "`" ? /`[ \t]*$/ : /\\[ \t]*$/;
  const found: Instruction[] = [];
  for (let at = 0; at < lines.length; at++) {
    const start = at + 1;
    let line = lines[at] ?? "";
    if (line.trim() === "" || /^\s*#/.test(line)) continue;
    line = line.trimStart();
    while (continued.test(line) && at + 1 < lines.length) {
      line = line.replace(continued, "");
      at++;
      const next = lines[at] ?? "";
      if (/^\s*#/.test(next) || next.trim() === "") {
        // Comments and empty lines inside of a continued one are left out.
        line += at + 1 < lines.length ? escape : "";
        continue;
      }
      line += next;
    }
    found.push(parseInstruction(line.replace(continued, "").trim(), start));
  }
  if (found.length === 0) throw invalid("file with no instructions");
  return found;
}

export function parseInstruction(line: string, number: number): Instruction {
  const [, word = "", after = ""] = /^(\S+)\s*(.*)$/s.exec(line) ?? [];
  const name = word.toUpperCase();
  if (!KNOWN.has(name)) throw invalid(`Dockerfile parse error line ${number}: unknown instruction: ${name}`);
  const flags = new Map<string, string>();
  let rest = after.trim();
  if (FLAGGED.has(name)) {
    for (let match = /^--([a-z-]+)(?:=(\S*))?\s*/.exec(rest); match; match = /^--([a-z-]+)(?:=(\S*))?\s*/.exec(rest)) {
      flags.set(match[1] ?? "", match[2] ?? "");
      rest = rest.slice(match[0].length);
    }
  }
  if (rest === "" && name !== "RUN" && name !== "CMD" && name !== "ENTRYPOINT")
    throw invalid(
      `Dockerfile parse error line ${number}: ${name} requires ${name === "FROM" ? "either one or three arguments" : "at least one argument"}`,
    );
  return {
    name,
    original: `${name}${after === "" ? "" : ` ${after}`}`,
    flags,
    rest,
    list: LISTS.has(name) ? jsonList(rest) : undefined,
    line: number,
  };
}

export function jsonList(text: string): readonly string[] | undefined {
  if (!text.startsWith("[")) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((one): one is string => typeof one === "string") ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Words with quotes and escapes taken off. */
export function splitWords(text: string): readonly string[] {
  return [...text.matchAll(/(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+/gs)].map(([word]) => unquote(word));
}

export function unquote(word: string): string {
  return word.replace(
    /"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)/gs,
    (_, double: string | undefined, single: string | undefined, escaped: string | undefined) =>
      double !== undefined ? double.replace(/\\(["\\$])/gs, "$1") : (single ?? escaped ?? ""),
  );
}

/** `$V`, `${V}`, `${V:-word}`, `${V:+word}`; not in single quotes, not behind a backslash. */
export function expand(text: string, variables: ReadonlyMap<string, string>): string {
  return text.replace(
    /\\\$|'[^']*'|\$\{(\w+)(?::([-+])((?:[^}\\]|\\.)*))?\}|\$(\w+)/gs,
    (whole, braced: string | undefined, operator: string | undefined, word: string | undefined, plain: string | undefined) => {
      if (whole === "\\$") return "$";
      if (whole.startsWith("'")) return whole;
      const value = variables.get(braced ?? plain ?? "") ?? "";
      if (operator === "-") return value === "" ? expand(word ?? "", variables) : value;
      if (operator === "+") return value === "" ? "" : expand(word ?? "", variables);
      return value;
    },
  );
}

/** `A=1 B="two words"`, or `A two words`. 400 in the parser's words. */
export function namesAndValues(rest: string, instruction: string, line: number): readonly (readonly [string, string])[] {
  const [, name = "", value = ""] = /^(\S+)\s+(.*)$/s.exec(rest) ?? [];
  if (name !== "" && !name.includes("=")) return [[name, value.trim()]];
  return splitWords(rest).map((word): readonly [string, string] => {
    const at = word.indexOf("=");
    if (at < 0)
      throw invalid(`Dockerfile parse error line ${line}: Syntax error - can't find = in "${word}". Must be of the form: name=value`);
    if (at === 0) throw invalid(`${instruction} names can not be blank`);
    return [word.slice(0, at), word.slice(at + 1)];
  });
}
