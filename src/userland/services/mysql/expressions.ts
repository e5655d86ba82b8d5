/** Expressions without tables: literals, a few functions and variables, arithmetic on numbers. */

import type { Value } from "./wire.ts";

export interface Known {
  readonly user: string;
  readonly database: Value;
  readonly connection: number;
  readonly now: number;
  readonly [variable: string]: Value | number;
}

/** The value; undefined for what isn't known. */
export function evaluate(expression: string, known: Known): Value | undefined {
  const text = expression.trim();
  const string = /^'((?:[^'\\]|\\.|'')*)'$/s.exec(text) ?? /^"((?:[^"\\]|\\.)*)"$/s.exec(text);
  if (string) return (string[1] ?? "").replaceAll("''", "'").replace(/\\(.)/gs, "$1");
  if (/^null$/i.test(text)) return null;
  if (/^true$/i.test(text)) return 1;
  if (/^false$/i.test(text)) return 0;
  const variable = /^@@(?:global\.|session\.)?(\w+)$/i.exec(text);
  if (variable) return known[(variable[1] ?? "").toLowerCase()];
  switch (text.toLowerCase().replace(/\s/g, "")) {
    case "version()":
      return known["version"];
    case "database()":
    case "schema()":
      return known.database;
    case "user()":
    case "current_user()":
    case "current_user":
    case "session_user()":
      return known.user;
    case "connection_id()":
      return known.connection;
    case "now()":
    case "current_timestamp":
    case "current_timestamp()":
    case "sysdate()":
      return new Date(known.now).toISOString().slice(0, 19).replace("T", " ");
    case "curdate()":
    case "current_date()":
    case "current_date":
      return new Date(known.now).toISOString().slice(0, 10);
  }
  return arithmetic(text);
}

/** + - * / % and parentheses on numbers. */
function arithmetic(text: string): Value | undefined {
  const tokens = text.match(/\d+(?:\.\d+)?|[-+*/%()]/g) ?? [];
  if (tokens.join("") !== text.replace(/\s/g, "")) return undefined;
  let at = 0;
  const factor = (): number | null | undefined => {
    const token = tokens[at++];
    if (token === "-") {
      const value = factor();
      return typeof value === "number" ? -value : value;
    }
    if (token === "(") {
      const value = sum();
      return tokens[at++] === ")" ? value : undefined;
    }
    return token !== undefined && /^\d/.test(token) ? Number(token) : undefined;
  };
  const combine = (operators: string, next: () => number | null | undefined) => {
    let value = next();
    while (operators.includes(tokens[at] ?? " ")) {
      const operator = tokens[at++];
      const right = next();
      if (value === undefined || right === undefined) return undefined;
      value = value === null || right === null || ("/%".includes(operator ?? "") && right === 0) ? null : apply(operator, value, right);
    }
    return value;
  };
  const product = () => combine("*/%", factor);
  const sum = (): number | null | undefined => combine("+-", product);
  const value = sum();
  if (value === undefined || at !== tokens.length) return undefined;
  return value;
}

function apply(operator: string | undefined, left: number, right: number): number {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    default:
      return left % right;
  }
}

/** Items between commas that stand outside of quotes and parentheses. */
export function splitList(list: string): string[] {
  const items = list.match(/(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\([^)]*\)|[^,'"(])+/gs) ?? [];
  return items.map((item) => item.trim());
}

/** Statements of a text, with how each ended: `;`, `\G` or `\g`; a rest without an end is given last. */
export function splitStatements(text: string): {
  readonly complete: readonly { readonly sql: string; readonly vertical: boolean }[];
  readonly rest: string;
} {
  const complete: { sql: string; vertical: boolean }[] = [];
  let start = 0;
  const token = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`]*`|\/\*[\s\S]*?\*\/|--\s[^\n]*|#[^\n]*|;|\\[gG]/g;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    if (match[0] !== ";" && !/^\\[gG]$/.test(match[0])) continue;
    const sql = text.slice(start, match.index);
    if (sql.trim() !== "") complete.push({ sql, vertical: match[0] === "\\G" });
    start = match.index + match[0].length;
  }
  return { complete, rest: text.slice(start) };
}
