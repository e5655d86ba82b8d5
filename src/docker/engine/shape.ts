import type { Shape } from "#releases";

/** An object with a shape's keys in the shape's order: the value's own where it has them, else the shape's. Unknown keys are dropped. */
export function shaped<T>(shape: Shape, value: object): T {
  const given = value as Readonly<Record<string, unknown>>;
  const result: Record<string, unknown> = {};
  for (const key in shape) {
    const fallback = shape[key];
    const own = Object.hasOwn(given, key) ? given[key] : undefined;
    if (own !== undefined) result[key] = own;
    else if (fallback !== undefined) result[key] = fallback;
  }
  return result as T;
}

export function sortedMap<V>(map: Readonly<Record<string, V>>): Record<string, V> {
  const entries = Object.entries(map);
  return entries.length < 2 ? { ...map } : Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
