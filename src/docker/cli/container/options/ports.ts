import type { PortBinding, PortSet } from "#api";
import { canonicalIp } from "../../go/ip.ts";
import { parseUnsigned } from "../../go/numbers.ts";

/** `-p` and `--expose`, as docker/go-connections reads them. */

export interface Ports {
  readonly exposed: PortSet;
  readonly bindings: Readonly<Record<string, readonly PortBinding[]>>;
}

/**
 * Reads `ip:host:container/protocol` with ranges, and the long form `target=80,published=8080`. `retries`: whatever is refused is
 * taken for the long form, as 19.03 does. Throws an Error.
 */
export function parsePublish(specs: readonly string[], retries: boolean): Ports {
  if (!retries) return parseSpecs(specs.map((spec) => (spec.includes("=") ? longForm(spec) : spec)));
  try {
    return parseSpecs(specs);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return parseSpecs(specs.map(longForm));
  }
}

function longForm(spec: string): string {
  const values: Record<string, string> = { protocol: "tcp" };
  for (const part of spec.split(",")) {
    const at = part.indexOf("=");
    if (at < 0) throw new Error(`invalid publish opts format (should be name=value but got '${part}')`);
    values[part.slice(0, at)] = part.slice(at + 1);
  }
  return `${values["published"] ?? ""}:${values["target"] ?? ""}/${values["protocol"] ?? ""}`;
}

function parseSpecs(specs: readonly string[]): Ports {
  const exposed: Record<string, Record<string, never>> = {};
  const bindings: Record<string, PortBinding[]> = {};
  for (const spec of specs) {
    for (const { port, binding } of parseSpec(spec)) {
      exposed[port] = {};
      (bindings[port] ??= []).push(binding);
    }
  }
  return { exposed, bindings };
}

function parseSpec(spec: string): { readonly port: string; readonly binding: PortBinding }[] {
  const parts = spec.split(":");
  const container = parts.at(-1) ?? "";
  const host = parts.length > 1 ? (parts.at(-2) ?? "") : "";
  const rawIp = parts.slice(0, -2).join(":");
  const [protocol, range] = splitProtocol(container);
  const ip = /^\[.*\]$/.test(rawIp) ? rawIp.slice(1, -1) : rawIp;
  if (rawIp.includes(":") && ip === rawIp) throw new Error(`Invalid ip address ${rawIp}: address ${rawIp}:: too many colons in address`);
  if (ip !== "" && canonicalIp(ip) === undefined) throw new Error(`Invalid ip address: ${ip}`);
  if (range === "") throw new Error(`No port specified: ${spec}<empty>`);
  const [from, to] = portRange(range) ?? fail(new Error(`Invalid containerPort: ${range}`));
  const [hostFrom, hostTo] = host === "" ? [0, 0] : (portRange(host) ?? fail(new Error(`Invalid hostPort: ${host}`)));
  if (host !== "" && to - from !== hostTo - hostFrom && to !== from)
    throw new Error(`Invalid ranges specified for container and host Ports: ${range} and ${host}`);
  if (!["tcp", "udp", "sctp"].includes(protocol.toLowerCase())) throw new Error(`Invalid proto: ${protocol}`);
  return Array.from({ length: to - from + 1 }, (_, i) => {
    const dynamic = from === to && hostFrom !== hostTo ? `-${hostTo}` : "";
    return {
      port: `${from + i}/${protocol.toLowerCase()}`,
      binding: { HostIp: ip, HostPort: host === "" ? "" : `${hostFrom + i}${dynamic}` },
    };
  });
}

function fail(error: Error): never {
  throw error;
}

/** `80/udp` to protocol and port; both empty when there is no port. */
export function splitProtocol(text: string): readonly [protocol: string, port: string] {
  const [port = "", protocol = ""] = text.split("/");
  if (port === "") return ["", ""];
  return [protocol === "" ? "tcp" : protocol, port];
}

function portRange(text: string): readonly [number, number] | undefined {
  try {
    return parseRange(text);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return undefined;
  }
}

/** nat.ParsePortRange. Throws an Error with its text. */
export function parseRange(text: string): readonly [number, number] {
  if (text === "") throw new Error("Empty string specified for ports.");
  const [first = "", second] = text.split("-");
  const from = parseUnsigned(first, 16, 10);
  const to = second === undefined ? from : parseUnsigned(second, 16, 10);
  if (to < from) throw new Error(`Invalid range specified for the Port: ${text}`);
  return [from, to];
}

/** Adds `--expose` to the exposed ports. Throws an Error with docker's text. */
export function parseExpose(specs: readonly string[], exposed: PortSet): PortSet {
  const all: Record<string, Record<string, never>> = { ...exposed };
  for (const spec of specs) {
    if (spec.includes(":")) throw new Error(`invalid port format for --expose: ${spec}`);
    const [protocol, port] = splitProtocol(spec);
    let range: readonly [number, number];
    try {
      range = parseRange(port);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      throw new Error(`invalid range format for --expose: ${spec}, error: ${error.message}`);
    }
    for (let number = range[0]; number <= range[1]; number++) all[`${number}/${protocol}`] = {};
  }
  return all;
}
