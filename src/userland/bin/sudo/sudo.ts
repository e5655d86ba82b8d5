import { isErrno, type Program, print, STDERR, STDOUT, type Sys, strerror } from "#abi";
import { type Account, become, findAccount } from "../account/accounts.ts";
import { execFile, findCommand, loginName } from "../account/run.ts";
import { isKorean } from "../tool/locale.ts";
import { errorText } from "../tool/messages.ts";
import { authenticate } from "./authenticate.ts";
import { securePath, sudoEnvironment } from "./environment.ts";
import { parseSudo, type SudoOptions, SudoUsage, USAGE } from "./options.ts";
import { judge, readSudoers, rulesOf, type Sudoers, targetAccount } from "./sudoers.ts";
import { ENGLISH, KOREAN, type SudoTexts } from "./texts.data.ts";
import { forget, isFresh, refresh } from "./timestamp.ts";

/** sudo: run a command as another user. Models sudo 1.8 as CentOS 7 configures it: sudo(8), sudoers(5). */
export const sudo: Program = async (sys) => {
  try {
    return await run(sys, parseSudo(sys.argv.slice(1)));
  } catch (error) {
    if (!(error instanceof SudoUsage)) throw error;
    await print(sys, (error.message === "" ? "" : `sudo: ${error.message}\n`) + USAGE, STDERR);
    return 1;
  }
};

interface Request {
  readonly sys: Sys;
  readonly options: SudoOptions;
  readonly texts: SudoTexts;
  readonly sudoers: Sudoers;
  readonly caller: Account;
  readonly target: Account;
}

async function run(sys: Sys, options: SudoOptions): Promise<number> {
  const texts = isKorean(sys) ? KOREAN : ENGLISH;
  if (options.help) return print(sys, `sudo - execute a command as another user\n\n${USAGE}`).then(() => 0);
  if (options.version)
    return print(
      sys,
      "Sudo version 1.8.23\nSudoers policy plugin version 1.8.23\nSudoers file grammar version 46\nSudoers I/O plugin version 1.8.23\n",
    ).then(() => 0);
  const { euid, uid } = sys.credentials();
  if (euid !== 0) {
    await fail(
      sys,
      "effective uid is not 0, is /usr/bin/sudo on a file system with the 'nosuid' option set or an NFS file system without root privileges?",
    );
    return 1;
  }
  const caller = findAccount(sys, uid);
  if (caller === undefined) return fail(sys, `you do not exist in the passwd database`);
  const target = targetAccount(sys, options.user ?? "root");
  if (target === undefined) {
    await fail(sys, texts.unknownUser(options.user ?? "root"));
    return fail(sys, "unable to initialize policy plugin");
  }
  if (options.remove || (options.reset && options.command.length === 0 && !options.login && !options.shell && !options.validate)) {
    forget(sys, caller.name, options.remove);
    return 0;
  }
  if (options.reset) forget(sys, caller.name, false);
  let sudoers: Sudoers;
  try {
    sudoers = readSudoers(sys);
  } catch (error) {
    if (!isErrno(error)) throw error;
    await fail(sys, `unable to open /etc/sudoers: ${strerror(error.code)}`);
    await fail(sys, "no valid sudoers sources found, quitting");
    return fail(sys, "unable to initialize policy plugin");
  }
  return authorize({ sys, options, texts, sudoers, caller, target });
}

async function authorize(request: Request): Promise<number> {
  const { sys, options, texts, sudoers, caller, target } = request;
  const argv = commandOf(request);
  const path = argv === undefined ? undefined : findCommand(sys, argv[0] ?? "", securePath(sys, sudoers));
  const asked = argv === undefined ? undefined : [path ?? argv[0] ?? "", ...argv.slice(1)];
  const verdict = judge(sys, sudoers, caller, target, options.list > 0 || options.validate ? undefined : asked);
  const host = sys.uname().nodename.split(".")[0] ?? "";
  const needless =
    caller.uid === 0 ||
    (target.uid === caller.uid && verdict.allowed) ||
    verdict.noPassword ||
    sudoers.defaults.get("authenticate") === false;
  const minutes = Number(sudoers.defaults.get("timestamp_timeout") ?? 5);
  if (!needless && !isFresh(sys, caller.name, minutes)) {
    const lecture = sudoers.defaults.get("lecture");
    if (lecture === "always" && !options.nonInteractive) await print(sys, texts.lecture, STDERR);
    const status = await authenticate(sys, options, caller, target, Number(sudoers.defaults.get("passwd_tries") ?? 3), texts);
    if (status !== undefined) return status;
    if (verdict.allowed) refresh(sys, caller.name);
  } else if (!needless) {
    refresh(sys, caller.name);
  }
  if (!verdict.known) {
    await print(sys, options.list > 0 ? `${texts.mayNotRun(caller.name, host)}\n` : `${texts.notInSudoers(caller.name)}\n`, STDERR);
    return 1;
  }
  if (options.validate) return 0;
  if (options.list > 0) return list(request);
  if (argv === undefined) return 1;
  if (!verdict.allowed) {
    await print(sys, `${texts.notAllowed(caller.name, (asked ?? []).join(" "), target.name, sys.uname().nodename)}\n`, STDERR);
    return 1;
  }
  if (path === undefined) return fail(sys, texts.notFound(argv[0] ?? ""));
  return start(request, path, argv);
}

/** What to run, before its path is known. */
function commandOf({ sys, options, caller, target }: Request): readonly string[] | undefined {
  if (options.list > 0 || options.validate) return undefined;
  if (!options.login && !options.shell) return options.command;
  const shell = options.login ? target.shell : (sys.env.get("SHELL") ?? caller.shell);
  if (options.command.length === 0) return [shell];
  return [shell, "-c", options.command.map((word) => word.replace(/[^\w\-$]/g, "\\$&")).join(" ")];
}

async function start({ sys, options, texts, sudoers, caller, target }: Request, path: string, argv: readonly string[]): Promise<number> {
  const env = sudoEnvironment(sys, sudoers, options, caller, target, [path, ...argv.slice(1)].join(" "));
  become(sys, target);
  if (options.login) {
    try {
      sys.chdir(target.home);
    } catch (error) {
      if (!isErrno(error)) throw error;
      await fail(sys, `${texts.cannotChange(target.home)}: ${errorText(sys, error.code)}`);
    }
  }
  const program = options.login ? [loginName(path), ...argv.slice(1)] : argv;
  try {
    if (options.background) {
      sys.fork((child) => execFile(child, path, program, env));
      return 0;
    }
    return await execFile(sys, path, program, env);
  } catch (error) {
    if (!isErrno(error)) throw error;
    return fail(sys, `${texts.cannotRun(path)}: ${errorText(sys, error.code)}`);
  }
}

async function list({ sys, options, texts, sudoers, caller }: Request): Promise<number> {
  const user = options.listUser === undefined ? caller : findAccount(sys, options.listUser);
  if (user === undefined) return fail(sys, texts.unknownUser(options.listUser ?? ""));
  const host = sys.uname().nodename.split(".")[0] ?? "";
  const rules = rulesOf(sys, sudoers, user);
  const [first] = options.command;
  if (first !== undefined) {
    const path = findCommand(sys, first, securePath(sys, sudoers));
    const root = targetAccount(sys, options.user ?? "root");
    if (path === undefined || root === undefined || !judge(sys, sudoers, user, root, [path, ...options.command.slice(1)]).allowed) return 1;
    await print(sys, `${[path, ...options.command.slice(1)].join(" ")}\n`);
    return 0;
  }
  if (rules.length === 0) {
    await print(sys, `User ${user.name} is not allowed to run sudo on ${host}.\n`);
    return 0;
  }
  const defaults =
    sudoers.defaultsText.length === 0
      ? ""
      : `Matching Defaults entries for ${user.name} on ${host}:\n${wrap(sudoers.defaultsText.join(", "))}\n\n`;
  const lines = rules
    .map(({ runAsText, command, noPassword }) => `    (${runAsText}) ${noPassword ? "NOPASSWD: " : ""}${command}\n`)
    .join("");
  await print(sys, `${defaults}User ${user.name} may run the following commands on ${host}:\n${lines}`, STDOUT);
  return 0;
}

/** Lines of at most 80 columns, indented by four. */
function wrap(text: string): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + word.length + 5 > 80) {
      lines.push(line);
      line = "";
    }
    line += line === "" ? word : ` ${word}`;
  }
  lines.push(line);
  return lines.map((one) => `    ${one}`).join("\n");
}

async function fail(sys: Sys, text: string): Promise<number> {
  await print(sys, `sudo: ${text}\n`, STDERR);
  return 1;
}
