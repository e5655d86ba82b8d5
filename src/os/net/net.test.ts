import * as fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { type Clock, decode, Errno, encode, readAll, zeros } from "#abi";
import { type Bridge, type ContainerNetwork, createNetworkStack, type NetworkStack } from "./index.ts";

/** Time passes only when somebody waits for it. */
class TestClock implements Clock {
  time = 0;
  now() {
    return this.time;
  }
  after(ms: number, callback: () => void) {
    let live = true;
    queueMicrotask(() => {
      if (!live) return;
      this.time += ms;
      callback();
    });
    return () => {
      live = false;
    };
  }
}

let clock: TestClock;
let stack: NetworkStack;
let docker0: Bridge;
let seed: number;

beforeEach(() => {
  clock = new TestClock();
  seed = 0;
  stack = createNetworkStack({ clock, random: { bytes: (length) => Uint8Array.from({ length }, () => (seed = (seed * 31 + 7) % 256)) } });
  docker0 = stack.createBridge({ name: "docker0", subnet: "172.17.0.0/16", gateway: "172.17.0.1" });
});

function container(bridge: Bridge, address: string): ContainerNetwork {
  const namespace = stack.createNamespace();
  bridge.attach(namespace, {
    address,
    prefix: 16,
    mac: `02:42:${address
      .split(".")
      .map((part) => Number(part).toString(16).padStart(2, "0"))
      .join(":")}`,
  });
  return namespace;
}

/** A server that says who asked. */
function greet(namespace: Pick<ContainerNetwork, "listen">, host = "0.0.0.0", port = 80) {
  const listener = namespace.listen({ host, port });
  void (async () => {
    for (;;) {
      const connection = await listener.accept().catch(() => undefined);
      if (!connection) return;
      await connection.write(encode(`hello ${connection.remote.family === "inet" ? connection.remote.host : ""}`));
      connection.close();
    }
  })();
  return listener;
}

async function ask(from: { connect: ContainerNetwork["connect"] }, host: string, port = 80): Promise<string> {
  const start = clock.now();
  try {
    return decode(await readAll(await from.connect({ host, port })));
  } catch (error) {
    if (!(error instanceof Errno)) throw error;
    return `${error.code} after ${(clock.now() - start) / 1000}s`;
  }
}

describe("who reaches whom", () => {
  test("the host and containers of one bridge, both ways", async () => {
    const [a, b] = [container(docker0, "172.17.0.2"), container(docker0, "172.17.0.3")];
    greet(a);
    greet(stack.host, "0.0.0.0", 5000);
    expect(await ask(stack.host, "172.17.0.2")).toBe("hello 172.17.0.1");
    expect(await ask(b, "172.17.0.2")).toBe("hello 172.17.0.3");
    expect(await ask(a, "127.0.0.1")).toBe("hello 127.0.0.1");
    expect(await ask(a, "172.17.0.2")).toBe("hello 172.17.0.2");
    expect(await ask(b, "172.17.0.1", 5000)).toBe("hello 172.17.0.3");
    expect(await ask(b, "10.0.2.15", 5000)).toBe("hello 172.17.0.3");
  });

  test("nobody listens, nobody is there, no way out", async () => {
    const a = container(docker0, "172.17.0.2");
    expect(await ask(stack.host, "172.17.0.2")).toBe("ECONNREFUSED after 0s");
    expect(await ask(stack.host, "172.17.0.9")).toBe("EHOSTUNREACH after 3s");
    expect(await ask(a, "172.17.0.9")).toBe("EHOSTUNREACH after 3s");
    expect(await ask(a, "93.184.216.34")).toBe("ETIMEDOUT after 127s");
    expect(await ask(stack.host, "10.0.2.77")).toBe("EHOSTUNREACH after 3s");
    expect(await ask(stack.createNamespace(), "172.17.0.2")).toBe("ENETUNREACH after 0s");
  });

  test("networks are isolated, internal ones have no way out, icc can be off", async () => {
    const mynet = stack.createBridge({ name: "br-1", subnet: "172.18.0.0/16", gateway: "172.18.0.1" });
    const inner = stack.createBridge({ name: "br-2", subnet: "172.19.0.0/16", gateway: "172.19.0.1", internal: true });
    const quiet = stack.createBridge({ name: "br-3", subnet: "172.20.0.0/16", gateway: "172.20.0.1", icc: false });
    const [a, b, c, d, e] = [
      container(docker0, "172.17.0.2"),
      container(mynet, "172.18.0.2"),
      container(inner, "172.19.0.2"),
      container(quiet, "172.20.0.2"),
      container(quiet, "172.20.0.3"),
    ];
    for (const server of [a, b, c, d]) greet(server);
    expect(await ask(b, "172.17.0.2")).toBe("ETIMEDOUT after 127s");
    expect(await ask(c, "172.17.0.2")).toBe("ENETUNREACH after 0s");
    expect(await ask(e, "172.20.0.2")).toBe("ETIMEDOUT after 127s");
    expect(await ask(stack.host, "172.19.0.2")).toBe("hello 172.19.0.1");
    // On both networks it reaches both; leaving one ends that.
    const place = mynet.attach(a, { address: "172.18.0.3", prefix: 16, mac: "02:42:ac:12:00:03" });
    expect(place.interfaceName).toBe("eth1");
    expect(await ask(a, "172.18.0.2")).toBe("hello 172.18.0.3");
    place.detach();
    expect(await ask(a, "172.18.0.2")).toBe("ETIMEDOUT after 127s");
  });

  test("listeners on one address, on any, in each other's way", async () => {
    const a = container(docker0, "172.17.0.2");
    greet(a, "127.0.0.1", 80);
    greet(a, "172.17.0.2", 81);
    expect(await ask(stack.host, "172.17.0.2", 80)).toBe("ECONNREFUSED after 0s");
    expect(await ask(stack.host, "172.17.0.2", 81)).toBe("hello 172.17.0.1");
    expect(await ask(a, "127.0.0.1", 81)).toBe("ECONNREFUSED after 0s");
    expect(() => a.listen({ host: "0.0.0.0", port: 81 })).toThrow("Address already in use");
    expect(() => a.listen({ host: "172.17.0.9", port: 90 })).toThrow("Cannot assign requested address");
    const listener = a.listen({ host: "172.17.0.2", port: 80 });
    listener.close();
    a.listen({ host: "172.17.0.2", port: 80 });
  });
});

describe("published ports", () => {
  test("lead into the container from the host and from its own bridge", async () => {
    const mynet = stack.createBridge({ name: "br-1", subnet: "172.18.0.0/16", gateway: "172.18.0.1" });
    const [a, b, c] = [container(docker0, "172.17.0.2"), container(docker0, "172.17.0.3"), container(mynet, "172.18.0.2")];
    greet(a);
    const published = stack.host.publish({ host: "0.0.0.0", port: 8080, protocol: "tcp" }, { host: "172.17.0.2", port: 80 });
    expect(await ask(stack.host, "127.0.0.1", 8080)).toBe("hello 172.17.0.1");
    expect(await ask(stack.host, "10.0.2.15", 8080)).toBe("hello 10.0.2.15");
    expect(await ask(b, "172.17.0.1", 8080)).toBe("hello 172.17.0.1");
    expect(await ask(c, "10.0.2.15", 8080)).toBe("ETIMEDOUT after 127s");
    expect(() => stack.host.listen({ host: "127.0.0.1", port: 8080 })).toThrow("Address already in use");
    expect(() => stack.host.publish({ host: "127.0.0.1", port: 8080, protocol: "tcp" }, { host: "172.17.0.3", port: 80 })).toThrow(
      "Address already in use",
    );
    stack.host.publish({ host: "127.0.0.1", port: 8080, protocol: "udp" }, { host: "172.17.0.3", port: 80 }).close();
    expect(stack.host.sockets()).toContainEqual({
      local: { family: "inet", host: "0.0.0.0", port: 8080 },
      remote: undefined,
      state: "LISTEN",
    });
    published.close();
    expect(await ask(stack.host, "127.0.0.1", 8080)).toBe("ECONNREFUSED after 0s");
  });

  test("on one address of the host only, and to a port where nobody listens", async () => {
    container(docker0, "172.17.0.2");
    stack.host.publish({ host: "127.0.0.1", port: 8080, protocol: "tcp" }, { host: "172.17.0.2", port: 80 });
    stack.host.publish({ host: "0.0.0.0", port: 8081, protocol: "tcp" }, { host: "172.17.0.2", port: 80 });
    expect(await ask(stack.host, "10.0.2.15", 8080)).toBe("ECONNREFUSED after 0s");
    expect(await ask(stack.host, "10.0.2.15", 8081)).toBe("ECONNREFUSED after 0s");
    const proxied = await stack.host.connect({ host: "127.0.0.1", port: 8081 });
    await proxied.write(encode("GET / HTTP/1.1\r\n\r\n"));
    await expect(proxied.read()).rejects.toThrow("Connection reset by peer");
  });
});

describe("connections", () => {
  async function connected() {
    const a = container(docker0, "172.17.0.2");
    const listener = a.listen({ host: "0.0.0.0", port: 80 });
    const client = await stack.host.connect({ host: "172.17.0.2", port: 80 });
    return { client, server: await listener.accept(), a };
  }

  test("both ends know each other, and both tables show them until they close", async () => {
    const { client, server, a } = await connected();
    expect(client.remote).toEqual(server.local);
    expect(server.remote).toEqual(client.local);
    expect(a.sockets()).toContainEqual({ local: server.local, remote: server.remote, state: "ESTABLISHED" });
    client.close();
    server.close();
    expect(stack.host.sockets()).toEqual([]);
  });

  test("half-close, then end of file; writing to a closed end is EPIPE; unread bytes reset", async () => {
    const { client, server } = await connected();
    await client.write(encode("question"));
    client.end();
    expect(decode(await readAll(server))).toBe("question");
    await server.write(encode("answer"));
    server.close();
    expect(decode(await readAll(client))).toBe("answer");
  });

  test("a writer waits at 64 KiB; a close wakes it with EPIPE", async () => {
    const { client, server } = await connected();
    let done = "";
    const writing = client.write(zeros(200_000)).then(
      () => (done = "written"),
      (error: Errno) => (done = error.code),
    );
    await new Promise((resolve) => setTimeout(resolve, 1));
    expect([done, (await server.read(1 << 20)).length]).toEqual(["", 65_536]);
    server.close();
    await writing;
    expect(done).toBe("EPIPE");
    await expect(client.read()).rejects.toThrow("Connection reset by peer");
  });

  test("bytes arrive in order whatever the sizes of writes and reads", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 100_000 }), { maxLength: 5 }),
        fc.integer({ min: 1, max: 70_000 }),
        async (writes, max) => {
          const bridge = stack.createBridge({ name: `br-${seed}${Math.random()}`, subnet: "10.9.0.0/16", gateway: "10.9.0.1" });
          const a = container(bridge, "10.9.0.2");
          const listener = a.listen({ host: "0.0.0.0", port: 80 });
          const client = await stack.host.connect({ host: "10.9.0.2", port: 80 });
          const server = await listener.accept();
          const expected = Buffer.concat(writes);
          void (async () => {
            for (const bytes of writes) await client.write(bytes);
            client.end();
          })();
          const got: Uint8Array[] = [];
          for (let chunk = await server.read(max); chunk.length > 0; chunk = await server.read(max)) got.push(chunk);
          bridge.remove();
          expect(Buffer.concat(got).equals(expected)).toBe(true);
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe("names, echoes, interfaces", () => {
  test("the embedded server answers first, then the host's", async () => {
    stack.host.setNames(new Map([["registry-1.docker.io", ["3.94.224.37"]]]));
    const a = container(docker0, "172.17.0.2");
    await expect(a.query("127.0.0.11", "web")).rejects.toThrow("Resource temporarily unavailable");
    a.setResolver((name) => (name === "web" ? ["172.17.0.3"] : undefined));
    expect(await a.query("127.0.0.11", "WEB")).toEqual(["172.17.0.3"]);
    expect(await a.query("127.0.0.11", "registry-1.docker.io.")).toEqual(["3.94.224.37"]);
    expect(await a.query("10.0.2.15", "web")).toEqual([]);
    expect(await stack.host.query("10.0.2.15", "registry-1.docker.io")).toEqual(["3.94.224.37"]);
  });

  test("who answers an echo", async () => {
    const [a] = [container(docker0, "172.17.0.2"), container(docker0, "172.17.0.3")];
    expect(await a.ping("172.17.0.3", 1000)).toMatchObject({ kind: "reply", from: "172.17.0.3", ttl: 64 });
    expect(await a.ping("172.17.0.1", 1000)).toMatchObject({ kind: "reply", from: "172.17.0.1" });
    expect(await a.ping("172.17.0.9", 10_000)).toEqual({ kind: "unreachable", from: "172.17.0.2" });
    expect(await a.ping("8.8.8.8", 1000)).toEqual({ kind: "timeout" });
    await expect(stack.createNamespace().ping("172.17.0.2", 1000)).rejects.toThrow("Network is unreachable");
  });

  test("a server out in the world", async () => {
    stack.host.serveRemote("3.94.224.37", 443, (connection) => {
      void connection.write(encode("hub")).then(() => connection.close());
    });
    expect(await ask(container(docker0, "172.17.0.2"), "3.94.224.37", 443)).toBe("hub");
    expect(await ask(stack.host, "3.94.224.37", 80)).toBe("ETIMEDOUT after 127s");
  });

  test("interfaces and routes as ip shows them", () => {
    const a = container(docker0, "172.17.0.2");
    expect(a.interfaces().map(({ index, name, peerIndex, mac, addresses }) => ({ index, name, peerIndex, mac, addresses }))).toEqual([
      {
        index: 1,
        name: "lo",
        peerIndex: undefined,
        mac: "00:00:00:00:00:00",
        addresses: [{ address: "127.0.0.1", prefix: 8, broadcast: undefined }],
      },
      {
        index: 4,
        name: "eth0",
        peerIndex: 5,
        mac: "02:42:ac:11:00:02",
        addresses: [{ address: "172.17.0.2", prefix: 16, broadcast: "172.17.255.255" }],
      },
    ]);
    expect(stack.host.interfaces().map(({ index, name }) => `${index} ${name.slice(0, 4)}`)).toEqual([
      "1 lo",
      "2 eth0",
      "3 dock",
      "5 veth",
    ]);
    expect(a.routes()).toEqual([
      { destination: "default", gateway: "172.17.0.1", device: "eth0", source: undefined },
      { destination: "172.17.0.0/16", gateway: undefined, device: "eth0", source: "172.17.0.2" },
    ]);
    expect(stack.host.routes()[1]).toEqual({ destination: "10.0.2.0/24", gateway: undefined, device: "eth0", source: "10.0.2.15" });
  });

  test("later engines number a container's interfaces on their own and leave it ::1", () => {
    const namespace = stack.createNamespace({ ipv6: true });
    docker0.attach(namespace, { address: "172.17.0.2", prefix: 16, mac: "02:42:ac:11:00:02", ownNumbers: true });
    expect(namespace.interfaces().map(({ index, name, peerIndex }) => [index, name, peerIndex])).toEqual([
      [1, "lo", undefined],
      [2, "eth0", 4],
    ]);
    expect(namespace.interfaces()[0]?.addresses.map(({ address }) => address)).toEqual(["127.0.0.1", "::1"]);
  });

  test("traffic is counted with its heads, on both sides", async () => {
    const a = container(docker0, "172.17.0.2");
    const before = a.interfaces()[1];
    greet(a);
    await ask(stack.host, "172.17.0.2");
    const after = a.interfaces()[1];
    if (!before || !after) throw new Error("no eth0");
    expect(after.txBytes - before.txBytes).toBeGreaterThan("hello 172.17.0.1".length + 54);
    const veth = stack.host.interfaces().find((device) => device.name.startsWith("veth"));
    expect(veth?.rxBytes).toBe(after.txBytes);
    clock.time += 60_000;
    expect((a.interfaces()[1]?.rxBytes ?? 0) - after.rxBytes).toBe(566);
  });
});
