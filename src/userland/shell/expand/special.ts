import type { Shell } from "../run/shell.ts";

/** Value of $name for any single parameter: special, positional or variable; undefined when not set. */
export function specialParameter(shell: Shell, name: string): string | undefined {
  const first = name.charCodeAt(0);
  if (first >= 48 && first <= 57) return name === "0" ? shell.name : shell.positional[Number(name) - 1];
  switch (name) {
    case "?":
      return String(shell.status);
    case "#":
      return String(shell.positional.length);
    case "$":
      return String(shell.rootPid);
    case "!":
      return shell.lastBackground === undefined ? (shell.flavour.name === "bash" ? undefined : "") : String(shell.lastBackground);
    case "-":
      return optionLetters(shell);
    case "_":
      return shell.lastArgument;
    default:
      return shell.variables.get(name);
  }
}

/** $-: letters of the options that are on, then the mode's. */
export function optionLetters(shell: Shell): string {
  let letters = shell.flavour.options
    .filter((one) => one.letter !== undefined && shell.option(one.name))
    .map((one) => one.letter)
    .join("");
  if (shell.flavour.name === "bash") {
    // bash sorts small letters before capitals and shows how it was started.
    const small = [...letters]
      .filter((letter) => letter >= "a")
      .sort()
      .join("");
    const capital = [...letters]
      .filter((letter) => letter < "a")
      .sort()
      .join("");
    letters = `${[...small, ...(shell.interactive ? ["i"] : [])].sort().join("")}${capital}`;
  }
  if (shell.mode === "c") letters += "c";
  else if (shell.mode === "stdin" && !letters.includes("s")) letters += "s";
  return letters;
}
