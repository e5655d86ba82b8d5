import { encode } from "#abi";
import { findAll, findProgram, isExecutable } from "../run/lookup.ts";
import type { Builtin, Shell } from "../run/shell.ts";
import { printCommand } from "../syntax/index.ts";
import { readFlags, refuse } from "./flags.ts";

const KEYWORDS: ReadonlySet<string> = new Set([
  "if",
  "then",
  "else",
  "elif",
  "fi",
  "time",
  "for",
  "in",
  "until",
  "while",
  "do",
  "done",
  "case",
  "esac",
  "coproc",
  "select",
  "function",
  "{",
  "}",
  "[[",
  "]]",
  "!",
]);
const STANDARD_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** A function's definition as bash prints it. */
export function definitionText(shell: Shell, name: string): string | undefined {
  const definition = shell.functions.get(name);
  return definition ? printCommand(definition) : undefined;
}

function keyword(shell: Shell, name: string): boolean {
  return KEYWORDS.has(name) && (shell.flavour.name === "bash" || !/^(?:time|coproc|select|function|\[\[|\]\])$/.test(name));
}

export const command: Builtin = {
  run: async (shell, argv, arrays) => {
    const flags = await readFlags(shell, argv, "pvV");
    if (typeof flags === "number") return flags;
    const [name] = flags.rest;
    if (name === undefined) return 0;
    if (flags.has("v") || flags.has("V")) {
      let status = 0;
      for (const one of shell.flavour.name === "bash" ? flags.rest : [name])
        if (!(await describe(shell, one, flags.has("V"), "command"))) status = shell.flavour.name === "bash" ? 1 : 127;
      return status;
    }
    const found = shell.interpreter.builtin(shell, name);
    if (found)
      return found.run(shell, flags.rest, new Map([...arrays].map(([at, value]) => [at - (argv.length - flags.rest.length), value])));
    return shell.interpreter.call(shell, flags.rest, { plain: true, ...(flags.has("p") ? { path: STANDARD_PATH } : {}) });
  },
};

async function describe(shell: Shell, name: string, verbose: boolean, who: string): Promise<boolean> {
  const out = (text: string) => shell.sys.write(1, encode(`${text}\n`));
  const alias = shell.aliases.get(name);
  const bash = shell.flavour.name === "bash";
  if (alias !== undefined && (shell.interactive || !bash || shell.shopt("expand_aliases"))) {
    await out(verbose ? (bash ? `${name} is aliased to \`${alias}'` : `${name} is an alias for ${alias}`) : `alias ${name}='${alias}'`);
    return true;
  }
  if (keyword(shell, name)) {
    await out(verbose ? `${name} is a shell keyword` : name);
    return true;
  }
  const definition = definitionText(shell, name);
  if (definition !== undefined) {
    await out(verbose ? (bash ? `${name} is a function\n${definition}` : `${name} is a shell function`) : name);
    return true;
  }
  const builtin = shell.interpreter.builtin(shell, name);
  if (builtin) {
    await out(verbose ? `${name} is a ${builtin.special && !bash ? "special " : ""}shell builtin` : name);
    return true;
  }
  const hashed = shell.hash.get(name);
  const found = findProgram(shell, name);
  if (found.kind === "path" && isExecutable(shell.sys, found.path)) {
    const used = hashed ? `${name} is hashed (${found.path})` : `${name} is ${found.path}`;
    if (!hashed) shell.hash.delete(name);
    await out(verbose ? (bash ? used : `${name} is ${found.path}`) : found.path);
    return true;
  }
  if (!verbose) return false;
  if (bash) await shell.complain(`${name}: not found`, who);
  else await out(`${name}: not found`);
  return false;
}

export const type: Builtin = {
  run: async (shell, argv) => {
    if (shell.flavour.name !== "bash") {
      let status = 0;
      for (const name of argv.slice(1)) if (!(await describe(shell, name, true, "type"))) status = 127;
      return status;
    }
    const flags = await readFlags(shell, argv, "afptP");
    if (typeof flags === "number") return flags;
    let status = 0;
    for (const name of flags.rest) {
      const found = flags.has("t")
        ? await typeWord(shell, name)
        : flags.has("p") || flags.has("P")
          ? await typePath(shell, name, flags.has("P"))
          : flags.has("a")
            ? await typeAll(shell, name)
            : await describe(shell, name, true, "type");
      if (!found) status = 1;
    }
    return status;
  },
};

async function typeWord(shell: Shell, name: string): Promise<boolean> {
  const word =
    shell.aliases.has(name) && shell.interactive
      ? "alias"
      : keyword(shell, name)
        ? "keyword"
        : shell.functions.has(name)
          ? "function"
          : shell.interpreter.builtin(shell, name)
            ? "builtin"
            : findAll(shell, name).length > 0
              ? "file"
              : undefined;
  if (word !== undefined) await shell.sys.write(1, encode(`${word}\n`));
  return word !== undefined;
}

async function typePath(shell: Shell, name: string, force: boolean): Promise<boolean> {
  if (!force && (shell.functions.has(name) || shell.interpreter.builtin(shell, name) || keyword(shell, name))) return true;
  const [path] = findAll(shell, name);
  if (path !== undefined) await shell.sys.write(1, encode(`${path}\n`));
  return path !== undefined;
}

async function typeAll(shell: Shell, name: string): Promise<boolean> {
  const lines: string[] = [];
  if (shell.aliases.has(name)) lines.push(`${name} is aliased to \`${shell.aliases.get(name) ?? ""}'`);
  if (keyword(shell, name)) lines.push(`${name} is a shell keyword`);
  const definition = definitionText(shell, name);
  if (definition !== undefined) lines.push(`${name} is a function`, definition);
  if (shell.interpreter.builtin(shell, name)) lines.push(`${name} is a shell builtin`);
  for (const path of findAll(shell, name)) lines.push(`${name} is ${path}`);
  if (lines.length === 0) await shell.complain(`${name}: not found`, "type");
  else await shell.sys.write(1, encode(`${lines.join("\n")}\n`));
  return lines.length > 0;
}

export const hash: Builtin = {
  run: async (shell, argv) => {
    const flags = await readFlags(shell, argv, shell.flavour.name === "bash" ? "lrp:dt" : "rv");
    if (typeof flags === "number") return flags;
    if (flags.has("r")) shell.hash.clear();
    let status = 0;
    const given = flags.value("p");
    for (const name of flags.rest) {
      if (flags.has("d")) shell.hash.delete(name);
      else if (given !== undefined) shell.hash.set(name, { path: given, uses: 0 });
      else if (flags.has("t")) {
        const known = shell.hash.get(name);
        if (known) await shell.sys.write(1, encode(`${known.path}\n`));
        else status = await refuse(shell, "hash", `${name}: not found`);
      } else if (!shell.interpreter.builtin(shell, name)) {
        shell.hash.delete(name);
        const found = findProgram(shell, name);
        if (found.kind === "missing") status = await notFound(shell, name);
        const remembered = shell.hash.get(name);
        if (remembered) remembered.uses = 0;
      }
    }
    if (argv.length > 1) return status;
    if (shell.hash.size === 0) {
      if (shell.flavour.name === "bash") await shell.sys.write(1, encode("hash: hash table empty\n"));
      return 0;
    }
    const entries = [...shell.hash.values()];
    const text =
      shell.flavour.name === "bash"
        ? `hits\tcommand\n${entries.map(({ path, uses }) => `${String(uses).padStart(4)}\t${path}\n`).join("")}`
        : entries.map(({ path }) => `${path}\n`).join("");
    await shell.sys.write(1, encode(text));
    return 0;
  },
};

async function notFound(shell: Shell, name: string): Promise<number> {
  await shell.complain(`${name}: not found`, "hash");
  return 1;
}
