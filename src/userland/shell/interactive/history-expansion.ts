/** What `!` stands for in a line of bash (bash(1), HISTORY EXPANSION): events, words and the common modifiers. */
export type Expanded =
  | { readonly kind: "unchanged" }
  | { readonly kind: "changed"; readonly text: string; readonly printOnly: boolean }
  | { readonly kind: "error"; readonly text: string };

const EVENT =
  /!(?:(!)|(-?\d+)|\?([^?\n]*)\??|([^\s=("'!:;|&<>$^*-][^\s:;|&<>()"'!]*)|(?=[$^*:]))((?::?[$^*]|:\d+(?:-(?:\d+|\$)?)?|:-\d+)?)((?::(?:[hterpq]|g?s\/(?:\\.|[^/])*\/(?:\\.|[^/])*\/?|&))*)/y;

/** Expands history references; `entries` are the lines before this one, oldest first. */
export function expandHistory(line: string, entries: readonly string[]): Expanded {
  const quick = /^\^((?:\\.|[^^])*)\^((?:\\.|[^^])*)\^?(.*)$/s.exec(line);
  if (quick) return substituteQuick(line, quick, entries);
  if (!line.includes("!")) return { kind: "unchanged" };
  let text = "";
  let changed = false;
  let printOnly = false;
  let quote = "";
  for (let at = 0; at < line.length; ) {
    const char = line.charAt(at);
    if (char === "\\" && quote !== "'") {
      text += line.slice(at, at + 2);
      at += 2;
      continue;
    }
    if (char === "'" && quote !== '"') quote = quote === "'" ? "" : "'";
    if (char === '"' && quote !== "'") quote = quote === '"' ? "" : '"';
    EVENT.lastIndex = at;
    const match = char === "!" && quote !== "'" && !isPlain(line, at, quote) ? EVENT.exec(line) : null;
    if (!match) {
      text += char;
      at += 1;
      continue;
    }
    const found = expandOne(match, entries);
    if (typeof found !== "string") return found;
    if (/:p/.test(match[6] ?? "")) printOnly = true;
    changed = true;
    text += found;
    at += match[0].length;
  }
  return changed ? { kind: "changed", text, printOnly } : { kind: "unchanged" };
}

// `!` means nothing before a blank, `=` or `(`, at the end, in `$!`, `[!a]` and `${!x}`.
function isPlain(line: string, at: number, quote: string): boolean {
  const next = line.charAt(at + 1);
  const before = line.charAt(at - 1);
  return (
    next === "" ||
    /[\s=(]/.test(next) ||
    (quote === '"' && next === '"') ||
    before === "$" ||
    (before === "{" && line.charAt(at - 2) === "$") ||
    (before === "[" && line.indexOf("]", at) > 0)
  );
}

function expandOne(match: RegExpExecArray, entries: readonly string[]): string | Extract<Expanded, { kind: "error" }> {
  const [whole, , number, contains, prefix, designator = "", modifiers = ""] = match;
  let event: string | undefined;
  if (number !== undefined) event = number.startsWith("-") ? entries.at(Number(number)) : entries[Number(number) - 1];
  else if (contains !== undefined) event = entries.findLast((entry) => entry.includes(contains));
  else if (prefix !== undefined) event = entries.findLast((entry) => entry.startsWith(prefix));
  else event = entries.at(-1);
  if (event === undefined) return { kind: "error", text: `${whole}: event not found` };
  let text = event;
  if (designator !== "") {
    const chosen = chooseWords(event, designator.replace(/^:/, ""));
    if (chosen === undefined) return { kind: "error", text: `${whole}: bad word specifier` };
    text = chosen;
  }
  for (const [, modifier = ""] of modifiers.matchAll(/:(g?s\/(?:\\.|[^/])*\/(?:\\.|[^/])*\/?|[hterpq&])/g)) text = modify(text, modifier);
  return text;
}

function chooseWords(event: string, designator: string): string | undefined {
  const words = event.match(/(?:"(?:\\.|[^"])*"|'[^']*'|\\.|[^\s"'\\])+/g) ?? [];
  if (designator === "$") return words.at(-1) ?? "";
  if (designator === "^") return words[1];
  if (designator === "*") return words.slice(1).join(" ");
  const range = /^(\d*)(?:(-)(\d+|\$)?)?$/.exec(designator);
  if (!range) return undefined;
  const from = Number(range[1] || 0);
  if (from >= words.length) return undefined;
  const to =
    range[2] === undefined ? from : range[3] === "$" ? words.length - 1 : range[3] === undefined ? words.length - 2 : Number(range[3]);
  return to >= words.length ? undefined : words.slice(from, to + 1).join(" ");
}

function modify(text: string, modifier: string): string {
  switch (modifier) {
    case "h":
      return text.includes("/") ? text.slice(0, text.lastIndexOf("/")) : text;
    case "t":
      return text.slice(text.lastIndexOf("/") + 1);
    case "r":
      return text.replace(/\.[^./]*$/, "");
    case "e":
      return /\.[^./]*$/.exec(text)?.[0] ?? text;
    case "q":
      return `'${text.replaceAll("'", "'\\''")}'`;
    default: {
      const substitution = /^(g?)s\/((?:\\.|[^/])*)\/((?:\\.|[^/])*)\/?$/.exec(modifier);
      if (!substitution) return text;
      const [, all, from = "", to = ""] = substitution;
      return all ? text.replaceAll(from, () => to) : text.replace(from, () => to);
    }
  }
}

function substituteQuick(line: string, [, from = "", to = "", rest = ""]: RegExpExecArray, entries: readonly string[]): Expanded {
  const event = entries.at(-1);
  if (event === undefined) return { kind: "error", text: `:s${line}: no previous substitution` };
  if (!event.includes(from)) return { kind: "error", text: `:s${line}: substitution failed` };
  return { kind: "changed", text: event.replace(from, () => to) + rest, printOnly: false };
}
