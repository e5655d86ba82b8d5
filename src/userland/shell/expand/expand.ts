import type { Shell } from "../run/shell.ts";
import type { Part, Word } from "../syntax/index.ts";
import { expandBraces } from "./brace.ts";
import { type Field, FieldBuilder, fieldPattern, fieldText } from "./fields.ts";
import { glob } from "./glob.ts";
import { evaluate } from "./number.ts";
import { expandParameter, type ParameterTools } from "./parameter.ts";
import { hasWildcard } from "./pattern.ts";
import { tilde } from "./tilde.ts";

/** Everything that words go through before a command sees them (POSIX 2.6). */
export async function expandWords(shell: Shell, words: readonly Word[]): Promise<string[]> {
  const result: string[] = [];
  for (const word of words) {
    const [only] = word.parts;
    if (word.parts.length === 1 && only?.kind === "text" && !/[{~*?[\\(]/.test(only.text)) result.push(only.text);
    else await expandWord(shell, word, result);
  }
  return result;
}

async function expandWord(shell: Shell, word: Word, into: string[]): Promise<void> {
  const variants = shell.flavour.dialect.bash && shell.option("braceexpand") ? expandBraces(word) : [word];
  for (const variant of variants) {
    const builder = new FieldBuilder(shell.ifs, true);
    await expandParts(shell, variant.parts, builder, { quoted: false, tilde: "word" });
    for (const field of builder.finish()) await expandPath(shell, field, into);
  }
}

async function expandPath(shell: Shell, field: Field, into: string[]): Promise<void> {
  const extglob = shell.dialect.extglob;
  if (!shell.option("noglob") && field.some((piece) => !piece.quoted && /[*?[(]/.test(piece.text))) {
    const pattern = fieldPattern(field);
    if (hasWildcard(pattern, extglob)) {
      const names = glob(shell.sys, pattern, {
        extglob,
        dotGlob: shell.shopt("dotglob"),
        globStar: shell.shopt("globstar"),
        ignoreCase: shell.shopt("nocaseglob"),
      });
      if (names.length > 0) {
        into.push(...names);
        return;
      }
      if (shell.shopt("failglob")) await shell.abort(`no match: ${fieldText(field)}`);
      if (shell.shopt("nullglob")) return;
    }
  }
  into.push(fieldText(field));
}

/** A word that stays one: values of assignments, case words, here-strings, targets of redirections in scripts. */
export async function expandSingle(shell: Shell, word: Word, kind: "word" | "assignment" = "word"): Promise<string> {
  const [only] = word.parts;
  if (word.parts.length === 0) return "";
  if (word.parts.length === 1 && only && ((only.kind === "text" && !only.text.includes("~")) || only.kind === "quoted")) return only.text;
  return fieldText(await expandField(shell, word, kind));
}

/** A word as a pattern for case, [[ == ]] and ${x#…}. */
export async function expandPattern(shell: Shell, word: Word): Promise<string> {
  return fieldPattern(await expandField(shell, word, "word"));
}

/** A word whose text is as if between double quotes: bodies of here-documents, arithmetic. */
export async function expandDouble(shell: Shell, word: Word): Promise<string> {
  const builder = new FieldBuilder(shell.ifs, false);
  await expandParts(shell, word.parts, builder, { quoted: true, tilde: "no" });
  return joined(builder);
}

export async function expandField(shell: Shell, word: Word, kind: "word" | "assignment"): Promise<Field> {
  const builder = new FieldBuilder(shell.ifs, false);
  await expandParts(shell, word.parts, builder, { quoted: false, tilde: kind });
  const fields = builder.finish();
  return fields.length <= 1 ? (fields[0] ?? []) : fields.flatMap((field, i) => (i === 0 ? field : [{ text: " ", quoted: true }, ...field]));
}

function joined(builder: FieldBuilder): string {
  return builder.finish().map(fieldText).join(" ");
}

/** In which surroundings parts stand. */
export interface Surroundings {
  readonly quoted: boolean;
  /** Where `~` means a home directory: at the start of a word, in an assignment also after colons. */
  readonly tilde: "no" | "word" | "assignment";
  /** Text parts are split as well: the word of an unquoted ${x:-a b}. */
  readonly splitText?: boolean;
}

async function expandParts(shell: Shell, parts: readonly Part[], builder: FieldBuilder, where: Surroundings): Promise<void> {
  for (let i = 0; i < parts.length; i += 1) {
    const part = parts[i];
    if (part === undefined) continue;
    switch (part.kind) {
      case "text":
        if (where.quoted) builder.quoted(part.text);
        else expandText(shell, part.text, builder, where, i === 0, i === parts.length - 1);
        break;
      case "quoted":
        builder.quoted(part.text);
        break;
      case "double":
        if (!part.parts.some(isAt)) builder.quoted("");
        await expandParts(shell, part.parts, builder, { quoted: true, tilde: "no" });
        break;
      case "parameter":
        await expandParameter(shell, part, builder, where, TOOLS);
        break;
      case "command":
        emit(builder, where, await shell.interpreter.substitute(shell, part.body));
        break;
      case "arithmetic":
        emit(builder, where, String(await evaluate(shell, await expandDouble(shell, part.expression))));
        break;
      case "process":
        builder.quoted(shell.interpreter.processSubstitution(shell, part.direction, part.body));
        break;
    }
  }
}

function emit(builder: FieldBuilder, where: Surroundings, text: string): void {
  if (where.quoted) builder.quoted(text);
  else builder.expanded(text);
}

function isAt(part: Part): boolean {
  return (
    part.kind === "parameter" &&
    (part.name === "@" ||
      (part.subscript?.kind === "all" && !part.subscript.joined) ||
      (part.operation?.kind === "names" && !part.operation.joined))
  );
}

function expandText(shell: Shell, text: string, builder: FieldBuilder, where: Surroundings, first: boolean, last: boolean): void {
  let rest = text;
  if (where.tilde !== "no" && text.includes("~")) {
    if (where.tilde === "assignment") {
      const pieces = text.split(":");
      pieces.forEach((piece, i) => {
        if (i > 0) builder.literal(":");
        const home = piece.startsWith("~") && (i > 0 || first) ? tilde(shell, piece, last || i < pieces.length - 1) : undefined;
        if (home) builder.quoted(home.directory);
        builder.literal(home ? home.rest : piece);
      });
      return;
    }
    const home = first && text.startsWith("~") ? tilde(shell, text, last) : undefined;
    if (home) {
      builder.quoted(home.directory);
      rest = home.rest;
    }
  }
  if (where.splitText) builder.expanded(rest);
  else builder.literal(rest);
}

const TOOLS: ParameterTools = { expandParts, expandSingle, expandPattern, expandDouble };
