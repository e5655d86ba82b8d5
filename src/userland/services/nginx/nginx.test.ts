import { describe, expect, test } from "vitest";
import { jsonResponse, serveConnection } from "#http";
import { containerMachine, passing } from "../testing.ts";
import { nginx } from "./nginx.ts";

const MAIN = `user  nginx;
worker_processes  2;
error_log  /var/log/nginx/error.log notice;
pid        /var/run/nginx.pid;
events { worker_connections  1024; }
http {
    types { text/html html; text/css css; }
    default_type  application/octet-stream;
    log_format  main  '$remote_addr - $remote_user [$time_local] "$request" '
                      '$status $body_bytes_sent "$http_referer" '
                      '"$http_user_agent" "$http_x_forwarded_for"';
    access_log  /dev/stdout  main;
    include /etc/nginx/conf.d/*.conf;
}
`;
const SITE = `server {
    listen       80;
    listen  [::]:80;
    server_name  localhost;
    location / {
        root   /usr/share/nginx/html;
        index  index.html index.htm;
    }
    location /list/ { root /usr/share/nginx/html; autoindex on; }
    location = /old { return 301 /new; }
    location /api/ { proxy_pass http://172.17.0.1:5000/; }
    location /app { root /usr/share/nginx/html; try_files $uri /index.html; }
    error_page   500 502 503 504  /50x.html;
    location = /50x.html { root /usr/share/nginx/html; }
}
`;

function site(conf = SITE) {
  return containerMachine(
    { nginx },
    {
      "/etc/nginx/nginx.conf": MAIN.replace("/var/log/nginx/error.log", "/dev/stderr"),
      "/etc/nginx/conf.d/default.conf": conf,
      "/usr/share/nginx/html/index.html": "<h1>Welcome to nginx!</h1>\n",
      "/usr/share/nginx/html/50x.html": "<h1>An error occurred.</h1>\n",
      "/usr/share/nginx/html/list/a.css": "",
      "/var/run/.keep": "",
    },
  );
}
const run = ["nginx", "-g", "daemon off;"];

describe("nginx", () => {
  test("starts with its notices and workers", async () => {
    const { start, machine } = site();
    const server = await start(run);
    expect(server.stderr().replaceAll(/RLIMIT_NOFILE\): \d+:\d+/g, "RLIMIT_NOFILE): N:N")).toBe(
      [
        'using the "epoll" event method',
        "nginx/1.27.2",
        "OS: Linux 3.10.0-1127.el7.x86_64",
        "getrlimit(RLIMIT_NOFILE): N:N",
        "start worker processes",
        "start worker process 2",
        "start worker process 3",
      ]
        .map((text) => `2020/08/18 07:16:27 [notice] 1#1: ${text}\n`)
        .join(""),
    );
    expect(server.processes()).toEqual(["1 0 nginx -g daemon off;", "2 101 nginx: worker process", "3 101 nginx: worker process"]);
    expect([machine.read("/var/run/nginx.pid"), machine.defects]).toEqual(["1\n", []]);
  });

  test("answers byte for byte, logs accesses and errors", async () => {
    const { start, raw } = site();
    const server = await start(run);
    expect(await raw("GET / HTTP/1.1\r\nHost: localhost\r\nUser-Agent: curl/7.29.0\r\n\r\n")).toBe(
      "HTTP/1.1 200 OK\r\nServer: nginx/1.27.2\r\nDate: Tue, 18 Aug 2020 07:16:27 GMT\r\nContent-Type: text/html\r\nContent-Length: 27\r\nLast-Modified: Tue, 18 Aug 2020 07:16:27 GMT\r\nConnection: keep-alive\r\n" +
        'ETag: "5f3b804b-1b"\r\nAccept-Ranges: bytes\r\n\r\n<h1>Welcome to nginx!</h1>\n',
    );
    expect(await raw("GET /nosuch HTTP/1.1\r\nHost: localhost\r\n\r\n")).toBe(
      "HTTP/1.1 404 Not Found\r\nServer: nginx/1.27.2\r\nDate: Tue, 18 Aug 2020 07:16:27 GMT\r\nContent-Type: text/html\r\nContent-Length: 153\r\nConnection: keep-alive\r\n\r\n" +
        "<html>\r\n<head><title>404 Not Found</title></head>\r\n<body>\r\n<center><h1>404 Not Found</h1></center>\r\n<hr><center>nginx/1.27.2</center>\r\n</body>\r\n</html>\r\n",
    );
    expect(server.stdout()).toBe(
      '172.17.0.1 - - [18/Aug/2020:07:16:27 +0000] "GET / HTTP/1.1" 200 27 "-" "curl/7.29.0" "-"\n172.17.0.1 - - [18/Aug/2020:07:16:27 +0000] "GET /nosuch HTTP/1.1" 404 153 "-" "-" "-"\n',
    );
    expect(server.stderr()).toContain(
      ': *1 open() "/usr/share/nginx/html/nosuch" failed (2: No such file or directory), client: 172.17.0.1, server: localhost, request: "GET /nosuch HTTP/1.1", host: "localhost"\n',
    );
  });

  test("locations: return, autoindex, try_files, directories, methods", async () => {
    const { start, http } = site();
    await start(run);
    expect(await http("/old")).toMatchObject({ status: 301, headers: { location: "/new" } });
    expect((await http("/list/")).body).toContain(
      '<a href="a.css">a.css</a>                                              18-Aug-2020 07:16                   0\r\n',
    );
    expect(await http("/list")).toMatchObject({ status: 301, headers: { location: "http://172.17.0.2/list/" } });
    expect((await http("/app/deep/link")).body).toBe("<h1>Welcome to nginx!</h1>\n");
    expect((await http("/", { method: "DELETE" })).status).toBe(405);
  });

  test("passes requests on, and answers 502 with the error page when nobody is there", async () => {
    const { start, http, stack } = site();
    await start(run);
    expect(await http("/api/x")).toMatchObject({ status: 502, body: "<h1>An error occurred.</h1>\n" });
    const listener = stack.host.listen({ host: "0.0.0.0", port: 5000 });
    void listener
      .accept()
      .then((connection) =>
        serveConnection(connection, async (request) =>
          jsonResponse(200, { path: new URL(request.url).pathname, host: request.headers.get("host") }),
        ),
      );
    expect(JSON.parse((await http("/api/x")).body)).toEqual({ path: "/x", host: "172.17.0.1:5000" });
  });

  test("SIGQUIT ends it gracefully", async () => {
    const { start, clock } = site();
    const server = await start(run);
    server.kill("SIGQUIT");
    await passing();
    await clock.advance(10);
    expect(await server.status()).toBe(0);
    const [, tail = ""] = server.stderr().split("signal 3 (SIGQUIT) received, shutting down\n");
    expect(
      tail
        .trimEnd()
        .split("\n")
        .map((line) => line.slice("2020/08/18 07:16:27 ".length))
        .sort(),
    ).toEqual(
      [
        "2#2: gracefully shutting down",
        "2#2: exiting",
        "2#2: exit",
        "3#3: gracefully shutting down",
        "3#3: exiting",
        "3#3: exit",
        "1#1: signal 17 (SIGCHLD) received from 2",
        "1#1: worker process 2 exited with code 0",
        "1#1: signal 17 (SIGCHLD) received from 3",
        "1#1: worker process 3 exited with code 0",
        "1#1: exit",
      ]
        .map((text) => `[notice] ${text}`)
        .sort(),
    );
  });

  test("-t and mistakes", async () => {
    const good = site().machine;
    expect((await good.run(["nginx", "-t"])).stderr).toBe(
      "nginx: the configuration file /etc/nginx/nginx.conf syntax is ok\nnginx: configuration file /etc/nginx/nginx.conf test is successful\n",
    );
    expect((await good.run(["nginx", "-v"])).stderr).toBe("nginx version: nginx/1.27.2\n");
    const bad = async (conf: string) => (await site(conf).machine.run(["nginx", "-t"])).stderr.split("\n")[0];
    expect(await bad("server {\n  lissten 80;\n}\n")).toBe(
      'nginx: [emerg] unknown directive "lissten" in /etc/nginx/conf.d/default.conf:2',
    );
    expect(await bad("server {\n  listen 80\n")).toBe(
      'nginx: [emerg] unexpected end of file, expecting ";" or "}" in /etc/nginx/conf.d/default.conf:2',
    );
    expect(await bad("server {\n  location / { proxy_pass http://app:80; }\n}\n")).toBe(
      'nginx: [emerg] host not found in upstream "app" in /etc/nginx/conf.d/default.conf:2',
    );
  });
});
