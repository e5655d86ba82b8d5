/**
 * The entries of a directory as a persistent map from name to inode number. Up to 64 names are one Map; more are spread over 32
 * such maps by the name's hash, again and again, so that a change in a large directory copies a few of them only.
 */

import type { Ino } from "./types.ts";

interface Few {
  readonly owner: object | undefined;
  readonly split: false;
  readonly size: number;
  readonly map: Map<string, Ino>;
}
interface Many {
  readonly owner: object | undefined;
  readonly split: true;
  size: number;
  readonly slots: Names[];
}
export type Names = Few | Many;

const LIMIT = 64;
const WAYS = 32;
/** Hash bits are used up below this depth: names that still collide stay in one map. */
const DEEPEST = 6;

export const NO_NAMES: Names = { owner: undefined, split: false, size: 0, map: new Map() };

function hash(name: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < name.length; at++) value = Math.imul(value ^ name.charCodeAt(at), 0x01000193);
  return value ^ (value >>> 15);
}
const slotOf = (code: number, depth: number): number => (code >>> (5 * depth)) & (WAYS - 1);

export function namesGet(names: Names, name: string): Ino | undefined {
  let at = names;
  if (!at.split) return at.map.get(name);
  const code = hash(name);
  for (let depth = 0; at.split; depth++) at = at.slots[slotOf(code, depth)] ?? NO_NAMES;
  return at.map.get(name);
}

/** The map with `name` set (undefined: removed). `owner` is the caller's token: maps that carry it are changed in place. */
export function namesSet(names: Names, name: string, ino: Ino | undefined, owner: object): Names {
  return setIn(names, name, ino, owner, hash(name), 0);
}

function setIn(names: Names, name: string, ino: Ino | undefined, owner: object, code: number, depth: number): Names {
  if (!names.split) {
    const own = names.owner === owner ? names.map : new Map(names.map);
    if (ino === undefined) own.delete(name);
    else own.set(name, ino);
    const few: Few = { owner, split: false, size: own.size, map: own };
    return own.size > LIMIT && depth < DEEPEST ? spread(few, owner, depth) : few;
  }
  const own: Many = names.owner === owner ? names : { owner, split: true, size: names.size, slots: names.slots.slice() };
  const slot = slotOf(code, depth);
  const before = own.slots[slot] ?? NO_NAMES;
  const size = before.size;
  const after = setIn(before, name, ino, owner, code, depth + 1);
  own.slots[slot] = after;
  own.size += after.size - size;
  return own;
}

function spread(few: Few, owner: object, depth: number): Many {
  const slots: Names[] = Array.from({ length: WAYS }, () => NO_NAMES);
  for (const [name, ino] of few.map) {
    const slot = slotOf(hash(name), depth);
    slots[slot] = setIn(slots[slot] ?? NO_NAMES, name, ino, owner, hash(name), depth + 1);
  }
  return { owner, split: true, size: few.size, slots };
}

export function* namesEntries(names: Names): Generator<readonly [string, Ino]> {
  if (names.split) for (const slot of names.slots) yield* namesEntries(slot);
  else yield* names.map;
}
