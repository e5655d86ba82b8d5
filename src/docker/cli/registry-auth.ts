import type { Reference } from "./reference.ts";
import type { Session } from "./session.ts";

/** The X-Registry-Auth header for an image: what `docker login` left for its registry, else nobody. */
export function registryAuth(session: Session, reference: Reference): string {
  const registry = reference.full.split("/")[0] ?? "";
  const key = registry === "docker.io" ? "https://index.docker.io/v1/" : registry;
  const stored = session.config.auths?.[key]?.auth;
  if (stored === undefined) return base64(JSON.stringify({}));
  const [username = "", ...rest] = atob(stored).split(":");
  return base64(JSON.stringify({ username, password: rest.join(":"), serveraddress: key }));
}

/** base64url of a text in ASCII. */
export function base64(text: string): string {
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_");
}
