/** Trees described as tables of files: what the base images are made of. */

import { encode, stub } from "#abi";
import { type Content, concatContents, contentOf, hole, type Ino, type Tree, TreeFilesystem } from "#vfs";

interface Owner {
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
}
export type FileDescription = Owner &
  (
    | { readonly kind: "text"; readonly text: string }
    /** An executable of ours, of so many bytes. */
    | { readonly kind: "program"; readonly program: string; readonly size: number }
    | { readonly kind: "link"; readonly target: string }
    /** Another name of a file that stands before it. */
    | { readonly kind: "hard"; readonly path: string }
    | { readonly kind: "directory" }
    /** Bytes that nobody looks at: libraries, documentation. */
    | { readonly kind: "data"; readonly size: number }
  );

/** By path without a leading slash. Directories above a file need not be told: they are root's, 755. */
export type Files = Readonly<Record<string, FileDescription>>;

export interface FileTableOptions {
  /** Modification time of all, milliseconds. */
  readonly time: number;
  /** Bytes of all files together; what they lack of it is spread over `filling`. */
  readonly size?: number | undefined;
  readonly filling?: readonly string[] | undefined;
  /** Whether there is a program of a name: files of others are left out, as if their package were not installed. All by default. */
  readonly hasProgram?: ((name: string) => boolean) | undefined;
}

/** A tree with a table's files put on it. */
export function treeWithFiles(base: Tree, table: Files, options: FileTableOptions): Tree {
  const time = Math.floor(options.time / 1000) * 1000;
  const fs = new TreeFilesystem(base, { type: "build", dev: 0, clock: () => time });
  const isThere = ([, file]: [string, FileDescription]): boolean => file.kind !== "program" || options.hasProgram?.(file.program) !== false;
  const files = Object.entries(table).filter(isThere);
  for (const [path, file] of files) place(fs, path, file);
  if (options.size !== undefined)
    fill(
      fs,
      files.map(([, file]) => file),
      options.filling ?? [],
      options.size,
    );
  return fs.snapshot();
}

function directoryAt(fs: TreeFilesystem, path: string): Ino {
  let at = fs.root;
  for (const name of path.split("/").filter((part) => part !== "")) {
    const found = fs.lookup(at, name) ?? fs.create(at, name, { type: "directory", mode: 0o755, uid: 0, gid: 0 });
    const { type } = fs.stat(found);
    // Debian's /bin is a link to usr/bin: what is put there goes where it leads.
    at = type === "symlink" ? directoryAt(fs, fs.readlink(found)) : found;
  }
  return at;
}

function place(fs: TreeFilesystem, path: string, file: FileDescription): void {
  const slash = path.lastIndexOf("/");
  const directory = directoryAt(fs, slash < 0 ? "" : path.slice(0, slash));
  const name = path.slice(slash + 1);
  const { uid = 0, gid = 0 } = file;
  const existing = fs.lookup(directory, name);
  if (file.kind === "directory") {
    if (existing === undefined) fs.create(directory, name, { type: "directory", mode: file.mode ?? 0o755, uid, gid });
    else fs.setattr(existing, { mode: file.mode ?? 0o755, uid, gid });
    return;
  }
  if (existing !== undefined) fs.unlink(directory, name);
  if (file.kind === "link") fs.create(directory, name, { type: "symlink", mode: 0o777, uid, gid, target: file.target });
  else if (file.kind === "hard") {
    const from = file.path.lastIndexOf("/");
    const target = fs.lookup(directoryAt(fs, file.path.slice(0, from)), file.path.slice(from + 1));
    if (target === undefined) throw new Error(`${path}: no ${file.path} to link to`);
    fs.link(directory, name, target);
  } else
    fs.create(directory, name, {
      type: "file",
      mode: file.mode ?? (file.kind === "program" ? 0o755 : 0o644),
      uid,
      gid,
      content: contentFor(file),
    });
}

function contentFor(file: FileDescription): Content {
  if (file.kind === "text") return contentOf(encode(file.text));
  if (file.kind === "program") {
    const head = encode(stub(file.program));
    return concatContents([contentOf(head), hole(Math.max(0, file.size - head.length))]);
  }
  return hole(file.kind === "data" ? file.size : 0);
}

/** Adds files of zeros until the layer has the size that the real one has. */
function fill(fs: TreeFilesystem, files: readonly FileDescription[], names: readonly string[], size: number): void {
  let missing = size;
  for (const file of files) {
    if (file.kind === "text") missing -= encode(file.text).length;
    else if (file.kind === "program" || file.kind === "data") missing -= file.size;
  }
  if (missing < 0 || (missing > 0 && names.length === 0))
    throw new Error(`layer of ${size} bytes: ${missing} missing, ${names.length} files to fill`);
  const weights = names.map((name) => 0.1 + chanceOf(name) ** 2);
  let rest = weights.reduce((sum, weight) => sum + weight, 0);
  for (const [index, name] of names.entries()) {
    const weight = weights[index] ?? 1;
    const share = index === names.length - 1 ? missing : Math.floor((missing * weight) / rest);
    place(fs, name, { kind: "data", size: share, mode: /\.so|\/bin\//.test(name) ? 0o755 : 0o644 });
    missing -= share;
    rest -= weight;
  }
}

export const text = (content: string, owner: Owner = {}): FileDescription => ({ kind: "text", text: content, ...owner });
export const script = (content: string, owner: Owner = {}): FileDescription => ({ kind: "text", text: content, mode: 0o755, ...owner });
export const program = (name: string, size: number, owner: Owner = {}): FileDescription => ({
  kind: "program",
  program: name,
  size,
  ...owner,
});
export const link = (target: string): FileDescription => ({ kind: "link", target });
export const hard = (path: string): FileDescription => ({ kind: "hard", path });
export const directory = (mode: number = 0o755, uid: number = 0, gid: number = 0): FileDescription => ({
  kind: "directory",
  mode,
  uid,
  gid,
});
export const data = (size: number, owner: Owner = {}): FileDescription => ({ kind: "data", size, ...owner });

/** A number between 0 and 1 that is always the same for a name. */
export function chanceOf(name: string): number {
  let value = 0x811c9dc5;
  for (const character of name) value = Math.imul(value ^ character.charCodeAt(0), 0x01000193) >>> 0;
  return (value % 9973) / 9973;
}

/** Executables in a folder, one of our programs each, sizes of some 20 to 140 KB. */
export function programs(folder: string, names: Iterable<string>, owner: Owner = {}): Files {
  return Object.fromEntries(
    [...names].map((name) => [`${folder}/${name}`, program(name, 20_480 + Math.floor(chanceOf(name) * 120_000), owner)]),
  );
}

/** Links with one target. */
export function links(folder: string, names: Iterable<string>, target: string): Files {
  return Object.fromEntries([...names].map((name) => [`${folder}/${name}`, link(target)]));
}
