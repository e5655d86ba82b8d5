/** `-v` and `--mount`: volume/mounts/linux_parser.go of moby. */

import type { Mount } from "#api";
import { invalid } from "../errors.ts";

/** What a bind specification asks for. */
export interface MountSpec {
  readonly type: "bind" | "volume" | "tmpfs";
  readonly source: string;
  readonly target: string;
  readonly mode: string;
  readonly readOnly: boolean;
  readonly noCopy: boolean;
  readonly propagation: string;
  readonly labels: Readonly<Record<string, string>> | null;
  readonly driver: string;
  readonly driverOptions: Readonly<Record<string, string>> | null;
  readonly tmpfs: string;
  readonly subpath: string;
}

const RW = ["rw", "ro"];
const LABEL = ["Z", "z"];
const PROPAGATION = ["private", "rprivate", "slave", "rslave", "shared", "rshared"];
const COPY = ["nocopy"];
const CONSISTENCY = ["consistent", "cached", "delegated"];

function isMode(mode: string): boolean {
  if (mode === "") return true;
  const words = mode.split(",");
  const groups = [RW, LABEL, PROPAGATION, COPY, CONSISTENCY];
  if (!words.every((word) => groups.some((group) => group.includes(word)))) return false;
  return groups.every((group) => words.filter((word) => group.includes(word)).length <= 1);
}

/** `SOURCE:TARGET[:MODE]`. 400 with moby's texts. */
export function parseBind(raw: string, driver: string): MountSpec {
  const bad = invalid(`invalid volume specification: '${raw}'`);
  const parts = raw.split(":");
  const [first = "", second, third] = parts;
  if (first === "" || parts.length > 3) throw bad;
  if (second !== undefined && third === undefined && isMode(second)) throw bad;
  const source = second === undefined ? "" : first;
  const target = second ?? first;
  const mode = third ?? "";
  if (!isMode(mode)) throw invalid(`invalid mode: ${mode}`);
  const words = mode.split(",");
  const isBind = source.startsWith("/");
  if (cleanPath(target) === "/")
    throw invalid(
      `invalid volume specification: '${raw}': invalid mount config for type "${isBind ? "bind" : "volume"}": invalid specification: destination can't be '/'`,
    );
  if (!target.startsWith("/")) {
    throw invalid(
      `invalid volume specification: '${raw}': invalid mount config for type "${isBind ? "bind" : "volume"}": invalid mount path: '${target}' mount path must be absolute`,
    );
  }
  return {
    type: isBind ? "bind" : "volume",
    source: isBind ? cleanPath(source) : source,
    target: cleanPath(target),
    mode,
    readOnly: words.includes("ro"),
    noCopy: words.includes("nocopy"),
    propagation: isBind ? (words.find((word) => PROPAGATION.includes(word)) ?? "rprivate") : "",
    labels: null,
    driver,
    driverOptions: null,
    tmpfs: "",
    subpath: "",
  };
}

/** One of HostConfig.Mounts. `exists` tells whether a path is on the host. 400 with moby's texts. */
export function parseMount(mount: Mount, exists: (path: string) => boolean): MountSpec {
  const bad = (text: string) => invalid(`invalid mount config for type "${mount.Type}": ${text}`);
  const source = mount.Source ?? "";
  if (mount.Target === "" || mount.Target === undefined) throw bad("field Target must not be empty");
  if (cleanPath(mount.Target) === "/") throw bad("invalid specification: destination can't be '/'");
  if (!mount.Target.startsWith("/")) throw bad(`invalid mount path: '${mount.Target}' mount path must be absolute`);
  if (mount.Type !== "bind" && mount.BindOptions) throw bad("field BindOptions must not be specified");
  if (mount.Type === "bind") {
    if (source === "") throw bad("field Source must not be empty");
    const { Propagation: propagation = "" } = mount.BindOptions ?? {};
    if (propagation !== "" && !PROPAGATION.includes(propagation)) throw bad(`invalid propagation mode: ${propagation}`);
    if (mount.VolumeOptions) throw bad("field VolumeOptions must not be specified");
    if (!source.startsWith("/")) throw bad(`invalid mount path: '${source}' mount path must be absolute`);
    if (!exists(source) && mount.BindOptions?.CreateMountpoint !== true) throw bad(`bind source path does not exist: ${source}`);
  } else if (mount.Type === "volume") {
    if (mount.ReadOnly && source === "") throw bad("must not set ReadOnly mode when using anonymous volumes");
  } else if (mount.Type === "tmpfs") {
    if (source !== "") throw bad("field Source must not be specified");
  } else {
    throw bad("mount type unknown");
  }
  const { VolumeOptions: volume, TmpfsOptions: tmpfs } = mount;
  return {
    type: mount.Type,
    source: mount.Type === "bind" ? cleanPath(source) : source,
    target: cleanPath(mount.Target),
    mode: "",
    readOnly: mount.ReadOnly === true,
    noCopy: volume?.NoCopy === true,
    propagation: mount.Type === "bind" ? mount.BindOptions?.Propagation || "rprivate" : "",
    labels: volume?.Labels ?? null,
    driver: volume?.DriverConfig?.Name ?? "",
    driverOptions: volume?.DriverConfig?.Options ?? null,
    subpath: volume?.Subpath ?? "",
    tmpfs: [...(tmpfs?.Mode ? [`mode=${tmpfs.Mode.toString(8)}`] : []), ...(tmpfs?.SizeBytes ? [`size=${tmpfs.SizeBytes}`] : [])].join(","),
  };
}

/** Go's path.Clean of an absolute or relative path. */
export function cleanPath(path: string): string {
  const names: string[] = [];
  for (const name of path.split("/")) {
    if (name === "" || name === ".") continue;
    if (name === ".." && names.length > 0 && names.at(-1) !== "..") names.pop();
    else if (name !== ".." || !path.startsWith("/")) names.push(name);
  }
  return path.startsWith("/") ? `/${names.join("/")}` : names.join("/") || ".";
}
