/** Filesystems whose files are made when somebody looks: /proc, /sys, /dev/pts. Nothing can be created in them. */

import { type DirEntry, EMPTY, encode, Errno, type FileType, type Stat, type Statfs } from "#abi";
import type { Attributes, Filesystem, GeneratedFile, Ino } from "./types.ts";

interface Owned {
  /** Permission bits; by default 555 for directories, 444 for files, 777 for links, 620 for devices. */
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  /** Milliseconds; the filesystem's time of mounting if absent. */
  readonly mtime?: number;
}
export interface GeneratedDirectory extends Owned {
  readonly kind: "directory";
  /** Names that readdir shows. */
  names(): Iterable<string>;
  get(name: string): GeneratedNode | undefined;
}
export interface GeneratedText extends Owned {
  readonly kind: "file";
  read(): string | Uint8Array;
  /** A write as a command (`echo 1 > /proc/…`); throws Errno. Without it the file refuses writes with EACCES. */
  write?(bytes: Uint8Array): void;
}
export interface GeneratedLink extends Owned {
  readonly kind: "symlink";
  target(): string;
  /** Leads to something that no path names: see Filesystem.isMagic. */
  readonly magic?: boolean;
}
export interface GeneratedDevice extends Owned {
  readonly kind: "char" | "block";
  readonly rdev: { readonly major: number; readonly minor: number };
}
export type GeneratedNode = GeneratedDirectory | GeneratedText | GeneratedLink | GeneratedDevice;

export interface GeneratedOptions {
  readonly type: string;
  readonly source?: string;
  readonly dev: number;
  readonly clock: () => number;
}

/** A directory with fixed entries; a function gives a node that changes. */
export function directoryOf(entries: Readonly<Record<string, GeneratedNode | (() => GeneratedNode | undefined)>>, owned: Owned = {}): GeneratedDirectory {
  const table = new Map(Object.entries(entries));
  const get = (name: string): GeneratedNode | undefined => {
    const entry = table.get(name);
    return typeof entry === "function" ? entry() : entry;
  };
  return { kind: "directory", ...owned, names: () => [...table.keys()].filter((name) => get(name) !== undefined), get };
}

/** A read-only file whose text is asked for at each open. */
export function textFile(read: () => string | Uint8Array, owned: Owned = {}): GeneratedText {
  return { kind: "file", ...owned, read };
}

interface Entry {
  readonly ino: Ino;
  readonly parent: Entry | undefined;
  readonly name: string;
  readonly children: Map<string, Entry>;
}

const MODES: Record<GeneratedNode["kind"], number> = { directory: 0o555, file: 0o444, symlink: 0o777, char: 0o620, block: 0o660 };
/** Entries remembered before those of files that are gone get forgotten. */
const SWEEP = 4096;

/** Numbers are given to paths when they are first seen, and kept. */
export class GeneratedFilesystem implements Filesystem {
  readonly type: string;
  readonly dev: number;
  readonly root: Ino = 1;
  readonly #source: string;
  readonly #mounted: number;
  readonly #top: GeneratedDirectory;
  readonly #entries = new Map<Ino, Entry>();
  readonly #attributes = new Map<Ino, Attributes>();
  #next = 2;
  #sweepAt = SWEEP;

  constructor(root: GeneratedDirectory, options: GeneratedOptions) {
    this.type = options.type;
    this.dev = options.dev;
    this.#source = options.source ?? options.type;
    this.#mounted = options.clock();
    this.#top = root;
    this.#entries.set(1, { ino: 1, parent: undefined, name: "", children: new Map() });
  }

  lookup(directory: Ino, name: string): Ino | undefined {
    return this.#directory(directory).get(name) === undefined ? undefined : this.#child(directory, name);
  }
  parent(directory: Ino): Ino {
    return this.#entry(directory).parent?.ino ?? directory;
  }
  nameOf(ino: Ino): { readonly directory: Ino; readonly name: string } | undefined {
    const { parent, name } = this.#entry(ino);
    return parent && { directory: parent.ino, name };
  }

  stat(ino: Ino): Stat {
    const node = this.#node(ino);
    const set = this.#attributes.get(ino);
    const mtime = set?.mtime ?? node.mtime ?? this.#mounted;
    return {
      dev: this.dev, ino, type: node.kind, mode: set?.mode ?? node.mode ?? MODES[node.kind], nlink: node.kind === "directory" ? 2 : 1,
      uid: set?.uid ?? node.uid ?? 0, gid: set?.gid ?? node.gid ?? 0, rdev: "rdev" in node ? node.rdev : undefined, size: 0, blocks: 0,
      atime: mtime, mtime, ctime: mtime,
    };
  }

  readdir(directory: Ino): readonly DirEntry[] {
    const node = this.#directory(directory);
    const entries: DirEntry[] = [];
    for (const name of node.names()) {
      const type: FileType | undefined = node.get(name)?.kind;
      if (type) entries.push({ name, ino: this.#child(directory, name), type });
    }
    return entries;
  }

  readlink(ino: Ino): string {
    const node = this.#node(ino);
    if (node.kind !== "symlink") throw new Errno("EINVAL");
    return node.target();
  }
  isMagic(ino: Ino): boolean {
    const node = this.#node(ino);
    return node.kind === "symlink" && node.magic === true;
  }

  open(ino: Ino): GeneratedFile | undefined {
    const node = this.#node(ino);
    if (node.kind !== "file") return undefined;
    const text = node.read();
    const bytes = typeof text === "string" ? encode(text) : text;
    return node.write ? { bytes, write: (chunk) => node.write?.(chunk) } : { bytes };
  }

  /** Reads by whoever did not open: the text is made anew. */
  read(ino: Ino, offset: number, length: number): Uint8Array {
    if (this.#node(ino).kind === "directory") throw new Errno("EISDIR");
    return this.open(ino)?.bytes.subarray(offset, offset + length) ?? EMPTY;
  }
  write(ino: Ino, _offset: number, bytes: Uint8Array): void {
    const node = this.#node(ino);
    if (node.kind !== "file" || !node.write) throw new Errno("EACCES");
    node.write(bytes);
  }
  /** `> /proc/…` truncates first: nothing to do. */
  truncate(ino: Ino): void {
    this.#node(ino);
  }
  /** Terminals change hands (login, mesg); the rest is as it is. */
  setattr(ino: Ino, to: Attributes): void {
    const { kind } = this.#node(ino);
    if (kind !== "char" && kind !== "block") throw new Errno("EPERM");
    this.#attributes.set(ino, { ...this.#attributes.get(ino), ...to });
  }

  create(): Ino {
    throw new Errno("EACCES");
  }
  link(): void {
    throw new Errno("EPERM");
  }
  unlink(): void {
    throw new Errno("EPERM");
  }
  rename(): void {
    throw new Errno("EPERM");
  }
  hold(): void {}
  release(): void {}

  statfs(): Statfs {
    return { type: this.type, source: this.#source, total: 0, free: 0, files: 0, filesFree: 0 };
  }

  #entry(ino: Ino): Entry {
    const entry = this.#entries.get(ino);
    if (!entry) throw new Errno("ENOENT");
    return entry;
  }

  #find(entry: Entry): GeneratedNode | undefined {
    if (!entry.parent) return this.#top;
    const above = this.#find(entry.parent);
    return above?.kind === "directory" ? above.get(entry.name) : undefined;
  }

  #node(ino: Ino): GeneratedNode {
    const node = this.#find(this.#entry(ino));
    if (!node) throw new Errno("ENOENT");
    return node;
  }

  #directory(ino: Ino): GeneratedDirectory {
    const node = this.#node(ino);
    if (node.kind !== "directory") throw new Errno("ENOTDIR");
    return node;
  }

  #child(directory: Ino, name: string): Ino {
    const parent = this.#entry(directory);
    const known = parent.children.get(name);
    if (known) return known.ino;
    if (this.#entries.size >= this.#sweepAt) this.#sweep();
    const entry: Entry = { ino: this.#next++, parent, name, children: new Map() };
    parent.children.set(name, entry);
    this.#entries.set(entry.ino, entry);
    return entry.ino;
  }

  /** Forgets the numbers of files that are gone. */
  #sweep(): void {
    for (const entry of [...this.#entries.values()]) {
      if (this.#find(entry) !== undefined) continue;
      entry.parent?.children.delete(entry.name);
      this.#entries.delete(entry.ino);
      this.#attributes.delete(entry.ino);
    }
    this.#sweepAt = Math.max(SWEEP, 2 * this.#entries.size);
  }
}
