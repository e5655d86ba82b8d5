/** A container's volumes and binds: what was asked for, resolved at creation. */

import type { ContainerConfig, HostConfig } from "#api";
import type { Daemon } from "../daemon.ts";
import { invalid, notFound } from "../errors.ts";
import type { MountRecord } from "../store/state.ts";
import { createVolume, mountpointOf } from "../volume/volumes.ts";
import { findContainer } from "./find.ts";
import { cleanPath, type MountSpec, parseBind, parseMount } from "./mount-spec.ts";

/** Volumes that don't exist yet are made. 400 for what can't be mounted. */
export function resolveMounts(daemon: Daemon, config: ContainerConfig, host: HostConfig): readonly MountRecord[] {
  const found = new Map<string, MountRecord>();
  for (const spec of host.VolumesFrom ?? []) for (const mount of mountsFrom(daemon, spec)) found.set(mount.Destination, mount);
  const own = new Set<string>();
  for (const raw of host.Binds ?? []) addSpec(daemon, found, own, parseBind(raw, host.VolumeDriver), "z");
  for (const mount of host.Mounts ?? [])
    addSpec(
      daemon,
      found,
      own,
      parseMount(mount, (path) => daemon.host.find(path) !== undefined),
      "z",
    );
  for (const raw of Object.keys(config.Volumes ?? {})) {
    const target = cleanPath(raw);
    if (found.has(target) || Object.keys(host.Tmpfs ?? {}).some((path) => cleanPath(path) === target)) continue;
    const volume = createVolume(daemon, {}, true);
    found.set(target, volumeMount(volume.name, target, { mode: "", rw: true, anonymous: true, noCopy: false, subpath: "" }));
  }
  return [...found.values()];
}

function addSpec(daemon: Daemon, found: Map<string, MountRecord>, own: Set<string>, spec: MountSpec, nullMode: string): void {
  if (own.has(spec.target)) throw invalid(`Duplicate mount point: ${spec.target}`);
  own.add(spec.target);
  if (spec.type === "bind") {
    found.set(spec.target, {
      Type: "bind",
      Source: spec.source,
      Destination: spec.target,
      Mode: spec.mode,
      RW: !spec.readOnly,
      Propagation: spec.propagation,
    });
    return;
  }
  if (spec.type === "tmpfs") {
    found.set(spec.target, {
      Type: "tmpfs",
      Source: "",
      Destination: spec.target,
      Mode: "",
      RW: !spec.readOnly,
      Propagation: "",
      tmpfs: spec.tmpfs,
    });
    return;
  }
  const anonymous = spec.source === "";
  const volume = createVolume(
    daemon,
    { Name: spec.source, Driver: spec.driver, Labels: spec.labels, DriverOpts: spec.driverOptions },
    anonymous,
  );
  found.set(
    spec.target,
    volumeMount(volume.name, spec.target, {
      mode: spec.mode || nullMode,
      rw: !spec.readOnly,
      anonymous,
      noCopy: spec.noCopy,
      subpath: spec.subpath,
    }),
  );
}

function volumeMount(
  name: string,
  target: string,
  how: { readonly mode: string; readonly rw: boolean; readonly anonymous: boolean; readonly noCopy: boolean; readonly subpath: string },
): MountRecord {
  return {
    Type: "volume",
    Name: name,
    Source: mountpointOf(name),
    Destination: target,
    Driver: "local",
    Mode: how.mode,
    RW: how.rw,
    Propagation: "",
    ...(how.anonymous ? { anonymous: true } : {}),
    ...(how.noCopy ? { noCopy: true } : {}),
    ...(how.subpath === "" ? {} : { subpath: how.subpath }),
  };
}

/** `--volumes-from CONTAINER[:MODE]` */
function mountsFrom(daemon: Daemon, text: string): readonly MountRecord[] {
  const [name = "", mode = "rw"] = text.split(":");
  if (name === "") throw invalid(`invalid volumes-from specification: '${text}'`);
  if (!["rw", "ro", "z", "Z"].includes(mode)) throw invalid(`invalid mode: ${mode}`);
  let container: ReturnType<typeof findContainer>;
  try {
    container = findContainer(daemon, name);
  } catch {
    throw notFound(`No such container: ${name}`);
  }
  return container.mounts.map(({ anonymous: _, ...mount }) => ({ ...mount, RW: mount.RW && mode !== "ro" }));
}
