import type { Filters, ImageSearchItem } from "#api";
import type { Daemon } from "../daemon.ts";
import { fill, invalid } from "../errors.ts";
import { booleanFilter } from "./list.ts";

const DEFAULT_LIMIT = 25;

/** GET /images/search */
export async function searchImages(
  daemon: Daemon,
  term: string,
  limit: number | undefined,
  filters: Filters,
): Promise<readonly ImageSearchItem[]> {
  for (const key of filters.keys())
    if (!["is-automated", "is-official", "stars"].includes(key)) throw invalid(fill(daemon.release.texts.invalidFilter, key));
  if (limit !== undefined && (limit < 0 || limit > 100)) throw invalid(`Limit ${limit} is outside the range of [1, 100]`);
  const official = booleanFilter(daemon, filters, "is-official");
  const automated = booleanFilter(daemon, filters, "is-automated");
  const stars = Math.max(
    0,
    ...(filters.get("stars") ?? []).map((text) => {
      if (!/^\d+$/.test(text)) throw invalid(fill(daemon.release.texts.invalidFilterValue, "stars", `[${text}]`));
      return Number(text);
    }),
  );
  const found = await daemon.registry.search(term, limit || DEFAULT_LIMIT);
  return found
    .filter(
      (one) =>
        (official === undefined || one.is_official === official) &&
        (automated === undefined || one.is_automated === automated) &&
        one.star_count >= stars,
    )
    .map(({ star_count, is_official, name, is_automated, description }) => ({ star_count, is_official, name, is_automated, description }));
}
