import { beforeEach, describe, expect, test } from "vitest";
import { type Program, print, streamOf } from "#abi";
import { jsonResponse, serveConnection, streamResponse } from "#http";
import { createNetworkStack } from "#net";
import { bootTestKernel, realClock, type TestKernel, testRandom } from "../../os/kernel/testing.ts";
import { curl } from "./curl.ts";

/** Answers on port 80 of the host and on a unix socket. */
const server: Program = async (sys) => {
  const sockets = [sys.listen({ family: "inet", host: "0.0.0.0", port: 80 }), sys.listen({ family: "unix", path: "/run/api.sock" })];
  await print(sys, "ready");
  await Promise.all(
    sockets.map(async (socket) => {
      for (;;) {
        const { fd } = await sys.accept(socket);
        void serveConnection(streamOf(sys, fd), answer, { headerOrder: ["Server", "Content-Length", "Content-Type"] }).catch(
          () => undefined,
        );
      }
    }),
  );
  return 0;
};
async function answer(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (pathname === "/") return new Response("It works!\n", { headers: { server: "Test", "content-type": "text/html" } });
  if (pathname === "/old") return new Response(null, { status: 302, headers: { location: "/" } });
  if (pathname === "/loop") return new Response(null, { status: 302, headers: { location: "/loop" } });
  if (pathname === "/echo")
    return jsonResponse(200, {
      method: request.method,
      agent: request.headers.get("user-agent"),
      auth: request.headers.get("authorization"),
      type: request.headers.get("content-type"),
      x: request.headers.get("x-a"),
      body: await request.text(),
    });
  if (pathname === "/never") return new Promise(() => undefined);
  if (pathname === "/cut")
    return streamResponse(
      (async function* () {
        yield new Uint8Array(3);
      })(),
      { headers: { "content-length": "10" } },
    );
  return new Response("no such page\n", { status: 404 });
}

let machine: TestKernel;
beforeEach(async () => {
  const stack = createNetworkStack({ clock: realClock(), random: testRandom() });
  machine = bootTestKernel({
    programs: { curl, server },
    network: stack.host,
    files: { "/etc/hosts": "127.0.0.1 localhost\n", "/etc/resolv.conf": "nameserver 10.0.2.15\n" },
  });
  await machine.boot();
  await (await machine.terminal(["server"])).until("ready");
});
const run = async (...args: string[]) => {
  const { stdout, stderr, status } = await machine.run(["curl", ...args]);
  return { stdout, stderr, status };
};

describe("curl", () => {
  test("prints what it gets, and the progress when that goes elsewhere", async () => {
    expect(await run("-s", "10.0.2.15")).toEqual({ stdout: "It works!\n", stderr: "", status: 0 });
    const { stdout, stderr } = await run("localhost");
    expect(stdout).toBe("It works!\n");
    expect(stderr.replace(/\r100.*\n$/s, (last) => last.replace(/ +\d+ {6}0 --:--:-- --:--:-- --:--:-- +\d+\n$/, " SPEED\n"))).toBe(
      "  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n                                 Dload  Upload   Total   Spent    Left  Speed\n" +
        "\r  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0\r100    10  100    10    0     0 SPEED\n",
    );
    const terminal = await machine.terminal(["curl", "localhost"]);
    await terminal.handle.exited;
    expect(terminal.output).toBe("It works!\r\n");
  });

  test("heads as the server wrote them: -I, -i, -D; -o and -O", async () => {
    expect((await run("-sI", "localhost")).stdout).toBe("HTTP/1.1 200 OK\r\nServer: Test\r\nContent-Type: text/html\r\n\r\n");
    expect((await run("-si", "localhost/nosuch")).stdout).toBe(
      "HTTP/1.1 404 Not Found\r\nContent-Length: 13\r\nContent-Type: text/plain;charset=UTF-8\r\n\r\nno such page\n",
    );
    expect(await run("-s", "-o", "/tmp/page", "localhost")).toEqual({ stdout: "", stderr: "", status: 0 });
    expect(machine.read("/tmp/page")).toBe("It works!\n");
    expect(await run("-sSO", "localhost/")).toEqual({ stdout: "", stderr: "curl: (23) Remote file name has no length!\n", status: 23 });
  });

  test("sends what it is told", async () => {
    const echoed = async (...args: string[]) => JSON.parse((await run("-s", ...args, "localhost/echo")).stdout) as unknown;
    expect(await echoed()).toEqual({ method: "GET", agent: "curl/7.29.0", auth: null, type: null, x: null, body: "" });
    expect(await echoed("-d", "a=1", "--data", "b=2")).toMatchObject({
      method: "POST",
      type: "application/x-www-form-urlencoded",
      body: "a=1&b=2",
    });
    expect(await echoed("-X", "DELETE", "-HX-A: 1", "-A", "me", "-u", "bob:secret")).toMatchObject({
      method: "DELETE",
      x: "1",
      agent: "me",
      auth: "Basic Ym9iOnNlY3JldA==",
    });
    machine.write("/tmp/data", "one\ntwo\n");
    expect(await echoed("-d", "@/tmp/data")).toMatchObject({ body: "onetwo" });
    expect(await echoed("-T", "/tmp/data")).toMatchObject({ method: "PUT", body: "one\ntwo\n" });
  });

  test("redirections, -f, -w", async () => {
    expect(await run("-s", "localhost/old")).toEqual({ stdout: "", stderr: "", status: 0 });
    expect((await run("-sL", "localhost/old")).stdout).toBe("It works!\n");
    expect(await run("-sSL", "localhost/loop")).toEqual({ stdout: "", stderr: "curl: (47) Maximum (50) redirects followed\n", status: 47 });
    expect(await run("-sSf", "localhost/nosuch")).toEqual({
      stdout: "",
      stderr: "curl: (22) The requested URL returned error: 404 Not Found\n",
      status: 22,
    });
    expect((await run("-s", "-o", "/dev/null", "-w", "%{http_code} %{size_download} %{remote_ip}\\n", "localhost")).stdout).toBe(
      "200 10 127.0.0.1\n",
    );
  });

  test("a unix socket, and its permissions", async () => {
    expect((await run("-s", "--unix-socket", "/run/api.sock", "http://localhost/")).stdout).toBe("It works!\n");
    expect(await run("-sS", "--unix-socket", "/run/nosuch.sock", "http://localhost/")).toEqual({
      stdout: "",
      stderr: "curl: (7) Couldn't connect to server\n",
      status: 7,
    });
  });

  test("-v", async () => {
    expect((await run("-sv", "localhost")).stderr).toBe(
      "* About to connect() to localhost port 80 (#0)\n*   Trying 127.0.0.1...\n* Connected to localhost (127.0.0.1) port 80 (#0)\n" +
        "> GET / HTTP/1.1\r\n> User-Agent: curl/7.29.0\r\n> Host: localhost\r\n> Accept: */*\r\n> \r\n" +
        "< HTTP/1.1 200 OK\r\n< Server: Test\r\n< Content-Length: 10\r\n< Content-Type: text/html\r\n< \r\n* Connection #0 to host localhost left intact\n",
    );
  });

  test("fails in curl's words", async () => {
    const failure = async (...args: string[]) => {
      const { stderr, status } = await run("-sS", ...args);
      return [stderr, status];
    };
    expect(await failure("http://nosuch.example/")).toEqual(["curl: (6) Could not resolve host: nosuch.example; Unknown error\n", 6]);
    expect(await failure("10.0.2.15:81")).toEqual(["curl: (7) Failed connect to 10.0.2.15:81; Connection refused\n", 7]);
    expect((await failure("-m", "0.05", "localhost/never"))[1]).toBe(28);
    expect(await failure("localhost/cut")).toEqual(["curl: (18) transfer closed with 7 bytes remaining to read\n", 18]);
    expect(await failure("gopher://x")).toEqual(["curl: (1) Protocol gopher not supported or disabled in libcurl\n", 1]);
    const hint = "curl: try 'curl --help' or 'curl --manual' for more information\n";
    expect(await failure()).toEqual([`curl: no URL specified!\n${hint}`, 2]);
    expect(await failure("--nosuch", "x")).toEqual([`curl: option --nosuch: is unknown\n${hint}`, 2]);
    expect(await failure("-o")).toEqual([`curl: option -o: requires parameter\n${hint}`, 2]);
  });
});
