import { encode } from "#abi";
import { quoteIfNeeded } from "../expand/quote.ts";
import { printValue } from "../run/declare-print.ts";
import type { Builtin, Shell } from "../run/shell.ts";
import { isSet } from "../run/variables.ts";
import { readFlags, refuse, usage } from "./flags.ts";

/** Turns an option of `set -o` on or off; false when there is none of that name. */
export function setOption(shell: Shell, name: string, on: boolean): boolean {
  if (!shell.flavour.options.some((option) => option.name === name)) return false;
  if (on) shell.options.add(name);
  else shell.options.delete(name);
  if (on && name === "vi") shell.options.delete("emacs");
  if (on && name === "emacs") shell.options.delete("vi");
  return true;
}

/** Reads `-eux`, `-o name`, `+x` at the start of words; gives what is left, or a status when one is wrong. */
export async function readSetOptions(
  shell: Shell,
  who: string,
  words: readonly string[],
  extra?: (letter: string) => boolean,
): Promise<{ readonly rest: readonly string[]; readonly dashes: boolean } | number> {
  let at = 0;
  for (; at < words.length; at += 1) {
    const word = words[at] ?? "";
    if (word === "--" || word === "-") {
      if (word === "-") for (const name of ["xtrace", "verbose"]) shell.options.delete(name);
      return { rest: words.slice(at + 1), dashes: word === "--" || at + 1 < words.length };
    }
    if (!/^[-+]./.test(word)) break;
    const on = word.startsWith("-");
    for (const letter of word.slice(1)) {
      if (letter === "o") {
        const name = words[at + 1];
        if (name === undefined) {
          await listOptions(shell, on);
          continue;
        }
        at += 1;
        if (!setOption(shell, name, on)) return wrong(shell, who, on, name, true);
        continue;
      }
      const option = shell.flavour.options.find((one) => one.letter === letter);
      if (option && !(shell.flavour.name === "dash" && "is".includes(letter) && who === "set")) setOption(shell, option.name, on);
      else if (!extra?.(letter)) return wrong(shell, who, on, letter, false);
    }
  }
  return { rest: words.slice(at), dashes: false };
}

async function wrong(shell: Shell, who: string, on: boolean, name: string, long: boolean): Promise<number> {
  if (shell.flavour.name === "bash") {
    if (long) return refuse(shell, who, `${name}: invalid option name`, 2);
    await shell.complain(`${on ? "-" : "+"}${name}: invalid option`, who);
    return usage(shell, who);
  }
  return refuse(
    shell,
    who,
    `${shell.flavour.name === "dash" ? "Illegal" : "illegal"} option ${on ? "-" : "+"}${long ? "o " : ""}${name}`,
    2,
  );
}

async function listOptions(shell: Shell, readable: boolean): Promise<void> {
  const bash = shell.flavour.name === "bash";
  const lines = shell.flavour.options.map(({ name }) =>
    readable
      ? `${name.padEnd(bash ? 15 : 16)}${bash ? "\t" : ""}${shell.option(name) ? "on" : "off"}`
      : `set ${shell.option(name) ? "-" : "+"}o ${name}`,
  );
  await shell.sys.write(1, encode(`${!bash && readable ? "Current option settings\n" : ""}${lines.join("\n")}\n`));
}

async function listVariables(shell: Shell): Promise<number> {
  for (const [name, variable] of shell.variables.all()) {
    if (!isSet(variable)) continue;
    const text = variable.value.kind === "scalar" ? (variable.value.text ?? "") : undefined;
    const value =
      text === undefined
        ? printValue(variable)
        : shell.flavour.name === "bash"
          ? text === ""
            ? ""
            : quoteIfNeeded(text)
          : `'${text.replaceAll("'", `'"'"'`)}'`;
    await shell.sys.write(1, encode(`${name}=${value}\n`));
  }
  if (shell.flavour.name === "bash" && !shell.option("posix")) {
    const { definitionText } = await import("./commands.ts");
    for (const name of [...shell.functions.keys()].sort()) await shell.sys.write(1, encode(`${definitionText(shell, name) ?? ""}\n`));
  }
  return 0;
}

export const set: Builtin = {
  special: true,
  run: async (shell, argv) => {
    if (argv.length === 1) return listVariables(shell);
    const read = await readSetOptions(shell, "set", argv.slice(1));
    if (typeof read === "number") return read;
    if (read.rest.length > 0 || read.dashes) shell.positional = read.rest;
    return 0;
  },
};

export const shopt: Builtin = {
  only: ["bash"],
  run: async (shell, argv) => {
    const flags = await readFlags(shell, argv, "opqsu");
    if (typeof flags === "number") return flags;
    if (flags.has("s") && flags.has("u")) return refuse(shell, "shopt", "cannot set and unset shell options simultaneously");
    const known = (name: string) => (flags.has("o") ? shell.flavour.options.some((one) => one.name === name) : shell.shopts.has(name));
    const isOn = (name: string) => (flags.has("o") ? shell.option(name) : shell.shopt(name));
    const changing = flags.has("s") || flags.has("u");
    if (flags.rest.length === 0) {
      const names = flags.has("o") ? shell.flavour.options.map((one) => one.name) : [...shell.shopts.keys()];
      for (const name of names)
        if (!changing || isOn(name) === flags.has("s")) await show(shell, name, isOn(name), flags.has("p"), flags.has("o"));
      return 0;
    }
    let status = 0;
    for (const name of flags.rest) {
      if (!known(name)) {
        status = await refuse(shell, "shopt", flags.has("o") ? `${name}: invalid option name` : `${name}: invalid shell option name`);
        continue;
      }
      if (changing) {
        if (flags.has("o")) setOption(shell, name, flags.has("s"));
        else shell.shopts.set(name, flags.has("s"));
        if (name === "extglob") shell.dialect.extglob = flags.has("s");
      } else {
        if (!isOn(name)) status = 1;
        if (!flags.has("q")) await show(shell, name, isOn(name), flags.has("p"), flags.has("o"));
      }
    }
    return status;
  },
};

async function show(shell: Shell, name: string, on: boolean, reusable: boolean, setOptions: boolean): Promise<void> {
  const text = reusable
    ? setOptions
      ? `set ${on ? "-" : "+"}o ${name}`
      : `shopt -${on ? "s" : "u"} ${name}`
    : `${name.padEnd(15)}\t${on ? "on" : "off"}`;
  await shell.sys.write(1, encode(`${text}\n`));
}
