import { isErrno, type Program, print, STDERR, type Sys } from "#abi";
import { type Account, findAccount, groupIds, groups } from "./account/accounts.ts";
import { execCommand, execStatus } from "./account/run.ts";
import { programName } from "./tool/messages.ts";

/** gosu, su-exec: run a command as another user without anything in between. Models gosu 1.12 and su-exec 0.2. */
export const gosu: Program = async (sys) => {
  const name = programName(sys);
  const [who, ...command] = sys.argv.slice(1);
  if (who === "--version" || who === "-v") return print(sys, "1.12 (go1.13.10 on linux/amd64; gc)\n").then(() => 0);
  if (who === undefined || command.length === 0) {
    await print(sys, usage(name), STDERR);
    return 1;
  }
  const target = parseTarget(sys, who);
  if (typeof target === "string") {
    await print(sys, name === "gosu" ? `error: failed switching to "${who}": ${target}\n` : `${name}: ${who}: ${target}\n`, STDERR);
    return 1;
  }
  try {
    const { account, gid, all } = target;
    sys.setCredentials({ uid: account.uid, euid: account.uid, gid, egid: gid, groups: all });
  } catch (error) {
    if (!isErrno(error)) throw error;
    await print(
      sys,
      name === "gosu" ? `error: failed switching to "${who}": operation not permitted\n` : `${name}: setgroups: ${error.message}\n`,
      STDERR,
    );
    return 1;
  }
  const env = new Map(sys.env);
  env.set("HOME", target.account.home);
  try {
    return await execCommand(sys, command, env);
  } catch (error) {
    if (!isErrno(error)) throw error;
    const what =
      error.code === "ENOENT" ? `exec: "${command[0]}": executable file not found in $PATH` : `exec ${command[0]}: ${error.message}`;
    await print(sys, name === "gosu" ? `error: ${what}\n` : `${name}: ${command[0]}: ${error.message}\n`, STDERR);
    return name === "gosu" ? 1 : execStatus(error);
  }
};

interface Target {
  readonly account: Account;
  readonly gid: number;
  readonly all: readonly number[];
}

/** `user`, `user:group`, by name or number; a text when there is none. */
function parseTarget(sys: Sys, who: string): Target | string {
  const [user = "", group] = who.split(":");
  const number = /^\d+$/.test(user) ? Number(user) : undefined;
  const account =
    findAccount(sys, user) ??
    (number === undefined
      ? undefined
      : (findAccount(sys, number) ?? { name: user, uid: number, gid: 0, gecos: "", home: "/", shell: "/bin/sh" }));
  if (account === undefined) return `unable to find user ${user}: no matching entries in passwd file`;
  if (group === undefined || group === "") return { account, gid: account.gid, all: groupIds(sys, account) };
  const gid = groups(sys).find((one) => one.name === group)?.gid ?? (/^\d+$/.test(group) ? Number(group) : undefined);
  if (gid === undefined) return `unable to find group ${group}: no matching entries in group file`;
  return { account, gid, all: [gid] };
}

function usage(name: string): string {
  if (name !== "gosu") return `Usage: ${name} user-spec command [args]\n`;
  return `Usage: ${name} user-spec command [args]\n   eg: ${name} tianon bash\n       ${name} nobody:root bash -c 'whoami && id'\n       ${name} 1000:1 id\n\n${name} version: 1.12 (go1.13.10 on linux/amd64; gc)\n       license: Apache-2.0 (full text at https://github.com/tianon/gosu)\n`;
}
