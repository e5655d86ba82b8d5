/** A daemon on a small computer, for tests: requests in, whole answers out. */

import { type Clock, concat, type Duplex, decode, encode, lines, type Program, print, readAll, readText, STDERR, STDOUT, stub } from "#abi";
import type { Upgrade } from "#http";
import { encodeImageConfig, type ImageConfig, importConfig, layerFromDiff, type Registry, type RemoteImage } from "#images";
import { createNetworkStack } from "#net";
import { RELEASES } from "#releases";
import { duplexPair } from "../../http/testing.ts";
import { bootTestKernel, realClock, type TestKernel, testRandom } from "../../os/kernel/testing.ts";
import { createEngine, type Engine } from "./engine.ts";
import { emptyTree, filesTree } from "./testing-tree.ts";

/** What the tests' images can run. */
const PROGRAMS: Readonly<Record<string, Program>> = {
  true: async () => 0,
  exit: async (sys) => Number(sys.argv[1]),
  echo: async (sys) => {
    await print(sys, `${sys.argv.slice(1).join(" ")}\n`);
    return 0;
  },
  both: async (sys) => {
    await print(sys, "out\n");
    await print(sys, "err\n", STDERR);
    return 3;
  },
  env: async (sys) => {
    await print(sys, [...sys.env].map(([name, value]) => `${name}=${value}\n`).join(""));
    return 0;
  },
  hostname: async (sys) => {
    await print(sys, `${sys.uname().nodename}\n`);
    return 0;
  },
  sleep: async (sys) => {
    await sys.sleep(Number(sys.argv[1]) * 1000);
    return 0;
  },
  /** Ends with 0 on SIGTERM. */
  serve: async (sys) => {
    let stop: () => void = () => undefined;
    const over = new Promise<void>((resolve) => {
      stop = resolve;
    });
    sys.signal("SIGTERM", { handle: () => stop(), interrupt: true });
    await print(sys, "ready\n");
    await Promise.race([over, sys.sleep(1e9).catch(() => undefined)]);
    return 0;
  },
  cat: async (sys) => {
    for (const path of sys.argv.slice(1)) await print(sys, readText(sys, path));
    if (sys.argv.length > 1) return 0;
    for await (const line of lines(sys, 0)) await print(sys, `${line}\n`);
    return 0;
  },
  write: async (sys) => {
    sys.writeFile(sys.argv[1] ?? "", encode(`${sys.argv[2]}\n`));
    return 0;
  },
  id: async (sys) => {
    const { uid, gid, groups } = sys.credentials();
    await sys.write(STDOUT, encode(`uid=${uid} gid=${gid} groups=${groups.join(",")} cwd=${sys.getcwd()}\n`));
    return 0;
  },
  ps: async (sys) => {
    await print(sys, "UID PID PPID CMD\n");
    for (const name of sys
      .readdir("/proc")
      .map((entry) => entry.name)
      .filter((entry) => /^\d+$/.test(entry))) {
      const command = readText(sys, `/proc/${name}/cmdline`).split("\0").join(" ").trim();
      const parent = /^PPid:\s*(\d+)/m.exec(readText(sys, `/proc/${name}/status`))?.[1] ?? "0";
      await print(sys, `root ${name} ${parent} ${command}\n`);
    }
    return 0;
  },
};

export const IMAGE_FILES: Readonly<Record<string, string>> = {
  "/etc/passwd": "root:x:0:0:root:/root:/bin/sh\nnobody:x:99:99:nobody:/:/bin/false\n",
  "/etc/group": "root:x:0:\nnobody:x:99:\n",
  "/data/index.html": "It works!\n",
  "/root/.profile": "",
};

export interface TestEngine {
  readonly machine: TestKernel;
  readonly engine: Engine;
  /** Method and path below the root, JSON body: status and what came back, parsed where it is JSON. */
  call(method: string, path: string, body?: unknown): Promise<{ readonly status: number; readonly body: unknown }>;
  /** The same, with the body as text. */
  text(method: string, path: string, body?: unknown): Promise<string>;
  bytes(method: string, path: string, body?: Uint8Array): Promise<{ readonly response: Response; readonly bytes: Uint8Array }>;
  /** Takes a connection over; the promise gives how the daemon's side ended. */
  hijack(path: string, body?: unknown): Promise<{ readonly stream: Duplex; readonly ended: Promise<void> }>;
  /** create and start; gives the id. */
  run(request: object, name?: string): Promise<string>;
  /** What the container printed, after it has ended. */
  output(id: string): Promise<string>;
  wait(id: string): Promise<number>;
}

export interface TestEngineOptions {
  readonly release?: "19.03.12" | "28.5.2";
  readonly clock?: Clock;
  readonly registry?: Partial<Registry>;
  readonly programs?: Readonly<Record<string, Program>>;
}

/** An image named `box` with small programs in /bin. */
export async function testEngine(options: TestEngineOptions = {}): Promise<TestEngine> {
  const clock = options.clock ?? realClock();
  const random = testRandom(7);
  const programs = { ...PROGRAMS, ...options.programs };
  const network = createNetworkStack({ clock, random });
  const machine = bootTestKernel({
    clock,
    random,
    programs,
    network: network.host,
    hostname: "docker",
    files: { "/etc/resolv.conf": "nameserver 10.0.2.15\n", "/etc/os-release": 'PRETTY_NAME="CentOS Linux 7 (Core)"\n' },
  });
  await machine.boot();
  const release = RELEASES.find((one) => one.name === (options.release ?? "19.03.12")) ?? RELEASES[0];
  if (!release) throw new Error("no release");
  const registry: Registry = {
    resolve: async () => ({ kind: "denied" }),
    tags: async () => ({ kind: "denied" }),
    download: async () => new Uint8Array(),
    search: async () => [],
    ...options.registry,
  };
  const engine = createEngine({ kernel: machine.kernel, network, release: await release.engine(), registry });
  const box = await boxImage(programs);
  engine.preload({ reference: "box", config: box.config, layer: box.layer, digest: `sha256:${"d".repeat(64)}` });

  const ask = async (method: string, path: string, body?: unknown): Promise<Response | Upgrade> => {
    const headers = { "content-type": "application/json" };
    return engine.handle(
      new Request(`http://docker${path}`, body === undefined ? { method } : { method, headers, body: JSON.stringify(body) }),
    );
  };
  const answer = async (method: string, path: string, body?: unknown): Promise<Response> => {
    const response = await ask(method, path, body);
    if ("kind" in response) throw new Error("an upgrade was not expected");
    return response;
  };
  const self: TestEngine = {
    machine,
    engine,
    async call(method, path, body) {
      const response = await answer(method, path, body);
      const text = await response.text();
      return { status: response.status, body: parse(text) };
    },
    async text(method, path, body) {
      return (await answer(method, path, body)).text();
    },
    async bytes(method, path, body) {
      const response = await engine.handle(new Request(`http://docker${path}`, body === undefined ? { method } : { method, body }));
      if ("kind" in response) throw new Error("an upgrade was not expected");
      return { response, bytes: new Uint8Array(await response.arrayBuffer()) };
    },
    async hijack(path, body) {
      const headers = { upgrade: "tcp", connection: "Upgrade", "content-type": "application/json" };
      const response = await engine.handle(
        new Request(`http://docker${path}`, { method: "POST", headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }),
      );
      if (!("kind" in response)) throw new Error(`no upgrade: ${response.status} ${await response.text()}`);
      const [client, server] = duplexPair(64);
      return { stream: client, ended: response.run(server).finally(() => server.close()) };
    },
    async run(request, name) {
      const created = await self.call("POST", `/containers/create${name === undefined ? "" : `?name=${name}`}`, {
        Image: "box",
        ...request,
      });
      const id = (created.body as { Id?: string }).Id;
      if (id === undefined) throw new Error(JSON.stringify(created.body));
      const started = await self.call("POST", `/containers/${id}/start`);
      if (started.status !== 204) throw new Error(JSON.stringify(started.body));
      return id;
    },
    async output(id) {
      await self.wait(id);
      const { bytes } = await self.bytes("GET", `/containers/${id}/logs?stdout=1&stderr=1`);
      return decode(bytes);
    },
    async wait(id) {
      return ((await self.call("POST", `/containers/${id}/wait`)).body as { StatusCode: number }).StatusCode;
    },
  };
  return self;
}

function parse(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

export async function boxImage(
  programs: Readonly<Record<string, Program>> = PROGRAMS,
): Promise<{ readonly config: Uint8Array; readonly layer: Awaited<ReturnType<typeof layerFromDiff>> }> {
  const executables = Object.fromEntries(Object.keys(programs).map((name) => [`/bin/${name}`, stub(name)]));
  const layer = await layerFromDiff(filesTree({ ...IMAGE_FILES, ...executables }), undefined);
  const config: ImageConfig = {
    ...importConfig({
      created: "2020-08-04T01:02:03.000000004Z",
      comment: "",
      dockerVersion: "19.03.12",
      diffId: layer.diffId,
      config: { Env: ["PATH=/bin", "LANG=C"], Cmd: ["echo", "hello"], Labels: { maker: "us" } },
    }),
  };
  return { config: encodeImageConfig(config), layer };
}

export { concat, decode, emptyTree, type RemoteImage, readAll };
