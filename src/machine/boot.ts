/** Puts the machine together and switches it on. */

import { type Clock, isErrno, type Program, type Random, type WindowSize } from "#abi";
import type { Engine } from "#engine";
import type { Handler } from "#http";
import { createKernel, deviceFilesystem, devptsFilesystem, type Kernel, procFilesystem, sysFilesystem } from "#kernel";
import { createNetworkStack, type NetworkStack } from "#net";
import { type Release, RELEASES } from "#releases";
import { MountNamespace, Tree, TreeFilesystem, tmpfs } from "#vfs";
import { createDockerd } from "./dockerd.ts";
import { hostTree } from "./host/tree.ts";
import { idle, init } from "./init.ts";
import { createProgramLoader, HOST_PROGRAMS } from "./programs.ts";
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
}

export interface Machine {
  readonly release: Release;
  readonly language: "en" | "ko";
  readonly kernel: Kernel;
  /** The daemon; loads it when it is not there yet. */
  engine(): Promise<Engine>;
  /** Logs `user` in on a new terminal. `env` is added to the environment. */
  openTerminal(size: WindowSize, env?: Readonly<Record<string, string>>): TerminalSession;
  shutdown(): void;
}

/** What the host has, in bytes: memory as the recordings' host, a disk, and what files may really take of this tab's memory. */
const MEMORY = 23.54 * 2 ** 30;
const DISK = 53_660_876_800;

/** The user's password. */
const PASSWORD = "docker";

const ZONES = { en: "UTC", ko: "Asia/Seoul" } as const;
const LANGS = { en: "en_US.UTF-8", ko: "ko_KR.UTF-8" } as const;

export async function boot(options: BootOptions): Promise<Machine> {
  const release = RELEASES.find((candidate) => candidate.name === options.release);
  if (release === undefined) throw new Error(`no such Docker release: ${options.release}`);
  const { clock, random, language } = options;

  const disk = new TreeFilesystem({
    tree: hostTree({ lang: LANGS[language], zone: ZONES[language], userPassword: "", programs: HOST_PROGRAMS, installed: clock.now() - 100 * 86_400_000 }),
    type: "ext4",
    source: "/dev/sda1",
    now: () => clock.now(),
  });
  void PASSWORD; void DISK; void Tree; void isErrno;
  const mounts = new MountNamespace(disk);
  const network: NetworkStack = createNetworkStack({ clock, random });
  let engine: Promise<Engine> | undefined;
  const loadEngine = (): Promise<Engine> => {
    engine ??= startEngine();
    return engine;
  };
  const dockerd = createDockerd(async (): Promise<Handler> => {
    const loaded = await loadEngine();
    return (request) => loaded.handle(request);
  });
  const own: Readonly<Record<string, Program>> = { systemd: init, containerd: idle, sshd: idle };
  const kernel = createKernel({
    clock, random, mounts, network: network.host, hostname: "docker", programs: createProgramLoader(release, own),
    release: "3.10.0-1127.18.2.el7.x86_64", version: "#1 SMP Sun Jul 26 15:27:06 UTC 2020", processors: 2, memory: MEMORY,
  });
  void procFilesystem; void deviceFilesystem; void devptsFilesystem; void sysFilesystem; void tmpfs; void dockerd;

  async function startEngine(): Promise<Engine> {
    const [{ createEngine }, { createRegistry }] = await Promise.all([import("#engine"), import("#registry")]);
    const registry = createRegistry({ fetch: options.fetch, clock, ...(options.lineSpeed === undefined ? {} : { lineSpeed: options.lineSpeed }) });
    return createEngine({ kernel, network, release: (release as Release).engine, registry });
  }
  return {
    release, language, kernel, engine: loadEngine,
    openTerminal: (size, env) => openTerminal(kernel, size, { LANG: LANGS[language], ...env }),
    shutdown: () => kernel.shutdown(),
  };
}
