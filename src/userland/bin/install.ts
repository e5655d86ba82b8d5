import { isErrno, type Program } from "#abi";
import { makeParents } from "./mkdir.ts";
import { type CopyOptions, copyPath, destinationOf } from "./tool/copy.ts";
import { dirName } from "./tool/files.ts";
import { complain, errorText, Failure, t, UsageFailure } from "./tool/messages.ts";
import { parseMode } from "./tool/mode.ts";
import { stdout } from "./tool/output.ts";
import { quote, quoteAlways } from "./tool/quote.ts";
import { targetsOf } from "./tool/targets.ts";
import { namesOf } from "./tool/users.ts";
import { utility } from "./tool/utility.ts";

/** install: copy files and set attributes. Models GNU install. */
export const install: Program = utility({
  name: "install",
  summary: "This install program copies files (often just compiled) into destination\nlocations you choose.",
  usage: [
    "[OPTION]... [-T] SOURCE DEST",
    "[OPTION]... SOURCE... DIRECTORY",
    "[OPTION]... -t DIRECTORY SOURCE...",
    "[OPTION]... -d DIRECTORY...",
  ],
  options: {
    ignored: ["-c", "(ignored)"],
    directory: [
      "-d, --directory",
      "treat all arguments as directory names; create all\n                             components of the specified directories",
    ],
    parents: ["-D", "create all leading components of DEST except the last"],
    group: ["-g, --group=GROUP", "set group ownership, instead of process' current group"],
    mode: ["-m, --mode=MODE", "set permission mode (as in chmod), instead of rwxr-xr-x"],
    owner: ["-o, --owner=OWNER", "set ownership (super-user only)"],
    preserve: ["-p, --preserve-timestamps", "apply access/modification times of SOURCE files"],
    strip: ["-s, --strip", "strip symbol tables"],
    target: ["-t, --target-directory=DIRECTORY", "copy all SOURCE arguments into DIRECTORY"],
    noDirectory: ["-T, --no-target-directory", "treat DEST as a normal file"],
    verbose: ["-v, --verbose", "print the name of each directory as it is created"],
  },
  async run(sys, { options, operands }) {
    if (operands.length === 0) throw new UsageFailure(t(sys)`missing file operand`);
    const change = parseMode(options.mode ?? "755");
    if (!change) throw new Failure(`invalid mode ${quote(sys, options.mode ?? "")}`);
    const names = namesOf(sys);
    const uid = options.owner === undefined ? undefined : names.uid(options.owner);
    const gid = options.group === undefined ? undefined : names.gid(options.group);
    if (options.owner !== undefined && uid === undefined) throw new Failure(`invalid user ${quote(sys, options.owner)}`);
    if (options.group !== undefined && gid === undefined) throw new Failure(`invalid group ${quote(sys, options.group)}`);
    const finish = (path: string, isDirectory: boolean) => {
      if (uid !== undefined || gid !== undefined) sys.chown(path, uid, gid);
      sys.chmod(path, change(0, isDirectory, 0));
    };
    let status = 0;
    const attempt = async (path: string, run: () => Promise<void>) => {
      try {
        await run();
      } catch (error) {
        if (!isErrno(error)) throw error;
        await complain(
          sys,
          `${options.directory ? `cannot create directory ${quote(sys, error.path ?? path)}` : `cannot change permissions of ${quoteAlways(sys, path)}`}: ${errorText(sys, error.code)}`,
        );
        status = 1;
      }
    };
    if (options.directory) {
      for (const path of operands) {
        await attempt(path, async () => {
          for (const made of makeParents(sys, path))
            if (options.verbose) await stdout(sys).print(`${sys.argv[0]}: creating directory ${quoteAlways(sys, made)}\n`);
          finish(path, true);
        });
      }
      return status;
    }
    if (options.parents && operands.length === 2) makeParents(sys, options.target ?? dirName(operands[1] ?? ""));
    const { sources, target, intoDirectory } = targetsOf(sys, operands, options.target, options.noDirectory);
    const copying: CopyOptions = {
      recursive: false,
      force: true,
      interactive: false,
      noClobber: false,
      update: false,
      verbose: options.verbose,
      follow: "all",
      preserveMode: false,
      preserveOwner: false,
      preserveTimes: options.preserve,
      preserveLinks: false,
      link: undefined,
      attributesOnly: false,
    };
    for (const source of sources) {
      const to = destinationOf(source, target, intoDirectory);
      if (!(await copyPath({ sys, options: copying, links: new Map() }, source, to, true))) status = 1;
      else await attempt(to, async () => finish(to, false));
    }
    return status;
  },
});
