import { expect, test } from "vitest";
import { type TestEngine, testEngine } from "../testing.ts";

async function addressOf(docker: TestEngine, name: string, network: string): Promise<string> {
  const { NetworkSettings } = (await docker.call("GET", `/containers/${name}/json`)).body as {
    NetworkSettings: { Networks: Record<string, { IPAddress: string }> };
  };
  return NetworkSettings.Networks[network]?.IPAddress ?? "";
}

test("addresses: the lowest free one, in the order of starting", async () => {
  const docker = await testEngine();
  await docker.run({ Cmd: ["sleep", "1000"] }, "one");
  await docker.run({ Cmd: ["sleep", "1000"] }, "two");
  expect([await addressOf(docker, "one", "bridge"), await addressOf(docker, "two", "bridge")]).toEqual(["172.17.0.2", "172.17.0.3"]);
  await docker.call("POST", "/containers/one/stop?t=0");
  expect(await addressOf(docker, "one", "bridge")).toBe("");
  await docker.run({ Cmd: ["sleep", "1000"] }, "three");
  await docker.call("POST", "/containers/one/start");
  expect([await addressOf(docker, "three", "bridge"), await addressOf(docker, "one", "bridge")]).toEqual(["172.17.0.2", "172.17.0.4"]);
  await docker.engine.shutdown();
});

test("create, list, refuse, remove and prune", async () => {
  const docker = await testEngine();
  const { Id: id } = (await docker.call("POST", "/networks/create", { Name: "net1" })).body as { Id: string };
  expect(await docker.call("POST", "/networks/create", { Name: "net1" })).toEqual({
    status: 409,
    body: { message: "network with name net1 already exists" },
  });
  await docker.call("POST", "/networks/create", { Name: "net2", IPAM: { Config: [{ Subnet: "10.9.0.0/16", Gateway: "10.9.0.1" }] } });
  const refuse = async (request: object) => (await docker.call("POST", "/networks/create", request)).body;
  expect(await refuse({ Name: "net3", IPAM: { Config: [{ Subnet: "10.9.0.0/24" }] } })).toEqual({
    message: "Pool overlaps with other one on this address space",
  });
  expect(await refuse({ Name: "net3", IPAM: { Config: [{ Subnet: "bogus" }] } })).toEqual({
    message: "Invalid subnet bogus : invalid CIDR address: bogus",
  });
  expect(await refuse({ Name: "net3", Driver: "nosuch" })).toEqual({ message: 'plugin "nosuch" not found' });
  expect(await refuse({ Name: "net3", Driver: "host" })).toEqual({ message: 'only one instance of "host" network is allowed' });
  expect(await refuse({ Name: "bridge" })).toEqual({ message: "operation is not permitted on predefined bridge network" });
  const { Created: _, ...view } = (await docker.call("GET", "/networks/net1")).body as { Created: string };
  expect(view).toEqual({
    Name: "net1",
    Id: id,
    Scope: "local",
    Driver: "bridge",
    EnableIPv6: false,
    IPAM: { Driver: "default", Options: {}, Config: [{ Subnet: "172.18.0.0/16", Gateway: "172.18.0.1" }] },
    Internal: false,
    Attachable: false,
    Ingress: false,
    ConfigFrom: { Network: "" },
    ConfigOnly: false,
    Containers: {},
    Options: {},
    Labels: {},
  });
  await docker.run({ Cmd: ["sleep", "1000"], HostConfig: { NetworkMode: "net1" } }, "app");
  expect(await docker.call("DELETE", "/networks/net1")).toEqual({
    status: 403,
    body: { message: `error while removing network: network net1 id ${id} has active endpoints` },
  });
  expect(await docker.call("DELETE", "/networks/bridge")).toEqual({
    status: 403,
    body: { message: "bridge is a pre-defined network and cannot be removed" },
  });
  expect((await docker.call("POST", "/networks/prune")).body).toEqual({ NetworksDeleted: ["net2"] });
  await docker.call("POST", "/containers/app/stop?t=0");
  expect((await docker.call("DELETE", "/networks/net1")).status).toBe(204);
  expect(await docker.call("POST", "/containers/app/start")).toEqual({ status: 404, body: { message: `network ${id} not found` } });
});

test("names resolve on networks of one's own, not on the default", async () => {
  const docker = await testEngine({
    programs: {
      lookup: async (sys) => {
        const found = await sys.resolve(sys.argv[1] ?? "");
        await sys.write(1, new TextEncoder().encode(`${found.join(",")}\n`));
        return found.length > 0 ? 0 : 1;
      },
    },
  });
  await docker.call("POST", "/networks/create", { Name: "lab" });
  const lab = { NetworkMode: "lab" };
  await docker.run(
    { Cmd: ["sleep", "1000"], HostConfig: lab, NetworkingConfig: { EndpointsConfig: { lab: { Aliases: ["www"] } } } },
    "web",
  );
  const look = async (name: string, host: object): Promise<number> =>
    docker.wait(await docker.run({ Cmd: ["lookup", name], HostConfig: host }));
  expect([await look("web", lab), await look("www", lab), await look("nosuch", lab), await look("web", {})]).toEqual([0, 0, 1, 1]);
  const hosts = await docker.run({ Cmd: ["cat", "/etc/hosts", "/etc/resolv.conf"], HostConfig: lab, Tty: true });
  expect((await docker.output(hosts)).replaceAll("\r\n", "\n")).toBe(
    "127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\nfe00::0\tip6-localnet\nff00::0\tip6-mcastprefix\nff02::1\tip6-allnodes\nff02::2\tip6-allrouters\n" +
      `172.18.0.3\t${hosts.slice(0, 12)}\nnameserver 127.0.0.11\noptions ndots:0\n`,
  );
  await docker.engine.shutdown();
});

test("published ports: shown, taken, random", async () => {
  const docker = await testEngine();
  const sleeper = { Cmd: ["sleep", "1000"], ExposedPorts: { "80/tcp": {} } };
  await docker.run({ ...sleeper, HostConfig: { PortBindings: { "80/tcp": [{ HostIp: "", HostPort: "8080" }] } } }, "w1");
  await docker.call("POST", "/containers/create?name=w2", {
    Image: "box",
    ...sleeper,
    HostConfig: { PortBindings: { "80/tcp": [{ HostIp: "", HostPort: "8080" }] } },
  });
  const { body } = await docker.call("POST", "/containers/w2/start");
  expect((body as { message: string }).message).toMatch(
    /^driver failed programming external connectivity on endpoint w2 \([0-9a-f]{64}\): Bind for 0\.0\.0\.0:8080 failed: port is already allocated$/,
  );
  await docker.run({ ...sleeper, HostConfig: { PublishAllPorts: true } }, "w3");
  const rows = (await docker.call("GET", "/containers/json?all=1")).body as { Names: string[]; Ports: unknown[]; State: string }[];
  expect(rows.map(({ Names, Ports, State }) => [Names[0], State, Ports])).toEqual([
    ["/w3", "running", [{ IP: "0.0.0.0", PrivatePort: 80, PublicPort: 32768, Type: "tcp" }]],
    ["/w2", "created", []],
    ["/w1", "running", [{ IP: "0.0.0.0", PrivatePort: 80, PublicPort: 8080, Type: "tcp" }]],
  ]);
  await docker.call("POST", "/containers/w1/stop?t=0");
  expect((await docker.call("POST", "/containers/w2/start")).status).toBe(204);
  await docker.engine.shutdown();
});

test("connect and disconnect while it runs; other modes", async () => {
  const docker = await testEngine();
  await docker.call("POST", "/networks/create", { Name: "extra" });
  await docker.run({ Cmd: ["sleep", "1000"] }, "cc");
  expect((await docker.call("POST", "/networks/extra/connect", { Container: "cc" })).status).toBe(200);
  expect(await addressOf(docker, "cc", "extra")).toBe("172.18.0.2");
  expect((await docker.call("POST", "/networks/extra/disconnect", { Container: "cc" })).status).toBe(200);
  expect(await addressOf(docker, "cc", "extra")).toBe("");
  const joined = await docker.run({ Cmd: ["hostname"], HostConfig: { NetworkMode: "container:cc" }, Tty: true });
  const { Id } = (await docker.call("GET", "/containers/cc/json")).body as { Id: string };
  expect(await docker.output(joined)).toBe(`${Id.slice(0, 12)}\r\n`);
  const host = await docker.run({ Cmd: ["hostname"], HostConfig: { NetworkMode: "host" }, Tty: true });
  expect(await docker.output(host)).toBe("docker\r\n");
  await docker.call("POST", "/containers/create?name=no", { Image: "box", HostConfig: { NetworkMode: "nosuch" } });
  expect(await docker.call("POST", "/containers/no/start")).toEqual({ status: 404, body: { message: "network nosuch not found" } });
  await docker.engine.shutdown();
});
