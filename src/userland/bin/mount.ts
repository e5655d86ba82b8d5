import { isErrno, type Program, type Sys } from "#abi";
import { complain, errorText, Failure, linesOf, UsageFailure } from "./tool/messages.ts";
import { valuesOf } from "./tool/options.ts";
import { stdout } from "./tool/output.ts";
import { utility } from "./tool/utility.ts";

/** mount: list what is mounted, or mount tmpfs, proc and bind mounts. Models util-linux; there are no other disks here. */
export const mount: Program = utility({
  name: "mount",
  summary: "Mount a filesystem.",
  usage: ["[-lhV]", "[options] <source> | <directory>", "[options] <source> <directory>"],
  package: "util-linux 2.23.2",
  options: {
    all: ["-a, --all", "mount all filesystems mentioned in fstab"],
    bind: ["-B, --bind", "mount a subtree somewhere else (same as -o bind)"],
    list: ["-l, --show-labels", "lists all mounts with LABELs"],
    options: ["-o, --options=LIST", "comma-separated list of mount options"],
    readOnly: ["-r, --read-only", "mount the filesystem read-only (same as -o ro)"],
    type: ["-t, --types=LIST", "limit the set of filesystem types"],
    verbose: ["-v, --verbose", "say what is being done"],
    readWrite: ["-w, --rw, --read-write", "mount the filesystem read-write (default)"],
  },
  async run(sys, { options, operands, given }) {
    if (options.all) return 0;
    if (operands.length === 0) return listMounts(sys, options.type);
    const [source = "", target] = operands;
    const words = valuesOf(given, "options").flatMap((list) => list.split(","));
    if (options.bind) words.push("bind");
    if (options.readOnly) words.push("ro");
    const remount = words.includes("remount");
    if (sys.credentials().euid !== 0) throw new Failure("only root can do that", 1);
    if (target === undefined && !remount) throw new Failure(`can't find ${source} in /etc/fstab`, 1);
    const place = target ?? source;
    const type = options.type ?? (words.includes("bind") || words.includes("rbind") || remount ? "none" : undefined);
    if (type === undefined)
      throw new Failure(`${source}: there is no such disk in this machine (tmpfs, proc and --bind can be mounted)`, 32);
    try {
      sys.mount(source, place, type, words);
    } catch (error) {
      if (!isErrno(error)) throw error;
      const text: Partial<Record<typeof error.code, string>> = {
        ENOENT:
          error.path === source && words.includes("bind")
            ? `special device ${source} does not exist`
            : `mount point ${place} does not exist`,
        ENOTDIR: `mount point ${place} is not a directory`,
        ENODEV: `unknown filesystem type '${type}'`,
        EBUSY: `${source} is already mounted or ${place} busy`,
      };
      throw new Failure(text[error.code] ?? `${place}: ${errorText(sys, error.code)}`, 32);
    }
    if (options.verbose) await stdout(sys).print(`mount: ${source} mounted on ${place}.\n`);
    return 0;
  },
});

async function listMounts(sys: Sys, type: string | undefined): Promise<number> {
  const wanted = type?.split(",");
  for (const line of linesOf(sys, "/proc/self/mounts")) {
    const [source = "", target = "", kind = "", words = ""] = line.split(" ");
    if (wanted === undefined || wanted.includes(kind)) await stdout(sys).print(`${source} on ${target} type ${kind} (${words})\n`);
  }
  return 0;
}

/** umount: take a mount away. Models util-linux. */
export const umount: Program = utility({
  name: "umount",
  summary: "Unmount filesystems.",
  usage: ["-a [options]", "[options] <source> | <directory>"],
  package: "util-linux 2.23.2",
  options: {
    force: ["-f, --force", "force unmount (in case of an unreachable NFS system)"],
    lazy: ["-l, --lazy", "detach the filesystem now, clean up things later"],
    verbose: ["-v, --verbose", "say what is being done"],
  },
  async run(sys, { options, operands }) {
    if (operands.length === 0) throw new UsageFailure("bad usage");
    let status = 0;
    for (const target of operands) {
      try {
        if (sys.credentials().euid !== 0) throw new Failure(`${target}: must be superuser to unmount.`, 32);
        sys.umount(target);
        if (options.verbose) await stdout(sys).print(`umount: ${target} unmounted\n`);
      } catch (error) {
        const text =
          error instanceof Failure
            ? error.message
            : !isErrno(error)
              ? undefined
              : error.code === "EINVAL"
                ? `${target}: not mounted.`
                : error.code === "EBUSY"
                  ? `${target}: target is busy.`
                  : error.code === "ENOENT"
                    ? `${target}: no mount point specified.`
                    : `${target}: ${errorText(sys, error.code)}`;
        if (text === undefined) throw error;
        await complain(sys, text);
        status = 32;
      }
    }
    return status;
  },
});
