/** For tests: a server as pid 1 of something like a container, and its neighbours. */

import { decode, encode, type Program, type Signal, shellStatus } from "#abi";
import { createHttpClient, makeRequest } from "#http";
import type { NetworkNamespace } from "#kernel";
import { createNetworkStack } from "#net";
import { bootTestKernel, manualClock, ROOT, testRandom } from "../../os/kernel/testing.ts";

/** A machine whose host has address 172.17.0.1 and whose container 172.17.0.2. The clock stands still but for what `advance` adds. */
export function containerMachine(programs: Readonly<Record<string, Program>>, files: Readonly<Record<string, string>>) {
  const clock = manualClock(Date.UTC(2020, 7, 18, 7, 16, 27));
  const stack = createNetworkStack({ clock, random: testRandom() });
  const inside = stack.createNamespace();
  stack
    .createBridge({ name: "docker0", subnet: "172.17.0.0/16", gateway: "172.17.0.1" })
    .attach(inside, { address: "172.17.0.2", prefix: 16, mac: "02:42:ac:11:00:02" });
  const machine = bootTestKernel({
    programs,
    clock,
    network: stack.host,
    files: {
      "/etc/hosts": "127.0.0.1\tlocalhost\n172.17.0.2\t4a0638e6bea2\n",
      "/etc/passwd":
        "root:x:0:0:root:/root:/bin/sh\ndaemon:x:1:1:daemon:/:/bin/false\nmysql:x:999:999::/:/bin/false\nnginx:x:101:101::/:/bin/false\n",
      "/etc/group": "root:x:0:\ndaemon:x:1:\nmysql:x:999:\nnginx:x:101:\n",
      ...files,
    },
  });
  const { kernel } = machine;
  const pids = kernel.createPidNamespace();
  const start = async (
    argv: readonly string[],
    env: Readonly<Record<string, string>> = {},
    network: NetworkNamespace = inside,
    ownPids = true,
  ) => {
    await machine.boot();
    let out = "";
    let err = "";
    const sink = (add: (text: string) => void) => ({ write: async (bytes: Uint8Array) => add(decode(bytes)), end: () => undefined });
    const handle = await kernel.spawn({
      namespaces: { ...kernel.host, ...(ownPids ? { pids } : {}), network, uts: { hostname: "4a0638e6bea2" } },
      credentials: ROOT,
      env: new Map(Object.entries({ PATH: "/bin", ...env })),
      cwd: "/",
      argv,
      stdin: { kind: "null" },
      stdout: { kind: "stream", sink: sink((text) => (out += text)) },
      stderr: { kind: "stream", sink: sink((text) => (err += text)) },
    });
    await passing();
    return {
      handle,
      stdout: () => out,
      stderr: () => err,
      kill: (signal: Signal) => handle.kill(signal),
      status: async () => shellStatus(await handle.exited),
      /** Command lines and users of everything in the namespace. */
      processes: () =>
        kernel.processes(pids).map(({ innerPid, credentials, argv: words }) => `${innerPid} ${credentials.uid} ${words.join(" ")}`),
    };
  };
  const client = createHttpClient(() => stack.host.connect({ host: "172.17.0.2", port: 80 }));
  return {
    machine,
    clock,
    stack,
    start,
    /** Status, headers and body of a request from the host, as they came over the wire. */
    async http(path: string, init: { method?: string; headers?: Record<string, string> } = {}) {
      const response = await client.request(makeRequest(`http://172.17.0.2${path}`, init));
      return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
    },
    /** The bytes that a request typed by hand gets. */
    async raw(text: string, port = 80): Promise<string> {
      const connection = await stack.host.connect({ host: "172.17.0.2", port });
      await connection.write(encode(text));
      connection.end();
      let answer = "";
      for (let chunk = await connection.read(); chunk.length > 0; chunk = await connection.read()) answer += decode(chunk);
      return answer;
    },
  };
}

/** Lets everything run that needs no time to pass. */
export async function passing(): Promise<void> {
  for (let round = 0; round < 20; round++) await new Promise((resolve) => setTimeout(resolve, 0));
}

declare function setTimeout(callback: (value?: unknown) => void, ms: number): unknown;
