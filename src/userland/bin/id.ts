import type { Program, Sys } from "#abi";
import { type Account, accounts, findAccount, groupIds, groups } from "./account/accounts.ts";
import { flavourOf } from "./tool/flavour.ts";
import { complain, Failure, UsageFailure } from "./tool/messages.ts";
import { stdout } from "./tool/output.ts";
import { quote } from "./tool/quote.ts";
import { utility } from "./tool/utility.ts";

interface Identity {
  readonly uid: number;
  readonly euid: number;
  readonly gid: number;
  readonly egid: number;
  readonly groups: readonly number[];
}

function ownIdentity(sys: Sys): Identity {
  const own = sys.credentials();
  // GNU's always names the group itself; busybox what getgroups(2) gives.
  const listed = flavourOf(sys) === "busybox" ? own.groups : [own.egid, ...own.groups];
  return { ...own, groups: [...new Set(listed)] };
}

function identityOf(sys: Sys, account: Account): Identity {
  const { uid, gid } = account;
  return { uid, euid: uid, gid, egid: gid, groups: groupIds(sys, account) };
}

function lookup(sys: Sys, name: string): Account {
  const account = findAccount(sys, name) ?? (/^\d+$/.test(name) ? findAccount(sys, Number(name)) : undefined);
  if (account === undefined) throw new Failure(flavourOf(sys) === "busybox" ? `unknown user ${name}` : `${quote(sys, name)}: no such user`);
  return account;
}

/** id: print user and group identities. Models GNU id. */
export const id: Program = utility({
  name: "id",
  summary: "Print user and group information for each specified USER,\nor (when USER omitted) for the current user.",
  usage: "[OPTION]... [USER]...",
  options: {
    ignored: ["-a", "ignore, for compatibility with other versions"],
    context: ["-Z, --context", "print only the security context of the process"],
    group: ["-g, --group", "print only the effective group ID"],
    groups: ["-G, --groups", "print all group IDs"],
    name: ["-n, --name", "print a name instead of a number, for -ugG"],
    real: ["-r, --real", "print the real ID instead of the effective ID, with -ugG"],
    user: ["-u, --user", "print only the effective user ID"],
    zero: ["-z, --zero", "delimit entries with NUL characters, not whitespace;\nnot permitted in default format"],
  },
  async run(sys, { options, operands }) {
    const chosen = [options.user, options.group, options.groups, options.context].filter(Boolean).length;
    if (chosen > 1) throw new UsageFailure('cannot print "only" of more than one choice');
    if (chosen === 0 && (options.name || options.real)) throw new UsageFailure("cannot print only names or real IDs in default format");
    if (options.context) throw new Failure("--context (-Z) works only on an SELinux-enabled kernel");
    let status = 0;
    for (const name of operands.length > 0 ? operands : [undefined]) {
      try {
        const one = name === undefined ? ownIdentity(sys) : identityOf(sys, lookup(sys, name));
        await stdout(sys).print(describe(sys, one, options) + (options.zero ? "\0" : "\n"));
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        await complain(sys, error.message);
        status = 1;
      }
    }
    return status;
  },
});

interface Choice {
  readonly user: boolean;
  readonly group: boolean;
  readonly groups: boolean;
  readonly name: boolean;
  readonly real: boolean;
}

function describe(sys: Sys, one: Identity, choice: Choice): string {
  const users = accounts(sys);
  const all = groups(sys);
  const userName = (uid: number) => users.find((user) => user.uid === uid)?.name;
  const groupName = (gid: number) => all.find((group) => group.gid === gid)?.name;
  const both = (number: number, name: string | undefined) => (name === undefined ? String(number) : `${number}(${name})`);
  const bare = (number: number, name: (number: number) => string | undefined) =>
    choice.name ? (name(number) ?? String(number)) : String(number);
  if (choice.user) return bare(choice.real ? one.uid : one.euid, userName);
  if (choice.group) return bare(choice.real ? one.gid : one.egid, groupName);
  if (choice.groups) return one.groups.map((gid) => bare(gid, groupName)).join(" ");
  let text = `uid=${both(one.uid, userName(one.uid))} gid=${both(one.gid, groupName(one.gid))}`;
  if (one.euid !== one.uid) text += ` euid=${both(one.euid, userName(one.euid))}`;
  if (one.egid !== one.gid) text += ` egid=${both(one.egid, groupName(one.egid))}`;
  if (one.groups.length > 0) text += ` groups=${one.groups.map((gid) => both(gid, groupName(gid))).join(",")}`;
  return text;
}

/** whoami: print the effective user's name. Models GNU whoami. */
export const whoami: Program = utility({
  name: "whoami",
  summary: "Print the user name associated with the current effective user ID.\nSame as id -un.",
  usage: "[OPTION]...",
  options: {},
  async run(sys, { operands }) {
    if (operands[0] !== undefined) throw new UsageFailure(`extra operand ${quote(sys, operands[0])}`);
    const { euid } = sys.credentials();
    const account = findAccount(sys, euid);
    if (account === undefined)
      throw new Failure(flavourOf(sys) === "busybox" ? `unknown uid ${euid}` : `cannot find name for user ID ${euid}`);
    await stdout(sys).print(`${account.name}\n`);
    return 0;
  },
});

/** groups: print the groups a user is in. Models GNU groups. */
export const groupsProgram: Program = utility({
  name: "groups",
  summary:
    "Print group memberships for each USERNAME or, if no USERNAME is specified, for\nthe current process (which may differ if the groups database has changed).",
  usage: "[OPTION]... [USERNAME]...",
  options: {},
  async run(sys, { operands }) {
    let status = 0;
    for (const name of operands.length > 0 ? operands : [undefined]) {
      try {
        const one = name === undefined ? ownIdentity(sys) : identityOf(sys, lookup(sys, name));
        const names = describe(sys, one, { user: false, group: false, groups: true, name: true, real: false });
        await stdout(sys).print(name === undefined || flavourOf(sys) === "busybox" ? `${names}\n` : `${name} : ${names}\n`);
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        await complain(sys, error.message);
        status = 1;
      }
    }
    return status;
  },
});

/** logname: print the name of the user who logged in on this terminal. Models GNU logname. */
export const logname: Program = utility({
  name: "logname",
  summary: "Print the user's login name.",
  usage: "[OPTION]",
  options: {},
  async run(sys, { operands }) {
    if (operands[0] !== undefined) throw new UsageFailure(`extra operand ${quote(sys, operands[0])}`);
    const leader = leaderOwner(sys);
    const account = leader === undefined ? undefined : findAccount(sys, leader);
    if (account === undefined) throw new Failure("no login name");
    await stdout(sys).print(`${account.name}\n`);
    return 0;
  },
});

/** Who owns the session's terminal: login gave it to the user. */
function leaderOwner(sys: Sys): number | undefined {
  try {
    return sys.isatty(0) ? sys.fstat(0).uid : undefined;
  } catch {
    return undefined;
  }
}
