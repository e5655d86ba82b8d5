import type { Process } from "../process.ts";

/** /proc/PID/mounts. */
export function mountLines(process: Process): string {
  return process.mounts
    .mounts(process.root)
    .map(({ source, target, type, options }) => `${escaped(source)} ${escaped(target)} ${type} ${options.join(",")} 0 0\n`)
    .join("");
}

/** /proc/PID/mountinfo. */
export function mountInfoLines(process: Process): string {
  return process.mounts
    .mounts(process.root)
    .map(({ id, parentId, source, target, type, options, filesystem, root }) => {
      const inside = root === filesystem.root ? "/" : pathIn(filesystem, root);
      const own = options.filter((option) => MOUNT_OPTIONS.has(option));
      const others = options.filter((option) => option !== "ro" && option !== "rw" && !own.includes(option));
      return `${id} ${parentId} 0:${filesystem.dev} ${escaped(inside)} ${escaped(target)} ${own.join(",")} - ${type} ${escaped(source)} ${["rw", ...others].join(",")}\n`;
    })
    .join("");
}

const MOUNT_OPTIONS = new Set(["rw", "ro", "nosuid", "nodev", "noexec", "relatime"]);

function pathIn(
  filesystem: { readonly root: number; nameOf?(ino: number): { readonly directory: number; readonly name: string } | undefined },
  ino: number,
): string {
  const names: string[] = [];
  for (let at = ino; at !== filesystem.root; ) {
    const link = filesystem.nameOf?.(at);
    if (link === undefined) break;
    names.unshift(link.name);
    at = link.directory;
  }
  return `/${names.join("/")}`;
}

function escaped(text: string): string {
  return text.replace(/[ \t\n\\]/g, (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, "0")}`);
}
