/** Volumes of the local driver: directories under /var/lib/docker/volumes, as everyone can see who is root. */

import type { Filters, Volume, VolumeCreateRequest, VolumesPruneReport } from "#api";
import { DATA_ROOT, type Daemon } from "../daemon.ts";
import { conflict, fill, invalid, notFound, systemError } from "../errors.ts";
import { randomId } from "../ids.ts";
import { booleanFilter, hasLabels } from "../image/list.ts";
import { sortedMap } from "../shape.ts";
import type { ContainerRecord, VolumeRecord } from "../store/state.ts";
import { rfc3339 } from "../time.ts";

const ROOT = `${DATA_ROOT}/volumes`;
const NAME = /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/;
const OPTIONS = new Set(["type", "o", "device", "size"]);
export const ANONYMOUS_LABEL = "com.docker.volume.anonymous";

export function mountpointOf(name: string): string {
  return `${ROOT}/${name}/_data`;
}

/** Makes a volume, or gives the one that is there. 400 with moby's texts. */
export function createVolume(daemon: Daemon, request: VolumeCreateRequest, anonymous: boolean = false): VolumeRecord {
  const name = request.Name || randomId(daemon.random);
  const driver = request.Driver || "local";
  const { volumes } = daemon.store.state;
  const existing = volumes.get(name);
  if (driver !== "local") {
    if (existing) throw conflict(`a volume named ${name} already exists with the local driver. Choose a different volume name`);
    throw notFound(`create ${name}: error looking up volume plugin ${driver}: plugin "${driver}" not found`);
  }
  if (name.length === 1) throw invalid(`create ${name}: volume name is too short, names should be at least two alphanumeric characters`);
  if (!NAME.test(name)) {
    throw invalid(
      `create ${name}: "${name}" includes invalid characters for a local volume name, only "[a-zA-Z0-9][a-zA-Z0-9_.-]" are allowed. If you intended to pass a host directory, use absolute path`,
    );
  }
  if (existing) return existing;
  const options = request.DriverOpts ?? null;
  checkOptions(name, options ?? {});
  daemon.host.makeDirectories(`${ROOT}/${name}`, daemon.release.behaviour.volumeDirectoryMode);
  daemon.host.makeDirectories(mountpointOf(name), 0o755);
  const labels = anonymous && daemon.release.behaviour.prunesAnonymousVolumes ? { [ANONYMOUS_LABEL]: "" } : (request.Labels ?? null);
  const record: VolumeRecord = {
    name,
    created: daemon.clock.now(),
    labels: labels && sortedMap(labels),
    options: options && sortedMap(options),
    anonymous,
  };
  daemon.store.update((draft) => void draft.volumes.set(name, record));
  daemon.events.emit("volume", "create", name, { driver: "local" });
  return record;
}

function checkOptions(name: string, options: Readonly<Record<string, string>>): void {
  const keys = Object.keys(options);
  for (const key of keys) if (!OPTIONS.has(key)) throw invalid(`create ${name}: invalid option: "${key}"`);
  if (keys.length === 0) return;
  for (const key of ["device", "type"]) {
    if ((options["o"] ?? options["type"] ?? options["device"]) !== undefined && !options[key] && options["size"] === undefined)
      throw invalid(`create ${name}: missing required option: "${key}"`);
  }
}

/** 404 in the daemon's words. */
export function findVolume(daemon: Daemon, name: string): VolumeRecord {
  const found = daemon.store.state.volumes.get(name);
  if (found) return found;
  throw notFound(`get ${name}: no such volume`);
}

export function volumeView(volume: VolumeRecord): Volume {
  return {
    CreatedAt: rfc3339(volume.created),
    Driver: "local",
    Labels: volume.labels,
    Mountpoint: mountpointOf(volume.name),
    Name: volume.name,
    Options: volume.options,
    Scope: "local",
  };
}

export function volumeUsers(daemon: Daemon, name: string): readonly ContainerRecord[] {
  return [...daemon.store.state.containers.values()].filter((container) =>
    container.mounts.some((mount) => mount.Type === "volume" && mount.Name === name),
  );
}

const KNOWN = ["dangling", "name", "driver", "label", "label!"];

export function listVolumes(daemon: Daemon, filters: Filters): readonly Volume[] {
  for (const key of filters.keys()) if (!KNOWN.includes(key)) throw invalid(fill(daemon.release.texts.invalidFilter, key));
  const dangling = booleanFilter(daemon, filters, "dangling");
  const names = filters.get("name") ?? [];
  const drivers = filters.get("driver") ?? [];
  return [...daemon.store.state.volumes.values()]
    .filter((volume) => dangling === undefined || (volumeUsers(daemon, volume.name).length === 0) === dangling)
    .filter((volume) => names.length === 0 || names.some((name) => new RegExp(name).test(volume.name)))
    .filter((volume) => (drivers.length === 0 || drivers.includes("local")) && hasLabels(volume.labels ?? {}, filters))
    .map(volumeView);
}

export function removeVolume(daemon: Daemon, name: string, force: boolean): void {
  const volume = daemon.store.state.volumes.get(name);
  if (!volume) {
    if (force) return;
    throw notFound(`get ${name}: no such volume`);
  }
  const users = volumeUsers(daemon, name);
  if (users.length > 0) throw conflict(`remove ${name}: volume is in use - [${users.map((one) => one.id).join(", ")}]`);
  dropVolume(daemon, name);
}

function dropVolume(daemon: Daemon, name: string): void {
  daemon.host.remove(`${ROOT}/${name}`);
  daemon.store.update((draft) => void draft.volumes.delete(name));
  daemon.events.emit("volume", "destroy", name, { driver: "local" });
}

/** POST /volumes/prune. Later releases take anonymous ones only, unless the filter `all` says otherwise. */
export function pruneVolumes(daemon: Daemon, filters: Filters, anonymousOnly: boolean): VolumesPruneReport {
  for (const key of filters.keys())
    if (!["label", "label!", "all"].includes(key)) throw invalid(fill(daemon.release.texts.invalidFilter, key));
  const everything = !anonymousOnly || booleanFilter(daemon, filters, "all") === true;
  const deleted: string[] = [];
  let reclaimed = 0;
  for (const volume of [...daemon.store.state.volumes.values()]) {
    if (volumeUsers(daemon, volume.name).length > 0 || !hasLabels(volume.labels ?? {}, filters)) continue;
    if (!everything && !volume.anonymous) continue;
    reclaimed += daemon.host.usage(mountpointOf(volume.name));
    dropVolume(daemon, volume.name);
    deleted.push(volume.name);
  }
  daemon.events.emit("volume", "prune", "", { reclaimed: String(reclaimed) });
  return { VolumesDeleted: deleted.length > 0 ? deleted : null, SpaceReclaimed: reclaimed };
}

/** Of a new bolt database, in bytes. */
const METADATA_SIZE = 32_768;

/** The directory that volumes live in, with the files that the daemon keeps there. */
export function prepareVolumes(daemon: Daemon): void {
  daemon.host.makeDirectories(ROOT, daemon.release.behaviour.volumesMode);
  if (!daemon.host.find(`${ROOT}/metadata.db`)) daemon.host.write(`${ROOT}/metadata.db`, "\0".repeat(METADATA_SIZE), 0o600);
  if (daemon.release.behaviour.backingFsBlockDev && !daemon.host.find(`${ROOT}/backingFsBlockDev`)) {
    const { mount, ino } = daemon.host.at(ROOT);
    mount.filesystem.create(ino, "backingFsBlockDev", { type: "block", mode: 0o600, uid: 0, gid: 0, rdev: { major: 253, minor: 0 } });
  }
}

/** The local driver's directory on the host; systemError when someone removed it behind the daemon's back. */
export function volumeDirectory(daemon: Daemon, name: string) {
  const place = daemon.host.find(mountpointOf(name));
  if (!place)
    throw systemError(
      `error evaluating symlinks from mount source "${mountpointOf(name)}": lstat ${mountpointOf(name)}: no such file or directory`,
    );
  return place;
}
