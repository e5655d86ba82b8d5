/** Filesystems whose files are made when they are looked at: /proc, /sys, devpts. Nothing can be created in them. */

import { type DirEntry, EMPTY, Errno, encode, type FileType, type Stat, type Statfs } from "#abi";
import type { Filesystem, GeneratedFile, Ino } from "#vfs";

/** A file, link, device or directory as it is at the moment. */
export interface GeneratedNode {
  readonly type: FileType;
  readonly mode: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly nlink?: number;
  readonly rdev?: { readonly major: number; readonly minor: number };
  readonly time?: number;
  /** As stat(2) tells it; 0 if absent, whatever can be read. */
  readonly size?: number;
  /** Files. */
  readonly text?: () => string | Uint8Array;
  readonly write?: (text: Uint8Array) => void;
  /** Symbolic links. */
  readonly target?: () => string;
  /** Directories. */
  readonly children?: () => Iterable<string>;
  readonly child?: (name: string) => GeneratedNode | undefined;
  /** chmod and chown, where they mean something. */
  readonly setattr?: (to: { readonly mode?: number; readonly uid?: number; readonly gid?: number }) => void;
}

export interface GeneratedFilesystem extends Filesystem {
  /** The node that an inode number stands for now; undefined when it is gone. */
  node(ino: Ino): GeneratedNode | undefined;
  /** Names from the root. */
  pathTo(ino: Ino): readonly string[];
}

interface Entry {
  readonly ino: Ino;
  readonly parent: Entry | undefined;
  readonly name: string;
  readonly children: Map<string, Entry>;
}

const FIRST_INO = 4_026_531_840;

export function createGeneratedFilesystem(type: string, dev: number, root: GeneratedNode, now: () => number): GeneratedFilesystem {
  const entries = new Map<Ino, Entry>();
  let next = FIRST_INO;
  const make = (parent: Entry | undefined, name: string): Entry => {
    const entry: Entry = { ino: parent === undefined ? 1 : next++, parent, name, children: new Map() };
    entries.set(entry.ino, entry);
    parent?.children.set(name, entry);
    return entry;
  };
  const top = make(undefined, "");
  const nodeOf = (entry: Entry): GeneratedNode | undefined =>
    entry.parent === undefined ? root : nodeOf(entry.parent)?.child?.(entry.name);
  const entryOf = (ino: Ino): Entry => {
    const entry = entries.get(ino);
    if (entry === undefined) throw new Errno("ENOENT");
    return entry;
  };
  const get = (ino: Ino): GeneratedNode => {
    const node = nodeOf(entryOf(ino));
    if (node === undefined) {
      forget(entryOf(ino));
      throw new Errno("ENOENT");
    }
    return node;
  };
  const forget = (entry: Entry): void => {
    for (const child of entry.children.values()) forget(child);
    entries.delete(entry.ino);
    entry.parent?.children.delete(entry.name);
  };
  const refuse = (): never => {
    throw new Errno("EPERM");
  };
  return {
    type,
    dev,
    root: top.ino,
    node: (ino) => {
      const entry = entries.get(ino);
      return entry && nodeOf(entry);
    },
    pathTo: (ino) => {
      const names: string[] = [];
      for (let at: Entry | undefined = entries.get(ino); at?.parent !== undefined; at = at.parent) names.unshift(at.name);
      return names;
    },
    lookup: (directory, name) => {
      const above = get(directory);
      if (above.child === undefined) throw new Errno("ENOTDIR");
      if (above.child(name) === undefined) return undefined;
      const entry = entryOf(directory);
      return (entry.children.get(name) ?? make(entry, name)).ino;
    },
    parent: (directory) => entryOf(directory).parent?.ino ?? top.ino,
    nameOf: (ino) => {
      const entry = entries.get(ino);
      return entry?.parent && { directory: entry.parent.ino, name: entry.name };
    },
    stat: (ino): Stat => {
      const node = get(ino);
      const time = node.time ?? now();
      const nlink = node.nlink ?? (node.type === "directory" ? 2 : 1);
      return {
        dev,
        ino,
        type: node.type,
        mode: node.mode,
        nlink,
        uid: node.uid ?? 0,
        gid: node.gid ?? 0,
        rdev: node.rdev,
        size: node.size ?? 0,
        blocks: 0,
        atime: time,
        mtime: time,
        ctime: time,
      };
    },
    readdir: (directory) => {
      const above = get(directory);
      if (above.children === undefined || above.child === undefined) throw new Errno("ENOTDIR");
      const entry = entryOf(directory);
      const found: DirEntry[] = [];
      for (const name of above.children()) {
        const node = above.child(name);
        if (node !== undefined) found.push({ name, ino: (entry.children.get(name) ?? make(entry, name)).ino, type: node.type });
      }
      return found;
    },
    readlink: (ino) => {
      const { target } = get(ino);
      if (target === undefined) throw new Errno("EINVAL");
      return target();
    },
    create: refuse,
    link: refuse,
    unlink: refuse,
    rename: refuse,
    read: (ino, offset, length) => {
      const bytes = bytesOf(get(ino));
      return offset >= bytes.length ? EMPTY : bytes.subarray(offset, offset + length);
    },
    write: (ino, _offset, bytes) => {
      const { write } = get(ino);
      if (write === undefined) throw new Errno("EACCES");
      write(bytes);
    },
    truncate: () => {},
    setattr: (ino, to) => {
      const { setattr } = get(ino);
      if (setattr === undefined) throw new Errno("EPERM");
      setattr(to);
    },
    hold: () => {},
    release: () => {},
    statfs: (): Statfs => ({ type, source: type, total: 0, free: 0, files: 0, filesFree: 0 }),
    open: (ino): GeneratedFile | undefined => {
      const node = get(ino);
      if (node.type !== "file") return undefined;
      const { write } = node;
      return { bytes: bytesOf(node), ...(write === undefined ? {} : { write }) };
    },
  };
}

/** A directory with fixed names. */
export function directoryOf(entries: Readonly<Record<string, GeneratedNode>>, mode = 0o555): GeneratedNode {
  return {
    type: "directory",
    mode,
    children: () => Object.keys(entries),
    child: (name) => (Object.hasOwn(entries, name) ? entries[name] : undefined),
  };
}

/** A file whose text is made at open. */
export function fileOf(text: () => string, mode = 0o444): GeneratedNode {
  return { type: "file", mode, text };
}

function bytesOf(node: GeneratedNode): Uint8Array {
  const text = node.text?.() ?? "";
  return typeof text === "string" ? encode(text) : text;
}
