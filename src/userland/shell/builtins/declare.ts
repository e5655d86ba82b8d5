import { encode } from "#abi";
import { makeIndexed } from "../expand/elements.ts";
import { quoteIfNeeded, quoteSingle } from "../expand/quote.ts";
import { type ArrayValue, assignTo } from "../run/assign.ts";
import { attributes, printAssignment } from "../run/declare-print.ts";
import type { Builtin, Shell } from "../run/shell.ts";
import { isSet, ReadOnlyError, type Variable } from "../run/variables.ts";
import { type Flags, isName, readFlags, refuse } from "./flags.ts";

/** One operand: name, perhaps an index, perhaps a value. */
interface Operand {
  readonly name: string;
  readonly index: string | undefined;
  readonly append: boolean;
  readonly value: string | ArrayValue | undefined;
}

function parseOperand(word: string, array: ArrayValue | undefined): Operand | undefined {
  const match = /^([A-Za-z_]\w*)(?:\[((?:[^\]]|\](?!\+?=|$))*)\])?(?:(\+?)=([\s\S]*))?$/.exec(word);
  if (!match) return undefined;
  const [, name = "", index, plus, text] = match;
  return { name, index, append: plus === "+", value: array ?? text };
}

/** Operands of a builtin with their array values; those that are no names are refused. */
async function operandsOf(
  shell: Shell,
  who: string,
  argv: readonly string[],
  count: number,
  arrays: ReadonlyMap<number, ArrayValue>,
): Promise<{ readonly operands: readonly Operand[]; readonly status: number }> {
  const operands: Operand[] = [];
  let status = 0;
  for (let at = argv.length - count; at < argv.length; at += 1) {
    const word = argv[at] ?? "";
    const operand = parseOperand(word, arrays.get(at));
    if (operand) operands.push(operand);
    else {
      const bash = shell.flavour.name === "bash";
      status = await refuse(shell, who, bash ? `\`${word}': not a valid identifier` : `${word.replace(/=.*$/s, "")}: bad variable name`);
    }
  }
  return { operands, status };
}

async function setOperand(shell: Shell, operand: Operand): Promise<void> {
  if (operand.value === undefined) return;
  await assignTo(shell, { name: operand.name, index: operand.index, append: operand.append, value: operand.value });
}

/** declare, typeset and local. */
function declaration(who: string): Builtin {
  return {
    run: async (shell, argv, arrays) => {
      const { plus, words } = splitPlus(argv);
      const flags = await readFlags(shell, words, "aAfFgiIlnprtux");
      if (typeof flags === "number") return flags;
      const local = who === "local" || (shell.variables.inFunction && !flags.has("g"));
      if (who === "local" && !shell.variables.inFunction)
        return refuse(shell, who, shell.flavour.name === "bash" ? "can only be used in a function" : "not in a function");
      if (flags.has("f") || flags.has("F")) return showFunctions(shell, flags);
      if (flags.has("p")) return showDeclarations(shell, who, flags.rest);
      if (flags.rest.length === 0) return showMatching(shell, who, flags);
      const dropped = argv.length - words.length;
      const shifted = new Map([...arrays].map(([at, value]) => [at - dropped, value]));
      const { operands, status } = await operandsOf(shell, who, words, flags.rest.length, shifted);
      for (const operand of operands) await declareOne(shell, operand, flags, plus, local);
      return status;
    },
  };
}

// `+x` takes an attribute away.
function splitPlus(argv: readonly string[]): { readonly plus: string; readonly words: readonly string[] } {
  let plus = "";
  const words = [argv[0] ?? ""];
  let options = true;
  for (const word of argv.slice(1)) {
    if (options && /^\+[a-zA-Z]+$/.test(word)) plus += word.slice(1);
    else {
      if (!word.startsWith("-")) options = false;
      words.push(word);
    }
  }
  return { plus, words };
}

async function declareOne(shell: Shell, operand: Operand, flags: Flags, plus: string, local: boolean): Promise<void> {
  const { variables } = shell;
  const variable = local
    ? variables.declareLocal(operand.name)
    : flags.has("g")
      ? variables.declareGlobal(operand.name)
      : flags.has("n")
        ? (variables.findOwn(operand.name) ?? variables.declareGlobal(operand.name))
        : (variables.find(operand.name) ?? variables.declareGlobal(operand.name));
  if (variable.readOnly && operand.value !== undefined) throw new ReadOnlyError(operand.name);
  applyAttributes(variable, flags, plus);
  if (flags.has("n")) {
    variable.value = { kind: "scalar", text: typeof operand.value === "string" ? operand.value : undefined };
    variable.reference = true;
    return;
  }
  if (flags.has("g") && variables.find(operand.name) !== variable) {
    if (typeof operand.value === "string") variable.value = { kind: "scalar", text: operand.value };
    else if (operand.value)
      variable.value = {
        kind: "indexed",
        items: new Map(operand.value.map((item, i) => [item.index === undefined ? i : Number(item.index), item.text])),
      };
  } else await setOperand(shell, operand);
  if (flags.has("r")) variable.readOnly = true;
}

function applyAttributes(variable: Variable, flags: Flags, plus: string): void {
  if (flags.has("a")) makeIndexed(variable);
  if (flags.has("A") && variable.value.kind !== "associative") variable.value = { kind: "associative", items: new Map() };
  if (flags.has("i")) variable.integer = true;
  if (flags.has("x")) variable.exported = true;
  if (flags.has("l")) variable.letterCase = "lower";
  if (flags.has("u")) variable.letterCase = "upper";
  if (plus.includes("x")) variable.exported = false;
  if (plus.includes("i")) variable.integer = false;
  if (plus.includes("n")) variable.reference = false;
  if (plus.includes("l") || plus.includes("u")) variable.letterCase = undefined;
}

async function showFunctions(shell: Shell, flags: Flags): Promise<number> {
  const { definitionText } = await import("./commands.ts");
  let status = 0;
  const names = flags.rest.length > 0 ? flags.rest : [...shell.functions.keys()].sort();
  for (const name of names) {
    const text = definitionText(shell, name);
    if (text === undefined) status = 1;
    else await shell.sys.write(1, encode(flags.has("F") ? `${flags.rest.length > 0 ? "" : "declare -f "}${name}\n` : `${text}\n`));
  }
  return status;
}

async function showDeclarations(shell: Shell, who: string, names: readonly string[]): Promise<number> {
  if (names.length === 0) {
    for (const [name, variable] of shell.variables.all()) await shell.sys.write(1, encode(`${printAssignment(name, variable)}\n`));
    return 0;
  }
  let status = 0;
  for (const name of names) {
    const variable = shell.variables.findOwn(name);
    if (!variable) {
      const computed = shell.variables.get(name);
      if (computed !== undefined) await shell.sys.write(1, encode(`declare -- ${name}="${computed}"\n`));
      else status = await refuse(shell, who, `${name}: not found`);
    } else await shell.sys.write(1, encode(`${printAssignment(name, variable)}\n`));
  }
  return status;
}

async function showMatching(shell: Shell, who: string, flags: Flags): Promise<number> {
  const wanted = ["a", "A", "i", "x", "r", "l", "u", "n"].filter(flags.has);
  const variables = who === "local" ? shell.variables.locals() : shell.variables.all();
  for (const [name, variable] of variables) {
    const letters = attributes(variable);
    if (!isSet(variable) && wanted.length === 0) continue;
    if (!wanted.every((letter) => letters.includes(letter))) continue;
    const plain =
      variable.value.kind === "scalar" ? quoteIfNeeded(variable.value.text ?? "") : printAssignment(name, variable).replace(/^[^=]*=/, "");
    await shell.sys.write(
      1,
      encode(wanted.length > 0 ? `${printAssignment(name, variable)}\n` : `${name}=${plain === "''" ? "" : plain}\n`),
    );
  }
  return 0;
}

export const declare: Builtin = { ...declaration("declare"), only: ["bash"] };
export const typeset: Builtin = { ...declaration("typeset"), only: ["bash"] };
/** bash's is an ordinary builtin; leaving it special matters to the strict ones only. */
export const local: Builtin = { ...declaration("local"), special: true };

function marking(who: "export" | "readonly"): Builtin {
  return {
    special: true,
    run: async (shell, argv, arrays) => {
      const flags = await readFlags(
        shell,
        argv,
        shell.flavour.name !== "bash" ? (who === "export" && shell.flavour.name === "ash" ? "np" : "p") : who === "export" ? "fnp" : "aAfp",
      );
      if (typeof flags === "number") return flags;
      if (flags.rest.length === 0) return showMarked(shell, who);
      if (flags.has("f")) return 0;
      const { operands, status } = await operandsOf(shell, who, argv, flags.rest.length, arrays);
      for (const operand of operands) {
        await setOperand(shell, operand);
        if (who === "readonly") {
          const variable = shell.variables.find(operand.name) ?? shell.variables.writable(operand.name);
          if (flags.has("a")) makeIndexed(variable);
          variable.readOnly = true;
        } else if (flags.has("n")) {
          const variable = shell.variables.find(operand.name);
          if (variable) variable.exported = false;
        } else shell.variables.export(operand.name);
      }
      return status;
    },
  };
}

async function showMarked(shell: Shell, who: "export" | "readonly"): Promise<number> {
  for (const [name, variable] of shell.variables.all()) {
    if (who === "export" ? !variable.exported : !variable.readOnly) continue;
    const text = variable.value.kind === "scalar" ? variable.value.text : undefined;
    const line =
      shell.flavour.name === "bash"
        ? printAssignment(name, variable)
        : `${who} ${name}${text === undefined ? "" : `=${quoteSingle(text)}`}`;
    await shell.sys.write(1, encode(`${line}\n`));
  }
  return 0;
}

export const exportNames: Builtin = marking("export");
export const readonly: Builtin = marking("readonly");

export const unset: Builtin = {
  special: true,
  run: async (shell, argv) => {
    const flags = await readFlags(shell, argv, "fvn");
    if (typeof flags === "number") return flags;
    let status = 0;
    for (const word of flags.rest) {
      const element = /^([A-Za-z_]\w*)\[(.*)\]$/s.exec(word);
      const name = element?.[1] ?? word;
      if (flags.has("f")) shell.functions.delete(name);
      else if (!isName(name)) {
        if (shell.flavour.name === "bash") continue;
        status = await refuse(shell, "unset", `${name}: bad variable name`);
      } else status = (await unsetVariable(shell, name, element?.[2], flags)) || status;
    }
    return status;
  },
};

async function unsetVariable(shell: Shell, name: string, index: string | undefined, flags: Flags): Promise<number> {
  const target = flags.has("n") ? name : shell.variables.resolve(name);
  const variable = shell.variables.findOwn(target);
  if (variable?.readOnly) {
    return refuse(shell, "unset", shell.flavour.name === "bash" ? `${name}: cannot unset: readonly variable` : `${name}: is read only`);
  }
  if (index !== undefined && index !== "@" && index !== "*" && variable) {
    if (variable.value.kind === "associative") variable.value.items.delete(index);
    else if (variable.value.kind === "indexed") {
      const number = Number(index);
      variable.value.items.delete(number < 0 ? Math.max(-1, ...variable.value.items.keys()) + 1 + number : number);
    }
    return 0;
  }
  if (variable || shell.variables.get(target) !== undefined) shell.variables.unset(target);
  else if (!flags.has("v") && shell.flavour.name === "bash") shell.functions.delete(name);
  return 0;
}
