import type { Mount } from "#api";
import { csvFields } from "../../go/csv.ts";
import { parseBool, parseUnsigned } from "../../go/numbers.ts";
import { ramInBytes } from "../../go/units.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
interface Draft {
  mount: Mutable<Mount>;
  volume: Mutable<NonNullable<Mount["VolumeOptions"]>> | undefined;
  bind: { Propagation?: string; NonRecursive?: boolean; ReadOnlyNonRecursive?: boolean; ReadOnlyForceRecursive?: boolean } | undefined;
  image: { Subpath?: string } | undefined;
  tmpfs: { SizeBytes?: number; Mode?: number } | undefined;
}

/** `--mount type=…,source=…,target=…`. `later` knows what releases since then added. Throws an Error with docker's text. */
export function parseMount(text: string, cwd: string, later: boolean): Mount {
  const draft: Draft = { mount: { Type: "volume", Target: "" }, volume: undefined, bind: undefined, image: undefined, tmpfs: undefined };
  for (const field of csvFields(text)) {
    const at = field.indexOf("=");
    const key = (at < 0 ? field : field.slice(0, at)).toLowerCase();
    if (at < 0) setAlone(draft, key, field);
    else setField(draft, key, field.slice(at + 1), field, cwd, later);
  }
  const { mount } = draft;
  if (!mount.Type) throw new Error("type is required");
  if (mount.Target === "") throw new Error("target is required");
  const refuse = (kind: string, options: unknown, type: string): void => {
    if (options !== undefined && mount.Type !== type) throw new Error(`cannot mix '${kind}-*' options with mount type '${mount.Type}'`);
  };
  refuse("volume", draft.volume, "volume");
  refuse("image", draft.image, "image");
  refuse("bind", draft.bind, "bind");
  refuse("tmpfs", draft.tmpfs, "tmpfs");
  checkRecursion(draft);
  return {
    ...mount,
    ...(draft.bind && { BindOptions: draft.bind }),
    ...(draft.volume && { VolumeOptions: { Labels: {}, DriverConfig: {}, ...draft.volume } }),
    ...(draft.image && { ImageOptions: draft.image }),
    ...(draft.tmpfs && { TmpfsOptions: draft.tmpfs }),
  };
}

function setAlone(draft: Draft, key: string, field: string): void {
  if (key === "readonly" || key === "ro") draft.mount.ReadOnly = true;
  else if (key === "volume-nocopy") draft.volume = { ...draft.volume, NoCopy: true };
  else if (key === "bind-nonrecursive") draft.bind = { ...draft.bind, NonRecursive: true };
  else throw new Error(`invalid field '${field}' must be a key=value pair`);
}

const TYPES = ["bind", "volume", "tmpfs", "npipe", "cluster", "image"] as const;

function setField(draft: Draft, key: string, value: string, field: string, cwd: string, later: boolean): void {
  const { mount } = draft;
  switch (key) {
    case "type":
      // The daemon refuses the types that it doesn't know.
      mount.Type = TYPES.find((type) => type === value.toLowerCase()) ?? (value.toLowerCase() as Mount["Type"]);
      break;
    case "source":
    case "src":
      mount.Source = later && value.startsWith(".") ? absolute(cwd, value) : value;
      break;
    case "target":
    case "dst":
    case "destination":
      mount.Target = value;
      break;
    case "readonly":
    case "ro":
      mount.ReadOnly = flag(key, value);
      break;
    case "consistency":
      mount.Consistency = value.toLowerCase();
      break;
    case "bind-propagation":
      draft.bind = { ...draft.bind, Propagation: value.toLowerCase() };
      break;
    case "bind-nonrecursive":
      draft.bind = { ...draft.bind, NonRecursive: flag(key, value) };
      break;
    case "bind-recursive":
      if (!later) throw new Error(`unexpected key '${key}' in '${field}'`);
      draft.bind = { ...draft.bind, ...recursion(key, value) };
      break;
    case "volume-nocopy":
      draft.volume = { ...draft.volume, NoCopy: flag(key, value) };
      break;
    case "volume-label":
      draft.volume = { ...draft.volume, Labels: { ...draft.volume?.Labels, ...pair(value) } };
      break;
    case "volume-driver":
      draft.volume = { ...draft.volume, DriverConfig: { ...draft.volume?.DriverConfig, Name: value } };
      break;
    case "volume-opt":
      draft.volume = {
        ...draft.volume,
        DriverConfig: { ...draft.volume?.DriverConfig, Options: { ...draft.volume?.DriverConfig?.Options, ...pair(value) } },
      };
      break;
    case "tmpfs-size":
      draft.tmpfs = { ...draft.tmpfs, SizeBytes: attempt(key, value, () => ramInBytes(value, later)) };
      break;
    case "tmpfs-mode":
      draft.tmpfs = { ...draft.tmpfs, Mode: attempt(key, value, () => parseUnsigned(value, 32, 8)) };
      break;
    default:
      if (later && key === "volume-subpath") draft.volume = { ...draft.volume, Subpath: value };
      else if (later && key === "image-subpath") draft.image = { Subpath: value };
      else throw new Error(`unexpected key '${key}' in '${field}'`);
  }
}

function recursion(key: string, value: string): Draft["bind"] {
  if (value === "enabled") return {};
  if (value === "disabled") return { NonRecursive: true };
  if (value === "writable") return { ReadOnlyNonRecursive: true };
  if (value === "readonly") return { ReadOnlyForceRecursive: true };
  throw new Error(`invalid value for ${key}: ${value} (must be "enabled", "disabled", "writable", or "readonly")`);
}

function checkRecursion({ mount, bind }: Draft): void {
  if (bind?.ReadOnlyNonRecursive && !mount.ReadOnly)
    throw new Error("option 'bind-recursive=writable' requires 'readonly' to be specified in conjunction");
  if (!bind?.ReadOnlyForceRecursive) return;
  if (!mount.ReadOnly) throw new Error("option 'bind-recursive=readonly' requires 'readonly' to be specified in conjunction");
  if (bind.Propagation !== "rprivate")
    throw new Error("option 'bind-recursive=readonly' requires 'bind-propagation=rprivate' to be specified in conjunction");
}

function flag(key: string, value: string): boolean {
  return attempt(key, value, () => parseBool(value));
}

function attempt<T>(key: string, value: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new Error(`invalid value for ${key}: ${value}`);
  }
}

function pair(text: string): Record<string, string> {
  const at = text.indexOf("=");
  return at < 0 ? { [text]: "" } : { [text.slice(0, at)]: text.slice(at + 1) };
}

/** filepath.Abs: joined with the working directory, without `.` and `..`. */
export function absolute(cwd: string, path: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith("/") ? path : `${cwd}/${path}`).split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}
