/** Options by the rules of GNU getopt_long(3): clusters, permutation, `--`, `--name=value`, abbreviations. */

/**
 * The options of a utility: a key for each, with what `--help` shows left and right.
 * The left side is also the declaration: `-a, --all` (flag), `-n, --lines=NUM` (needs a value), `-i=TEXT` (short only, needs a
 * value), `--color[=WHEN]` (may have a value).
 */
export type OptionTable = Readonly<Record<string, readonly [declaration: string, help: string]>>;

/** What one declared option gives: a flag is boolean, a value is a string (`""` for an optional one that was left out). */
type OptionValue<D extends string> = D extends `${string}=${string}` ? string | undefined : boolean;

export type OptionValues<T extends OptionTable> = { readonly [K in keyof T]: OptionValue<T[K][0]> };

/** An option as it was given: for options whose order matters. */
export interface GivenOption<K> {
  readonly key: K;
  readonly value: string | undefined;
}

export interface ParsedOptions<T extends OptionTable> {
  readonly options: OptionValues<T>;
  /** Every option in the order it was given, repeated ones too. */
  readonly given: readonly GivenOption<keyof T & string>[];
  readonly operands: readonly string[];
}

/** The command line breaks the rules: the text is getopt's, without the program's name. */
export class OptionError extends Error {}

interface Declared {
  readonly key: string;
  readonly short: string | undefined;
  readonly long: string | undefined;
  readonly takes: "nothing" | "value" | "optional";
}

/** Parses arguments (without argv[0]). `permute: false` ends the options at the first operand, as `env` and `xargs` want. */
export function parseOptions<T extends OptionTable>(table: T, args: readonly string[], permute = true): ParsedOptions<T> {
  const declared = Object.entries(table).flatMap(([key, [declaration]]) => declare(key, declaration));
  const given: GivenOption<keyof T & string>[] = [];
  const operands: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? "";
    if (arg === "--") {
      operands.push(...args.slice(at + 1));
      break;
    }
    if (arg.startsWith("--")) at += long(declared, arg, args[at + 1], given);
    else if (arg.startsWith("-") && arg !== "-") at += cluster(declared, arg, args[at + 1], given);
    else if (permute) operands.push(arg);
    else {
      operands.push(...args.slice(at));
      break;
    }
  }
  return { options: collect(table, declared, given), given, operands };
}

/** The last given of some options that overrule each other; undefined when none was given. */
export function lastOf<K extends string>(given: readonly GivenOption<string>[], ...keys: readonly K[]): K | undefined {
  return keys.find((key) => key === given.findLast((option) => keys.some((one) => one === option.key))?.key);
}

/** Every value that a repeatable option was given. */
export function valuesOf(given: readonly GivenOption<string>[], key: string): readonly string[] {
  return given.flatMap((option) => (option.key === key && option.value !== undefined ? [option.value] : []));
}

/** The lines of `--help` for a table. */
export function describeOptions(table: OptionTable): string {
  return Object.values(table)
    .filter(([, help]) => help !== "")
    .map(([declaration, help]) => {
      const left = declaration.startsWith("--") ? `      ${declaration}` : `  ${declaration.replace(/^(-[^,=]+)=/, "$1 ")}`;
      return left.length > 27 ? `${left}\n${" ".repeat(29)}${help}\n` : `${left.padEnd(29)}${help}\n`;
    })
    .join("");
}

function declare(key: string, declaration: string): Declared[] {
  const takes = declaration.includes("[=") ? "optional" : declaration.includes("=") ? "value" : "nothing";
  const names = declaration.replace(/\[?=.*$/, "").split(", ");
  const shorts = names.filter((name) => !name.startsWith("--"));
  const longs = names.filter((name) => name.startsWith("--"));
  const count = Math.max(shorts.length, longs.length);
  return Array.from({ length: count }, (_, at) => ({ key, short: shorts[at]?.slice(1), long: longs[at]?.slice(2), takes }));
}

/** Takes a `--name[=value]`; tells how many further arguments it used up. */
function long<K extends string>(declared: readonly Declared[], arg: string, next: string | undefined, given: GivenOption<K>[]): number {
  const equals = arg.indexOf("=");
  const name = equals < 0 ? arg.slice(2) : arg.slice(2, equals);
  const value = equals < 0 ? undefined : arg.slice(equals + 1);
  const option = findLong(declared, name, arg);
  const key = option.key as K;
  if (option.takes === "nothing") {
    if (value !== undefined) throw new OptionError(`option '--${option.long}' doesn't allow an argument`);
    given.push({ key, value: undefined });
    return 0;
  }
  if (option.takes === "optional" || value !== undefined) {
    given.push({ key, value: value ?? "" });
    return 0;
  }
  if (next === undefined) throw new OptionError(`option '--${option.long}' requires an argument`);
  given.push({ key, value: next });
  return 1;
}

function findLong(declared: readonly Declared[], name: string, arg: string): Declared {
  const exact = declared.find((option) => option.long === name);
  if (exact) return exact;
  const matches = declared.filter((option) => option.long?.startsWith(name));
  const [first] = matches;
  if (!first) throw new OptionError(`unrecognized option '${arg}'`);
  if (matches.every((option) => option.key === first.key)) return first;
  const written = arg.split("=")[0] ?? arg;
  throw new OptionError(`option '${written}' is ambiguous; possibilities: ${matches.map((option) => `'--${option.long}'`).join(" ")}`);
}

/** Takes a `-abc`; tells how many further arguments it used up. */
function cluster<K extends string>(declared: readonly Declared[], arg: string, next: string | undefined, given: GivenOption<K>[]): number {
  const letters = Array.from(arg.slice(1));
  for (const [at, letter] of letters.entries()) {
    const option = declared.find((one) => one.short === letter);
    if (!option) throw new OptionError(`invalid option -- '${letter}'`);
    const key = option.key as K;
    const rest = letters.slice(at + 1).join("");
    if (option.takes === "nothing") {
      given.push({ key, value: undefined });
      continue;
    }
    if (rest !== "" || option.takes === "optional") {
      given.push({ key, value: rest });
      return 0;
    }
    if (next === undefined) throw new OptionError(`option requires an argument -- '${letter}'`);
    given.push({ key, value: next });
    return 1;
  }
  return 0;
}

function collect<T extends OptionTable>(table: T, declared: readonly Declared[], given: readonly GivenOption<string>[]): OptionValues<T> {
  const values: Record<string, string | boolean | undefined> = {};
  for (const key of Object.keys(table))
    values[key] = declared.find((option) => option.key === key)?.takes === "nothing" ? false : undefined;
  for (const { key, value } of given) values[key] = value ?? true;
  return values as OptionValues<T>;
}
