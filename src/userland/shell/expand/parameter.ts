import { ArithmeticError } from "../arithmetic/parse.ts";
import type { Shell } from "../run/shell.ts";
import { Unwind } from "../run/unwind.ts";
import { elementsOf, isSet, keysOf, ReadOnlyError } from "../run/variables.ts";
import type { Operation, ParameterPart, Part, Word } from "../syntax/index.ts";
import { getElement, setElement } from "./elements.ts";
import type { Surroundings } from "./expand.ts";
import type { FieldBuilder } from "./fields.ts";
import { evaluate } from "./number.ts";
import { changeCase, replace, slice, transform, trim } from "./operations.ts";
import { specialParameter } from "./special.ts";

/** The parts of expansion that parameters need in turn. */
export interface ParameterTools {
  expandParts(shell: Shell, parts: readonly Part[], builder: FieldBuilder, where: Surroundings): Promise<void>;
  expandSingle(shell: Shell, word: Word): Promise<string>;
  expandPattern(shell: Shell, word: Word): Promise<string>;
  expandDouble(shell: Shell, word: Word): Promise<string>;
}

/** What a parameter stands for: one value, or those of an array or of the positional parameters. */
type Found =
  | { readonly kind: "one"; readonly value: string | undefined }
  | { readonly kind: "many"; readonly values: readonly string[]; readonly joined: boolean };

interface Target {
  readonly name: string;
  readonly index: string | undefined;
  readonly all: "no" | "at" | "star";
}

/** Expands ${…} into the fields being built. */
export async function expandParameter(
  shell: Shell,
  part: ParameterPart,
  builder: FieldBuilder,
  where: Surroundings,
  tools: ParameterTools,
): Promise<void> {
  const { operation } = part;
  if (operation?.kind === "bad") return shell.abort(shell.flavour.badSubstitution(part.text));
  if (operation?.kind === "names") {
    const names = shell.variables.names().filter((name) => name.startsWith(part.name));
    return emitMany(shell, builder, where, names, operation.joined);
  }
  const direct = await targetOf(shell, part, tools);
  if (part.indirect && direct.all !== "no") {
    const variable = shell.variables.find(part.name);
    return emitMany(shell, builder, where, variable ? keysOf(variable.value) : [], direct.all === "star");
  }
  const target = part.indirect ? await indirectTarget(shell, direct, part) : direct;
  const found = lookUp(shell, target);
  if (operation === undefined) return emitPlain(shell, part, builder, where, found);
  if (operation.kind === "length") return emitLength(shell, builder, where, found, part);
  if ("colon" in operation) {
    return emitTested(shell, part, operation, builder, where, found, target, tools);
  }
  return emitChanged(shell, part, operation, builder, where, found, target, tools);
}

async function targetOf(shell: Shell, part: ParameterPart, tools: ParameterTools): Promise<Target> {
  if (part.name === "@" || part.name === "*") return { name: part.name, index: undefined, all: part.name === "@" ? "at" : "star" };
  if (part.subscript?.kind === "all") return { name: part.name, index: undefined, all: part.subscript.joined ? "star" : "at" };
  if (part.subscript === undefined) return { name: part.name, index: undefined, all: "no" };
  return { name: part.name, index: await tools.expandSingle(shell, part.subscript.index), all: "no" };
}

async function indirectTarget(shell: Shell, through: Target, part: ParameterPart): Promise<Target> {
  const variable = shell.variables.findOwn(through.name);
  if (variable?.reference)
    return { name: variable.value.kind === "scalar" ? (variable.value.text ?? "") : "", index: undefined, all: "no" };
  const found = lookUp(shell, through);
  const name = found.kind === "one" ? found.value : found.values.join(" ");
  if (name === undefined && part.operation === undefined)
    await shell.abort(`${part.text.slice(2, -1).replace(/^!/, "")}: invalid indirect expansion`);
  const match = /^([A-Za-z_]\w*|[0-9]+|[@*#?$!-])(?:\[(.*)\])?$/s.exec(name ?? "");
  if (!match) {
    if (name === undefined || name === "") return { name: "", index: undefined, all: "no" };
    return shell.abort(`${name}: invalid variable name`);
  }
  const [, base = "", index] = match;
  if (base === "@" || index === "@") return { name: base, index: undefined, all: "at" };
  if (base === "*" || index === "*") return { name: base, index: undefined, all: "star" };
  return { name: base, index, all: "no" };
}

function lookUp(shell: Shell, target: Target): Found {
  if (target.all !== "no") {
    const joined = target.all === "star";
    if (target.name === "@" || target.name === "*") return { kind: "many", values: shell.positional, joined };
    const variable = shell.variables.find(target.name);
    const computed = variable && isSet(variable) ? undefined : shell.variables.get(target.name);
    return {
      kind: "many",
      values: variable && computed === undefined ? elementsOf(variable.value) : computed === undefined ? [] : [computed],
      joined,
    };
  }
  if (target.name === "") return { kind: "one", value: undefined };
  return {
    kind: "one",
    value: target.index === undefined ? specialParameter(shell, target.name) : getElement(shell, target.name, target.index),
  };
}

function emit(builder: FieldBuilder, where: Surroundings, text: string): void {
  if (where.quoted) builder.quoted(text);
  else builder.expanded(text);
}

function emitMany(shell: Shell, builder: FieldBuilder, where: Surroundings, values: readonly string[], joined: boolean): void {
  if (joined && (where.quoted || !builder.splitting)) {
    const ifs = shell.variables.get("IFS");
    emit(builder, where, values.join(ifs === undefined ? " " : ifs.charAt(0)));
    return;
  }
  values.forEach((value, i) => {
    if (i > 0) builder.break();
    emit(builder, where, value);
  });
}

async function emitFound(shell: Shell, builder: FieldBuilder, where: Surroundings, found: Found): Promise<void> {
  if (found.kind === "many") emitMany(shell, builder, where, found.values, found.joined);
  else emit(builder, where, found.value ?? "");
}

async function refuseUnset(shell: Shell, part: ParameterPart, found: Found): Promise<void> {
  if (found.kind === "one" && found.value === undefined && shell.option("nounset")) {
    await shell.fail(
      shell.flavour.unbound(part.text.startsWith("${") ? part.text.slice(2, -1).replace(/^[#!]|(?<=[\w\]])[^\w[\]].*$/gs, "") : part.name),
      127,
    );
  }
}

async function emitPlain(shell: Shell, part: ParameterPart, builder: FieldBuilder, where: Surroundings, found: Found): Promise<void> {
  await refuseUnset(shell, part, found);
  await emitFound(shell, builder, where, found);
}

async function emitLength(shell: Shell, builder: FieldBuilder, where: Surroundings, found: Found, part: ParameterPart): Promise<void> {
  await refuseUnset(shell, part, found);
  const joined = found.kind === "many" ? found.values.join(shell.ifs.charAt(0)) : (found.value ?? "");
  // Only bash counts parameters; the others measure them.
  emit(builder, where, String(found.kind === "many" && shell.flavour.name === "bash" ? found.values.length : [...joined].length));
}

async function emitTested(
  shell: Shell,
  part: ParameterPart,
  operation: Extract<Operation, { kind: "default" | "assign" | "error" | "alternative" }>,
  builder: FieldBuilder,
  where: Surroundings,
  found: Found,
  target: Target,
  tools: ParameterTools,
): Promise<void> {
  const missing = found.kind === "one" ? found.value === undefined : found.values.length === 0;
  const empty = found.kind === "one" ? !found.value : found.values.join("") === "";
  const absent = missing || (operation.colon && empty);
  const word = () =>
    tools.expandParts(shell, operation.word.parts, builder, { ...where, tilde: where.quoted ? "no" : "word", splitText: !where.quoted });
  if (operation.kind === "alternative") {
    if (!absent) await word();
    return;
  }
  if (!absent) return emitFound(shell, builder, where, found);
  if (operation.kind === "default") return word();
  const text = where.quoted ? await tools.expandDouble(shell, operation.word) : await tools.expandSingle(shell, operation.word);
  if (operation.kind === "error") {
    const label = part.text.slice(2, -1).slice(0, part.text.slice(2, -1).search(/:?\?/));
    await shell.complain(`${label}: ${text === "" ? (operation.colon ? "parameter null or not set" : "parameter not set") : text}`);
    // An unset parameter that must be set ends even an interactive shell's line, and any other shell.
    throw new Unwind(
      shell.interactive
        ? { kind: "abort", status: shell.flavour.name === "bash" ? 1 : 2 }
        : { kind: "exit", status: shell.flavour.name === "bash" ? 127 : 2 },
    );
  }
  if (!/^[A-Za-z_]/.test(target.name)) return shell.abort(`$${target.name}: cannot assign in this way`);
  await assign(shell, target, text);
  emit(builder, where, text);
}

async function assign(shell: Shell, target: Target, text: string): Promise<void> {
  try {
    setElement(shell, target.name, target.index, text);
  } catch (error) {
    if (error instanceof ReadOnlyError) await shell.abort(shell.flavour.readOnly(error.variable));
    if (error instanceof ArithmeticError) await shell.abort(shell.flavour.arithmeticError(error));
    throw error;
  }
}

async function emitChanged(
  shell: Shell,
  part: ParameterPart,
  operation: Extract<Operation, { kind: "trim" | "replace" | "case" | "slice" | "transform" }>,
  builder: FieldBuilder,
  where: Surroundings,
  found: Found,
  target: Target,
  tools: ParameterTools,
): Promise<void> {
  await refuseUnset(shell, part, found);
  if (operation.kind === "slice") {
    const offset = Number(await evaluate(shell, await tools.expandDouble(shell, operation.offset)));
    const length =
      operation.length === undefined ? undefined : Number(await evaluate(shell, await tools.expandDouble(shell, operation.length)));
    if (found.kind === "one") return emit(builder, where, await slice(shell, found.value ?? "", offset, length, part));
    return emitMany(shell, builder, where, sliceMany(shell, found.values, target, offset, length), found.joined);
  }
  if (operation.kind === "transform" && found.kind === "one" && found.value === undefined && !"aA".includes(operation.letter))
    return emit(builder, where, "");
  const change = await changer(shell, operation, target, tools);
  if (found.kind === "one") emit(builder, where, change(found.value ?? ""));
  else emitMany(shell, builder, where, found.values.map(change), found.joined);
}

function sliceMany(shell: Shell, values: readonly string[], target: Target, offset: number, length: number | undefined): readonly string[] {
  // ${@:0} begins with $0.
  const all = target.name === "@" || target.name === "*" ? [shell.name, ...values] : values;
  const variable = shell.variables.find(target.name);
  let from = offset < 0 ? all.length + offset : offset;
  if (from < 0) return [];
  if (variable?.value.kind === "indexed") {
    const keys = keysOf(variable.value).map(Number);
    if (offset < 0) from = Math.max(-1, ...keys) + 1 + offset;
    const at = keys.findIndex((key) => key >= from);
    from = at < 0 ? all.length : at;
  }
  return all.slice(from, length === undefined ? undefined : from + length);
}

async function changer(
  shell: Shell,
  operation: Extract<Operation, { kind: "trim" | "replace" | "case" | "transform" }>,
  target: Target,
  tools: ParameterTools,
): Promise<(text: string) => string> {
  const options = { extglob: shell.dialect.extglob, ignoreCase: shell.shopt("nocasematch") };
  switch (operation.kind) {
    case "trim": {
      const pattern = await tools.expandPattern(shell, operation.pattern);
      return (text) => trim(text, pattern, operation.side, operation.longest, { extglob: options.extglob });
    }
    case "replace": {
      const pattern = await tools.expandPattern(shell, operation.pattern);
      const replacement = await tools.expandSingle(shell, operation.replacement);
      return (text) => replace(text, pattern, replacement, operation.anchor, options);
    }
    case "case": {
      const pattern = await tools.expandPattern(shell, operation.pattern);
      return (text) => changeCase(text, operation.to, operation.all, pattern, options);
    }
    case "transform":
      return (text) => transform(shell, text, operation.letter, target.name);
  }
}
