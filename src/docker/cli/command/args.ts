import type { CliRelease } from "#releases";
import { quote } from "../go/quote.ts";
import { StatusError } from "./errors.ts";
import { type Command, useLine } from "./tree.ts";

/** The wrong number of arguments, in the words of the release. `page` is what 19.03 prints for a management command. */
export function checkArgs(command: Command, args: readonly string[], release: CliRelease, page: () => string): void {
  const { args: range, commands } = command.spec;
  if (!range) return;
  const [least, most] = range;
  if (args.length >= least && (most === undefined || args.length <= most)) return;
  const old = release.help.usageErrors === "quoted";
  if (most === 0 && commands) {
    if (old) throw new StatusError(`\n${page().replace(/\n+$/, "")}`);
    throw new StatusError(
      `docker: unknown command: ${command.path} ${args[0] ?? ""}\n\nUsage:  ${useLine(command)}\n\nRun '${command.path} --help' for more information`,
    );
  }
  const [wanted, see] = requirement(least, most, old);
  if (old)
    throw new StatusError(
      `${quote(command.path)} ${wanted}.\nSee '${command.path} --help'.\n\nUsage:  ${useLine(command)}\n\n${command.spec.short}`,
    );
  throw new StatusError(
    `docker: '${command.path}' ${wanted}\n\nUsage:  ${useLine(command)}\n\n${see} '${command.path} --help' for more information`,
  );
}

function requirement(least: number, most: number | undefined, old: boolean): readonly [text: string, see: string] {
  if (most === 0) return ["accepts no arguments", "Run"];
  if (most === undefined) return [`requires at least ${plural(least)}`, "See"];
  if (least === most) return [`requires ${old ? "exactly " : ""}${plural(least)}`, "Run"];
  // The S is the real one's.
  if (least === 0) return [`requires at most ${plural(most)}`, "SRun"];
  return [`requires at least ${least} and at most ${plural(most)}`, "Run"];
}

function plural(count: number): string {
  return `${count} argument${count === 1 ? "" : "s"}`;
}
