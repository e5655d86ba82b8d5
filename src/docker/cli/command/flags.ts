import type { FlagSpec } from "#releases";
import { parseDuration } from "../go/duration.ts";
import { quote, quoteChar } from "../go/quote.ts";
import { ramInBytes } from "../go/units.ts";
import { checkValue, type ValueContext } from "./values.ts";

/** What pflag's FlagSet gives after parsing: every flag's accepted values as text, in the order they came. */
export class Flags {
  readonly #specs: ReadonlyMap<string, FlagSpec>;
  readonly #values = new Map<string, string[]>();
  readonly #context: ValueContext;
  constructor(specs: ReadonlyMap<string, FlagSpec>, context: ValueContext) {
    this.#specs = specs;
    this.#context = context;
  }
  /** Checks and stores a value. Throws an Error with the type's text. */
  set(spec: FlagSpec, text: string): void {
    const value = checkValue(spec, text, this.#context);
    const values = this.#values.get(spec[0]) ?? [];
    if (value !== undefined) values.push(value);
    this.#values.set(spec[0], values);
  }
  /** The flag was given. */
  changed(name: string): boolean {
    return this.#values.has(name);
  }
  /** This release's command has the flag. */
  has(name: string): boolean {
    return this.#specs.has(name);
  }
  /** Names of the flags that were given. */
  given(): readonly FlagSpec[] {
    return [...this.#specs.values()].filter((spec) => this.#values.has(spec[0]));
  }
  text(name: string): string {
    return this.#values.get(name)?.at(-1) ?? this.#specs.get(name)?.[3] ?? "";
  }
  bool(name: string): boolean {
    return this.text(name) === "true";
  }
  /** Of int, uint and float flags; 0 where this release has no such flag. */
  number(name: string): number {
    const text = this.text(name);
    return text === "" ? 0 : Number(text);
  }
  /** Of bytes flags. */
  bytes(name: string): number {
    const text = this.text(name);
    if (text === "" || text === "0") return 0;
    return text === "-1" ? -1 : ramInBytes(text, this.#context.strictSizes);
  }
  /** Of duration flags, in nanoseconds. */
  duration(name: string): number {
    const text = this.text(name);
    return text === "" ? 0 : parseDuration(text);
  }
  /** Of list, map and slice flags. */
  list(name: string): readonly string[] {
    return this.#values.get(name) ?? [];
  }
  /** `key=value` texts as a map; a missing value is empty. */
  map(name: string): Record<string, string> {
    return keyValues(this.list(name));
  }
  /** Of filter flags: `name=value`, as the API wants them. */
  filters(name: string = "filter"): Map<string, readonly string[]> {
    const out = new Map<string, readonly string[]>();
    for (const text of this.list(name)) {
      const at = text.indexOf("=");
      const key = text.slice(0, at);
      out.set(key, [...new Set([...(out.get(key) ?? []), text.slice(at + 1)])]);
    }
    return out;
  }
}

/** ConvertKVStringsToMap: `key=value`, a missing value is empty. */
export function keyValues(texts: readonly string[]): Record<string, string> {
  const out: Record<string, string> = {};
  for (const text of texts) {
    const at = text.indexOf("=");
    out[at < 0 ? text : text.slice(0, at)] = at < 0 ? "" : text.slice(at + 1);
  }
  return out;
}

export interface Parsed {
  readonly flags: Flags;
  readonly args: readonly string[];
  /** What to say about deprecated flags that were used. */
  readonly notes: readonly string[];
}

/** The flags by name, `help` included. */
export function flagTable(specs: readonly FlagSpec[], helpNote: string): ReadonlyMap<string, FlagSpec> {
  const table = new Map<string, FlagSpec>();
  for (const spec of specs) table.set(spec[0], spec);
  const taken = specs.some((spec) => spec[1] === "h");
  if (!table.has("help"))
    table.set("help", ["help", taken ? "" : "h", "bool", "false", "Print usage", { hidden: true, shorthandDeprecated: helpNote }]);
  return table;
}

/**
 * pflag's parser: `--name value`, `--name=value`, `-n value`, `-nvalue`, `-abc`, `--`.
 * Throws an Error with pflag's text.
 */
export function parseFlags(
  table: ReadonlyMap<string, FlagSpec>,
  argv: readonly string[],
  interspersed: boolean,
  context: ValueContext,
): Parsed {
  const flags = new Flags(table, context);
  const shorthands = new Map<string, FlagSpec>();
  for (const spec of table.values()) if (spec[1] !== "") shorthands.set(spec[1], spec);
  const args: string[] = [];
  const notes: string[] = [];
  const rest = [...argv];
  const set = (spec: FlagSpec, text: string): void => {
    try {
      flags.set(spec, text);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      const name = spec[1] !== "" && spec[5]?.shorthandDeprecated === undefined ? `-${spec[1]}, --${spec[0]}` : `--${spec[0]}`;
      throw new Error(`invalid argument ${quote(text)} for ${quote(name)} flag: ${error.message}`);
    }
    if (spec[5]?.deprecated !== undefined) notes.push(`Flag --${spec[0]} has been deprecated, ${spec[5].deprecated}`);
  };
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg.length < 2 || !arg.startsWith("-")) {
      args.push(arg);
      if (!interspersed) {
        args.push(...rest);
        break;
      }
    } else if (arg === "--") {
      args.push(...rest);
      break;
    } else if (arg.startsWith("--")) parseLong(table, arg, rest, set);
    else parseShort(shorthands, arg.slice(1), rest, set, notes);
  }
  return { flags, args, notes };
}

type Set = (spec: FlagSpec, text: string) => void;

function parseLong(table: ReadonlyMap<string, FlagSpec>, arg: string, rest: string[], set: Set): void {
  const body = arg.slice(2);
  if (body.startsWith("-") || body.startsWith("=")) throw new Error(`bad flag syntax: ${arg}`);
  const equals = body.indexOf("=");
  const name = equals < 0 ? body : body.slice(0, equals);
  const spec = table.get(name);
  if (!spec) throw new Error(`unknown flag: --${name}`);
  const alone = valueWithout(spec);
  if (equals >= 0) set(spec, body.slice(equals + 1));
  else if (alone !== undefined) set(spec, alone);
  else {
    const next = rest.shift();
    if (next === undefined) throw new Error(`flag needs an argument: ${arg}`);
    set(spec, next);
  }
}

function parseShort(table: ReadonlyMap<string, FlagSpec>, group: string, rest: string[], set: Set, notes: string[]): void {
  for (let letters = group; letters !== ""; ) {
    const [letter = ""] = letters;
    const spec = table.get(letter);
    if (!spec) throw new Error(`unknown shorthand flag: ${quoteChar(letter)} in -${letters}`);
    if (spec[5]?.shorthandDeprecated !== undefined)
      notes.push(`Flag shorthand -${letter} has been deprecated, ${spec[5].shorthandDeprecated}`);
    const alone = valueWithout(spec);
    const tail = letters.slice(letter.length);
    if (tail.length > 1 && tail.startsWith("=")) {
      set(spec, tail.slice(1));
      return;
    }
    if (alone !== undefined) {
      set(spec, alone);
      letters = tail;
    } else if (tail !== "") {
      set(spec, tail);
      return;
    } else {
      const next = rest.shift();
      if (next === undefined) throw new Error(`flag needs an argument: ${quoteChar(letter)} in -${letters}`);
      set(spec, next);
      return;
    }
  }
}

/** NoOptDefVal: what the flag means without a value; undefined when it needs one. */
export function valueWithout(spec: FlagSpec): string | undefined {
  return spec[5]?.noValue ?? (spec[2] === "bool" && spec[5]?.needsValue !== true ? "true" : undefined);
}
