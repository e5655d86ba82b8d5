/** sudo's command line: options end at the first operand, `NAME=value` may come before the command. */

export interface SudoOptions {
  readonly user: string | undefined;
  readonly group: string | undefined;
  readonly prompt: string | undefined;
  readonly listUser: string | undefined;
  readonly login: boolean;
  readonly shell: boolean;
  readonly list: number;
  readonly validate: boolean;
  readonly reset: boolean;
  readonly remove: boolean;
  readonly nonInteractive: boolean;
  readonly stdin: boolean;
  readonly keepEnvironment: boolean;
  readonly setHome: boolean;
  readonly background: boolean;
  readonly help: boolean;
  readonly version: boolean;
  readonly assignments: readonly (readonly [string, string])[];
  readonly command: readonly string[];
}

/** The command line is wrong: the text goes before the usage; it may be empty. */
export class SudoUsage extends Error {}

export const USAGE = `usage: sudo -h | -K | -k | -V
usage: sudo -v [-AknS] [-g group] [-h host] [-p prompt] [-u user]
usage: sudo -l [-AknS] [-g group] [-h host] [-p prompt] [-U user] [-u user] [command]
usage: sudo [-AbEHknPS] [-r role] [-t type] [-C num] [-g group] [-h host] [-p prompt] [-T timeout] [-u user] [VAR=value] [-i|-s] [<command>]
usage: sudo -e [-AknS] [-r role] [-t type] [-C num] [-g group] [-h host] [-p prompt] [-T timeout] [-u user] file ...
`;

const LONG: Readonly<Record<string, string>> = {
  askpass: "A",
  background: "b",
  edit: "e",
  group: "g",
  help: "?",
  host: "h",
  list: "l",
  login: "i",
  "non-interactive": "n",
  "preserve-env": "E",
  "preserve-groups": "P",
  prompt: "p",
  "remove-timestamp": "K",
  "reset-timestamp": "k",
  "set-home": "H",
  shell: "s",
  stdin: "S",
  "other-user": "U",
  user: "u",
  validate: "v",
  version: "V",
};
const WITH_VALUE = "ughpUCrtTD";

/** Parses arguments (without argv[0]). Throws SudoUsage. */
export function parseSudo(args: readonly string[]): SudoOptions {
  const flags = new Map<string, number>();
  const values = new Map<string, string>();
  const rest = [...args];
  const take = (letter: string, given: string | undefined) => {
    const value = given ?? rest.shift();
    if (value === undefined) throw new SudoUsage(`option requires an argument -- '${letter}'`);
    values.set(letter, value);
  };
  while (rest.length > 0 && (rest[0] ?? "").startsWith("-") && rest[0] !== "-") {
    const arg = rest.shift() ?? "";
    if (arg === "--") break;
    if (arg.startsWith("--")) {
      const [name = "", value] = arg.slice(2).split(/=(.*)/s);
      const letter = LONG[name];
      if (letter === undefined) throw new SudoUsage(`unrecognized option '${arg}'`);
      if (WITH_VALUE.includes(letter)) take(letter, value);
      else flags.set(letter, (flags.get(letter) ?? 0) + 1);
      continue;
    }
    for (let at = 1; at < arg.length; at += 1) {
      const letter = arg.charAt(at);
      if (letter === "h" && args.length === 1 && arg === "-h") flags.set("?", 1);
      else if (WITH_VALUE.includes(letter)) {
        take(letter, arg.slice(at + 1) === "" ? undefined : arg.slice(at + 1));
        break;
      } else if ("AbEeHiKklnPSsVv".includes(letter)) flags.set(letter, (flags.get(letter) ?? 0) + 1);
      else throw new SudoUsage(`invalid option -- '${letter}'`);
    }
  }
  const assignments: (readonly [string, string])[] = [];
  while (/^[A-Za-z_]\w*=/.test(rest[0] ?? "")) {
    const [name = "", value = ""] = (rest.shift() ?? "").split(/=(.*)/s);
    assignments.push([name, value]);
  }
  const has = (letter: string) => flags.has(letter);
  if (has("e")) throw new SudoUsage("");
  if (has("i") && has("s")) throw new SudoUsage("you may not specify both the `-i' and `-s' options");
  const nothing = rest.length === 0 && !["i", "s", "l", "v", "k", "K", "V", "?"].some(has);
  if (nothing) throw new SudoUsage("");
  return {
    user: values.get("u"),
    group: values.get("g"),
    prompt: values.get("p"),
    listUser: values.get("U"),
    login: has("i"),
    shell: has("s"),
    list: flags.get("l") ?? 0,
    validate: has("v"),
    reset: has("k"),
    remove: has("K"),
    nonInteractive: has("n"),
    stdin: has("S"),
    keepEnvironment: has("E"),
    setHome: has("H"),
    background: has("b"),
    help: has("?"),
    version: has("V"),
    assignments,
    command: rest,
  };
}
