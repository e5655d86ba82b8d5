/** The mounts that a container sees: its root, the kernel's filesystems, files of the engine, volumes, binds and tmpfs. */

import { isErrno } from "#abi";
import { deviceFilesystem, devptsFilesystem, type PidNamespace, procFilesystem, sysFilesystem } from "#kernel";
import { type Location, MountNamespace, statAt, tmpfs } from "#vfs";
import type { Daemon } from "../daemon.ts";
import { invalid } from "../errors.ts";
import { type Files, filesOf } from "../host/files.ts";
import type { ContainerRecord, MountRecord } from "../store/state.ts";
import { volumeDirectory } from "../volume/volumes.ts";
import { containerDirectory } from "./directory.ts";
import { liveRoot } from "./live-root.ts";

const ENGINE_FILES = ["resolv.conf", "hostname", "hosts"] as const;

/** Only the container's own tree, without anything mounted. */
export function containerFiles(daemon: Daemon, container: ContainerRecord): Files {
  return filesOf(new MountNamespace(liveRoot(daemon, container.id), { source: "overlay" }));
}

/** Root and volumes, as `docker cp` needs them whether it runs or not. */
export function mountedFiles(daemon: Daemon, container: ContainerRecord): Files {
  const files = filesOf(new MountNamespace(liveRoot(daemon, container.id), { source: "overlay" }));
  mountEngineFiles(daemon, container, files);
  for (const mount of sorted(container.mounts)) if (mount.Type !== "tmpfs") mountRecord(daemon, files, mount);
  return files;
}

/** Everything, for a process that is about to start. */
export function mountContainer(daemon: Daemon, container: ContainerRecord, pids: PidNamespace): MountNamespace {
  const { hostConfig } = container;
  const mounts = new MountNamespace(liveRoot(daemon, container.id), { source: "overlay" });
  const files = filesOf(mounts);
  const clock = (): number => daemon.clock.now();
  const place = (path: string): Location => files.makeDirectories(path);
  const quiet = ["nosuid", "noexec", "nodev"];
  mounts.mount(procFilesystem(daemon.kernel, pids), place("/proc"), { source: "proc", options: quiet });
  mounts.mount(deviceFilesystem(daemon.kernel, { container: true }), place("/dev"), {
    source: "tmpfs",
    options: ["nosuid", "size=65536k", "mode=755"],
  });
  for (const directory of ["/dev/pts", "/dev/shm"]) ensurePlace(files, directory);
  mounts.mount(devptsFilesystem(daemon.kernel, mounts), files.at("/dev/pts"), {
    source: "devpts",
    options: ["nosuid", "noexec", "gid=5", "mode=620", "ptmxmode=666"],
  });
  mounts.mount(sysFilesystem(daemon.kernel), place("/sys"), {
    source: "sysfs",
    options: [...quiet, ...(hostConfig.Privileged ? [] : ["ro"])],
  });
  const shm = tmpfs({ dev: daemon.nextDevice(), clock, size: hostConfig.ShmSize, source: "shm" });
  mounts.mount(shm, files.at("/dev/shm"), { source: "shm", options: [...quiet, `size=${Math.floor(hostConfig.ShmSize / 1024)}k`] });
  mountEngineFiles(daemon, container, files);
  const temporary = Object.entries(hostConfig.Tmpfs ?? {}).map(
    ([path, options]): MountRecord => ({
      Type: "tmpfs",
      Source: "",
      Destination: path,
      Mode: "",
      RW: true,
      Propagation: "",
      tmpfs: options,
    }),
  );
  for (const mount of sorted([...container.mounts, ...temporary])) mountRecord(daemon, files, mount);
  if (hostConfig.ReadonlyRootfs) mounts.remount(mounts.root, ["ro"]);
  return mounts;
}

function ensurePlace(files: Files, path: string): void {
  if (!files.find(path)) files.makeDirectories(path);
}

/** /etc/hosts and its like are files of the host that are mounted over the container's. */
function mountEngineFiles(daemon: Daemon, container: ContainerRecord, files: Files): void {
  const own = new Set(container.mounts.map((mount) => mount.Destination));
  for (const name of ENGINE_FILES) {
    const source = daemon.host.find(`${containerDirectory(container.id)}/${name}`);
    if (!source || own.has(`/etc/${name}`)) continue;
    const target = files.find(`/etc/${name}`);
    if (target && statAt(target).type === "file")
      files.mounts.bind(source, target, { source: "/dev/sda1", options: container.hostConfig.ReadonlyRootfs ? ["ro"] : [] });
  }
}

/** Outer places first. */
function sorted(mounts: readonly MountRecord[]): readonly MountRecord[] {
  const depth = (mount: MountRecord): number => mount.Destination.split("/").length;
  return [...mounts].sort((a, b) => depth(a) - depth(b));
}

function mountRecord(daemon: Daemon, files: Files, mount: MountRecord): void {
  const options = mount.RW ? [] : ["ro"];
  if (mount.Type === "tmpfs") {
    const asked = (mount.tmpfs ?? "").split(",").filter((word) => word !== "");
    const mode = asked.map((word) => /^mode=([0-7]+)$/.exec(word)?.[1]).find((one) => one !== undefined);
    const filesystem = tmpfs({
      dev: daemon.nextDevice(),
      clock: () => daemon.clock.now(),
      size: tmpfsSize(asked, daemon.facts.memory),
      ...(mode === undefined ? {} : { mode: Number.parseInt(mode, 8) }),
    });
    const words = ["nosuid", "nodev", "noexec", ...asked, ...options];
    files.mounts.mount(filesystem, files.makeDirectories(mount.Destination), { source: "tmpfs", options: words });
    return;
  }
  const source = sourceOf(daemon, mount);
  const isDirectory = statAt(source).type === "directory";
  try {
    const target = isDirectory ? files.makeDirectories(mount.Destination) : filePlace(files, mount.Destination);
    files.mounts.bind(source, target, { options });
  } catch (error) {
    if (!isErrno(error, "ENOTDIR", "EISDIR", "EEXIST")) throw error;
    throw invalid(`mounting "${mount.Source}" to rootfs at "${mount.Destination}": not a directory`);
  }
}

function filePlace(files: Files, path: string): Location {
  const found = files.find(path);
  if (found) return found;
  files.makeDirectories(path.slice(0, path.lastIndexOf("/")));
  return files.write(path, "", 0o755);
}

/** The host's end of a mount; directories that binds name are made. */
function sourceOf(daemon: Daemon, mount: MountRecord): Location {
  if (mount.Type === "volume" && mount.Name !== undefined) {
    const top = volumeDirectory(daemon, mount.Name);
    return mount.subpath === undefined ? top : daemon.host.at(`${mount.Source}/${mount.subpath}`);
  }
  return daemon.host.find(mount.Source) ?? daemon.host.makeDirectories(mount.Source);
}

const UNITS: Readonly<Record<string, number>> = { "": 1, k: 1 << 10, m: 1 << 20, g: 1 << 30 };

/** `size=64m`, `size=50%`; half of the memory by default. */
function tmpfsSize(options: readonly string[], memory: number): number {
  const text = options.find((word) => word.startsWith("size="))?.slice(5) ?? "50%";
  const [, count, unit = ""] = /^(\d+)([kmg%]?)$/i.exec(text) ?? [];
  if (count === undefined) throw invalid(`invalid tmpfs option ["size=${text}"]`);
  return unit === "%" ? Math.floor((memory * Number(count)) / 100) : Number(count) * (UNITS[unit.toLowerCase()] ?? 1);
}
