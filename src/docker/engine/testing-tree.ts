import { encode } from "#abi";
import { emptyTree, type Tree, TreeFilesystem } from "#vfs";

/** A tree of small files; those below /bin are executable. */
export function filesTree(files: Readonly<Record<string, string>>): Tree {
  const time = Date.UTC(2020, 7, 4);
  const filesystem = new TreeFilesystem(emptyTree(time), { type: "overlay", dev: 0, clock: () => time });
  for (const [path, text] of Object.entries(files)) {
    let directory = filesystem.root;
    const names = path.split("/").filter((name) => name !== "");
    const last = names.pop() ?? "";
    for (const name of names)
      directory =
        filesystem.lookup(directory, name) ?? filesystem.create(directory, name, { type: "directory", mode: 0o755, uid: 0, gid: 0 });
    const ino = filesystem.create(directory, last, { type: "file", mode: path.startsWith("/bin/") ? 0o755 : 0o644, uid: 0, gid: 0 });
    filesystem.write(ino, 0, encode(text));
  }
  return filesystem.snapshot();
}

export { emptyTree };
