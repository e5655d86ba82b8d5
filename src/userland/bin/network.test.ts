import { beforeEach, describe, expect, test } from "vitest";
import { encode, type Program } from "#abi";
import { serveConnection } from "#http";
import { createNetworkStack } from "#net";
import { bootTestKernel, type ManualClock, manualClock, type TestKernel, testRandom } from "../../os/kernel/testing.ts";
import { envsubst } from "./envsubst.ts";
import { ifconfig, route } from "./ifconfig.ts";
import { ip } from "./ip.ts";
import { nc } from "./nc.ts";
import { nslookup } from "./nslookup.ts";
import { ping } from "./ping.ts";
import { appletSys } from "./tool/flavour.ts";
import { wget } from "./wget.ts";

const applet =
  (program: Program): Program =>
  (sys) =>
    program(appletSys(sys, sys.argv));

let clock: ManualClock;
let machine: TestKernel;

/** A container 172.17.0.2 and its neighbour `web`, 172.17.0.3, with a page and an echo on port 7. */
beforeEach(() => {
  clock = manualClock();
  const stack = createNetworkStack({ clock, random: testRandom() });
  const [inside, web] = [stack.createNamespace(), stack.createNamespace()];
  const bridge = stack.createBridge({ name: "docker0", subnet: "172.17.0.0/16", gateway: "172.17.0.1" });
  bridge.attach(inside, { address: "172.17.0.2", prefix: 16, mac: "02:42:ac:11:00:02" });
  bridge.attach(web, { address: "172.17.0.3", prefix: 16, mac: "02:42:ac:11:00:03" });
  inside.setResolver((name) => (name === "web" ? ["172.17.0.3"] : undefined));
  const page = web.listen({ host: "0.0.0.0", port: 80 });
  void (async () => {
    for (;;) {
      const connection = await page.accept();
      void serveConnection(connection, async (request) =>
        request.url.endsWith("/index.html") || request.url.endsWith("/")
          ? new Response("It works!\n", { headers: { "content-type": "text/html" } })
          : new Response("", { status: 404 }),
      );
    }
  })();
  const echo = web.listen({ host: "0.0.0.0", port: 7 });
  void echo.accept().then(async (connection) => {
    for (let chunk = await connection.read(); chunk.length > 0; chunk = await connection.read()) await connection.write(chunk);
    await connection.write(encode("bye\n"));
    connection.close();
  });
  const programs = {
    ping,
    wget,
    ip,
    ifconfig,
    route,
    nc,
    nslookup,
    envsubst,
    bping: applet(ping),
    bwget: applet(wget),
    bip: applet(ip),
    bnslookup: applet(nslookup),
  };
  machine = bootTestKernel({
    programs,
    clock,
    network: inside,
    files: { "/etc/hosts": "127.0.0.1 localhost\n", "/etc/resolv.conf": "nameserver 127.0.0.11\noptions ndots:0\n" },
  });
});

async function run(argv: readonly string[], options: { stdin?: string; env?: Record<string, string> } = {}) {
  const running = machine.run(argv, options);
  let over = false;
  void running.then(() => (over = true));
  while (!over) {
    await new Promise((resolve) => setTimeout(resolve, 0));
    await clock.advance(100);
  }
  const { stdout, stderr, status } = await running;
  return { stdout, stderr, status };
}

describe("ping", () => {
  test("iputils: replies, unreachable, timeouts, names", async () => {
    const { stdout, status } = await run(["ping", "-c", "2", "172.17.0.3"]);
    expect([stdout.replaceAll(/\d+\.\d{3}/g, "N").replace(/time \d+ms/, "time Tms"), status]).toEqual([
      "PING 172.17.0.3 (172.17.0.3) 56(84) bytes of data.\n64 bytes from 172.17.0.3: icmp_seq=1 ttl=64 time=N ms\n64 bytes from 172.17.0.3: icmp_seq=2 ttl=64 time=N ms\n\n--- 172.17.0.3 ping statistics ---\n2 packets transmitted, 2 received, 0% packet loss, time Tms\nrtt min/avg/max/mdev = N/N/N/N ms\n",
      0,
    ]);
    const lost = await run(["ping", "-c", "1", "172.17.0.9"]);
    expect([lost.stdout.replace(/time \d+ms/, "time Tms"), lost.status]).toEqual([
      "PING 172.17.0.9 (172.17.0.9) 56(84) bytes of data.\nFrom 172.17.0.2 icmp_seq=1 Destination Host Unreachable\n\n--- 172.17.0.9 ping statistics ---\n1 packets transmitted, 0 received, +1 errors, 100% packet loss, time Tms\npipe 1\n",
      1,
    ]);
    expect(await run(["ping", "nosuch"])).toEqual({ stdout: "", stderr: "ping: nosuch: Name or service not known\n", status: 2 });
  });

  test("busybox", async () => {
    const { stdout } = await run(["bping", "-c", "2", "web"]);
    expect(stdout.replaceAll(/\d+\.\d{3}/g, "N")).toBe(
      "PING web (172.17.0.3): 56 data bytes\n64 bytes from 172.17.0.3: seq=0 ttl=64 time=N ms\n64 bytes from 172.17.0.3: seq=1 ttl=64 time=N ms\n\n--- web ping statistics ---\n2 packets transmitted, 2 packets received, 0% packet loss\nround-trip min/avg/max = N/N/N ms\n",
    );
    expect(await run(["bping", "-c", "1", "nosuch"])).toEqual({ stdout: "", stderr: "ping: bad address 'nosuch'\n", status: 1 });
  });

  test("^C prints what came until then", async () => {
    const terminal = await machine.terminal(["ping", "web"]);
    await clock.advance(2500);
    await new Promise((resolve) => setTimeout(resolve, 5));
    await terminal.type("\x03");
    await terminal.handle.exited;
    expect(terminal.output).toMatch(
      /icmp_seq=3 .*\r\n\^C\r\n--- web ping statistics ---\r\n3 packets transmitted, 3 received, 0% packet loss, time \d+ms\r\nrtt /s,
    );
  });
});

describe("wget", () => {
  test("busybox: to standard output, to a file, errors", async () => {
    expect(await run(["bwget", "-qO-", "web"])).toEqual({ stdout: "It works!\n", stderr: "", status: 0 });
    expect(await run(["bwget", "web"], {})).toMatchObject({
      stderr:
        "Connecting to web (172.17.0.3:80)\nsaving to 'index.html'\nindex.html           100% |********************************|    10  0:00:00 ETA\n'index.html' saved\n",
      status: 0,
    });
    expect((await run(["bwget", "web"])).stderr).toContain("wget: can't open 'index.html': File exists\n");
    expect(await run(["bwget", "-qO-", "nosuch"])).toEqual({ stdout: "", stderr: "wget: bad address 'nosuch'\n", status: 1 });
    expect(await run(["bwget", "-qO-", "web:81"])).toEqual({
      stdout: "",
      stderr: "wget: can't connect to remote host (172.17.0.3): Connection refused\n",
      status: 1,
    });
    expect(await run(["bwget", "-qO-", "web/nosuch"])).toEqual({
      stdout: "",
      stderr: "wget: server returned error: HTTP/1.1 404 Not Found\n",
      status: 1,
    });
  });

  test("GNU", async () => {
    const { stderr } = await run(["wget", "-O", "/tmp/page", "http://web/"]);
    expect(stderr.replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, "TIME").replaceAll(/[\d.]+ ?[KM]?B?\/s|[\d.]+[KM]?=\S+/g, "RATE")).toBe(
      `--TIME--  http://web/\nResolving web (web)... 172.17.0.3\nConnecting to web (web)|172.17.0.3|:80... connected.\nHTTP request sent, awaiting response... 200 OK\nLength: 10 [text/html]\nSaving to: ‘/tmp/page’\n\n     0K ${" ".repeat(54)} 100% RATE\n\nTIME (RATE) - ‘/tmp/page’ saved [10/10]\n\n`,
    );
    expect((await run(["wget", "http://web/nosuch"])).status).toBe(8);
  });
});

describe("ip, ifconfig, route, nslookup, nc, envsubst", () => {
  test("addresses and routes in both looks", async () => {
    expect((await run(["ip", "addr", "show", "eth0"])).stdout).toBe(
      "4: eth0@if5: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP group default \n    link/ether 02:42:ac:11:00:02 brd ff:ff:ff:ff:ff:ff link-netnsid 0\n    inet 172.17.0.2/16 brd 172.17.255.255 scope global eth0\n       valid_lft forever preferred_lft forever\n",
    );
    expect((await run(["bip", "a"])).stdout).toBe(
      "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue qlen 1000\n    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00\n    inet 127.0.0.1/8 scope host lo\n       valid_lft forever preferred_lft forever\n" +
        "4: eth0@if5: <BROADCAST,MULTICAST,UP,LOWER_UP,M-DOWN> mtu 1500 qdisc noqueue \n    link/ether 02:42:ac:11:00:02 brd ff:ff:ff:ff:ff:ff\n    inet 172.17.0.2/16 brd 172.17.255.255 scope global eth0\n       valid_lft forever preferred_lft forever\n",
    );
    expect((await run(["bip", "route"])).stdout).toBe(
      "default via 172.17.0.1 dev eth0 \n172.17.0.0/16 dev eth0 scope link  src 172.17.0.2 \n",
    );
    expect((await run(["route", "-n"])).stdout).toBe(
      "Kernel IP routing table\nDestination     Gateway         Genmask         Flags Metric Ref    Use Iface\n0.0.0.0         172.17.0.1      0.0.0.0         UG    0      0        0 eth0\n172.17.0.0      0.0.0.0         255.255.0.0     U     0      0        0 eth0\n",
    );
    expect((await run(["ifconfig", "eth0"])).stdout.split("\n").slice(0, 3)).toEqual([
      "eth0: flags=4163<UP,BROADCAST,RUNNING,MULTICAST>  mtu 1500",
      "        inet 172.17.0.2  netmask 255.255.0.0  broadcast 172.17.255.255",
      "        ether 02:42:ac:11:00:02  txqueuelen 0  (Ethernet)",
    ]);
    expect(await run(["ip", "addr", "show", "eth9"])).toEqual({ stdout: "", stderr: 'Device "eth9" does not exist.\n', status: 1 });
  });

  test("names", async () => {
    expect((await run(["bnslookup", "web"])).stdout).toBe(
      "Server:\t\t127.0.0.11\nAddress:\t127.0.0.11:53\n\nNon-authoritative answer:\n\nNon-authoritative answer:\nName:\tweb\nAddress: 172.17.0.3\n\n",
    );
    expect((await run(["bnslookup", "nosuch"])).status).toBe(1);
  });

  test("nc talks until the other side is done; -z looks only", async () => {
    expect(await run(["nc", "web", "7"], { stdin: "hello\n" })).toEqual({ stdout: "hello\nbye\n", stderr: "", status: 0 });
    expect((await run(["nc", "-z", "web", "80"])).status).toBe(0);
    expect(await run(["nc", "-z", "web", "81"])).toEqual({ stdout: "", stderr: "Ncat: Connection refused.\n", status: 1 });
  });

  test("envsubst", async () => {
    const env = { HOST: "web", EMPTY: "" };
    expect((await run(["envsubst"], { stdin: "$HOST ${HOST}:$EMPTY$NONE 5$\n", env })).stdout).toBe("web web: 5$\n");
    expect((await run(["envsubst", "$HOST"], { stdin: "$HOST $uri\n", env })).stdout).toBe("web $uri\n");
  });
});
