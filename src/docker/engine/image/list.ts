import type { Filters, ImageSummary } from "#api";
import { familiarName, familiarString, type Reference } from "#images";
import type { Daemon } from "../daemon.ts";
import { fill, invalid } from "../errors.ts";
import { shaped, sortedMap } from "../shape.ts";
import type { ImageRecord } from "../store/state.ts";
import { parseTimeOrDuration, seconds } from "../time.ts";
import { layersOf } from "./add.ts";
import { digestsOf, findImage, referencesOf, tagsOf } from "./find.ts";

const KNOWN = new Set(["dangling", "label", "label!", "before", "since", "reference", "until"]);

/** GET /images/json, newest first. */
export function listImages(
  daemon: Daemon,
  options: { readonly all: boolean; readonly filters: Filters; readonly sharedSize: boolean; readonly containerCount: boolean },
): readonly ImageSummary[] {
  const { filters } = options;
  for (const key of filters.keys()) if (!KNOWN.has(key)) throw invalid(fill(daemon.release.texts.invalidFilter, key));
  const dangling = booleanFilter(daemon, filters, "dangling");
  const bounds = timeBounds(daemon, filters);
  const parents = new Set([...daemon.store.state.images.values()].map((image) => image.parent));
  const rows: { readonly created: number; readonly row: ImageSummary }[] = [];
  for (const image of daemon.store.state.images.values()) {
    const created = image.created ?? 0;
    if (created >= bounds.before || created <= bounds.after) continue;
    if (!hasLabels(image.config.config?.Labels ?? {}, filters)) continue;
    const references = referencesOf(daemon, image.id).filter((one) => matchesReference(one, filters.get("reference") ?? []));
    if (filters.has("reference") && references.length === 0) continue;
    const tags = references.filter((one) => one.tag !== undefined).map(familiarString);
    const digests = references.filter((one) => one.digest !== undefined).map(familiarString);
    if (tags.length === 0 && digests.length === 0) {
      // Images without a name that others were built on are shown with --all only.
      if (!options.all && parents.has(image.id)) continue;
      if (dangling === false) continue;
    } else if (dangling === true && tags.length > 0) continue;
    rows.push({ created, row: summary(daemon, image, tags, digests, options) });
  }
  return rows
    .reverse()
    .sort((a, b) => b.created - a.created)
    .map(({ row }) => row);
}

function summary(
  daemon: Daemon,
  image: ImageRecord,
  tags: readonly string[],
  digests: readonly string[],
  options: { readonly sharedSize: boolean; readonly containerCount: boolean },
): ImageSummary {
  const isNameless = tags.length === 0 && digests.length === 0;
  const legacy = !daemon.release.behaviour.countsContainers;
  const nowhere = legacy && isNameless;
  const counts = options.containerCount || !legacy;
  return shaped<ImageSummary>(daemon.release.shapes.imageSummary, {
    Containers: counts ? [...daemon.store.state.containers.values()].filter((one) => one.image === image.id).length : -1,
    Created: seconds(image.created ?? -62135596800000),
    Id: image.id,
    Labels: image.config.config?.Labels ? sortedMap(image.config.config.Labels) : null,
    ParentId: image.parent,
    RepoDigests: nowhere ? ["<none>@<none>"] : digests.length === 0 && legacy ? null : digests,
    RepoTags: nowhere ? ["<none>:<none>"] : tags.length === 0 && legacy ? null : tags,
    SharedSize: options.sharedSize ? sharedSize(daemon, image) : -1,
    Size: image.size,
    VirtualSize: image.size,
  });
}

/** Bytes of the layers that other images have, too. */
export function sharedSize(daemon: Daemon, image: ImageRecord): number {
  const others = new Set<string>();
  for (const [id, { layer }] of daemon.layers) if (id !== image.id) for (const one of layersOf(layer)) others.add(one.chainId);
  return layersOf(daemon.layers.get(image.id)?.layer).reduce((sum, layer) => sum + (others.has(layer.chainId) ? layer.size : 0), 0);
}

/** true, false or not asked for; 400 for anything else or both. */
export function booleanFilter(daemon: Daemon, filters: Filters, key: string): boolean | undefined {
  const values = filters.get(key);
  if (!values || values.length === 0) return undefined;
  const isTrue = values.some((value) => ["true", "1"].includes(value));
  const isFalse = values.some((value) => ["false", "0"].includes(value));
  if (isTrue === isFalse || values.some((value) => !["true", "1", "false", "0"].includes(value))) {
    throw invalid(fill(daemon.release.texts.invalidFilterValue, key, `[${values.join(" ")}]`));
  }
  return isTrue;
}

function timeBounds(daemon: Daemon, filters: Filters): { readonly before: number; readonly after: number } {
  let before = Number.POSITIVE_INFINITY;
  let after = Number.NEGATIVE_INFINITY;
  for (const name of filters.get("before") ?? []) before = Math.min(before, findImage(daemon, name).image.created ?? 0);
  for (const name of filters.get("since") ?? []) after = Math.max(after, findImage(daemon, name).image.created ?? 0);
  for (const text of filters.get("until") ?? []) before = Math.min(before, parseTimeOrDuration(text, daemon.clock.now()) ?? before);
  return { before, after };
}

/** `label=key`, `label=key=value`, `label!=…`: all of them. */
export function hasLabels(labels: Readonly<Record<string, string>>, filters: Filters): boolean {
  const has = (wanted: string): boolean => {
    const at = wanted.indexOf("=");
    if (at < 0) return Object.hasOwn(labels, wanted);
    return labels[wanted.slice(0, at)] === wanted.slice(at + 1);
  };
  return (filters.get("label") ?? []).every(has) && !(filters.get("label!") ?? []).some(has);
}

/** reference.FamiliarMatch: path.Match of the name with and without tag. */
function matchesReference(reference: Reference, patterns: readonly string[]): boolean {
  if (patterns.length === 0) return true;
  const name = familiarName(reference);
  return patterns.some((pattern) => {
    const matcher = globMatcher(pattern);
    return matcher(familiarString(reference)) || matcher(name);
  });
}

/** Go's path.Match: `*` and `?` stop at slashes. */
function globMatcher(pattern: string): (text: string) => boolean {
  const source = pattern
    .replace(/[.+^${}()|\\]/g, "\\$&")
    .replace(/\*/g, "[^/]*")
    .replace(/\?/g, "[^/]");
  try {
    const expression = new RegExp(`^${source}$`);
    return (text) => expression.test(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw invalid("syntax error in pattern");
    throw error;
  }
}

export { digestsOf, tagsOf };
