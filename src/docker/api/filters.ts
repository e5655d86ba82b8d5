/**
 * The `filters` query parameter: JSON of an object of lists, as `{"status":["exited"],"label":["a=b"]}`.
 * Old clients send an object of sets, `{"status":{"exited":true}}`; `parseFilters` reads both.
 */
export type Filters = ReadonlyMap<string, readonly string[]>;

/** The query parameter's text; undefined when there are no filters and none should be sent. */
export function encodeFilters(filters: Filters): string | undefined {
  if (filters.size === 0) return undefined;
  const sets: Record<string, Record<string, boolean>> = {};
  for (const [key, values] of filters) sets[key] = Object.fromEntries(values.map((value) => [value, true]));
  return JSON.stringify(sets);
}

/** undefined when the text is not a filter. An absent or empty text gives no filters. */
export function parseFilters(text: string | null | undefined): Filters | undefined {
  const filters = new Map<string, readonly string[]>();
  if (text === null || text === undefined || text === "") return filters;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  for (const [key, wanted] of Object.entries(value)) {
    const list = Array.isArray(wanted) ? wanted : typeof wanted === "object" && wanted !== null ? Object.keys(wanted) : undefined;
    if (list === undefined || !list.every((item): item is string => typeof item === "string")) return undefined;
    filters.set(key, list);
  }
  return filters;
}
