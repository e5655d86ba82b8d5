/** nginx' configuration language: directives with words, some with a block. */

import { decode, isErrno, type Sys } from "#abi";

export interface Directive {
  readonly name: string;
  readonly args: readonly string[];
  readonly block: readonly Directive[] | undefined;
  /** `/etc/nginx/nginx.conf:3` */
  readonly where: string;
}

/** The configuration is wrong; the message follows `nginx: [emerg] `. */
export class NginxConfigError extends Error {}

/** Reads a file and what it includes. Throws NginxConfigError. */
export function readNginxConfig(sys: Sys, path: string, prefix: string): readonly Directive[] {
  let text: string;
  try {
    text = decode(sys.readFile(path));
  } catch (error) {
    if (!isErrno(error)) throw error;
    const number = error.code === "ENOENT" ? 2 : error.code === "EACCES" ? 13 : 5;
    throw new NginxConfigError(`open() "${path}" failed (${number}: ${error.message.replace(/^.*: /, "")})`);
  }
  const tokens = tokenize(text, path);
  const directives = parseBlock(tokens, path, false);
  return includeAll(sys, directives, prefix);
}

/** -g: directives given on the command line. */
export function parseGlobal(text: string): readonly Directive[] {
  return parseBlock(tokenize(text, "command line"), "command line", false);
}

interface Token {
  readonly text: string;
  readonly quoted: boolean;
  readonly line: number;
}

function tokenize(text: string, path: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  for (let at = 0; at < text.length; ) {
    const char = text.charAt(at);
    if (char === "\n") line++;
    if (/\s/.test(char)) at++;
    else if (char === "#") at = text.indexOf("\n", at) < 0 ? text.length : text.indexOf("\n", at);
    else if (";{}".includes(char)) {
      tokens.push({ text: char, quoted: false, line });
      at++;
    } else if (char === '"' || char === "'") {
      const [whole, inner] = matchAt(char === '"' ? /"((?:[^"\\]|\\[\s\S])*)"/y : /'((?:[^'\\]|\\[\s\S])*)'/y, text, at);
      if (whole === undefined || inner === undefined)
        throw new NginxConfigError(`unexpected end of file, expecting ";" or "}" in ${path}:${line}`);
      tokens.push({ text: inner.replace(/\\(["'\\])/g, "$1"), quoted: true, line });
      line += whole.split("\n").length - 1;
      at += whole.length;
    } else {
      const [word = char] = matchAt(/(?:\$\{\w+\}|\\.|[^\s;{}\\])+/y, text, at);
      tokens.push({ text: word, quoted: false, line });
      at += word.length;
    }
  }
  return tokens;
}

function matchAt(pattern: RegExp, text: string, at: number): readonly string[] {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? [];
}

function parseBlock(tokens: Token[], path: string, inner: boolean): Directive[] {
  const directives: Directive[] = [];
  let words: string[] = [];
  let start = 0;
  let last = 1;
  for (let token = tokens.shift(); token !== undefined; token = tokens.shift()) {
    const { text, quoted, line } = token;
    last = line;
    if (quoted || !";{}".includes(text)) {
      if (words.length === 0) start = line;
      words.push(text);
      continue;
    }
    const [name, ...args] = words;
    if (text === "}") {
      if (name !== undefined) throw new NginxConfigError(`unexpected "}" in ${path}:${line}`);
      if (!inner) throw new NginxConfigError(`unexpected "}" in ${path}:${line}`);
      return directives;
    }
    if (name === undefined) throw new NginxConfigError(`unexpected "${text}" in ${path}:${line}`);
    directives.push({ name, args, block: text === "{" ? parseBlock(tokens, path, true) : undefined, where: `${path}:${start}` });
    words = [];
  }
  if (words.length > 0 || inner)
    throw new NginxConfigError(`unexpected end of file, expecting ${words.length > 0 ? '";" or "}"' : '"}"'} in ${path}:${last}`);
  return directives;
}

function includeAll(sys: Sys, directives: readonly Directive[], prefix: string): Directive[] {
  return directives.flatMap((directive) => {
    if (directive.name === "include") return expand(sys, directive, prefix).flatMap((path) => [...readNginxConfig(sys, path, prefix)]);
    return [directive.block ? { ...directive, block: includeAll(sys, directive.block, prefix) } : directive];
  });
}

function expand(sys: Sys, { args }: Directive, prefix: string): string[] {
  const [pattern = ""] = args;
  const path = pattern.startsWith("/") ? pattern : `${prefix}/${pattern}`;
  const slash = path.lastIndexOf("/");
  const last = path.slice(slash + 1);
  if (!last.includes("*")) return [path];
  const matcher = new RegExp(
    `^${last
      .split("*")
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
      .join(".*")}$`,
  );
  try {
    return sys
      .readdir(path.slice(0, slash))
      .map(({ name }) => name)
      .filter((name) => matcher.test(name) && !name.startsWith("."))
      .sort()
      .map((name) => `${path.slice(0, slash)}/${name}`);
  } catch (error) {
    if (isErrno(error)) return [];
    throw error;
  }
}
