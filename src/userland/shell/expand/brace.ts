import type { Part, Word } from "../syntax/index.ts";

type Atom = { readonly char: string } | { readonly part: Part };

/** Words that a word with {a,b} or {1..3} stands for (bash(1), Brace Expansion). */
export function expandBraces(word: Word): readonly Word[] {
  if (!word.parts.some((part) => part.kind === "text" && part.text.includes("{"))) return [word];
  const atoms: Atom[] = [];
  for (const part of word.parts) {
    if (part.kind === "text") for (const char of part.text) atoms.push({ char });
    else atoms.push({ part });
  }
  const variants = expand(atoms);
  return variants.length === 1 ? [word] : variants.map((variant) => ({ parts: join(variant), text: word.text }));
}

function isChar(atom: Atom | undefined, char: string): boolean {
  return atom !== undefined && "char" in atom && atom.char === char;
}

function expand(atoms: readonly Atom[]): Atom[][] {
  for (let open = 0; open < atoms.length; open += 1) {
    if (!isChar(atoms[open], "{")) continue;
    const group = findGroup(atoms, open);
    if (!group) continue;
    const before = atoms.slice(0, open);
    const middles = group.kind === "list" ? group.items.flatMap(expand) : group.items;
    const afters = expand(atoms.slice(group.end + 1));
    return middles.flatMap((middle) => afters.map((after) => [...before, ...middle, ...after]));
  }
  return [[...atoms]];
}

function findGroup(atoms: readonly Atom[], open: number): { kind: "list" | "range"; items: Atom[][]; end: number } | undefined {
  let depth = 0;
  let from = open + 1;
  const items: Atom[][] = [];
  for (let at = open; at < atoms.length; at += 1) {
    if (isChar(atoms[at], "{")) depth += 1;
    else if (isChar(atoms[at], "}")) {
      depth -= 1;
      if (depth > 0) continue;
      if (items.length > 0) return { kind: "list", items: [...items, atoms.slice(from, at)], end: at };
      const range = rangeOf(atoms.slice(open + 1, at));
      return range ? { kind: "range", items: range, end: at } : undefined;
    } else if (isChar(atoms[at], ",") && depth === 1) {
      items.push(atoms.slice(from, at));
      from = at + 1;
    }
  }
  return undefined;
}

function rangeOf(atoms: readonly Atom[]): Atom[][] | undefined {
  let text = "";
  for (const atom of atoms) {
    if (!("char" in atom)) return undefined;
    text += atom.char;
  }
  const numbers = /^(-?\d+)\.\.(-?\d+)(?:\.\.(-?\d+))?$/.exec(text);
  if (numbers) {
    const [, from = "", to = "", by] = numbers;
    const padded = /^-?0\d/.test(from) || /^-?0\d/.test(to);
    const width = padded ? Math.max(from.length, to.length) : 0;
    return steps(Number(from), Number(to), by).map((value) => [...pad(value, width)].map((char) => ({ char })));
  }
  const letters = /^([A-Za-z])\.\.([A-Za-z])(?:\.\.(-?\d+))?$/.exec(text);
  if (!letters) return undefined;
  const [, from = "", to = "", by] = letters;
  return steps(from.charCodeAt(0), to.charCodeAt(0), by).map((code) => [{ char: String.fromCharCode(code) }]);
}

function pad(value: number, width: number): string {
  const digits = String(Math.abs(value)).padStart(value < 0 ? width - 1 : width, "0");
  return value < 0 ? `-${digits}` : digits;
}

function steps(from: number, to: number, by: string | undefined): number[] {
  const step = Math.max(1, Math.abs(Number(by ?? 1)));
  const values: number[] = [];
  if (from <= to) for (let value = from; value <= to; value += step) values.push(value);
  else for (let value = from; value >= to; value -= step) values.push(value);
  return values;
}

function join(atoms: readonly Atom[]): Part[] {
  const parts: Part[] = [];
  let text = "";
  const flush = () => {
    if (text !== "") parts.push({ kind: "text", text });
    text = "";
  };
  for (const atom of atoms) {
    if ("char" in atom) text += atom.char;
    else {
      flush();
      parts.push(atom.part);
    }
  }
  flush();
  return parts;
}
