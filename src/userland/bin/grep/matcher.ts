/** What grep looks for: one RegExp out of all patterns. */

import { escapeRegExp } from "../tool/glob.ts";
import { Failure } from "../tool/messages.ts";
import { RegexError, translate } from "../tool/regex.ts";

export interface Matcher {
  test(line: string): boolean;
  /** Where the line matches: start and end of each nonempty match. */
  matches(line: string): readonly (readonly [number, number])[];
}

export function matcherOf(
  patterns: readonly string[],
  kind: "basic" | "extended" | "fixed" | "perl",
  how: { readonly ignoreCase: boolean; readonly words: boolean; readonly whole: boolean },
): Matcher {
  const sources = patterns.map((pattern) => sourceOf(pattern, kind));
  const WORD = "[\\p{L}\\p{N}_]";
  // Alternatives keep their own numbers of groups: back references count within one pattern.
  const expressions = sources.map((source) => {
    const bounded = how.whole ? `^(?:${source})$` : how.words ? `(?<!${WORD})(?:${source})(?!${WORD})` : source;
    return build(bounded, how.ignoreCase ? "gimu" : "gmu");
  });
  return {
    test: (line) =>
      expressions.some((expression) => {
        expression.lastIndex = 0;
        return expression.test(line);
      }),
    matches: (line) =>
      merge(
        expressions.flatMap((expression) =>
          [...line.matchAll(restarted(expression))]
            .map((match) => [match.index, match.index + match[0].length] as const)
            .filter(([from, to]) => to > from),
        ),
      ),
  };
}

/** A sticky place of an earlier test must not count. */
function restarted(expression: RegExp): RegExp {
  expression.lastIndex = 0;
  return expression;
}

function sourceOf(pattern: string, kind: "basic" | "extended" | "fixed" | "perl"): string {
  if (kind === "fixed") return escapeRegExp(pattern);
  if (kind === "perl") return pattern;
  try {
    return translate(pattern, kind);
  } catch (error) {
    if (error instanceof RegexError) throw new Failure(error.message, 2);
    throw error;
  }
}

function build(source: string, flags: string): RegExp {
  try {
    return new RegExp(source, flags);
  } catch (error) {
    if (error instanceof SyntaxError) throw new Failure("Invalid regular expression", 2);
    throw error;
  }
}

/** Leftmost first, without overlaps; of matches at one place the longest. */
function merge(spans: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  const sorted = [...spans].sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  const kept: (readonly [number, number])[] = [];
  for (const span of sorted) if (span[0] >= (kept.at(-1)?.[1] ?? 0)) kept.push(span);
  return kept;
}
