import { describe, expect, test } from "vitest";
import { containerMachine, passing } from "../testing.ts";
import { httpd } from "./httpd.ts";

const CONF = `ServerRoot "/usr/local/apache2"
Listen 80
LoadModule mpm_event_module modules/mod_mpm_event.so
<IfModule unixd_module>
User daemon
Group daemon
</IfModule>
ServerAdmin you@example.com
<Directory />
    AllowOverride none
    Require all denied
</Directory>
DocumentRoot "/usr/local/apache2/htdocs"
<Directory "/usr/local/apache2/htdocs">
    Options Indexes FollowSymLinks
    Require all granted
</Directory>
<IfModule dir_module>
    DirectoryIndex index.html
</IfModule>
<Files ".ht*">
    Require all denied
</Files>
ErrorLog /proc/self/fd/2
LogLevel warn
<IfModule log_config_module>
    LogFormat "%h %l %u %t \\"%r\\" %>s %b" common
    CustomLog /proc/self/fd/1 common
</IfModule>
`;

function site(files: Record<string, string> = {}) {
  return containerMachine(
    { httpd },
    {
      "/usr/local/apache2/conf/httpd.conf": CONF,
      "/usr/local/apache2/htdocs/index.html": "<html><body><h1>It works!</h1></body></html>\n",
      "/usr/local/apache2/logs/.keep": "",
      ...files,
    },
  );
}

describe("httpd", () => {
  test("starts with its notices, children of its user and a pid file", async () => {
    const { start, machine } = site();
    const server = await start(["httpd", "-DFOREGROUND"]);
    expect(server.stderr().replaceAll(/tid \d+/g, "tid T")).toBe(
      "AH00558: httpd: Could not reliably determine the server's fully qualified domain name, using 172.17.0.2. Set the 'ServerName' directive globally to suppress this message\n".repeat(
        2,
      ) +
        "[Tue Aug 18 07:16:27.000000 2020] [mpm_event:notice] [pid 1:tid T] AH00489: Apache/2.4.46 (Unix) configured -- resuming normal operations\n" +
        "[Tue Aug 18 07:16:27.000000 2020] [core:notice] [pid 1:tid T] AH00094: Command line: 'httpd -D FOREGROUND'\n",
    );
    expect(server.processes()).toEqual([
      "1 0 httpd -DFOREGROUND",
      "2 1 httpd -DFOREGROUND",
      "3 1 httpd -DFOREGROUND",
      "4 1 httpd -DFOREGROUND",
    ]);
    expect(machine.read("/usr/local/apache2/logs/httpd.pid")).toBe("1\n");
    expect(machine.defects).toEqual([]);
  });

  test("answers like Apache, byte for byte, and logs it", async () => {
    const { start, raw } = site();
    const server = await start(["httpd", "-DFOREGROUND"]);
    expect(await raw("GET / HTTP/1.1\r\nHost: a\r\n\r\n")).toBe(
      "HTTP/1.1 200 OK\r\nDate: Tue, 18 Aug 2020 07:16:27 GMT\r\nServer: Apache/2.4.46 (Unix)\r\nLast-Modified: Tue, 18 Aug 2020 07:16:27 GMT\r\n" +
        'ETag: "2d-5ad21aa5868c0"\r\nAccept-Ranges: bytes\r\nContent-Length: 45\r\nContent-Type: text/html\r\n\r\n<html><body><h1>It works!</h1></body></html>\n',
    );
    expect(await raw("GET /nosuch HTTP/1.1\r\nHost: a\r\n\r\n")).toBe(
      "HTTP/1.1 404 Not Found\r\nDate: Tue, 18 Aug 2020 07:16:27 GMT\r\nServer: Apache/2.4.46 (Unix)\r\nContent-Length: 196\r\nContent-Type: text/html; charset=iso-8859-1\r\n\r\n" +
        '<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head>\n<title>404 Not Found</title>\n</head><body>\n<h1>Not Found</h1>\n<p>The requested URL was not found on this server.</p>\n</body></html>\n',
    );
    expect((await raw("hello\r\n")).split("\r\n")[0]).toBe("HTTP/1.1 400 Bad Request");
    await raw("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
    expect(server.stdout()).toBe(
      '172.17.0.1 - - [18/Aug/2020:07:16:27 +0000] "GET / HTTP/1.1" 200 45\n172.17.0.1 - - [18/Aug/2020:07:16:27 +0000] "GET /nosuch HTTP/1.1" 404 196\n172.17.0.1 - - [18/Aug/2020:07:16:27 +0000] "HEAD / HTTP/1.1" 200 -\n',
    );
  });

  test("directories, types, conditions, ranges, methods, what it may not read", async () => {
    const { start, http, machine } = site({ "/usr/local/apache2/htdocs/d/b.txt": "0123456789", "/usr/local/apache2/htdocs/d/a.css": "" });
    machine.write("/usr/local/apache2/htdocs/secret.html", "no", 0o600);
    await start(["httpd", "-DFOREGROUND"]);
    expect(await http("/d")).toMatchObject({ status: 301, headers: { location: "http://172.17.0.2/d/" } });
    expect((await http("/d/")).body).toContain(
      '<ul><li><a href="/"> Parent Directory</a></li>\n<li><a href="a.css"> a.css</a></li>\n<li><a href="b.txt"> b.txt</a></li>\n</ul>',
    );
    const file = await http("/d/../d/b.txt");
    expect(file).toMatchObject({ status: 200, body: "0123456789", headers: { "content-type": "text/plain" } });
    expect(await http("/d/b.txt", { headers: { "if-none-match": file.headers["etag"] ?? "" } })).toMatchObject({ status: 304, body: "" });
    expect(await http("/d/b.txt", { headers: { range: "bytes=2-4" } })).toMatchObject({
      status: 206,
      body: "234",
      headers: { "content-range": "bytes 2-4/10" },
    });
    expect(await http("/d/b.txt", { method: "DELETE" })).toMatchObject({ status: 405, headers: { allow: "GET,POST,OPTIONS,HEAD,TRACE" } });
    expect((await http("/secret.html")).status).toBe(403);
    expect((await http("/.htaccess")).status).toBe(403);
    expect((await http("/..%2f..%2fetc/passwd")).status).toBe(400);
  });

  test("a changed file is served at once; a killed child is replaced", async () => {
    const { start, http, machine } = site();
    const server = await start(["httpd", "-DFOREGROUND"]);
    machine.write("/usr/local/apache2/htdocs/index.html", "<h1>mine</h1>\n");
    expect((await http("/")).body).toBe("<h1>mine</h1>\n");
    const child = machine.kernel.processes().find((one) => one.innerPid === 3 && one.credentials.uid === 1);
    machine.kernel.kill(child?.pid ?? 0, "SIGKILL");
    await passing();
    expect(server.stderr()).toContain("AH00052: child pid 3 exit signal Killed (9)");
    expect(server.processes()).toHaveLength(4);
  });

  test("SIGWINCH and SIGTERM end it with their lines and status 0", async () => {
    for (const [signal, line] of [
      ["SIGWINCH", "AH00492: caught SIGWINCH, shutting down gracefully"],
      ["SIGTERM", "AH00491: caught SIGTERM, shutting down"],
    ] as const) {
      const server = await site().start(["httpd", "-DFOREGROUND"]);
      server.kill(signal);
      expect([await server.status(), server.stderr().trimEnd().endsWith(line)]).toEqual([0, true]);
    }
  });

  test("-v, -t, mistakes in the configuration, a port in use", async () => {
    const { machine, start } = site({ "/bad.conf": 'ServerRoot "/usr/local/apache2"\n\nFoo bar\n' });
    expect(await machine.run(["httpd", "-v"])).toMatchObject({
      stdout: "Server version: Apache/2.4.46 (Unix)\nServer built:   Aug  7 2020 16:35:35\n",
      status: 0,
    });
    expect((await machine.run(["httpd", "-t"])).stderr).toMatch(/Syntax OK\n$/);
    expect(await machine.run(["httpd", "-f", "/bad.conf", "-t"])).toMatchObject({
      stderr:
        "AH00526: Syntax error on line 3 of /bad.conf:\nInvalid command 'Foo', perhaps misspelled or defined by a module not included in the server configuration\n",
      status: 1,
    });
    await start(["httpd", "-DFOREGROUND"]);
    const second = await start(["httpd", "-DFOREGROUND"]);
    expect([await second.status(), second.stderr().split("\n").slice(1).join("\n")]).toEqual([
      1,
      "(98)Address already in use: AH00072: make_sock: could not bind to address [::]:80\nno listening sockets available, shutting down\nAH00015: Unable to open logs\n",
    ]);
  });
});
