/** What the non-interactive utilities have in common: options, `--help`, `--version`, usage errors, exit statuses. */

import { encode, isErrno, type Program, STDERR, type Sys } from "#abi";
import { flavourOf } from "./flavour.ts";
import { complain, complainOf, errorText, Failure, programName, t, UsageFailure, useFullName } from "./messages.ts";
import { describeOptions, OptionError, type OptionTable, type ParsedOptions, parseOptions } from "./options.ts";
import { stdout, WriteFailure } from "./output.ts";

/** A utility: its manual in short and what it does. */
export interface UtilitySpec<T extends OptionTable> {
  readonly name: string;
  /** What it is for, as the first line of `--help` after the usage. */
  readonly summary: string;
  /** Synopses without the program's name: `[OPTION]... [FILE]...`. */
  readonly usage: string | readonly string[];
  readonly options: T;
  /** As `--version` names it; default `GNU coreutils 8.30`. */
  readonly package?: string;
  /** Exit status of a usage error; default 1. */
  readonly usageStatus?: number;
  /** false: the first operand ends the options. */
  readonly permute?: boolean;
  /** Usage errors also show the first synopsis, as grep's do. */
  readonly showsUsage?: boolean;
  /** `diff: Try 'diff --help' …`: the name stands before the hint too. */
  readonly namesHint?: boolean;
  /** Turns old spellings into options before they are parsed: `head -5`. */
  readonly rewrite?: (args: readonly string[]) => readonly string[];
  /** Resolves with the exit status. Throws Failure or UsageFailure to give up; an Errno gives up with its text. */
  readonly run: (sys: Sys, parsed: ParsedOptions<T>) => Promise<number>;
}

/** The part of it that `--help` and `--version` show. */
interface Manual {
  readonly name: string;
  readonly summary: string;
  readonly usage: string | readonly string[];
  readonly options: OptionTable;
  readonly package?: string;
  readonly usageStatus?: number;
  readonly showsUsage?: boolean;
  readonly namesHint?: boolean;
}

/** The program of a utility. */
export function utility<const T extends OptionTable>(spec: UtilitySpec<T>): Program {
  return async (sys) => {
    if (spec.package === undefined) useFullName(sys);
    const status = await guarded(sys, spec, () => start(sys, spec));
    return guarded(sys, spec, async () => {
      await stdout(sys).flush();
      return status;
    });
  };
}

async function start<T extends OptionTable>(sys: Sys, spec: UtilitySpec<T>): Promise<number> {
  const args = sys.argv.slice(1);
  const words = args.slice(0, args.includes("--") ? args.indexOf("--") : args.length);
  if (spec.permute === false ? words[0] === "--help" : words.includes("--help")) return help(sys, spec);
  if (spec.permute === false ? words[0] === "--version" : words.includes("--version")) return version(sys, spec);
  return spec.run(sys, parseOptions(spec.options, spec.rewrite ? spec.rewrite(args) : args, spec.permute));
}

async function guarded(sys: Sys, spec: Manual, run: () => Promise<number>): Promise<number> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof OptionError || error instanceof UsageFailure) {
      if (error.message !== "") await complain(sys, error.message);
      await sys.write(STDERR, encode(tryHelp(sys, spec)));
      return (error instanceof UsageFailure ? error.status : undefined) ?? spec.usageStatus ?? 1;
    }
    if (error instanceof Failure) {
      await complain(sys, error.message);
      return error.status;
    }
    if (error instanceof WriteFailure) {
      await complain(sys, `${t(sys)`write error`}: ${errorText(sys, error.errno.code)}`);
      return 1;
    }
    if (!isErrno(error)) throw error;
    await (error.path === undefined ? complain(sys, errorText(sys, error.code)) : complainOf(sys, error.path, error));
    return 1;
  }
}

function tryHelp(sys: Sys, spec: Manual): string {
  const name = programName(sys);
  const usage = typeof spec.usage === "string" ? spec.usage : (spec.usage[0] ?? "");
  if (flavourOf(sys) === "busybox") return `${BUSYBOX_BANNER}\n\nUsage: ${name} ${usage}\n\n${spec.summary}\n`;
  const synopsis = spec.showsUsage ? `Usage: ${name} ${usage}\n` : "";
  return `${synopsis}${spec.namesHint ? `${name}: ` : ""}${t(sys)`Try '${name} --help' for more information.`}\n`;
}

/** What busybox calls itself. */
export const BUSYBOX_BANNER = "BusyBox v1.35.0 (Debian 1:1.35.0-4+deb12u1) multi-call binary.";

async function help(sys: Sys, spec: Manual): Promise<number> {
  const usages = typeof spec.usage === "string" ? [spec.usage] : spec.usage;
  const name = programName(sys);
  const options = describeOptions(spec.options);
  if (flavourOf(sys) === "busybox") {
    await sys.write(
      STDERR,
      encode(`${BUSYBOX_BANNER}\n\nUsage: ${name} ${usages[0] ?? ""}\n\n${spec.summary}\n${options === "" ? "" : `\n${options}`}`),
    );
    return 0;
  }
  const synopsis = usages.map((usage, at) => `${at === 0 ? "Usage:" : "  or: "} ${name} ${usage}`.trimEnd()).join("\n");
  const own = `      --help                 display this help and exit\n      --version              output version information and exit\n`;
  await stdout(sys).print(`${synopsis}\n${spec.summary}\n\n${options}${own}`);
  return 0;
}

async function version(sys: Sys, spec: Manual): Promise<number> {
  const [, name = "", number = ""] = /^(.*) (\S+)$/.exec(spec.package ?? "GNU coreutils 8.30") ?? [];
  await stdout(sys).print(`${spec.name} (${name}) ${number}\n`);
  return 0;
}
