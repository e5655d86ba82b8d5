import type { SystemInfo } from "#api";
import type { Daemon } from "../daemon.ts";
import { shaped } from "../shape.ts";
import { rfc3339Nano } from "../time.ts";

/** GET /info */
export function systemInfo(daemon: Daemon): SystemInfo {
  const { release, facts, store, kernel } = daemon;
  const { containers, images } = store.state;
  const states = [...containers.values()].map(({ state }) => state.kind);
  const running = states.filter((kind) => kind === "running" || kind === "restarting").length;
  const paused = states.filter((kind) => kind === "paused").length;
  const { build } = release;
  const commit = (id: string) => ({ ID: id, Expected: id });
  return shaped<SystemInfo>(release.info.fields, {
    ID: daemon.engineId,
    Containers: containers.size,
    ContainersRunning: running,
    ContainersPaused: paused,
    ContainersStopped: containers.size - running - paused,
    Images: images.size,
    DriverStatus: release.info.driverStatus,
    Plugins: {
      Volume: ["local"],
      Network: ["bridge", "host", "ipvlan", "macvlan", "null", "overlay"],
      Authorization: null,
      Log: release.info.logDrivers,
    },
    NEventsListener: daemon.events.listeners,
    SystemTime: rfc3339Nano(daemon.clock.now()),
    KernelVersion: facts.kernelVersion,
    OperatingSystem: facts.operatingSystem,
    RegistryConfig: {
      AllowNondistributableArtifactsCIDRs: [],
      AllowNondistributableArtifactsHostnames: [],
      InsecureRegistryCIDRs: release.info.insecureRegistries,
      IndexConfigs: { "docker.io": { Name: "docker.io", Mirrors: [], Secure: true, Official: true } },
      Mirrors: [],
    },
    NCPU: facts.processors,
    MemTotal: facts.memory,
    Name: kernel.host.uts.hostname,
    ServerVersion: release.version,
    ContainerdCommit: commit(build.containerd.commit),
    RuncCommit: commit(build.runc.commit),
    InitCommit: commit(build.init.commit),
  });
}
