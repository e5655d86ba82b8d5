/** awk's functions. */

import { meter } from "../tool/cpu.ts";
import { strftime } from "../tool/strftime.ts";
import { calendarOf, zoneOf } from "../tool/zone.ts";
import type { Interpreter } from "./interpreter.ts";
import { AwkError } from "./lexer.ts";
import { expressionOf, splitText } from "./record.ts";
import type { Expression } from "./syntax.ts";
import { Looks, sprintf, toNumber, type Value } from "./values.ts";

type Call = Extract<Expression, { readonly kind: "builtin" }>;
const WHOLE: Expression = { kind: "field", index: { kind: "number", value: 0 } };
const seeds = new WeakMap<Interpreter, { seed: number; state: number }>();

export async function callBuiltin(awk: Interpreter, { name, parts }: Call): Promise<Value> {
  const value = async (at: number): Promise<Value> => (parts[at] ? awk.evaluate(parts[at]) : undefined);
  const text = async (at: number): Promise<string> => awk.text(await value(at));
  const number = async (at: number): Promise<number> => toNumber(await value(at));
  switch (name) {
    case "length": {
      const [part] = parts;
      if (part?.kind === "variable" && isArray(awk, part.name)) return awk.array(part.name).size;
      return Array.from(awk.text(await awk.evaluate(part ?? WHOLE))).length;
    }
    case "substr": {
      const letters = Array.from(await text(0));
      const from = Math.round(await number(1));
      const length = parts[2] ? Math.round(await number(2)) : Number.POSITIVE_INFINITY;
      return letters.slice(Math.max(0, from - 1), Math.max(0, from - 1 + length)).join("");
    }
    case "index": {
      const [whole, part] = [await text(0), await text(1)];
      const at = whole.indexOf(part);
      return at < 0 ? 0 : Array.from(whole.slice(0, at)).length + 1;
    }
    case "split": {
      const whole = await text(0);
      const target = parts[1];
      if (target?.kind !== "variable") throw new AwkError("split: second argument is no array");
      const separator = parts[2] ? (parts[2].kind === "regex" ? expressionOf(parts[2].source) : await text(2)) : awk.text(awk.get("FS"));
      const array = awk.array(target.name);
      array.clear();
      for (const [at, part] of splitText(whole, separator).entries()) array.set(String(at + 1), new Looks(part));
      return array.size;
    }
    case "sub":
    case "gsub":
      return substitute(awk, name === "gsub", parts);
    case "gensub":
      return gensub(awk, parts);
    case "match": {
      const whole = await text(0);
      const found = (parts[1] && (await awk.pattern(parts[1])).exec(whole)) ?? undefined;
      const start = found ? Array.from(whole.slice(0, found.index)).length + 1 : 0;
      awk.set("RSTART", start);
      awk.set("RLENGTH", found ? Array.from(found[0]).length : -1);
      if (parts[2]?.kind === "variable" && found) {
        const array = awk.array(parts[2].name);
        array.clear();
        for (const [at, group] of found.entries()) array.set(String(at), new Looks(group ?? ""));
      }
      return start;
    }
    case "sprintf": {
      const values: Value[] = [];
      for (const part of parts.slice(1)) values.push(await awk.evaluate(part));
      return sprintf(await text(0), values, awk.text(awk.get("CONVFMT")));
    }
    case "tolower":
      return (await text(0)).toLowerCase();
    case "toupper":
      return (await text(0)).toUpperCase();
    case "sin":
      return Math.sin(await number(0));
    case "cos":
      return Math.cos(await number(0));
    case "atan2":
      return Math.atan2(await number(0), await number(1));
    case "exp":
      return Math.exp(await number(0));
    case "log":
      return Math.log(await number(0));
    case "sqrt":
      return Math.sqrt(await number(0));
    case "int":
      return Math.trunc(await number(0));
    case "and":
      return (await number(0)) & (await number(1));
    case "or":
      return (await number(0)) | (await number(1));
    case "xor":
      return (await number(0)) ^ (await number(1));
    case "lshift":
      return (await number(0)) * 2 ** (await number(1));
    case "rshift":
      return Math.floor((await number(0)) / 2 ** (await number(1)));
    case "strtonum": {
      const digits = (await text(0)).trim();
      return /^0x/i.test(digits) ? Number.parseInt(digits, 16) : /^0\d/.test(digits) ? Number.parseInt(digits, 8) : toNumber(digits);
    }
    case "rand":
      return random(awk);
    case "srand": {
      const state = dice(awk);
      const old = state.seed;
      state.seed = parts[0] ? await number(0) : Math.floor(awk.sys.now() / 1000);
      state.state = (Math.trunc(state.seed) * 2_654_435_761) >>> 0;
      return old;
    }
    case "systime":
      return Math.floor(awk.sys.now() / 1000);
    case "strftime":
      return strftime(
        parts[0] ? await text(0) : "%a %b %e %H:%M:%S %Z %Y",
        calendarOf(parts[1] ? (await number(1)) * 1000 : awk.sys.now(), zoneOf(awk.sys)),
      );
    case "system":
      return awk.streams.system(await text(0));
    case "close":
      return awk.streams.close(await text(0));
    case "fflush":
      await awk.streams.flush();
      return 0;
    case "asort":
    case "asorti":
      return sortArray(awk, name === "asorti", parts);
    default:
      throw new AwkError(`calling undefined function ${name}`);
  }
}

function isArray(awk: Interpreter, name: string): boolean {
  try {
    awk.get(name);
    return false;
  } catch (error) {
    if (error instanceof AwkError) return true;
    throw error;
  }
}

async function substitute(awk: Interpreter, global: boolean, parts: readonly Expression[]): Promise<number> {
  const [pattern, replacement, target = WHOLE] = parts;
  if (!pattern || !replacement) throw new AwkError("sub: not enough arguments");
  const expression = await awk.pattern(pattern);
  const by = awk.text(await awk.evaluate(replacement));
  const whole = awk.text(await awk.evaluate(target));
  expression.lastIndex = 0;
  let result = "";
  let from = 0;
  let count = 0;
  let lastEnd = -1;
  for (const match of whole.matchAll(expression)) {
    if (match[0] === "" && match.index === lastEnd) continue;
    lastEnd = match.index + match[0].length;
    result += whole.slice(from, match.index) + by.replace(/\\\\|\\&|&/g, (mark) => (mark === "&" ? match[0] : mark === "\\&" ? "&" : "\\"));
    from = lastEnd;
    count++;
    if (!global) break;
  }
  await meter(awk.sys, 200_000)(whole.length);
  if (count > 0) await awk.assign(target, result + whole.slice(from));
  return count;
}

/** gawk's gensub: gives the changed text, with \1 to \9 for groups. */
async function gensub(awk: Interpreter, parts: readonly Expression[]): Promise<string> {
  const [pattern, replacement, how, target = WHOLE] = parts;
  if (!pattern || !replacement || !how) throw new AwkError("gensub: not enough arguments");
  const expression = await awk.pattern(pattern);
  const by = awk.text(await awk.evaluate(replacement));
  const which = awk.text(await awk.evaluate(how));
  const whole = awk.text(await awk.evaluate(target));
  const nth = /^[gG]/.test(which) ? undefined : Math.max(1, Number(which) || 1);
  let count = 0;
  expression.lastIndex = 0;
  return whole.replace(expression, (...found) => {
    const matched = String(found[0]);
    if (nth !== undefined && ++count !== nth) return matched;
    return by.replace(/\\(\d)|\\&|&/g, (mark, digit: string | undefined) =>
      digit !== undefined ? (digit === "0" ? matched : String(found[Number(digit)] ?? "")) : mark === "&" ? matched : "&",
    );
  });
}

function sortArray(awk: Interpreter, byIndex: boolean, parts: readonly Expression[]): number {
  const [source, target = source] = parts;
  if (source?.kind !== "variable" || target?.kind !== "variable") throw new AwkError("asort: first argument is no array");
  const entries = [...awk.array(source.name)];
  const values: Value[] = byIndex ? entries.map(([key]) => key) : entries.map(([, value]) => value);
  const both = (value: Value) => typeof value === "number" || (value instanceof Looks && value.number !== undefined);
  values.sort((a, b) => (both(a) && both(b) ? toNumber(a) - toNumber(b) : awk.text(a) < awk.text(b) ? -1 : 1));
  const array = awk.array(target.name);
  array.clear();
  for (const [at, value] of values.entries()) array.set(String(at + 1), value);
  return array.size;
}

function dice(awk: Interpreter): { seed: number; state: number } {
  const state = seeds.get(awk) ?? { seed: 0, state: 2_463_534_242 };
  seeds.set(awk, state);
  return state;
}

/** The same sequence in every run unless srand was called, as in every awk. */
function random(awk: Interpreter): number {
  const state = dice(awk);
  let x = state.state || 2_463_534_242;
  x ^= x << 13;
  x ^= x >>> 17;
  x ^= x << 5;
  state.state = x >>> 0;
  return state.state / 4_294_967_296;
}
