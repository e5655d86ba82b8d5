/** What the directives mean: servers, locations, and what each inherits. */

import { type Directive, NginxConfigError } from "./config.ts";
import { KNOWN_DIRECTIVES } from "./directives.data.ts";

export interface Location {
  /** `=`, `^~`, `~`, `~*` or empty for a plain prefix. */
  readonly modifier: string;
  readonly path: string;
  readonly pattern: RegExp | undefined;
  readonly scope: Scope;
}

/** The directives that hold somewhere: its own, then those of what it stands in. */
export class Scope {
  readonly #own: readonly Directive[];
  readonly #outer: Scope | undefined;

  constructor(own: readonly Directive[], outer: Scope | undefined) {
    this.#own = own;
    this.#outer = outer;
  }

  /** Arguments of the innermost directive of that name. */
  find(name: string): readonly string[] | undefined {
    return this.#own.findLast((one) => one.name === name)?.args ?? this.#outer?.find(name);
  }

  /** Of this place only: directives that act where they stand. */
  own(name: string): Directive | undefined {
    return this.#own.find((one) => one.name === name);
  }

  /** All of one name, from the innermost place that has any. */
  all(name: string): readonly Directive[] {
    const here = this.#own.filter((one) => one.name === name);
    return here.length > 0 ? here : (this.#outer?.all(name) ?? []);
  }
}

export interface VirtualServer {
  readonly listen: readonly { readonly host: string; readonly port: number }[];
  readonly isDefault: boolean;
  readonly names: readonly string[];
  readonly locations: readonly Location[];
  readonly scope: Scope;
}

export interface NginxSettings {
  readonly user: string;
  readonly workers: number | "auto";
  readonly pid: string;
  readonly errorLog: { readonly path: string; readonly level: string };
  readonly daemon: boolean;
  readonly servers: readonly VirtualServer[];
  readonly formats: ReadonlyMap<string, string>;
  readonly types: ReadonlyMap<string, string>;
  readonly upstreams: ReadonlyMap<string, readonly string[]>;
  readonly http: Scope;
}

export const COMBINED = '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent"';

/** Throws NginxConfigError. */
export function settingsOf(directives: readonly Directive[]): NginxSettings {
  check(directives);
  const main = new Scope(directives, undefined);
  const http = directives.find((one) => one.name === "http")?.block ?? [];
  if (!directives.some((one) => one.name === "events")) throw new NginxConfigError('no "events" section in configuration');
  const scope = new Scope(http, undefined);
  const workers = main.find("worker_processes")?.[0] ?? "1";
  const [errorPath = "/var/log/nginx/error.log", level = "error"] = main.find("error_log") ?? [];
  return {
    user: main.find("user")?.[0] ?? "nobody",
    workers: workers === "auto" ? "auto" : Number(workers),
    pid: main.find("pid")?.[0] ?? "/var/run/nginx.pid",
    errorLog: { path: errorPath, level },
    daemon: main.find("daemon")?.[0] !== "off",
    servers: http.filter((one) => one.name === "server").map((server) => serverOf(server, scope)),
    formats: new Map([
      ["combined", COMBINED],
      ...scope
        .all("log_format")
        .map(({ args: [name = "", ...parts] }) => [name, parts.filter((part) => !part.startsWith("escape=")).join("")] as const),
    ]),
    types: new Map(
      http
        .filter((one) => one.name === "types")
        .flatMap(({ block = [] }) => block.flatMap(({ name, args }) => args.map((extension) => [extension, name] as const))),
    ),
    upstreams: new Map(
      http
        .filter((one) => one.name === "upstream")
        .map(({ args, block = [] }) => [args[0] ?? "", block.filter((one) => one.name === "server").map((one) => one.args[0] ?? "")]),
    ),
    http: scope,
  };
}

function check(directives: readonly Directive[], inTypes = false): void {
  for (const { name, block, where } of directives) {
    if (!inTypes && !KNOWN_DIRECTIVES.has(name)) throw new NginxConfigError(`unknown directive "${name}" in ${where}`);
    if (block) check(block, name === "types" || name === "map" || name === "geo");
  }
}

function serverOf({ block = [] }: Directive, outer: Scope): VirtualServer {
  const scope = new Scope(block, outer);
  const listen = block.filter((one) => one.name === "listen");
  return {
    listen: listen.length === 0 ? [{ host: "0.0.0.0", port: 80 }] : listen.flatMap(addressOf),
    isDefault: listen.some(({ args }) => args.includes("default_server")),
    names: block.filter((one) => one.name === "server_name").flatMap((one) => one.args),
    locations: block.filter((one) => one.name === "location").map((location) => locationOf(location, scope)),
    scope,
  };
}

/** `80`, `127.0.0.1:8080`, `[::]:80`; IPv6 means the same sockets here, so it adds none. */
function addressOf({ args: [text = ""], where }: Directive): { host: string; port: number }[] {
  if (text.startsWith("[")) return [];
  const [, host, port] = /^(?:([^:]*):)?(\d+)$/.exec(text) ?? (/^[\w.*-]+$/.test(text) ? ["", text, "80"] : []);
  if (port === undefined || Number(port) > 65_535)
    throw new NginxConfigError(`invalid port in "${text}" of the "listen" directive in ${where}`);
  return [{ host: host === undefined || host === "*" ? "0.0.0.0" : host, port: Number(port) }];
}

function locationOf({ args, block = [], where }: Directive, outer: Scope): Location {
  const [modifier, path] = args.length > 1 ? [args[0] ?? "", args[1] ?? ""] : ["", args[0] ?? ""];
  if (!["", "=", "^~", "~", "~*"].includes(modifier)) throw new NginxConfigError(`invalid location modifier "${modifier}" in ${where}`);
  const pattern = modifier.startsWith("~") ? new RegExp(path, modifier === "~*" ? "i" : "") : undefined;
  return { modifier, path, pattern, scope: new Scope(block, outer) };
}

/** The location of a path: exact, then the longest prefix unless a regular expression matches. */
export function findLocation(server: VirtualServer, path: string): Location | undefined {
  const exact = server.locations.find((one) => one.modifier === "=" && one.path === path);
  if (exact) return exact;
  const prefixes = server.locations.filter((one) => (one.modifier === "" || one.modifier === "^~") && path.startsWith(one.path));
  const longest = prefixes.sort((a, b) => b.path.length - a.path.length)[0];
  if (longest?.modifier === "^~") return longest;
  return server.locations.find((one) => one.pattern?.test(path)) ?? longest;
}

/** The server for a Host header on a port. */
export function findServer(settings: NginxSettings, port: number, host: string): VirtualServer | undefined {
  const here = settings.servers.filter((one) => one.listen.some((address) => address.port === port));
  const name = host.replace(/:\d+$/, "").toLowerCase();
  return (
    here.find((one) => one.names.some((own) => own === name || (own.startsWith("*.") && name.endsWith(own.slice(1))))) ??
    here.find((one) => one.isDefault) ??
    here[0]
  );
}
