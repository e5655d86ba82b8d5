/** Images by what people call them. */

import {
  canonicalString,
  type Digest,
  familiarString,
  isDigest,
  parseAnyReference,
  parseReference,
  type Reference,
  ReferenceError,
  withDefaultTag,
} from "#images";
import type { Daemon } from "../daemon.ts";
import { ApiError, invalid, notFound } from "../errors.ts";
import type { ImageRecord } from "../store/state.ts";

/** An image, and the reference it was found by where it was no id. */
export interface FoundImage {
  readonly image: ImageRecord;
  readonly reference: Reference | undefined;
}

/** `httpd`, `httpd:2.4`, `httpd@sha256:…`, an id or a beginning of one. 404 with moby's text. */
export function findImage(daemon: Daemon, wanted: string): FoundImage {
  const found = lookUp(daemon, wanted);
  if (found) return found;
  throw notFound(noSuchImage(daemon, wanted));
}

/** The text of image.ErrImageDoesNotExist. */
export function noSuchImage(daemon: Daemon, wanted: string): string {
  const reference = readAny(daemon, wanted);
  if (!reference || !("path" in reference)) return `No such image: ${wanted}`;
  return `No such image: ${familiarString(withDefaultTag(reference))}`;
}

export function lookUp(daemon: Daemon, wanted: string): FoundImage | undefined {
  const { images, references } = daemon.store.state;
  const any = readAny(daemon, wanted);
  if (any && !("path" in any)) {
    const image = images.get(any.digest);
    return image && { image, reference: undefined };
  }
  if (any) {
    const reference = any.digest === undefined ? withDefaultTag(any) : { domain: any.domain, path: any.path, digest: any.digest };
    const id = references.get(canonicalString(reference));
    const image = id === undefined ? undefined : images.get(id);
    if (image) return { image, reference };
    if (any.digest !== undefined) {
      const byId = images.get(any.digest);
      if (byId && referencesOf(daemon, byId.id).some((one) => one.domain === any.domain && one.path === any.path))
        return { image: byId, reference: undefined };
    }
  }
  const image = byPrefix(daemon, wanted);
  return image && { image, reference: undefined };
}

function byPrefix(daemon: Daemon, wanted: string): ImageRecord | undefined {
  const digits = wanted.replace(/^sha256:/, "");
  if (!/^[0-9a-f]+$/.test(digits)) return undefined;
  const found = [...daemon.store.state.images.values()].filter(({ id }) => id.slice(7).startsWith(digits));
  return found.length === 1 ? found[0] : undefined;
}

/** 400 when a text is no reference at all. */
function readAny(daemon: Daemon, text: string): Reference | { readonly digest: Digest } | undefined {
  try {
    return parseAnyReference(text, style(daemon));
  } catch (error) {
    if (error instanceof ReferenceError) throw invalid(error.message);
    throw error;
  }
}

/** A name for a tag, a pull or a commit. 400 when it is none. */
export function readReference(daemon: Daemon, text: string): Reference {
  try {
    return parseReference(text, style(daemon));
  } catch (error) {
    if (error instanceof ReferenceError) throw invalid(error.message);
    throw error;
  }
}

/** Name and tag (or digest) as POST /images/create, /commit and the like have them in two parameters. */
export function readNameAndTag(daemon: Daemon, name: string, tag: string): Reference {
  const reference = readReference(daemon, name);
  if (tag === "") return reference;
  const bare = { domain: reference.domain, path: reference.path };
  if (isDigest(tag)) return { ...bare, digest: tag };
  if (!/^[\w][\w.-]{0,127}$/.test(tag)) throw new ApiError(400, "invalid tag format");
  return { ...bare, tag };
}

function style(daemon: Daemon): { readonly namesRepository: boolean } {
  return { namesRepository: daemon.release.behaviour.referenceNamesRepository };
}

/** All names of an image, sorted: tags and digests. */
export function referencesOf(daemon: Daemon, id: string): readonly Reference[] {
  const found: Reference[] = [];
  for (const [text, image] of daemon.store.state.references) if (image === id) found.push(storedReference(text));
  return found.sort((a, b) => (canonicalString(a) < canonicalString(b) ? -1 : 1));
}

/** A reference as the store has it, taken apart. */
export function storedReference(text: string): Reference {
  const [name = "", digest] = text.split("@");
  const slash = name.indexOf("/");
  const domain = name.slice(0, slash);
  const [path = "", tag] = name.slice(slash + 1).split(":");
  return { domain, path, ...(tag === undefined ? {} : { tag }), ...(digest !== undefined && isDigest(digest) ? { digest } : {}) };
}

export const tagsOf = (daemon: Daemon, id: string): readonly string[] =>
  referencesOf(daemon, id)
    .filter((one) => one.tag !== undefined)
    .map(familiarString);
export const digestsOf = (daemon: Daemon, id: string): readonly string[] =>
  referencesOf(daemon, id)
    .filter((one) => one.digest !== undefined)
    .map(familiarString);
