import type { DeviceMapping } from "#api";

/** `--device`: mappings of device files, and the names of CDI devices. Throws an Error with docker's text. */
export function parseDevices(specs: readonly string[]): { readonly mappings: readonly DeviceMapping[]; readonly cdi: readonly string[] } {
  const isCdi = (spec: string): boolean => /^[a-zA-Z][\w.-]*\/[a-zA-Z][\w.-]*=[\w.:-]+$/.test(spec);
  return { mappings: specs.filter((spec) => !isCdi(spec)).map(parseDevice), cdi: specs.filter(isCdi) };
}

function parseDevice(spec: string): DeviceMapping {
  const parts = spec.split(":");
  const [host = "", second, third] = parts;
  if (parts.length > 3 || host === "") throw new Error(`bad format for path: ${spec}`);
  const secondIsMode = second !== undefined && third === undefined && isMode(second);
  if (third !== undefined && !isMode(third)) throw new Error(`bad mode specified: ${third}`);
  const inside = second === undefined || secondIsMode ? host : second;
  if (!inside.startsWith("/")) throw new Error(`${inside} is not an absolute path`);
  return { PathOnHost: host, PathInContainer: inside, CgroupPermissions: third ?? (secondIsMode ? (second ?? "rwm") : "rwm") };
}

function isMode(text: string): boolean {
  return /^[rwm]{1,3}$/.test(text) && new Set(text).size === text.length;
}
