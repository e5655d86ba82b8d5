/** What templates see: JSON, and objects with methods as Go's formatter contexts are. */

/** An object whose fields are computed. `type` is Go's name, for messages. */
export class GoObject {
  readonly type: string;
  readonly fields: ReadonlyMap<string, () => unknown>;
  /** What is called with arguments: `{{.Label "name"}}`. */
  readonly methods: ReadonlyMap<string, (argument: string) => unknown>;
  constructor(
    type: string,
    fields: ReadonlyMap<string, () => unknown>,
    methods: ReadonlyMap<string, (argument: string) => unknown> = new Map(),
  ) {
    this.type = type;
    this.fields = fields;
    this.methods = methods;
  }
  /** As MarshalJSON of a formatter context: every field, sorted by name. */
  toJSON(): Record<string, unknown> {
    return Object.fromEntries([...this.fields].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => [name, value()]));
  }
}

/** A Go map whatever its name. */
export class GoMap {
  readonly entries: ReadonlyMap<string, unknown>;
  readonly methods: ReadonlyMap<string, (argument: string) => unknown>;
  constructor(entries: ReadonlyMap<string, unknown>, methods: ReadonlyMap<string, (argument: string) => unknown> = new Map()) {
    this.entries = entries;
    this.methods = methods;
  }
  toJSON(): Record<string, unknown> | null {
    if (this === NIL_MAP) return null;
    return Object.fromEntries([...this.entries].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

/** A slice without an array. */
class NilList extends Array<never> {
  toJSON(): null {
    return null;
  }
}

/** A map that was never made. */
export const NIL_MAP: GoMap = new GoMap(new Map());
export const NIL_LIST: readonly never[] = new NilList();

/** Nothing: what a map gives for a key that it lacks. Printed as `<no value>`. */
export const NO_VALUE: unique symbol = Symbol("no value");

/** JSON objects that are maps in Go; all others are structs. */
const MAPS = new Set([
  "Labels",
  "Options",
  "Ports",
  "PortBindings",
  "ExposedPorts",
  "Volumes",
  "Networks",
  "Containers",
  "Sysctls",
  "Tmpfs",
  "StorageOpt",
  "Annotations",
  "Data",
  "DriverOpts",
  "Attributes",
  "AuxiliaryAddresses",
  "Opts",
  "Runtimes",
  "Details",
  "Services",
  "Status",
  "UsageData",
  "IndexConfigs",
  "Parameters",
]);

/** JSON that is a slice in Go, where it may be null. */
const LISTS = new Set([
  "Cmd",
  "Entrypoint",
  "Env",
  "OnBuild",
  "Shell",
  "Binds",
  "CapAdd",
  "CapDrop",
  "Dns",
  "DnsOptions",
  "DnsSearch",
  "ExtraHosts",
  "GroupAdd",
  "Links",
  "SecurityOpt",
  "VolumesFrom",
  "Devices",
  "DeviceCgroupRules",
  "DeviceRequests",
  "Ulimits",
  "MaskedPaths",
  "ReadonlyPaths",
  "Mounts",
  "ExecIDs",
  "Aliases",
  "DNSNames",
  "RepoTags",
  "RepoDigests",
  "Layers",
  "SecondaryIPAddresses",
  "SecondaryIPv6Addresses",
  "BlkioWeightDevice",
  "BlkioDeviceReadBps",
  "BlkioDeviceWriteBps",
  "BlkioDeviceReadIOps",
  "BlkioDeviceWriteIOps",
  "Warnings",
  "Authorization",
  "Test",
]);

/** The entries of an object that is a map in Go; ports have lists. */
export function mapEntries(name: string, value: Record<string, unknown>): [string, unknown][] {
  const lists = name === "Ports" || name === "PortBindings";
  return Object.entries(value).map(([key, item]) => [key, item === null && lists ? NIL_LIST : item]);
}

/** What JSON's null under this name is in Go: no map, no slice or no pointer. */
export function nilOf(name: string): unknown {
  if (LISTS.has(name)) return NIL_LIST;
  return MAPS.has(name) && name !== "UsageData" ? NIL_MAP : null;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof GoObject) && !(value instanceof GoMap);
}

/** Whether the object under this name is a map in Go. LogConfig's Config is one, a container's is not. */
export function isMapName(name: string, value: Record<string, unknown>): boolean {
  if (name === "Config") return !("Image" in value) && !("Cmd" in value) && !("Env" in value);
  return MAPS.has(name);
}

/** text/template's truth: empty things are false. */
export function truth(value: unknown): boolean {
  if (value === NO_VALUE || value === null || value === undefined || value === false || value === 0 || value === "") return false;
  if (Array.isArray(value)) return value.length > 0;
  if (value instanceof GoMap) return value.entries.size > 0;
  return true;
}

/** encoding/json without the escaping of HTML, unless asked for. */
export function toJson(value: unknown, escapeHtml: boolean = false): string {
  const text = JSON.stringify(value === NO_VALUE ? null : value) ?? "null";
  const safe = text.replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
  // A formatter's context marshals itself, and escapes what HTML minds.
  return escapeHtml || value instanceof GoObject
    ? safe.replaceAll("<", "\\u003c").replaceAll(">", "\\u003e").replaceAll("&", "\\u0026")
    : safe;
}

/** `%v`: maps are sorted, structs show their fields' values. */
export function printValue(value: unknown, name: string = ""): string {
  if (value === NO_VALUE || value === undefined) return "<no value>";
  if (value === null) return LISTS.has(name) ? "[]" : nilOf(name) === NIL_MAP ? "map[]" : "<nil>";
  if (typeof value === "string") return value;
  if (typeof value === "number") return printNumber(value);
  if (typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return `[${value.map((item) => printValue(item)).join(" ")}]`;
  if (value instanceof GoMap) return printMap([...value.entries], true);
  if (value instanceof GoObject) return `{${[...value.fields.values()].map((field) => printValue(field())).join(" ")}}`;
  if (isRecord(value)) {
    if (isMapName(name, value)) return printMap(mapEntries(name, value), name === "Networks" || name === "Services");
    return `{${Object.entries(value)
      .map(([key, item]) => printValue(item, key))
      .join(" ")}}`;
  }
  return String(value);
}

function printNumber(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e21 ? BigInt(value).toString() : String(value);
}

function printMap(entries: readonly (readonly [string, unknown])[], pointers: boolean): string {
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
  // A map of pointers prints addresses; these are as good as any.
  return `map[${sorted.map(([key, value], index) => `${key}:${pointers && isRecord(value) ? `0xc000${(0x4a8000 + index * 0x100).toString(16)}` : printValue(value)}`).join(" ")}]`;
}

/** Go's name for the type of a value out of JSON. */
export function goType(value: unknown): string {
  if (typeof value === "string") return "string";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number") return "int";
  if (Array.isArray(value)) return "[]interface {}";
  return "map[string]interface {}";
}
