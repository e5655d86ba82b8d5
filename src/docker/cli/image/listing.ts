import type { ImageSummary } from "#api";
import type { Listing } from "../format/list.ts";
import { ago, goTime, shortId } from "../format/text.ts";
import { humanSize } from "../go/units.ts";
import { familiarName } from "../reference.ts";
import type { Session } from "../session.ts";

/** A row of `docker images`: an image under one of its names. */
export interface ImageRow {
  readonly image: ImageSummary;
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
  readonly truncate: boolean;
}

/** The columns of `docker images`. */
export function imageListing(session: Session): Listing<ImageRow> {
  const { sys } = session;
  const full = (image: ImageSummary): number => image.VirtualSize ?? image.Size;
  return {
    type: "*formatter.imageContext",
    columns: {
      Containers: ["CONTAINERS", ({ image }) => (image.Containers === -1 ? "N/A" : String(image.Containers))],
      CreatedAt: ["CREATED AT", ({ image }) => goTime(sys, image.Created * 1000)],
      CreatedSince: ["CREATED", ({ image }) => ago(sys, image.Created * 1000)],
      Digest: ["DIGEST", ({ digest }) => digest],
      ID: ["IMAGE ID", ({ image, truncate }) => (truncate ? shortId(image.Id) : image.Id)],
      Repository: ["REPOSITORY", ({ repository }) => repository],
      SharedSize: ["SHARED SIZE", ({ image }) => (image.SharedSize === -1 ? "N/A" : humanSize(image.SharedSize))],
      Size: ["SIZE", ({ image }) => humanSize(image.Size, 3)],
      Tag: ["TAG", ({ tag }) => tag],
      UniqueSize: ["UNIQUE SIZE", ({ image }) => (image.SharedSize === -1 ? "N/A" : humanSize(full(image) - image.SharedSize))],
      VirtualSize: ["SIZE", ({ image }) => humanSize(full(image))],
    },
  };
}

/** The rows of an image: one for each of its names. `digests` adds those of the digests; `perDigest` one row for each. */
export function imageRows(image: ImageSummary, truncate: boolean, digests: boolean, perDigest: boolean): ImageRow[] {
  const row = (repository: string, tag: string, digest: string): ImageRow => ({ image, repository, tag, digest, truncate });
  const tags = grouped(image.RepoTags ?? [], ":");
  const byDigest = grouped(image.RepoDigests ?? [], "@");
  const onlyNone = (groups: ReadonlyMap<string, readonly string[]>): boolean =>
    groups.size === 0 || (groups.size === 1 && groups.has("<none>"));
  if (onlyNone(tags) && onlyNone(byDigest)) return [row("<none>", "<none>", "<none>")];
  const rows: ImageRow[] = [];
  for (const [repository, names] of tags) {
    if (repository === "<none>") continue;
    const own = digests ? (byDigest.get(repository) ?? []) : [];
    byDigest.delete(repository);
    for (const tag of names)
      rows.push(...(own.length === 0 ? [row(repository, tag, "<none>")] : own.map((digest) => row(repository, tag, digest))));
  }
  for (const [repository, values] of byDigest) {
    if (repository === "<none>") continue;
    rows.push(...(perDigest ? values.map((digest) => row(repository, "<none>", digest)) : [row(repository, "<none>", "")]));
  }
  return rows;
}

/** `name:tag` texts by their familiar name. */
function grouped(names: readonly string[], separator: string): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const name of names) {
    const at = name.lastIndexOf(separator);
    const repository = familiarName(name.slice(0, at));
    const group = groups.get(repository) ?? [];
    group.push(name.slice(at + 1));
    groups.set(repository, group);
  }
  return groups;
}
