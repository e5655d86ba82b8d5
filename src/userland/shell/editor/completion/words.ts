/** The command line before the cursor, cut into the words of its last simple command. */

export interface WordsBefore {
  /** Finished words of the command, unquoted. Assignments before the command and redirections are left out. */
  readonly words: readonly string[];
  /** The word that the cursor stands behind: as typed, and where it begins. */
  readonly raw: string;
  readonly from: number;
  /** The same word unquoted. */
  readonly value: string;
  /** The quote that is open at the cursor. */
  readonly quote: "" | "'" | '"';
  /** Whether the word names a redirection's file. */
  readonly redirection: boolean;
}

// Words after which a command name stands again.
const LEADS = new Set([
  "sudo",
  "exec",
  "nohup",
  "time",
  "env",
  "command",
  "then",
  "do",
  "else",
  "elif",
  "if",
  "while",
  "until",
  "!",
  "{",
  "watch",
]);
const ASSIGNMENT = /^[A-Za-z_][A-Za-z0-9_]*\+?=/;

/** Reads a line up to the cursor as the shell would. */
export function wordsBefore(line: string): WordsBefore {
  let words: string[] = [];
  let from = 0;
  let value = "";
  let quote: "" | "'" | '"' = "";
  let started = false;
  let redirection = false;
  const finish = () => {
    if (started && !redirection && !(words.length === 0 && ASSIGNMENT.test(value))) words.push(value);
    if (started) redirection = false;
    started = false;
    value = "";
  };
  for (let at = 0; at < line.length; at += 1) {
    const character = line.charAt(at);
    if (!started) from = at;
    if (quote !== "") {
      if (character === quote) quote = "";
      else if (quote === '"' && character === "\\" && /["\\$`]/.test(line.charAt(at + 1))) value += line.charAt((at += 1));
      else value += character;
      continue;
    }
    switch (character) {
      case " ":
      case "\t":
        finish();
        break;
      case "\n":
      case ";":
      case "|":
      case "&":
      case "(":
      case ")":
      case "`":
        finish();
        redirection = false;
        words = [];
        break;
      case "<":
      case ">":
        if (started && /^\d+$/.test(value)) started = false;
        finish();
        redirection = true;
        if (line.charAt(at + 1) === "&") at += 1;
        break;
      case "'":
      case '"':
        started = true;
        quote = character;
        break;
      case "\\":
        started = true;
        value += line.charAt((at += 1));
        break;
      case "$":
        if (line.charAt(at + 1) === "(") {
          finish();
          words = [];
          at += 1;
          break;
        }
        started = true;
        value += character;
        break;
      default:
        started = true;
        value += character;
    }
  }
  if (!started) from = line.length;
  return { words, raw: line.slice(from), from, value, quote, redirection };
}

/** The words of the command proper: what follows `sudo`, `then` and the like. */
export function commandWords(words: readonly string[]): readonly string[] {
  let at = 0;
  while (at < words.length && LEADS.has(words[at] ?? "")) {
    const sudo = words[at] === "sudo" || words[at] === "env";
    at += 1;
    while (sudo && at < words.length && /^-|=/.test(words[at] ?? "")) at += words[at] === "-u" ? 2 : 1;
  }
  return words.slice(Math.min(at, words.length));
}
