/** Putting the entries of a layer's archive into a tree: archive.UnpackLayer of moby, whiteouts included (OCI image spec, layer.md). */

import { type Ino, type NewNode, type Tree, TreeFilesystem } from "#vfs";
import { type TarEntry, TarError } from "./tar.ts";

const WHITEOUT = ".wh.";
const OPAQUE = ".wh..wh..opq";
const META = ".wh..wh.";
const MAX_LINKS = 40;

/** Applies entries to a tree that nobody else sees yet; `finish` gives the new tree. */
export class Unpacker {
  readonly #fs: TreeFilesystem;
  #now = 0;
  /** Directories whose times the archive tells, or which were there: what is put into them must not change those. */
  readonly #times = new Map<Ino, number>();
  /** What came with this archive: an opaque mark hides only what was below. */
  readonly #own = new Set<Ino>();

  constructor(base: Tree) {
    this.#fs = new TreeFilesystem(base, { type: "layer", dev: 0, clock: () => this.#now });
  }

  /** Throws TarError for names that lead outside, and for links to nothing. */
  apply(entry: TarEntry): void {
    const names = namesOf(entry.path);
    this.#now = entry.mtime;
    const name = names.pop();
    if (name === undefined) {
      this.#setAttributes(this.#fs.root, entry);
      this.#times.set(this.#fs.root, entry.mtime);
      return;
    }
    const directory = this.#directory(names, entry);
    if (!this.#times.has(directory)) this.#times.set(directory, this.#fs.stat(directory).mtime);
    if (name === OPAQUE) this.#hideAll(directory);
    else if (name.startsWith(META)) return;
    else if (name.startsWith(WHITEOUT)) this.#remove(directory, name.slice(WHITEOUT.length));
    else this.#place(directory, name, entry);
  }

  finish(): Tree {
    for (const [ino, mtime] of this.#times) {
      this.#now = mtime;
      if (this.#exists(ino)) this.#fs.setattr(ino, { mtime, atime: mtime });
    }
    return this.#fs.snapshot();
  }

  #place(directory: Ino, name: string, entry: TarEntry): void {
    const existing = this.#fs.lookup(directory, name);
    if (existing !== undefined && entry.type === "directory" && this.#fs.stat(existing).type === "directory") {
      this.#setAttributes(existing, entry);
      this.#times.set(existing, entry.mtime);
      this.#own.add(existing);
      return;
    }
    if (entry.type === "link") {
      const target = this.#find(namesOf(entry.target ?? ""));
      if (target === undefined) throw new TarError(`link ${entry.target} ${entry.path}: no such file or directory`);
      if (target === existing) return;
      if (existing !== undefined) this.#remove(directory, name);
      this.#fs.link(directory, name, target);
      this.#own.add(target);
      return;
    }
    if (existing !== undefined) this.#remove(directory, name);
    const { type, mode, uid, gid, mtime } = entry;
    const node: NewNode = {
      type,
      mode,
      uid,
      gid,
      mtime,
      ...(type === "symlink" ? { target: entry.target ?? "", mode: 0o777 } : {}),
      ...(entry.rdev ? { rdev: entry.rdev } : {}),
      ...(entry.content ? { content: entry.content } : {}),
    };
    const ino = this.#fs.create(directory, name, node);
    this.#own.add(ino);
    if (type === "directory") this.#times.set(ino, mtime);
  }

  #setAttributes(ino: Ino, { mode, uid, gid }: TarEntry): void {
    this.#fs.setattr(ino, { mode, uid, gid });
  }

  /** The directory that names lead to, links inside the tree followed as in a chroot; made where it is missing. */
  #directory(names: readonly string[], entry: TarEntry): Ino {
    let at = this.#fs.root;
    const rest = [...names].reverse();
    let links = 0;
    for (let name = rest.pop(); name !== undefined; name = rest.pop()) {
      if (name === "..") {
        at = this.#fs.parent(at);
        continue;
      }
      const found = this.#fs.lookup(at, name);
      if (found === undefined) {
        if (!this.#times.has(at)) this.#times.set(at, this.#fs.stat(at).mtime);
        at = this.#fs.create(at, name, { type: "directory", mode: 0o755, uid: 0, gid: 0, mtime: this.#now });
        this.#own.add(at);
        this.#times.set(at, this.#now);
        continue;
      }
      const { type } = this.#fs.stat(found);
      if (type === "symlink") {
        if (++links > MAX_LINKS) throw new TarError(`mkdir ${entry.path}: too many levels of symbolic links`);
        const target = this.#fs.readlink(found);
        if (target.startsWith("/")) at = this.#fs.root;
        rest.push(
          ...target
            .split("/")
            .filter((part) => part !== "" && part !== ".")
            .reverse(),
        );
      } else if (type === "directory") at = found;
      else throw new TarError(`mkdir ${entry.path}: not a directory`);
    }
    return at;
  }

  /** What names lead to; the last one is not followed. */
  #find(names: string[]): Ino | undefined {
    const last = names.pop();
    let at: Ino | undefined = this.#fs.root;
    for (const name of names) {
      at = at === undefined || this.#fs.stat(at).type !== "directory" ? undefined : this.#fs.lookup(at, name);
      if (at !== undefined && this.#fs.stat(at).type === "symlink")
        at = this.#find(
          this.#fs
            .readlink(at)
            .split("/")
            .filter((part) => part !== ""),
        );
    }
    return last === undefined || at === undefined || this.#fs.stat(at).type !== "directory" ? at : this.#fs.lookup(at, last);
  }

  #remove(directory: Ino, name: string): void {
    const ino = this.#fs.lookup(directory, name);
    if (ino === undefined) return;
    if (this.#fs.stat(ino).type === "directory") for (const child of this.#fs.readdir(ino)) this.#remove(ino, child.name);
    this.#fs.unlink(directory, name);
  }

  #hideAll(directory: Ino): void {
    for (const { name, ino } of this.#fs.readdir(directory)) {
      if (!this.#own.has(ino)) this.#remove(directory, name);
      else if (this.#fs.stat(ino).type === "directory") this.#hideAll(ino);
    }
  }

  #exists(ino: Ino): boolean {
    try {
      this.#fs.stat(ino);
      return true;
    } catch {
      return false;
    }
  }
}

function namesOf(path: string): string[] {
  const names = path.split("/").filter((name) => name !== "" && name !== ".");
  if (names.includes("..")) throw new TarError(`"${path}" is outside of "/"`);
  return names;
}
