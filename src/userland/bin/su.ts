import { isErrno, type Program, print, STDERR, STDIN, type Sys } from "#abi";
import { type Account, become, findAccount, storedPassword } from "./account/accounts.ts";
import { verifyPassword } from "./account/password.ts";
import { execFile, execStatus, loginEnvironment, loginName } from "./account/run.ts";
import { askSecret, dieOfInterrupt, openTerminal, readSecret } from "./account/secret.ts";
import { baseName } from "./tool/files.ts";
import { isKorean } from "./tool/locale.ts";
import { complain, errorText, UsageFailure } from "./tool/messages.ts";
import { utility } from "./tool/utility.ts";

/** su: run a shell as another user. Models util-linux 2.23: su(1). */
export const su: Program = utility({
  name: "su",
  package: "util-linux 2.23.2",
  summary: "Change the effective user id and group id to that of USER.\nA mere - implies -l.   If USER not given, assume root.",
  usage: "[options] [-] [USER [arg]...]",
  options: {
    preserve: ["-m, --preserve-environment", "do not reset environment variables"],
    keep: ["-p", "same as -m"],
    login: ["-l, --login", "make the shell a login shell"],
    command: ["-c, --command=<command>", "pass a single command to the shell with -c"],
    session: ["--session-command=<command>", "pass a single command to the shell with -c and do not create a new session"],
    fast: ["-f, --fast", "pass -f to the shell (for csh or tcsh)"],
    shell: ["-s, --shell=<shell>", "run shell if /etc/shells allows it"],
    group: ["-g, --group=<group>", "specify the primary group"],
  },
  async run(sys, { options, operands }) {
    const login = options.login || operands[0] === "-";
    const rest = operands[0] === "-" ? operands.slice(1) : operands;
    const [name = "root", ...args] = rest;
    if (sys.credentials().euid !== 0) throw new UsageFailure("must be suid to work properly");
    const account = findAccount(sys, name);
    if (account === undefined) {
      await complain(sys, `user ${name} does not exist`);
      return 1;
    }
    const refused = await refuse(sys, account);
    if (refused !== undefined) return refused;
    const preserve = (options.preserve || options.keep) && !login;
    const shell = options.shell ?? (preserve ? sys.env.get("SHELL") : undefined) ?? account.shell;
    const env = login ? loginEnvironment(account, sys.env, ["TERM", "LANG"]) : new Map(sys.env);
    if (!login && !preserve) {
      env.set("HOME", account.home);
      env.set("SHELL", shell);
      if (account.uid !== 0) {
        env.set("USER", account.name);
        env.set("LOGNAME", account.name);
      }
    }
    become(sys, account);
    if (login) await enterHome(sys, account);
    const command = options.command ?? options.session;
    const argv = [login ? loginName(shell) : baseName(shell), ...(command === undefined ? [] : ["-c", command]), ...args];
    try {
      return await execFile(sys, shell, argv, env);
    } catch (error) {
      if (!isErrno(error)) throw error;
      await complain(sys, `failed to execute ${shell}: ${errorText(sys, error.code)}`);
      return execStatus(error);
    }
  },
});

/** undefined when the caller may become the account, else the exit status. */
async function refuse(sys: Sys, account: Account): Promise<number | undefined> {
  if (sys.credentials().uid === 0) return undefined;
  const prompt = isKorean(sys) ? "암호: " : "Password: ";
  const terminal = openTerminal(sys);
  const secret = terminal !== undefined && sys.isatty(STDIN) ? await askSecret(sys, terminal, prompt) : await readSecret(sys, prompt);
  if (terminal !== undefined) sys.close(terminal);
  if (secret.kind === "interrupted") return dieOfInterrupt(sys);
  if (secret.kind === "text" && verifyPassword(storedPassword(sys, account.name), secret.text)) return undefined;
  await sys.sleep(2000);
  await complain(sys, isKorean(sys) ? "인증 실패" : "Authentication failure");
  return 1;
}

async function enterHome(sys: Sys, account: Account): Promise<void> {
  try {
    sys.chdir(account.home);
  } catch (error) {
    if (!isErrno(error)) throw error;
    await print(sys, `su: warning: cannot change directory to ${account.home}: ${errorText(sys, error.code)}\n`, STDERR);
  }
}
