import { describe, expect, test } from "vitest";
import { jsonResponse } from "#http";
import { dockerHost, type Routes } from "./testing.ts";
import { frame } from "./testing-streams.ts";

const ID = "4c01db0b339c".padEnd(64, "0");
const IMAGE = "a416a98b71e2".padEnd(64, "0");
const noSuch = (name: string) => () => jsonResponse(404, { message: `No such container: ${name}` });
const gone = () => new Response(null, { status: 204 });

const WEB = {
  Id: ID,
  Names: ["/web"],
  Image: "httpd",
  ImageID: `sha256:${IMAGE}`,
  Command: "httpd-foreground",
  Created: 0,
  Ports: [
    { IP: "0.0.0.0", PrivatePort: 80, PublicPort: 8080, Type: "tcp" },
    { IP: "::", PrivatePort: 80, PublicPort: 8080, Type: "tcp" },
  ],
  Labels: { a: "1", b: "2" },
  State: "running",
  Status: "Up 2 hours",
  HostConfig: { NetworkMode: "default" },
  NetworkSettings: { Networks: { bridge: {} } },
  Mounts: [],
};
const list = (...containers: unknown[]): Routes => ({ "GET /containers/json": () => jsonResponse(200, containers) });
const now = (): number => Math.floor(Date.now() / 1000);

/** What `docker run busybox` needs of a daemon. */
const running = (output: Uint8Array, status: number): Routes => ({
  "POST /containers/create": () => jsonResponse(201, { Id: ID, Warnings: [] }),
  "POST /containers/*/attach": () => ({
    kind: "upgrade",
    status: 101,
    headers: { "content-type": "application/vnd.docker.raw-stream", connection: "Upgrade", upgrade: "tcp" },
    run: async (stream) => {
      await stream.write(output);
      stream.end();
    },
  }),
  "POST /containers/*/wait": () => jsonResponse(200, { StatusCode: status }),
  "POST /containers/*/start": gone,
  "GET /containers/*/json": () => jsonResponse(200, { Id: ID, State: { ExitCode: status } }),
});

describe("lists", () => {
  test("docker ps, with the columns of each release", async () => {
    const old = await dockerHost("19.03.12", list({ ...WEB, Created: now() - 7200, Ports: [WEB.Ports[0]] }));
    expect((await old.docker("docker ps")).stdout).toBe(
      `CONTAINER ID        IMAGE               COMMAND              CREATED             STATUS              PORTS                  NAMES
4c01db0b339c        httpd               "httpd-foreground"   2 hours ago         Up 2 hours          0.0.0.0:8080->80/tcp   web
`,
    );
    const later = await dockerHost("28.5.2", list({ ...WEB, Created: now() - 7200 }));
    expect((await later.docker("docker ps")).stdout).toBe(
      `CONTAINER ID   IMAGE     COMMAND              CREATED       STATUS       PORTS                                     NAMES
4c01db0b339c   httpd     "httpd-foreground"   2 hours ago   Up 2 hours   0.0.0.0:8080->80/tcp, [::]:8080->80/tcp   web
`,
    );
    expect(later.calls).toEqual(["GET /containers/json"]);
  });

  test.each([
    ["docker ps -q", "4c01db0b339c\n"],
    ["docker ps -q --no-trunc", `${ID}\n`],
    ["docker ps --format {{.Names}}:{{.Image}}", "web:httpd\n"],
    ["docker ps --format {{json\t.Names}}", '"web"\n'],
    ["docker container ls --format table{{.Names}}", "NAMES\nweb\n"],
  ])("%s", async (line, shown) => {
    const host = await dockerHost("28.5.2", list(WEB));
    expect((await host.docker(line)).stdout).toBe(shown);
  });

  test("options of docker ps become the query", async () => {
    const host = await dockerHost("28.5.2", list());
    await host.docker("docker ps -a -n 3 -s -f status=exited -f name=web -f name=db");
    await host.docker("docker ps -l");
    expect(host.calls).toEqual([
      'GET /containers/json?all=1&filters={"status":{"exited":true},"name":{"web":true,"db":true}}&limit=3&size=1',
      "GET /containers/json?limit=1",
    ]);
  });

  test("docker images", async () => {
    const images = [
      {
        Id: `sha256:${IMAGE}`,
        RepoTags: ["httpd:latest", "web:2"],
        RepoDigests: [],
        Created: now() - 3600 * 24 * 30,
        Size: 166_000_000,
        Labels: null,
      },
      { Id: `sha256:${ID}`, RepoTags: [], RepoDigests: [], Created: now() - 60, Size: 1_220_000, Labels: null },
    ];
    const host = await dockerHost("19.03.12", { "GET /images/json": () => jsonResponse(200, images) });
    expect((await host.docker("docker images")).stdout).toBe(
      `REPOSITORY          TAG                 IMAGE ID            CREATED              SIZE
httpd               latest              a416a98b71e2        4 weeks ago          166MB
web                 2                   a416a98b71e2        4 weeks ago          166MB
<none>              <none>              4c01db0b339c        About a minute ago   1.22MB
`,
    );
    expect((await host.docker("docker images -q")).stdout).toBe("a416a98b71e2\na416a98b71e2\n4c01db0b339c\n");
  });
});

describe("docker run", () => {
  test.each(["19.03.12", "28.5.2"])("needs few requests, keeps the streams apart and ends as the container (%s)", async (release) => {
    const host = await dockerHost(release, running(new Uint8Array([...frame(1, "out\n"), ...frame(2, "err\n")]), 3));
    const { stdout, stderr, status } = await host.docker("docker run --rm busybox true");
    expect({ stdout, stderr, status }).toEqual({ stdout: "out\n", stderr: "err\n", status: 3 });
    const paths = host.calls.map((call) => call.replace(ID, "ID").replace(/ \{.*/, ""));
    expect(paths).toEqual([
      "POST /containers/create",
      "POST /containers/ID/attach?stderr=1&stdout=1&stream=1",
      expect.stringMatching(/^POST \/containers\/ID\/wait\?condition=removed/),
      "POST /containers/ID/start",
    ]);
    expect(host.defects).toEqual([]);
  });

  test("pulls what is missing", async () => {
    let pulled = false;
    const lines = [
      '{"status":"Pulling from library/busybox","id":"latest"}',
      '{"status":"Pull complete","progressDetail":{},"id":"ea97eb0eb3ec"}',
      '{"status":"Digest: sha256:ab"}',
      '{"status":"Status: Downloaded newer image for busybox:latest"}',
    ];
    const host = await dockerHost("28.5.2", {
      ...running(new Uint8Array(), 0),
      "POST /containers/create": () =>
        pulled ? jsonResponse(201, { Id: ID, Warnings: [] }) : jsonResponse(404, { message: "No such image: busybox:latest" }),
      "POST /images/create": () => {
        pulled = true;
        return new Response(`${lines.join("\n")}\n`, { headers: { "content-type": "application/json" } });
      },
    });
    expect(await host.docker("docker run -d busybox")).toMatchObject({
      stdout: `${ID}\n`,
      stderr:
        "Unable to find image 'busybox:latest' locally\nlatest: Pulling from library/busybox\nea97eb0eb3ec: Pull complete\nDigest: sha256:ab\nStatus: Downloaded newer image for busybox:latest\n",
      status: 0,
    });
    expect(host.calls[1]).toBe("POST /images/create?fromImage=busybox&tag=latest");
  });

  test.each([
    ["19.03.12", `docker: Error response from daemon: Conflict. The container name "/web" is already in use.\nSee 'docker run --help'.\n`],
    [
      "28.5.2",
      `docker: Error response from daemon: Conflict. The container name "/web" is already in use.\n\nRun 'docker run --help' for more information\n`,
    ],
  ])("a name that is taken ends with 125 (%s)", async (release, stderr) => {
    const host = await dockerHost(release, {
      "POST /containers/create": () => jsonResponse(409, { message: 'Conflict. The container name "/web" is already in use.' }),
    });
    expect(await host.docker("docker run -d --name web busybox")).toMatchObject({ stdout: "", stderr, status: 125 });
  });

  test.each([
    ['OCI runtime create failed: exec: "nosuch": executable file not found in $PATH: unknown', 127],
    ['OCI runtime create failed: exec: "/etc/passwd": permission denied: unknown', 126],
    ["driver failed programming external connectivity", 125],
  ])("a start that fails: %s", async (message, status) => {
    const host = await dockerHost("28.5.2", {
      ...running(new Uint8Array(), 0),
      "POST /containers/*/start": () => jsonResponse(400, { message }),
    });
    expect(await host.docker("docker run busybox nosuch")).toMatchObject({
      stderr: `docker: Error response from daemon: ${message}\n\nRun 'docker run --help' for more information\n`,
      status,
    });
  });

  test("wants a terminal for -it", async () => {
    const host = await dockerHost("19.03.12", running(new Uint8Array(), 0));
    expect(await host.docker("docker run -it busybox")).toMatchObject({ stderr: "the input device is not a TTY\n", status: 1 });
  });

  test("options become the request", async () => {
    const host = await dockerHost("28.5.2", running(new Uint8Array(), 0), { "/srv/vars": "# a comment\nA=1\nHOME\n" });
    await host.docker(
      "docker create -e B=2 --env-file /srv/vars -p 8080:80 -p 127.0.0.1::53/udp -v /data -v vol:/vol:ro -m 64m --cpus 1.5 --restart on-failure:3 --label k=v --network web --hostname h --ulimit nofile=10:20 --add-host db:1.2.3.4 --entrypoint sh busybox -c ls",
    );
    const call = host.calls[0] ?? "";
    const request = JSON.parse(call.slice(call.indexOf("{"))) as { HostConfig: Record<string, unknown> };
    expect(request).toMatchObject({
      Image: "busybox",
      Cmd: ["-c", "ls"],
      Entrypoint: ["sh"],
      Env: ["A=1", "HOME=/home/user", "B=2"],
      Hostname: "h",
      Labels: { k: "v" },
      Volumes: { "/data": {} },
      ExposedPorts: { "53/udp": {}, "80/tcp": {} },
      HostConfig: {
        Binds: ["vol:/vol:ro"],
        Memory: 64 * 1024 ** 2,
        NanoCpus: 1.5e9,
        RestartPolicy: { Name: "on-failure", MaximumRetryCount: 3 },
        NetworkMode: "web",
        ExtraHosts: ["db:1.2.3.4"],
        Ulimits: [{ Name: "nofile", Soft: 10, Hard: 20 }],
        PortBindings: { "80/tcp": [{ HostIp: "", HostPort: "8080" }], "53/udp": [{ HostIp: "127.0.0.1", HostPort: "" }] },
      },
    });
  });

  test.each<readonly [options: string, message: string]>([
    ["-p 80:x", "Invalid containerPort: x"],
    ["-p 1-3:1-2", "Invalid ranges specified for container and host Ports: 1-2 and 1-3"],
    ["-p 300.1.1.1:1:1", "Invalid ip address: 300.1.1.1"],
    ["-v vol:/b:ro:d", "invalid spec: vol:/b:ro:d: too many colons"],
    ["-v vol::/b", "invalid spec: vol::/b: empty section between colons"],
    ["--env-file /nosuch", "open /nosuch: no such file or directory"],
    ["--restart often:x", "invalid restart policy format: maximum retry count must be an integer"],
    ["--pid x:y:z", "--pid: invalid PID mode"],
    ["--rm --restart always", "conflicting options: cannot specify both --restart and --rm"],
  ])("%s is refused", async (options, message) => {
    const host = await dockerHost("28.5.2");
    const { stderr, status } = await host.docker(`docker run ${options} busybox`);
    expect([stderr.split("\n")[0], status]).toEqual([`docker: ${message}`, 125]);
    expect(host.calls).toEqual([]);
  });
});

describe("names one by one", () => {
  test("errors are joined, the others done", async () => {
    const host = await dockerHost("28.5.2", { "DELETE /containers/web": gone, "DELETE /containers/*": noSuch("x") });
    expect(await host.docker("docker rm x web y")).toMatchObject({
      stdout: "web\n",
      stderr: "Error response from daemon: No such container: x\nError response from daemon: No such container: x\n",
      status: 1,
    });
    const old = await dockerHost("19.03.12", { "POST /containers/*/stop": noSuch("x") });
    expect(await old.docker("docker stop x")).toMatchObject({
      stdout: "",
      stderr: "Error response from daemon: No such container: x\n",
      status: 1,
    });
  });

  test("docker inspect looks for any kind and joins what it found", async () => {
    const host = await dockerHost("28.5.2", {
      "GET /containers/web/json": () => jsonResponse(200, { Id: "1", Name: "/web" }),
      "GET /volumes/data": () => jsonResponse(200, { Name: "data" }),
    });
    expect(await host.docker("docker inspect web data nosuch")).toMatchObject({
      stdout: '[\n    {\n        "Id": "1",\n        "Name": "/web"\n    },\n    {\n        "Name": "data"\n    }\n]\n',
      stderr: "Error: No such object: nosuch\n",
      status: 1,
    });
  });
});

describe("questions", () => {
  test.each(["19.03.12", "28.5.2"])("docker container prune asks (%s)", async (release) => {
    const host = await dockerHost(release, {
      "POST /containers/prune": () => jsonResponse(200, { ContainersDeleted: [ID], SpaceReclaimed: 1234 }),
    });
    const yes = await host.docker("docker container prune", { stdin: "y\n" });
    expect(yes.stdout).toBe(
      `WARNING! This will remove all stopped containers.\nAre you sure you want to continue? [y/N] Deleted Containers:\n${ID}\n\nTotal reclaimed space: 1.234kB\n`,
    );
    const asked = host.calls.length;
    await host.docker("docker container prune", { stdin: "n\n" });
    expect(host.calls.length).toBe(asked);
  });
});

test("docker logs keeps the streams apart, unless there is a terminal", async () => {
  const routes = (tty: boolean): Routes => ({
    "GET /containers/web/json": () => jsonResponse(200, { Id: ID, Config: { Tty: tty } }),
    [`GET /containers/*/logs`]: () =>
      new Response(new Uint8Array(tty ? new TextEncoder().encode("raw\r\n") : [...frame(1, "a\n"), ...frame(2, "b\n")])),
  });
  const host = await dockerHost("28.5.2", routes(false));
  expect(await host.docker("docker logs --tail 5 -t web")).toMatchObject({ stdout: "a\n", stderr: "b\n", status: 0 });
  expect(host.calls[1]).toBe(`GET /containers/${ID}/logs?stderr=1&stdout=1&tail=5&timestamps=1`);
  expect((await (await dockerHost("28.5.2", routes(true))).docker("docker logs web")).stdout).toBe("raw\r\n");
});

describe("without a daemon", () => {
  test.each([
    ["19.03.12", "Cannot connect to the Docker daemon at unix:///nosuch.sock. Is the docker daemon running?\n"],
    ["28.5.2", "Cannot connect to the Docker daemon at unix:///nosuch.sock. Is the docker daemon running?\n"],
  ])("%s", async (release, stderr) => {
    const host = await dockerHost(release);
    expect(await host.docker("docker ps", { env: { DOCKER_HOST: "unix:///nosuch.sock" } })).toMatchObject({
      stdout: "",
      stderr,
      status: 1,
    });
    expect(await host.docker("docker -H unix:///nosuch.sock ps")).toMatchObject({ stderr, status: 1 });
  });
});

describe("what is not simulated", () => {
  test.each(["docker swarm init", "docker service ls", "docker node ls", "docker trust sign x", "docker plugin ls"])(
    "%s says so in a line",
    async (line) => {
      for (const release of ["19.03.12", "28.5.2"]) {
        const host = await dockerHost(release);
        const { stdout, stderr, status } = await host.docker(line);
        expect([stdout, stderr.trimEnd().split("\n").length, status]).toEqual(["", 1, 1]);
        expect(stderr).toContain("not simulated");
      }
    },
  );
});

describe("completion", () => {
  test.each<readonly [words: readonly string[], shown: string]>([
    [["vol"], "volume\tManage volumes\n:4\n"],
    [["volume", "r"], "rm\tRemove one or more volumes\n:4\n"],
    [["rm", "--fo"], "--force\tForce the removal of a running container (uses SIGKILL)\n:4\n"],
    [["stop", ""], "web\n:4\n"],
  ])("%j", async (words, shown) => {
    const host = await dockerHost("28.5.2", list(WEB));
    expect((await host.run(["docker", "__complete", ...words], { env: { HOME: "/home/user" } })).stdout).toBe(shown);
  });
});
