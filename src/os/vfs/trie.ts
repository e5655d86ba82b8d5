/**
 * A persistent table from small whole numbers to values: a radix trie, 32-way. Setting copies the path to the root, except for
 * nodes that carry the caller's token: those it made itself since its last snapshot, and it changes them in place.
 */

interface Branch<V> {
  readonly owner: object | undefined;
  readonly leaf: false;
  readonly slots: (Node<V> | undefined)[];
}
interface Leaf<V> {
  readonly owner: object | undefined;
  readonly leaf: true;
  readonly slots: (V | undefined)[];
}
type Node<V> = Branch<V> | Leaf<V>;

/** `shift`: bits below the root's digit. */
export interface Trie<V> {
  readonly shift: number;
  readonly node: Node<V>;
}

const BITS = 5;
const MASK = 31;

export function emptyTrie<V>(): Trie<V> {
  return { shift: 0, node: { owner: undefined, leaf: true, slots: [] } };
}

export function trieGet<V>(trie: Trie<V>, key: number): V | undefined {
  if (key >= 2 ** (trie.shift + BITS)) return undefined;
  let node: Node<V> | undefined = trie.node;
  for (let shift = trie.shift; node !== undefined; shift -= BITS) {
    const digit = (key >>> shift) & MASK;
    if (node.leaf) return node.slots[digit];
    node = node.slots[digit];
  }
  return undefined;
}

/** The table with `key` set (undefined: removed). `owner` is the caller's token. */
export function trieSet<V>(trie: Trie<V>, key: number, value: V | undefined, owner: object): Trie<V> {
  let { shift, node } = trie;
  while (key >= 2 ** (shift + BITS)) {
    node = { owner, leaf: false, slots: [node] };
    shift += BITS;
  }
  const next = setIn(node, shift, key, value, owner);
  return next === trie.node ? trie : { shift, node: next };
}

function setIn<V>(node: Node<V>, shift: number, key: number, value: V | undefined, owner: object): Node<V> {
  const digit = (key >>> shift) & MASK;
  if (node.leaf) {
    const own = node.owner === owner ? node : { owner, leaf: true as const, slots: node.slots.slice() };
    own.slots[digit] = value;
    return own;
  }
  const child =
    node.slots[digit] ?? (shift === BITS ? { owner, leaf: true as const, slots: [] } : { owner, leaf: false as const, slots: [] });
  const changed = setIn(child, shift - BITS, key, value, owner);
  if (changed === node.slots[digit]) return node;
  const own = node.owner === owner ? node : { owner, leaf: false as const, slots: node.slots.slice() };
  own.slots[digit] = changed;
  return own;
}

/** Pairs that are not identical, by key. What both tables share is skipped whole: costs the number of changes. */
export function* trieDifference<V>(a: Trie<V>, b: Trie<V>): Generator<readonly [V | undefined, V | undefined]> {
  let [before, after] = [a.node, b.node];
  for (let shift = a.shift; shift < b.shift; shift += BITS) before = { owner: undefined, leaf: false, slots: [before] };
  for (let shift = b.shift; shift < a.shift; shift += BITS) after = { owner: undefined, leaf: false, slots: [after] };
  yield* differenceIn(before, after);
}

function* differenceIn<V>(a: Node<V> | undefined, b: Node<V> | undefined): Generator<readonly [V | undefined, V | undefined]> {
  if (a === b) return;
  const digits = Math.max(a?.slots.length ?? 0, b?.slots.length ?? 0);
  const isLeaf = (a ?? b)?.leaf === true;
  for (let digit = 0; digit < digits; digit++) {
    if (!isLeaf) {
      yield* differenceIn(childOf(a, digit), childOf(b, digit));
      continue;
    }
    const before = valueOf(a, digit);
    const after = valueOf(b, digit);
    if (before !== after) yield [before, after];
  }
}

function childOf<V>(node: Node<V> | undefined, digit: number): Node<V> | undefined {
  return node === undefined || node.leaf ? undefined : node.slots[digit];
}

function valueOf<V>(node: Node<V> | undefined, digit: number): V | undefined {
  return node?.leaf ? node.slots[digit] : undefined;
}
