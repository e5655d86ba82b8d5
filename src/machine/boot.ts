/** Puts the machine together and switches it on. */

import type { Clock, Program, Random, WindowSize } from "#abi";
import type { Engine } from "#engine";
import { createKernel, type Kernel } from "#kernel";
import { createNetworkStack } from "#net";
import { RELEASES, type Release } from "#releases";
import { loadForCommands } from "#shell";
import { Capacity, MountNamespace, TreeFilesystem } from "#vfs";
import { createDockerd } from "./dockerd.ts";
import { mountSystem } from "./host/mounts.ts";
import { hostTree } from "./host/tree.ts";
import { idle, init } from "./init.ts";
import { createProgramLoader, HOST_PROGRAMS } from "./programs.ts";
import type { SavedEngine } from "./save.ts";
import { openTerminal, type TerminalSession } from "./terminal.ts";

export interface BootOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** Name of a Docker release: 19.03.12, 28.5.2. */
  readonly release: string;
  readonly language: "en" | "ko";
  /** Reads a static file of the registry by its path below the site's root. */
  readonly fetch: (path: string) => Promise<Uint8Array>;
  /** Images that are already pulled. */
  readonly images?: readonly string[];
  /** Speed of the line to the registry in bytes a second; none: as fast as it goes. */
  readonly lineSpeed?: number;
  /** What `save` gave: the machine goes on from there, its containers that ran are started again. */
  readonly saved?: Uint8Array;
  /** Told of what must not happen: a defect of ours. */
  readonly onDefect?: (error: unknown) => void;
}

export interface Machine {
  readonly release: Release;
  readonly language: "en" | "ko";
  readonly kernel: Kernel;
  /** The daemon; loads it when it is not there yet. */
  engine(): Promise<Engine>;
  /** Loads, one part after another, what the first commands will need. Nothing is started. */
  prepare(): Promise<void>;
  /** Logs `user` in on a new terminal. `env` is added to the environment. */
  openTerminal(size: WindowSize, env?: Readonly<Record<string, string>>): TerminalSession;
  /** Everything that a reload must keep, as bytes. */
  save(): Promise<Uint8Array>;
  shutdown(): void;
}

/** Bytes: memory and disk as people's hosts have them, what the system takes of the disk, and what files may really take of this tab's memory. */
const MEMORY = Math.round(23.54 * 2 ** 30);
const DISK = 53_660_876_800;
const INSTALLED = 4_120_000_000;
const ALLOWANCE = 512 * 2 ** 20;

const ZONES = { en: "UTC", ko: "Asia/Seoul" } as const;
const LANGS = { en: "en_US.UTF-8", ko: "ko_KR.UTF-8" } as const;

/** The system was installed this long before the machine first ran; ms. */
const AGE = 100 * 86_400_000;

/** Resolves when a terminal can be opened; the daemon starts by itself. Rejects for a release that there is none of. */
export async function boot(options: BootOptions): Promise<Machine> {
  const release = RELEASES.find((candidate) => candidate.name === options.release);
  if (release === undefined) throw new Error(`no such Docker release: ${options.release}`);
  const { clock, random, language } = options;
  // Not before it is needed: it would make the first load longer.
  const saving = () => import("./save.ts");
  const saved = options.saved === undefined ? undefined : (await saving()).unpackMachine(options.saved);
  const installed = saved?.installed ?? clock.now() - AGE;
  const base = hostTree({ lang: LANGS[language], zone: ZONES[language], programs: HOST_PROGRAMS, installed });
  const capacity = new Capacity({ total: DISK, memory: ALLOWANCE, used: INSTALLED });
  const disk = new TreeFilesystem(saved === undefined ? base : await (await saving()).unpackDisk(base, saved.disk), {
    type: "xfs",
    source: "/dev/mapper/centos-root",
    dev: 0xfd00,
    clock: () => clock.now(),
    capacity,
  });
  const mounts = new MountNamespace(disk, { source: "/dev/mapper/centos-root", options: ["seclabel", "attr2", "inode64", "noquota"] });
  const network = createNetworkStack({ clock, random });
  let engine: Promise<Engine> | undefined;
  const loadEngine = (): Promise<Engine> => {
    engine ??= startEngine();
    return engine;
  };
  const own: Readonly<Record<string, Program>> = {
    systemd: init,
    containerd: idle,
    sshd: idle,
    dockerd: createDockerd(async () => {
      const { handle } = await loadEngine();
      return handle;
    }),
  };
  const programs = createProgramLoader(release, own);
  const kernel = createKernel({
    clock,
    random,
    mounts,
    network: network.host,
    hostname: "docker",
    programs,
    release: "3.10.0-1127.18.2.el7.x86_64",
    version: "#1 SMP Sun Jul 26 15:27:06 UTC 2020",
    processors: 2,
    memory: MEMORY,
    onDefect: ({ comm, error }) => options.onDefect?.(error instanceof Error ? error : new Error(`${comm}: ${String(error)}`)),
  });
  mountSystem(kernel, MEMORY);
  await startDaemons(kernel);

  async function startEngine(): Promise<Engine> {
    const [{ createEngine }, { createRegistry }, traits] = await Promise.all([
      import("#engine"),
      import("#registry"),
      (release as Release).engine(),
    ]);
    const registry = createRegistry({
      fetch: options.fetch,
      clock,
      ...(options.lineSpeed === undefined ? {} : { lineSpeed: options.lineSpeed }),
    });
    const started = createEngine({ kernel, network, release: traits, registry, capacity });
    if (saved?.engine !== undefined) await resume(started, saved.engine);
    else for (const image of options.images ?? []) await (await import("./preload.ts")).preload(started, registry, image);
    return started;
  }
  if (saved?.engine !== undefined) loadEngine().catch((error: unknown) => options.onDefect?.(error));
  else if ((options.images ?? []).length > 0) await loadEngine();
  return {
    release,
    language,
    kernel,
    engine: loadEngine,
    async prepare() {
      await loadForCommands();
      await programs("ls");
      await programs("docker");
      await (await release.cli()).commands();
      await Promise.all([import("#engine"), import("#registry"), import("#http"), release.engine()]);
    },
    openTerminal: (size, env) => openTerminal(kernel, size, { LANG: LANGS[language], ...env }),
    async save() {
      const { packDisk, packMachine } = await saving();
      const running = await engine;
      return packMachine({
        installed,
        disk: packDisk(base, disk.snapshot()),
        engine: running === undefined ? saved?.engine : { snapshot: await running.snapshot(), running: runningContainers(running) },
      });
    },
    shutdown: () => kernel.shutdown(),
  };
}

const ROOT = { uid: 0, gid: 0, euid: 0, egid: 0, groups: [0] } as const;
const NOTHING = { kind: "null" } as const;

/** What a host runs before anybody logs in. */
async function startDaemons(kernel: Kernel): Promise<void> {
  for (const argv of [
    ["/usr/bin/systemd", "--switched-root", "--system", "--deserialize", "22"],
    ["/usr/bin/sshd", "-D"],
    ["/usr/bin/containerd"],
    ["/usr/bin/dockerd", "-H", "fd://", "--containerd=/run/containerd/containerd.sock"],
  ]) {
    await kernel.spawn({
      namespaces: kernel.host,
      parent: argv[0] === "/usr/bin/systemd" ? 0 : 1,
      credentials: ROOT,
      env: new Map([["PATH", "/usr/bin:/usr/sbin"]]),
      cwd: "/",
      argv,
      stdin: NOTHING,
      stdout: NOTHING,
      stderr: NOTHING,
    });
  }
}

function runningContainers(engine: Engine): readonly string[] {
  const running: { readonly id: string; readonly since: number }[] = [];
  for (const { id, state } of engine.state.containers.values())
    if (state.kind === "running" || state.kind === "paused") running.push({ id, since: state.startedAt });
  return running.sort((a, b) => a.since - b.since).map(({ id }) => id);
}

/** The daemon as it was, and what ran started again in the old order. A container that can't start any more says so in `docker ps -a`. */
async function resume(engine: Engine, { snapshot, running }: SavedEngine): Promise<void> {
  await engine.restore(snapshot);
  for (const id of running) {
    const response = await engine.handle(new Request(`http://docker/containers/${id}/start`, { method: "POST" }));
    if (!("kind" in response)) await response.text();
  }
}
