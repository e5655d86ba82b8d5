import type { CommandSpec, FlagSpec } from "#releases";

/** A command in its place. */
export interface Command {
  readonly spec: CommandSpec;
  readonly name: string;
  /** `docker container rm` */
  readonly path: string;
  readonly parent: Command | undefined;
}

export function rootCommand(spec: CommandSpec): Command {
  return { spec, name: commandName(spec), path: commandName(spec), parent: undefined };
}

function commandName(spec: CommandSpec): string {
  return spec.use.split(" ")[0] ?? "";
}

export function subcommands(command: Command): readonly Command[] {
  return (command.spec.commands ?? []).map((spec) => subcommand(command, spec));
}

function subcommand(parent: Command, spec: Command["spec"]): Command {
  const name = commandName(spec);
  return { spec, name, path: `${parent.path} ${name}`, parent };
}

/** By name or another name. */
export function findNext(command: Command, name: string): Command | undefined {
  const isMeant = (spec: Command["spec"]): boolean =>
    (spec.use.startsWith(name) && commandName(spec) === name) || spec.names?.includes(name) === true;
  const spec = command.spec.commands?.find(isMeant);
  return spec && subcommand(command, spec);
}

/** A command's own flags and those that its parents lend it. */
export function flagsOf(command: Command): readonly FlagSpec[] {
  const lent: FlagSpec[] = [];
  for (let at = command.parent; at; at = at.parent) lent.push(...(at.spec.persistent ?? []));
  if (lent.length === 0 && !command.spec.persistent) return command.spec.flags ?? [];
  const byName = new Map([...lent, ...(command.spec.persistent ?? []), ...(command.spec.flags ?? [])].map((spec) => [spec[0], spec]));
  return [...byName.values()].sort((a, b) => (a[0] < b[0] ? -1 : 1));
}

/** How usage lines show it. */
export function useLine(command: Command): string {
  return command.parent ? `${command.parent.path} ${command.spec.use}` : command.spec.use;
}

export interface Found {
  readonly command: Command;
  readonly args: readonly string[];
}

/**
 * cobra's Traverse: goes down the tree by the first words that are no flags; flags met on the way belong to the command above.
 * `onFlags` parses those.
 */
export function traverse(root: Command, argv: readonly string[], onFlags: (command: Command, flags: readonly string[]) => void): Found {
  let command = root;
  let args = argv;
  for (;;) {
    const step = nextWord(command, args);
    if (!step) return { command, args };
    onFlags(command, args.slice(0, step.at));
    command = step.command;
    args = args.slice(step.at + 1);
  }
}

function nextWord(command: Command, args: readonly string[]): { readonly at: number; readonly command: Command } | undefined {
  const flags = flagsOf(command);
  let inFlag = false;
  for (const [at, arg] of args.entries()) {
    const long = arg.startsWith("--") && !arg.includes("=");
    const short = !long && arg.startsWith("-") && !arg.includes("=") && arg.length === 2;
    if (long || (short && takesValue(flags, arg))) inFlag = long ? takesValue(flags, arg) : true;
    else if (inFlag) inFlag = false;
    else if (!arg.startsWith("-") || arg.length === 1) {
      const next = findNext(command, arg);
      return next && { at, command: next };
    }
  }
  return undefined;
}

function takesValue(flags: readonly FlagSpec[], arg: string): boolean {
  const spec = flags.find((flag) => (arg.startsWith("--") ? flag[0] === arg.slice(2) : flag[1] === arg.slice(1)));
  return spec !== undefined && spec[2] !== "bool";
}
