import type { AuthConfig, AuthResponse } from "#api";
import { ApiError, invalid } from "../errors.ts";

/** POST /auth: there are no accounts in this world, so that no password is right. */
export function authenticate(config: AuthConfig): AuthResponse {
  if (!config.username && !config.identitytoken) throw invalid("username is empty");
  const server = config.serveraddress || "https://index.docker.io/v1/";
  const host = server.replace(/^https?:\/\//, "").split("/")[0] ?? "";
  const registry = host === "index.docker.io" || host === "docker.io" ? "registry-1.docker.io" : host;
  throw new ApiError(401, `Get "https://${registry}/v2/": unauthorized: incorrect username or password`);
}
