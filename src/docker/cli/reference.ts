/** Names of images as distribution/reference reads them. */

export interface Reference {
  /** With the registry and `library/`: docker.io/library/busybox. */
  readonly full: string;
  /** As people write it: busybox. */
  readonly familiar: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

const DOMAIN =
  "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*(?::[0-9]+)?|\\[[0-9a-fA-F:]+\\](?::[0-9]+)?";
const COMPONENT = "[a-z0-9]+(?:(?:[._]|__|[-]*)[a-z0-9]+)*";
const PATH = new RegExp(`^${COMPONENT}(?:/${COMPONENT})*$`);
const SUFFIX = /^([^:@]*)(?::([\w][\w.-]{0,127}))?(?:@([A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?$/;

/** ParseNormalizedNamed. Throws an Error with its text; `upperCase` words the refusal of capital letters. */
export function parseReference(text: string, upperCase: string): Reference {
  if (/^[0-9a-f]{64}$/.test(text)) throw new Error(`invalid repository name (${text}), cannot specify 64-byte hexadecimal strings`);
  const [domain, remainder] = splitDomain(text);
  const match = SUFFIX.exec(remainder.replace(/^(.*\/)?/, "")) ?? undefined;
  const head = /^(.*\/)?/.exec(remainder)?.[0] ?? "";
  const name = (/^[^:@]*/.exec(remainder)?.[0] ?? "").toString();
  if (name.toLowerCase() !== name) throw new Error(`invalid reference format: ${upperCase.replace("{}", name)}`);
  const path = head + (match?.[1] ?? "");
  if (!match || !PATH.test(path) || !new RegExp(`^(?:${DOMAIN})$`).test(domain) || domain.length + path.length > 255)
    throw new Error("invalid reference format");
  const full = `${domain}/${path}`;
  return { full, familiar: familiarName(full), tag: match[2], digest: match[3] };
}

/** Splits `localhost:5000/a/b` into registry and the rest; Docker Hub when there is no registry. */
function splitDomain(text: string): readonly [string, string] {
  const slash = text.indexOf("/");
  const head = text.slice(0, slash);
  const isDomain = slash >= 0 && (/[.:]/.test(head) || head === "localhost" || head.toLowerCase() !== head);
  const domain = isDomain ? (head === "index.docker.io" ? "docker.io" : head) : "docker.io";
  const rest = isDomain ? text.slice(slash + 1) : text;
  return [domain, domain === "docker.io" && !rest.includes("/") ? `library/${rest}` : rest];
}

export function familiarName(full: string): string {
  const short = full.replace(/^docker\.io\//, "");
  return short === full ? full : short.replace(/^library\/([^/]+)$/, "$1");
}

/** The familiar name with its tag and digest. */
export function familiarString({ familiar, tag, digest }: Reference): string {
  return `${familiar}${tag === undefined ? "" : `:${tag}`}${digest === undefined ? "" : `@${digest}`}`;
}
