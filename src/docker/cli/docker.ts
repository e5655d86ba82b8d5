import { type Program, print, STDERR, type Sys } from "#abi";
import { ApiError, ConnectionError } from "#client";
import type { CliRelease } from "#releases";
import { checkArgs } from "./command/args.ts";
import { Exit, StatusError } from "./command/errors.ts";
import { type Flags, flagTable, type Parsed, parseFlags } from "./command/flags.ts";
import { usagePage } from "./command/help.ts";
import { checkSupported } from "./command/supported.ts";
import { type Command, flagsOf, rootCommand, subcommands, traverse, useLine } from "./command/tree.ts";
import type { ValueContext } from "./command/values.ts";
import { Session } from "./session.ts";
import { verbOf } from "./verbs.ts";

/** The docker command of a release. */
export function createDocker(release: CliRelease): Program {
  return async (sys) => {
    try {
      return await docker(sys, release);
    } catch (error) {
      if (error instanceof Exit) return error.status;
      const failed = error instanceof StatusError || error instanceof ApiError || error instanceof ConnectionError;
      if (!failed) throw error;
      if (error.message !== "") await print(sys, `${error.message}\n`, STDERR);
      return error instanceof StatusError ? error.status : 1;
    }
  };
}

async function docker(sys: Sys, release: CliRelease): Promise<number> {
  const root = rootCommand(await release.commands());
  const context = await valueContext(sys, release, []);
  const table = flagTable(flagsOf(root), release.texts.helpNote);
  const directory = sys.env.get("DOCKER_CONFIG") || `${sys.env.get("HOME") ?? ""}/.docker`;
  let parsed: Parsed;
  try {
    parsed = parseFlags(table, sys.argv.slice(1), false, context);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const session = new Session(sys, release, { configDirectory: directory, context: "", hosts: [] });
    throw await flagError(session, root, error.message);
  }
  const { flags, args, notes } = parsed;
  if (notes.length > 0) await print(sys, `${notes.join("\n")}\n`, STDERR);
  const level = flags.text("log-level");
  if (!["panic", "fatal", "error", "warn", "warning", "info", "debug", "trace"].includes(level.toLowerCase()))
    throw new StatusError(`Unable to parse logging level: ${level}`);
  const hosts = flags.list("host");
  if (flags.text("context") !== "" && hosts.length > 0) throw new StatusError(release.texts.hostAndContext);
  const session = new Session(sys, release, {
    configDirectory: flags.changed("config") ? flags.text("config") : directory,
    context: flags.text("context"),
    hosts,
  });
  try {
    const interrupted = session.interrupted();
    interrupted.catch(() => undefined);
    return await Promise.race([execute(session, root, flags, args), interrupted]);
  } finally {
    await session.close();
  }
}

async function execute(session: Session, root: Command, global: Flags, argv: readonly string[]): Promise<number> {
  const { release } = session;
  if (release.behaviour.pingFirst) await session.server();
  const [first] = argv;
  if (first === "__complete" || first === "__completeNoDesc") {
    const { complete } = await import("./command/complete.ts");
    return complete(session, root, argv.slice(1), first === "__complete");
  }
  if (first === "help") return helpCommand(session, root, argv.slice(1));
  const { command, args } = traverse(root, argv, (above, words) => {
    if (words.length > 0) parseFlags(flagTable(flagsOf(above), release.texts.helpNote), words, true, PLAIN);
  });
  if (command === root && args.length > 0) {
    const plugin = await release.plugin?.(args[0] ?? "");
    if (plugin) return runPlugin(session, args, plugin);
  }
  if (command.spec.raw) return (await import("./plugin/unsupported.ts")).unsupported(session, command);
  const context = await valueContext(
    session.sys,
    release,
    flagsOf(command).map((spec) => spec[2]),
  );
  let parsed: Parsed;
  try {
    parsed = parseFlags(
      flagTable(flagsOf(command), release.texts.helpNote),
      args,
      command.spec.flagsFirst !== true && command !== root,
      context,
    );
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw await flagError(session, command, error.message);
  }
  if (parsed.notes.length > 0) await session.out(`${parsed.notes.join("\n")}\n`);
  if (parsed.flags.bool("help") || global.bool("help")) return showHelp(session, command, false);
  if (command === root) return runRoot(session, root, global, parsed.args);
  await checkSupported(session, command, parsed.flags);
  const page = command.spec.commands ? await pageOf(session, command, false) : "";
  checkArgs(command, parsed.args, release, () => page);
  const verb = verbOf(command.path.slice("docker ".length));
  if (!verb && command.spec.commands) return showHelp(session, command, true);
  if (!verb) return (await import("./plugin/unsupported.ts")).unsupported(session, command);
  const { run } = await verb();
  return (await run({ session, command, flags: parsed.flags, args: parsed.args })) ?? 0;
}

async function runRoot(session: Session, root: Command, global: Flags, args: readonly string[]): Promise<number> {
  const { release } = session;
  if (global.bool("version")) {
    await session.out(`Docker version ${release.version}, build ${release.build.gitCommit}\n`);
    return 0;
  }
  if (args.length === 0) return showHelp(session, root, true);
  throw new StatusError(release.texts.unknownCommand.replaceAll("{}", args[0] ?? ""));
}

async function helpCommand(session: Session, root: Command, words: readonly string[]): Promise<number> {
  let command = root;
  for (const word of words.filter((one) => one !== "--help")) {
    const next = subcommands(command).find((sub) => sub.name === word || sub.spec.names?.includes(word));
    if (!next) throw new StatusError(`unknown help topic: ${words.join(" ")}`);
    command = next;
  }
  return showHelp(session, command, false);
}

async function runPlugin(session: Session, [name = "", ...rest]: readonly string[], page: string): Promise<number> {
  const { unsupportedPlugin } = await import("./plugin/unsupported.ts");
  return unsupportedPlugin(session, name, page, rest);
}

async function showHelp(session: Session, command: Command, toStderr: boolean): Promise<number> {
  await checkSupported(session, command, undefined);
  const text = `${session.release.help.leadingNewline ? "\n" : ""}${await pageOf(session, command, session.isTerminal(toStderr ? 2 : 1))}`;
  await (toStderr ? session.err(text) : session.out(text));
  return 0;
}

async function pageOf(session: Session, command: Command, terminal: boolean): Promise<string> {
  return usagePage(command, {
    release: session.release,
    server: await session.server(),
    columns: session.columns(0) ?? 80,
    terminal,
    configDirectory: session.options.configDirectory,
  });
}

async function flagError(session: Session, command: Command, message: string): Promise<StatusError> {
  await checkSupported(session, command, undefined);
  const path = command.path;
  if (session.release.help.usageErrors === "prefixed")
    return new StatusError(`${message}\n\nUsage:  ${useLine(command)}\n\nRun '${path} --help' for more information`, 125);
  const usage = command.spec.commands ? `\n\n${await pageOf(session, command, false)}` : "";
  return new StatusError(`${message}\nSee '${path} --help'.${usage}`, 125);
}

const PLAIN: ValueContext = {
  env: new Map(),
  cwd: "/",
  strictSizes: true,
  texts: { notAnIp: "{}", sysctlRefused: "{}", gpuCount: "{}", addHostEquals: "", upperCase: "" },
  types: new Map(),
};

/** What checking the values of these types needs; loads their code. */
async function valueContext(sys: Sys, release: CliRelease, types: readonly string[]): Promise<ValueContext> {
  const { texts } = release;
  const special = ["ulimit", "mount", "network", "gpu-request"].some((type) => types.includes(type));
  return {
    env: sys.env,
    cwd: sys.getcwd(),
    strictSizes: release.behaviour.strictSizes,
    texts: {
      notAnIp: texts.notAnIp,
      sysctlRefused: texts.sysctlRefused,
      gpuCount: texts.gpuCount,
      addHostEquals: release.behaviour.addHostEquals ? "=" : "",
      upperCase: texts.upperCase,
    },
    types: special ? (await import("./container/options/types.ts")).VALUE_TYPES : new Map(),
  };
}
