import { type Filters, parseFilters } from "#api";
import { invalid } from "../errors.ts";
import type { ApiRequest } from "./router.ts";

/** The request's filters. 400 when they can't be read. */
export function filtersOf(request: ApiRequest): Filters {
  const filters = parseFilters(request.query.get("filters"));
  if (!filters) throw invalid("invalid filter");
  return filters;
}
