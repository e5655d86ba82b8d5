import { isErrno, type Program, type Sys } from "#abi";
import { join } from "./tool/files.ts";
import { complain, errorText, Failure, t, UsageFailure } from "./tool/messages.ts";
import { stdout } from "./tool/output.ts";
import { quote, quoteAlways } from "./tool/quote.ts";
import { namesOf } from "./tool/users.ts";
import { utility } from "./tool/utility.ts";

const OPTIONS = {
  changes: ["-c, --changes", "like verbose but report only when a change is made"],
  quiet: ["-f, --silent, --quiet", "suppress most error messages"],
  verbose: ["-v, --verbose", "output a diagnostic for every file processed"],
  dereference: [
    "--dereference",
    "affect the referent of each symbolic link (this is\n                             the default), rather than the symbolic link itself",
  ],
  link: ["-h, --no-dereference", "affect symbolic links instead of any referenced file"],
  unguarded: ["--no-preserve-root", "do not treat '/' specially (the default)"],
  guarded: ["--preserve-root", "fail to operate recursively on '/'"],
  reference: ["--reference=RFILE", "use RFILE's owner and group rather than specifying OWNER:GROUP values"],
  recursive: ["-R, --recursive", "operate on files and directories recursively"],
  half: ["-H", "if a command line argument is a symbolic link to a directory, traverse it"],
  logical: ["-L", "traverse every symbolic link to a directory encountered"],
  physical: ["-P", "do not traverse any symbolic links (default)"],
} as const;

interface Owner {
  readonly uid: number | undefined;
  readonly gid: number | undefined;
}

interface Changing {
  readonly to: Owner;
  readonly what: "ownership" | "group";
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly link: boolean;
  readonly recursive: boolean;
}

/** chown: change file owner and group. Models GNU chown. */
export const chown: Program = utility({
  name: "chown",
  summary:
    "Change the owner and/or group of each FILE to OWNER and/or GROUP.\nWith --reference, change the owner and group of each FILE to those of RFILE.",
  usage: ["[OPTION]... [OWNER][:[GROUP]] FILE...", "[OPTION]... --reference=RFILE FILE..."],
  options: OPTIONS,
  run: (sys, { options, operands }) => change(sys, { ...options, what: "ownership" }, options.reference, operands, parseOwner),
});

/** chgrp: change group ownership. Models GNU chgrp. */
export const chgrp: Program = utility({
  name: "chgrp",
  summary: "Change the group of each FILE to GROUP.\nWith --reference, change the group of each FILE to that of RFILE.",
  usage: ["[OPTION]... GROUP FILE...", "[OPTION]... --reference=RFILE FILE..."],
  options: OPTIONS,
  run: (sys, { options, operands }) =>
    change(sys, { ...options, what: "group" }, options.reference, operands, (_, text) => {
      const gid = text === "" ? undefined : namesOf(sys).gid(text);
      if (gid === undefined && text !== "") throw new Failure(`invalid group: ${quote(sys, text)}`);
      return { uid: undefined, gid };
    }),
});

async function change(
  sys: Sys,
  options: Omit<Changing, "to">,
  reference: string | undefined,
  operands: readonly string[],
  parse: (sys: Sys, text: string) => Owner,
): Promise<number> {
  const [owner, ...rest] = operands;
  if (owner === undefined) throw new UsageFailure(t(sys)`missing operand`);
  const files = reference === undefined ? rest : operands;
  if (files.length === 0) throw new UsageFailure(t(sys)`missing operand after ${quote(sys, owner)}`);
  const like = reference === undefined ? undefined : sys.stat(reference);
  const to: Owner = like ? { uid: options.what === "group" ? undefined : like.uid, gid: like.gid } : parse(sys, owner);
  let status = 0;
  for (const file of files) if (!(await apply(sys, { ...options, to }, file))) status = 1;
  return status;
}

/** `user`, `user:group`, `:group`, `user:` (its login group), with names or numbers; `.` as the old separator. */
function parseOwner(sys: Sys, text: string): Owner {
  const names = namesOf(sys);
  const separator = text.includes(":") ? ":" : names.uid(text) === undefined && text.includes(".") ? "." : undefined;
  const [user = "", group] =
    separator === undefined ? [text] : [text.slice(0, text.indexOf(separator)), text.slice(text.indexOf(separator) + 1)];
  const uid = user === "" ? undefined : names.uid(user);
  if (user !== "" && uid === undefined) throw new Failure(`invalid user: ${quote(sys, text)}`);
  if (group === undefined) return { uid, gid: undefined };
  if (group === "") return { uid, gid: uid === undefined ? undefined : names.loginGroup(uid) };
  const gid = names.gid(group);
  if (gid === undefined) throw new Failure(`invalid group: ${quote(sys, text)}`);
  return { uid, gid };
}

async function apply(sys: Sys, changing: Changing, path: string): Promise<boolean> {
  const name = quoteAlways(sys, path);
  const isGnu = name !== path;
  let what = isGnu ? t(sys)`cannot access ${name}` : path;
  try {
    const stat = sys.lstat(path);
    let ok = true;
    if (changing.recursive && stat.type === "directory") {
      for (const entry of sys.readdir(path)) if (!(await apply(sys, changing, join(path, entry.name)))) ok = false;
    }
    if (!isGnu) what = path;
    else what = changing.what === "group" ? `changing group of ${name}` : t(sys)`changing ownership of ${name}`;
    sys.chown(path, changing.to.uid, changing.to.gid, !(changing.link || (changing.recursive && stat.type === "symlink")));
    if (changing.verbose) await stdout(sys).print(`${changing.what} of ${name} retained\n`);
    return ok;
  } catch (error) {
    if (!isErrno(error)) throw error;
    if (!changing.quiet) await complain(sys, `${what}: ${errorText(sys, error.code)}`);
    return false;
  }
}
