import { encode, isErrno, type Program, type Sys } from "#abi";
import { accounts, findAccount, groups } from "./account/accounts.ts";
import { join } from "./tool/files.ts";
import { complain, Failure, linesOf } from "./tool/messages.ts";
import { utility } from "./tool/utility.ts";

/** Puts a database back; the files keep their modes. */
function writeLines(sys: Sys, path: string, lines: readonly string[]): void {
  sys.writeFile(path, encode(lines.map((line) => `${line}\n`).join("")));
}

function append(sys: Sys, path: string, line: string): void {
  writeLines(sys, path, [...linesOf(sys, path), line]);
}

/** Databases that a system may lack (shadow ones in small images). */
function exists(sys: Sys, path: string): boolean {
  try {
    sys.stat(path);
    return true;
  } catch (error) {
    if (!isErrno(error)) throw error;
    return false;
  }
}

function demandRoot(sys: Sys, path: string): void {
  if (sys.credentials().euid !== 0) throw new Failure(`Permission denied.\n${sys.argv[0] ?? ""}: cannot lock ${path}; try again later.`);
}

function freeId(used: readonly number[], system: boolean): number {
  if (system) {
    for (let id = 999; id > 200; id -= 1) if (!used.includes(id)) return id;
  }
  return Math.max(999, ...used.filter((id) => id >= 1000 && id < 60000)) + 1;
}

function addToGroup(sys: Sys, group: string, user: string): void {
  writeLines(
    sys,
    "/etc/group",
    linesOf(sys, "/etc/group").map((line) => {
      const [name = "", password = "", gid = "", members = ""] = line.split(":");
      if (name !== group || members.split(",").includes(user)) return line;
      return [name, password, gid, members === "" ? user : `${members},${user}`].join(":");
    }),
  );
}

function groupNamed(sys: Sys, text: string): { readonly name: string; readonly gid: number } {
  const found = groups(sys).find(({ name, gid }) => name === text || String(gid) === text);
  if (found === undefined) throw new Failure(`group '${text}' does not exist`, 6);
  return found;
}

/** useradd: create an account. Models shadow-utils 4.6 with its common options. */
export const useradd: Program = utility({
  name: "useradd",
  package: "shadow-utils 4.6",
  summary: "",
  usage: "[options] LOGIN",
  usageStatus: 2,
  options: {
    comment: ["-c, --comment=COMMENT", "GECOS field of the new account"],
    home: ["-d, --home-dir=HOME_DIR", "home directory of the new account"],
    gid: ["-g, --gid=GROUP", "name or ID of the primary group of the new account"],
    groups: ["-G, --groups=GROUPS", "list of supplementary groups of the new account"],
    create: ["-m, --create-home", "create the user's home directory"],
    noCreate: ["-M, --no-create-home", "do not create the user's home directory"],
    noGroup: ["-N, --no-user-group", "do not create a group with the same name as the user"],
    nonUnique: ["-o, --non-unique", "allow to create users with duplicate (non-unique) UID"],
    password: ["-p, --password=PASSWORD", "encrypted password of the new account"],
    system: ["-r, --system", "create a system account"],
    shell: ["-s, --shell=SHELL", "login shell of the new account"],
    uid: ["-u, --uid=UID", "user ID of the new account"],
    userGroup: ["-U, --user-group", "create a group with the same name as the user"],
  },
  async run(sys, { options, operands }) {
    const [name] = operands;
    if (name === undefined) throw new Failure("Usage: useradd [options] LOGIN", 2);
    demandRoot(sys, "/etc/passwd");
    if (!/^[a-z_][a-z0-9_-]*\$?$/i.test(name)) throw new Failure(`invalid user name '${name}'`, 3);
    if (findAccount(sys, name) !== undefined) throw new Failure(`user '${name}' already exists`, 9);
    const used = accounts(sys).map(({ uid }) => uid);
    const uid = options.uid === undefined ? freeId(used, options.system) : Number(options.uid);
    if (!Number.isInteger(uid)) throw new Failure(`invalid user ID '${options.uid ?? ""}'`, 3);
    if (used.includes(uid) && !options.nonUnique) throw new Failure(`UID ${uid} is not unique`, 4);
    const extra = (options.groups ?? "")
      .split(",")
      .filter((one) => one !== "")
      .map((one) => groupNamed(sys, one));
    let gid = options.gid === undefined ? undefined : groupNamed(sys, options.gid).gid;
    if (gid === undefined && options.noGroup) gid = 100;
    if (gid === undefined) {
      const gids = groups(sys).map((group) => group.gid);
      gid = gids.includes(uid) ? freeId(gids, options.system) : uid;
      append(sys, "/etc/group", `${name}:x:${gid}:`);
      if (exists(sys, "/etc/gshadow")) append(sys, "/etc/gshadow", `${name}:!::`);
    }
    const home = options.home ?? `/home/${name}`;
    append(sys, "/etc/passwd", [name, "x", uid, gid, options.comment ?? "", home, options.shell ?? "/bin/bash"].join(":"));
    append(
      sys,
      "/etc/shadow",
      `${name}:${options.password ?? "!!"}:${Math.floor(sys.now() / 86_400_000)}:${options.system ? "::::" : "0:99999:7::"}:`,
    );
    for (const group of extra) addToGroup(sys, group.name, name);
    if ((options.create || !options.system) && !options.noCreate) await createHome(sys, home, uid, gid);
    return 0;
  },
});

async function createHome(sys: Sys, home: string, uid: number, gid: number): Promise<void> {
  try {
    sys.mkdir(home, 0o700);
    sys.chmod(home, 0o700);
    sys.chown(home, uid, gid);
    for (const { name, type } of exists(sys, "/etc/skel") ? sys.readdir("/etc/skel") : []) {
      if (type !== "file") continue;
      sys.writeFile(join(home, name), sys.readFile(join("/etc/skel", name)), { mode: 0o644 });
      sys.chown(join(home, name), uid, gid);
    }
  } catch (error) {
    if (!isErrno(error)) throw error;
    if (error.code === "EEXIST")
      await complain(sys, "warning: the home directory already exists.\nNot copying any file from skel directory into it.");
    else await complain(sys, `cannot create directory ${home}`);
  }
}

/** userdel: remove an account. */
export const userdel: Program = utility({
  name: "userdel",
  package: "shadow-utils 4.6",
  summary: "",
  usage: "[options] LOGIN",
  usageStatus: 2,
  options: {
    force: ["-f, --force", "force some actions that would fail otherwise"],
    remove: ["-r, --remove", "remove home directory and mail spool"],
  },
  async run(sys, { options, operands }) {
    const [name] = operands;
    if (name === undefined) throw new Failure("Usage: userdel [options] LOGIN", 2);
    demandRoot(sys, "/etc/passwd");
    const account = findAccount(sys, name);
    if (account === undefined) throw new Failure(`user '${name}' does not exist`, 6);
    for (const path of ["/etc/passwd", "/etc/shadow"])
      writeLines(
        sys,
        path,
        linesOf(sys, path).filter((line) => !line.startsWith(`${name}:`)),
      );
    writeLines(
      sys,
      "/etc/group",
      linesOf(sys, "/etc/group").flatMap((line) => {
        const [group = "", password = "", gid = "", members = ""] = line.split(":");
        if (group === name && members === "") return [];
        return [
          [
            group,
            password,
            gid,
            members
              .split(",")
              .filter((one) => one !== name)
              .join(","),
          ].join(":"),
        ];
      }),
    );
    if (options.remove) removeTree(sys, account.home);
    return 0;
  },
});

function removeTree(sys: Sys, path: string): void {
  for (const { name, type } of sys.readdir(path)) {
    if (type === "directory") removeTree(sys, join(path, name));
    else sys.unlink(join(path, name));
  }
  sys.rmdir(path);
}

/** groupadd: create a group. */
export const groupadd: Program = utility({
  name: "groupadd",
  package: "shadow-utils 4.6",
  summary: "",
  usage: "[options] GROUP",
  usageStatus: 2,
  options: {
    force: ["-f, --force", "exit successfully if the group already exists"],
    gid: ["-g, --gid=GID", "use GID for the new group"],
    nonUnique: ["-o, --non-unique", "allow to create groups with duplicate (non-unique) GID"],
    system: ["-r, --system", "create a system account"],
  },
  async run(sys, { options, operands }) {
    const [name] = operands;
    if (name === undefined) throw new Failure("Usage: groupadd [options] GROUP", 2);
    demandRoot(sys, "/etc/group");
    const all = groups(sys);
    if (all.some((group) => group.name === name)) {
      if (options.force) return 0;
      throw new Failure(`group '${name}' already exists`, 9);
    }
    const gids = all.map(({ gid }) => gid);
    const gid = options.gid === undefined ? freeId(gids, options.system) : Number(options.gid);
    if (!Number.isInteger(gid)) throw new Failure(`invalid group ID '${options.gid ?? ""}'`, 3);
    if (gids.includes(gid) && !options.nonUnique) throw new Failure(`GID '${gid}' already exists`, 4);
    append(sys, "/etc/group", `${name}:x:${gid}:`);
    if (exists(sys, "/etc/gshadow")) append(sys, "/etc/gshadow", `${name}:!::`);
    return 0;
  },
});

/** usermod: change an account. */
export const usermod: Program = utility({
  name: "usermod",
  package: "shadow-utils 4.6",
  summary: "",
  usage: "[options] LOGIN",
  usageStatus: 2,
  options: {
    append: ["-a, --append", "append the user to the supplemental GROUPS mentioned by the -G option"],
    comment: ["-c, --comment=COMMENT", "new value of the GECOS field"],
    home: ["-d, --home=HOME_DIR", "new home directory for the user account"],
    gid: ["-g, --gid=GROUP", "force use GROUP as new primary group"],
    groups: ["-G, --groups=GROUPS", "new list of supplementary GROUPS"],
    shell: ["-s, --shell=SHELL", "new login shell for the user account"],
    uid: ["-u, --uid=UID", "new UID for the user account"],
  },
  async run(sys, { options, operands }) {
    const [name] = operands;
    if (name === undefined) throw new Failure("Usage: usermod [options] LOGIN", 2);
    demandRoot(sys, "/etc/passwd");
    const account = findAccount(sys, name);
    if (account === undefined) throw new Failure(`user '${name}' does not exist`, 6);
    const wanted =
      options.groups === undefined
        ? undefined
        : options.groups
            .split(",")
            .filter((one) => one !== "")
            .map((one) => groupNamed(sys, one).name);
    const gid = options.gid === undefined ? account.gid : groupNamed(sys, options.gid).gid;
    const line = [
      name,
      "x",
      options.uid ?? account.uid,
      gid,
      options.comment ?? account.gecos,
      options.home ?? account.home,
      options.shell ?? account.shell,
    ].join(":");
    writeLines(
      sys,
      "/etc/passwd",
      linesOf(sys, "/etc/passwd").map((one) => (one.startsWith(`${name}:`) ? line : one)),
    );
    if (wanted !== undefined) {
      writeLines(
        sys,
        "/etc/group",
        linesOf(sys, "/etc/group").map((one) => {
          const [group = "", password = "", number = "", members = ""] = one.split(":");
          const rest = members
            .split(",")
            .filter((member) => member !== "" && (member !== name || (options.append && !wanted.includes(group))));
          return [group, password, number, [...rest, ...(wanted.includes(group) ? [name] : [])].join(",")].join(":");
        }),
      );
    }
    return 0;
  },
});
