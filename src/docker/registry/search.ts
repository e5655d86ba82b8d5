/** Docker Hub's search, as `docker search` shows it. */

import type { SearchResult } from "#images";
import { REPOSITORIES, type Row } from "./search.data.ts";

/** How well a row fits: the name itself, a part of it, the description; 0 not at all. */
function fit([name, description]: Row, term: string): number {
  const last = name.slice(name.lastIndexOf("/") + 1);
  if (name === term) return 4;
  if (last === term) return 3;
  if (name.includes(term)) return 2;
  return description.toLowerCase().includes(term) ? 1 : 0;
}

/** At most `limit` repositories for a term (`user/name` narrows to the user): the one of that name first, then by stars. */
export function search(term: string, limit: number): readonly SearchResult[] {
  const wanted = term
    .toLowerCase()
    .replace(/^(index\.)?docker\.io\//, "")
    .replace(/^library\//, "");
  const found = REPOSITORIES.map((row) => ({ row, fit: fit(row, wanted) })).filter((one) => one.fit > 0);
  found.sort((a, b) => Number(b.fit === 4) - Number(a.fit === 4) || b.row[2] - a.row[2] || (a.row[0] < b.row[0] ? -1 : 1));
  return found.slice(0, limit).map(({ row: [name, description, star_count, kind] }) => ({
    name,
    description,
    star_count,
    is_official: kind === "official",
    is_automated: kind === "automated",
  }));
}
