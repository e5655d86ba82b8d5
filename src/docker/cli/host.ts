import { Errno, type Fd, type Sys } from "#abi";

const DEFAULT_HOST = "unix:///var/run/docker.sock";

/** opts.ParseHost: an address for `-H` or DOCKER_HOST in its full form. Throws an Error; `badFormat` is its wording. */
export function parseHost(text: string, badFormat: string): string {
  const host = text.trim();
  if (host === "") return DEFAULT_HOST;
  const at = host.indexOf("://");
  const protocol = at < 0 ? "tcp" : host.slice(0, at);
  const rest = at < 0 ? host : host.slice(at + 3);
  if (protocol === "unix" || protocol === "npipe") return `${protocol}://${rest === "" ? "/var/run/docker.sock" : rest}`;
  if (protocol === "fd" || protocol === "ssh") return host;
  if (protocol !== "tcp") throw new Error(badFormat.replace("{}", host));
  if (rest === "") return "tcp://localhost:2375";
  const match = /^(\[[^\]]*\]|[^:/]*)(?::(\d*))?(\/.*)?$/.exec(rest);
  if (!match) throw new Error(badFormat.replace("{}", rest));
  const [, name = "", port = "", path = ""] = match;
  return `tcp://${name === "" ? "localhost" : name}:${port === "" ? "2375" : port}${path}`;
}

/** Opens a connection to a daemon's address. */
export async function connectTo(sys: Sys, host: string): Promise<Fd> {
  if (host.startsWith("unix://")) return sys.connect({ family: "unix", path: host.slice("unix://".length) });
  const match = /^tcp:\/\/(.*):(\d+)/.exec(host);
  const name = (match?.[1] ?? "").replace(/^\[|\]$/g, "");
  const [address] = /^[\d.]+$/.test(name) ? [name] : await sys.resolve(name);
  if (address === undefined) throw new Errno("ECONNREFUSED");
  return sys.connect({ family: "inet", host: address, port: Number(match?.[2] ?? 2375) });
}
