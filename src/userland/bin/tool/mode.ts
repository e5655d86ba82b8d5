/** File modes as chmod(1) takes them: octal and symbolic. */

/** A change of mode; gives the new bits for a file's old ones. `umask` counts where no `ugoa` was given. */
export type ModeChange = (old: number, isDirectory: boolean, umask: number) => number;

/** Undefined when the text is no mode. */
export function parseMode(text: string): ModeChange | undefined {
  if (/^[0-7]+$/.test(text)) {
    const bits = Number.parseInt(text, 8);
    if (bits > 0o7777) return undefined;
    // Numeric modes of up to four digits leave a directory's set-id bits alone.
    return (old, isDirectory) => (isDirectory && text.length < 5 ? bits | (old & 0o6000) : bits);
  }
  const clauses = text.split(",").map(parseClause);
  if (clauses.some((clause) => clause === undefined)) return undefined;
  return (old, isDirectory, umask) => clauses.reduce((mode, clause) => (clause ? clause(mode, isDirectory, umask) : mode), old);
}

function parseClause(text: string): ModeChange | undefined {
  const match = /^([ugoa]*)((?:[-+=](?:[ugo]|[rwxXst]*|[0-7]+))+)$/.exec(text);
  if (!match) return undefined;
  const [, who = "", actions = ""] = match;
  const steps = [...actions.matchAll(/([-+=])([ugo]|[0-7]+|[rwxXst]*)/g)];
  return (old, isDirectory, umask) =>
    steps.reduce((mode, [, operator = "", what = ""]) => {
      const mask = who === "" ? 0o7777 & ~umask : maskOf(who);
      const bits = bitsOf(what, who, mode, isDirectory) & mask;
      if (operator === "+") return mode | bits;
      if (operator === "-") return mode & ~bits;
      const keep = isDirectory ? 0o6000 : 0;
      const cleared = who === "" || who.includes("a") ? 0o7777 & ~keep : maskOf(who) & ~keep;
      return (mode & ~cleared) | bits;
    }, old);
}

/** The bits that a set of `ugoa` owns. */
function maskOf(who: string): number {
  let mask = 0;
  for (const letter of who === "" ? "a" : who) {
    mask |= letter === "u" ? 0o4700 : letter === "g" ? 0o2070 : letter === "o" ? 0o1007 : 0o7777;
  }
  return mask;
}

function bitsOf(what: string, who: string, mode: number, isDirectory: boolean): number {
  if (/^[0-7]+$/.test(what)) return Number.parseInt(what, 8);
  if (/^[ugo]$/.test(what)) {
    const shift = what === "u" ? 6 : what === "g" ? 3 : 0;
    return ((mode >> shift) & 7) * 0o111;
  }
  let bits = 0;
  for (const letter of what) {
    if (letter === "r") bits |= 0o444;
    else if (letter === "w") bits |= 0o222;
    else if (letter === "x" || (letter === "X" && (isDirectory || mode & 0o111))) bits |= 0o111;
    else if (letter === "s") bits |= who === "" ? 0o6000 : maskOf(who) & 0o6000;
    else if (letter === "t") bits |= 0o1000;
  }
  return bits;
}
