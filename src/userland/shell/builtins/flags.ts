import { encode } from "#abi";
import type { Shell } from "../run/shell.ts";
import { Unwind } from "../run/unwind.ts";

/** Options of a builtin: by letter, with the values of those that take one, and what is left. */
export interface Flags {
  readonly has: (letter: string) => boolean;
  readonly value: (letter: string) => string | undefined;
  readonly rest: readonly string[];
}

/** Reads options as getopt(3) does: `spec` lists the letters, a colon after those that take a value. A number when they are wrong: the status. */
export async function readFlags(shell: Shell, argv: readonly string[], spec: string): Promise<Flags | number> {
  const [name = ""] = argv;
  const values = new Map<string, string>();
  let at = 1;
  for (; at < argv.length; at += 1) {
    const word = argv[at] ?? "";
    if (word === "--") {
      at += 1;
      break;
    }
    if (!/^-./.test(word)) break;
    for (let i = 1; i < word.length; i += 1) {
      const letter = word.charAt(i);
      const known = spec.indexOf(letter);
      if (known < 0 || letter === ":") return wrongOption(shell, name, letter);
      if (spec.charAt(known + 1) !== ":") {
        values.set(letter, "");
        continue;
      }
      const attached = word.slice(i + 1);
      const value = attached !== "" ? attached : argv[at + 1];
      if (attached === "") at += 1;
      if (value === undefined) {
        await shell.complain(`-${letter}: option requires an argument`, name);
        return usage(shell, name);
      }
      values.set(letter, value);
      break;
    }
  }
  return { has: (letter) => values.has(letter), value: (letter) => values.get(letter), rest: argv.slice(at) };
}

async function wrongOption(shell: Shell, name: string, letter: string): Promise<number> {
  if (shell.flavour.name === "bash") {
    await shell.complain(`-${letter}: invalid option`, name);
    return usage(shell, name);
  }
  return refuse(shell, name, `${shell.flavour.name === "dash" ? "Illegal" : "illegal"} option -${letter}`, 2);
}

/** Prints a builtin's synopsis: status 2. */
export async function usage(shell: Shell, name: string): Promise<number> {
  if (shell.flavour.name === "bash") {
    const { USAGE } = await import("./usage.data.ts");
    await shell.sys.write(2, encode(`${name}: usage: ${USAGE[name] ?? name}\n`));
  }
  return 2;
}

/** Complains as a builtin; a special one's failure ends dash and ash when they aren't interactive. */
export async function refuse(shell: Shell, name: string, text: string, status = 1): Promise<number> {
  await shell.complain(text, name);
  if (shell.flavour.strict) {
    if (!shell.interactive && shell.interpreter.builtin(shell, name)?.special) throw new Unwind({ kind: "exit", status: 2 });
    return 2;
  }
  return status;
}

/** Whether a text can name a variable. */
export function isName(text: string): boolean {
  return /^[A-Za-z_]\w*$/.test(text);
}

/** A count given to break, shift, exit …: undefined when it is none. */
export function parseCount(text: string): number | undefined {
  return /^[-+]?\d+$/.test(text.trim()) ? Number(text) : undefined;
}

/** Says that there is no such job: status 1. */
export function noJob(shell: Shell, who: string, spec: string, ambiguous = false): Promise<number> {
  if (ambiguous) return refuse(shell, who, `${spec}: ambiguous job spec`);
  return refuse(shell, who, shell.flavour.name === "dash" ? `No such job: ${spec}` : `${spec}: no such job`);
}
