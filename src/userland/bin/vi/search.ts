/** vi's patterns: the common part of POSIX basic expressions and vim's, as regular expressions of JavaScript. */

/** Translates a pattern; throws SyntaxError when it can't be one. */
export function viPattern(pattern: string, ignoreCase: boolean): RegExp {
  let out = "";
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern.charAt(at);
    if (character === "\\") {
      at += 1;
      const escaped = pattern.charAt(at);
      if ("+?|(){}=".includes(escaped) && escaped !== "") out += escaped === "=" ? "?" : escaped;
      else if (escaped === "<" || escaped === ">") out += "\\b";
      else out += `\\${escaped}`;
    } else if ("+?|(){}".includes(character)) out += `\\${character}`;
    else if (character === "*" && (out === "" || out === "^")) out += "\\*";
    else out += character;
  }
  return new RegExp(out, ignoreCase ? "gi" : "g");
}

/** The replacement of `:s` for one match: `&` and \0 the match, \1 to \9 its groups, \r and \n new lines. */
export function expandReplacement(template: string, match: RegExpExecArray): string {
  return template.replace(/\\(.)|&/gs, (whole, escaped: string | undefined) => {
    if (whole === "&") return match[0];
    if (escaped === undefined) return "";
    if (/\d/.test(escaped)) return match[Number(escaped)] ?? "";
    if (escaped === "n" || escaped === "r") return "\n";
    return escaped === "t" ? "\t" : escaped;
  });
}
