/** Image references: grammar, defaults and errors of github.com/distribution/reference. */

import type { Digest } from "./types.ts";

/** A normalised name, as `docker.io/library/httpd:2.4@sha256:…` has them. */
export interface Reference {
  /** Host and port: docker.io if none was given. */
  readonly domain: string;
  /** `library/httpd` */
  readonly path: string;
  readonly tag?: string;
  readonly digest?: Digest;
}

/** Its message is what the docker command prints. */
export class ReferenceError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "ReferenceError";
  }
}

/** What changed between the releases' libraries: whether the message about upper case names the repository. */
export interface ReferenceStyle {
  readonly namesRepository: boolean;
}

const HUB = "docker.io";
const OFFICIAL = "library";
const COMPONENT = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
const LABEL = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
const DOMAIN = `(?:${LABEL}(?:\\.${LABEL})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?`;
const TAG = "[\\w][\\w.-]{0,127}";
const DIGEST = "[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}";
const WHOLE = new RegExp(`^(${DOMAIN})/(${COMPONENT}(?:/${COMPONENT})*)(?::(${TAG}))?(?:@(${DIGEST}))?$`);
const HEXADECIMAL = /^[a-f0-9]{64}$/;
const NAME_LIMIT = 255;

const INVALID = "invalid reference format";

/**
 * ParseNormalizedNamed: fills in the domain and `library/`, leaves the tag as it is (see withDefaultTag).
 * Throws ReferenceError with Docker's text.
 */
export function parseReference(text: string, style: ReferenceStyle): Reference {
  if (HEXADECIMAL.test(text)) throw new ReferenceError(`invalid repository name (${text}), cannot specify 64-byte hexadecimal strings`);
  const { domain, rest } = splitDomain(text, style);
  const [remote = ""] = rest.split(":");
  if (remote.toLowerCase() !== remote) {
    throw new ReferenceError(`${INVALID}: repository name ${style.namesRepository ? `(${remote}) ` : ""}must be lowercase`);
  }
  const match = WHOLE.exec(`${domain}/${rest}`);
  const [, host, path, tag, digest] = match ?? [];
  if (host === undefined || path === undefined) throw new ReferenceError(INVALID);
  if (path.length > NAME_LIMIT) throw new ReferenceError(`repository name must not be more than ${NAME_LIMIT} characters`);
  return { domain: host, path, ...(tag === undefined ? {} : { tag }), ...(digest === undefined ? {} : { digest: checkedDigest(digest) }) };
}

/** ParseAnyReference: an image id (64 digits) or digest alone is a digest without a name; else as parseReference. */
export function parseAnyReference(text: string, style: ReferenceStyle): Reference | { readonly digest: Digest } {
  if (HEXADECIMAL.test(text)) return { digest: `sha256:${text}` };
  return isDigest(text) ? { digest: text } : parseReference(text, style);
}

function splitDomain(text: string, style: ReferenceStyle): { domain: string; rest: string } {
  const slash = text.indexOf("/");
  const first = text.slice(0, Math.max(0, slash));
  // Later libraries also take a first part with capitals for a host.
  const isHost = slash >= 0 && (/[.:]/.test(first) || first === "localhost" || (style.namesRepository && first.toLowerCase() !== first));
  const domain = isHost && first !== "index.docker.io" ? first : HUB;
  const rest = isHost ? text.slice(slash + 1) : text;
  return { domain, rest: domain === HUB && !rest.includes("/") ? `${OFFICIAL}/${rest}` : rest };
}

function checkedDigest(text: string): Digest {
  if (isDigest(text)) return text;
  const [algorithm = "", hex = ""] = text.split(":");
  const length = { sha256: 64, sha384: 96, sha512: 128 }[algorithm];
  if (length === undefined) throw new ReferenceError("unsupported digest algorithm");
  throw new ReferenceError(hex.length === length ? "invalid checksum digest format" : "invalid checksum digest length");
}

/** Whether a text is `sha256:` and 64 lower-case hexadecimal digits. */
export function isDigest(text: string): text is Digest {
  return /^sha256:[a-f0-9]{64}$/.test(text);
}

/** TagNameOnly: `latest` where neither tag nor digest was given. */
export function withDefaultTag(reference: Reference): Reference {
  return reference.tag === undefined && reference.digest === undefined ? { ...reference, tag: "latest" } : reference;
}

/** The name as people write it: `httpd`, `user/app`, `localhost:5000/app`. No tag. */
export function familiarName({ domain, path }: Pick<Reference, "domain" | "path">): string {
  if (domain !== HUB) return `${domain}/${path}`;
  const [first, ...rest] = path.split("/");
  return first === OFFICIAL && rest.length === 1 ? rest.join("/") : path;
}

/** FamiliarString: the familiar name with tag and digest. */
export function familiarString(reference: Reference): string {
  return familiarName(reference) + suffix(reference);
}

/** The whole name, nothing left out: `docker.io/library/httpd:latest`. */
export function canonicalString(reference: Reference): string {
  return `${reference.domain}/${reference.path}${suffix(reference)}`;
}

function suffix({ tag, digest }: Reference): string {
  return (tag === undefined ? "" : `:${tag}`) + (digest === undefined ? "" : `@${digest}`);
}
