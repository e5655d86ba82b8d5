import type { CliRelease, FlagSpec } from "#releases";
import { type Command, flagsOf, subcommands, useLine } from "./tree.ts";
import { flagUsages } from "./wrap.ts";

/** What the daemon offers; decides what pages hide. */
export interface ServerFeatures {
  readonly apiVersion: string;
  readonly osType: string;
  readonly experimental: boolean;
  readonly buildkit: boolean;
  /** undefined: it did not say. */
  readonly swarm: { readonly active: boolean; readonly manager: boolean } | undefined;
}

export interface PageOptions {
  readonly release: CliRelease;
  readonly server: ServerFeatures;
  readonly columns: number;
  /** Draw the footer bold. */
  readonly terminal: boolean;
  readonly configDirectory: string;
}

/** `a` is a lower API version than `b`. */
export function versionLess(a: string, b: string): boolean {
  const [left, right] = [a, b].map((text) => text.split(".").map(Number));
  for (let i = 0; i < 3; i++) {
    const difference = (left?.[i] ?? 0) - (right?.[i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

function visibleFlags(command: Command, { server, release }: PageOptions): readonly FlagSpec[] {
  return flagsOf(command).filter(([, , , , , more]) => {
    if (!more) return true;
    if (more.hidden === true || more.deprecated !== undefined) return false;
    if (more.api !== undefined && versionLess(server.apiVersion, more.api)) return false;
    if (more.os !== undefined && (release.help.grouped ? server.osType !== "" : true) && more.os !== server.osType) return false;
    if (release.help.grouped) {
      if (more.experimental === true && !server.experimental) return false;
      if (more.swarm !== undefined && hiddenInSwarm(String(more.swarm), server)) return false;
    } else if (more.kubernetes === true && command.path.startsWith("docker stack")) return false;
    return true;
  });
}

function visibleCommands(command: Command, { server, release }: PageOptions): readonly Command[] {
  return subcommands(command).filter(({ spec }) => {
    if (spec.hidden) return false;
    if (spec.api !== undefined && versionLess(server.apiVersion, spec.api)) return false;
    if (spec.experimental && !server.experimental) return false;
    if ((spec.experimentalCli && !release.help.grouped) || spec.kubernetes) return false;
    if (spec.os !== undefined && server.osType !== "" && spec.os !== server.osType) return false;
    return !(release.help.grouped && spec.swarm !== undefined && hiddenInSwarm(spec.swarm, server));
  });
}

/** Needs a swarm's manager or member where the daemon said that it is neither. */
function hiddenInSwarm(needs: string, { swarm }: ServerFeatures): boolean {
  if (!swarm) return false;
  return (needs === "manager" && !swarm.manager) || (needs === "active" && !swarm.active);
}

/** A command's page, as `--help` prints it (without 19.03's leading empty line). */
export function usagePage(command: Command, options: PageOptions): string {
  const { release, columns } = options;
  const { help } = release;
  const { spec } = command;
  const isRoot = command.parent === undefined;
  const hasCommands = (spec.commands?.length ?? 0) > 0;
  const flags = visibleFlags(command, options).map((flag) => withHome(flag, options.configDirectory));
  const usages = flagUsages(flags, columns - 1).replace(/[ \t\n]+$/, "");
  const parts: string[] = [];
  parts.push(
    `Usage:${help.usageIndent}${hasCommands ? `${command.path}${flags.length > 0 ? " [OPTIONS]" : ""} COMMAND` : useLine(command)}`,
  );
  parts.push((spec.long ?? spec.short).trim());
  if (help.grouped && isExperimental(command)) parts.push(`EXPERIMENTAL:\n  ${command.path} is an experimental feature.\n${EXPERIMENTAL}`);
  if (help.grouped && (spec.names || spec.aliases))
    parts.push(
      `Aliases:\n  ${spec.aliases ?? [command.name, ...(spec.names ?? [])].map((name) => `${command.parent?.path ?? ""} ${name}`.trim()).join(", ")}`,
    );
  if (!help.grouped && spec.names) parts.push(`Aliases:\n  ${[command.name, ...spec.names].join(", ")}`);
  if (spec.example !== undefined) parts.push(`Examples:\n${spec.example}`);
  const optionsPart = `Options:\n${usages}`;
  if (flags.length > 0 && !(help.grouped && isRoot)) parts.push(optionsPart);
  parts.push(...commandLists(command, options));
  if (flags.length > 0 && help.grouped && isRoot) parts.push(`Global ${optionsPart}`);
  if (hasCommands) parts.push(`Run '${command.path} COMMAND --help' for more information on a command.`);
  if (isRoot && help.footer !== undefined) parts.push(options.terminal ? `\x1b[1m${help.footer}\x1b[0m` : help.footer);
  return `${parts.join("\n\n")}\n`;
}

const EXPERIMENTAL = `  Experimental features provide early access to product functionality. These
  features may change between releases without warning, or can be removed from a
  future release. Learn more about experimental features in our documentation:
  https://docs.docker.com/go/experimental/`;

function isExperimental(command: Command): boolean {
  return command.spec.experimentalCli === true || (command.parent !== undefined && isExperimental(command.parent));
}

interface Row {
  readonly name: string;
  readonly short: string;
}

function commandLists(command: Command, options: PageOptions): string[] {
  const { help } = options.release;
  const isRoot = command.parent === undefined;
  const all = visibleCommands(command, options);
  const padding = Math.max(11, ...subcommands(command).map((sub) => sub.name.length));
  const list = (title: string, rows: readonly Row[]): string[] =>
    rows.length === 0 ? [] : [`${title}:\n${rows.map(({ name, short }) => `  ${name.padEnd(padding)} ${short}`).join("\n")}`];
  const row = (sub: Command): Row => ({ name: sub.name, short: sub.spec.short });
  const isManagement = (sub: Command): boolean => sub.spec.commands !== undefined;
  const isCommon = (sub: Command): boolean => isRoot && help.grouped && sub.spec.common !== undefined;
  const isSwarm = (sub: Command): boolean => help.grouped && sub.spec.swarm !== undefined;
  const plugins: Row[] = isRoot ? help.plugins.map(({ name, short }) => ({ name: `${name}*`, short })) : [];
  const management = [...all.filter((sub) => isManagement(sub) && !isSwarm(sub)).map(row), ...plugins].sort((a, b) =>
    a.name < b.name ? -1 : 1,
  );
  return [
    ...list(
      "Common Commands",
      all
        .filter(isCommon)
        .sort((a, b) => (a.spec.common ?? 0) - (b.spec.common ?? 0))
        .map(row),
    ),
    ...list("Management Commands", management),
    ...list("Swarm Commands", all.filter((sub) => isManagement(sub) && isSwarm(sub)).map(row)),
    ...list("Commands", all.filter((sub) => !isManagement(sub) && !isCommon(sub)).map(row)),
  ];
}

function withHome(flag: FlagSpec, configDirectory: string): FlagSpec {
  const [name, shorthand, type, preset, usage, more] = flag;
  if (!preset.startsWith("~/.docker")) return flag;
  const text = configDirectory + preset.slice("~/.docker".length);
  return more ? [name, shorthand, type, text, usage, more] : [name, shorthand, type, text, usage];
}
