import { decode, isErrno, type Program, print, STDERR, STDIN, type Sys } from "#abi";
import { type Account, become, findAccount, storedPassword } from "./account/accounts.ts";
import { verifyPassword } from "./account/password.ts";
import { execFile, execStatus, loginEnvironment, loginName } from "./account/run.ts";
import { askSecret } from "./account/secret.ts";
import { errorText, linesOf } from "./tool/messages.ts";
import { utility } from "./tool/utility.ts";

const TRIES = 3;

/** login: begin a session on the terminal. Models util-linux 2.23: login(1). `-f USER` asks nothing. */
export const login: Program = utility({
  name: "login",
  package: "util-linux 2.23.2",
  summary: "Begin a session on the system.",
  usage: "[-p] [-h host] [-H] [[-f] username]",
  options: {
    preserve: ["-p", "do not destroy the environment"],
    trusted: ["-f", "skip a second login authentication"],
    host: ["-h=HOST", "name of the remote host"],
    hideHost: ["-H", "suppress hostname in the login prompt"],
  },
  async run(sys, { options, operands }) {
    if (sys.credentials().euid !== 0) {
      await print(sys, "login: Cannot possibly work without effective root\n", STDERR);
      return 1;
    }
    const [name] = operands;
    const trusted = options.trusted && name !== undefined ? findAccount(sys, name) : undefined;
    const account = trusted ?? (await identify(sys, name));
    if (account === undefined) return 1;
    const locale = Object.fromEntries(linesOf(sys, "/etc/locale.conf").map((line) => line.replaceAll('"', "").split("=")));
    const env = loginEnvironment(account, options.preserve ? sys.env : new Map(), [...sys.env.keys()]);
    env.set("TERM", sys.env.get("TERM") ?? "linux");
    if (typeof locale["LANG"] === "string" && !env.has("LANG")) env.set("LANG", locale["LANG"]);
    for (const line of linesOf(sys, "/etc/motd")) await print(sys, `${line}\n`);
    return start(sys, account, env);
  },
});

async function identify(sys: Sys, given: string | undefined): Promise<Account | undefined> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    let name = attempt === 0 ? given : undefined;
    if (name === undefined) {
      await print(sys, `${sys.uname().nodename} login: `);
      const bytes = await sys.read(STDIN);
      if (bytes.length === 0) return undefined;
      name = decode(bytes).trim();
      if (name === "") continue;
    }
    const account = findAccount(sys, name);
    const stored = storedPassword(sys, name);
    if (account !== undefined && stored === "") return account;
    const secret = await askSecret(sys, STDIN, "Password: ");
    if (secret.kind !== "text") return undefined;
    if (account !== undefined && verifyPassword(stored, secret.text)) return account;
    await sys.sleep(2000);
    await print(sys, "\nLogin incorrect\n\n");
  }
  return undefined;
}

async function start(sys: Sys, account: Account, env: ReadonlyMap<string, string>): Promise<number> {
  become(sys, account);
  try {
    sys.chdir(account.home);
  } catch (error) {
    if (!isErrno(error)) throw error;
    await print(sys, `login: ${account.home}: change directory failed: ${errorText(sys, error.code)}\nLogging in with home = "/".\n`);
    sys.chdir("/");
  }
  try {
    return await execFile(sys, account.shell, [loginName(account.shell)], env);
  } catch (error) {
    if (!isErrno(error)) throw error;
    await print(sys, `login: couldn't exec shell script: ${errorText(sys, error.code)}\n`, STDERR);
    return execStatus(error);
  }
}
