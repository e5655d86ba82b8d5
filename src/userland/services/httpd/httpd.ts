/**
 * httpd: the Apache HTTP server with the event MPM, for static sites: one parent, `StartServers` children that answer.
 * Models 2.4 as the official image has it, without .htaccess, rewriting, CGI, proxying and TLS.
 */

import { encode, type Fd, isErrno, type Program, print, type Signal, STDERR, type Sys } from "#abi";
import type { ServeOptions } from "#http";
import { catchSignals } from "../signals.ts";
import { Threads } from "../threads.ts";
import { accountIds } from "../web/accounts.ts";
import { acceptHttp, type Client } from "../web/connections.ts";
import { logLine, openLog } from "../web/log-file.ts";
import { apacheTime } from "../web/time.ts";
import { accessLine } from "./access-log.ts";
import { parseArguments, USAGE } from "./arguments.ts";
import { ConfigError, type HttpdConfig, readConfig } from "./config.ts";
import { statusPage } from "./pages.ts";
import { siteHandler } from "./site.ts";

const HEADER_ORDER = [
  "Date",
  "Server",
  "Location",
  "Allow",
  "Last-Modified",
  "ETag",
  "Accept-Ranges",
  "Content-Length",
  "Content-Range",
  "Connection",
  "Transfer-Encoding",
  "Content-Type",
];
/** Bytes that the parent and each child take. */
const PARENT_MEMORY = 4 << 20;
const CHILD_MEMORY = 1_700_000;

export const httpd: Program = async (sys) => {
  const version = `Apache/${sys.env.get("HTTPD_VERSION") ?? "2.4.46"} (Unix)`;
  const options = parseArguments(sys.argv.slice(1));
  switch (options.kind) {
    case "usage":
      await print(sys, `${options.message}${USAGE(sys.argv[0] ?? "httpd")}`, STDERR);
      return options.message === "" ? 0 : 1;
    case "version":
      await print(sys, `Server version: ${version}\nServer built:   ${built(version)}\n`);
      return 0;
    case "run":
      break;
  }
  let config: HttpdConfig;
  try {
    config = readConfig(
      sys,
      options.file.startsWith("/") ? options.file : `${options.root}/${options.file}`,
      options.root,
      options.directives,
    );
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    await print(sys, `${error.message}\n`, STDERR);
    return 1;
  }
  if (options.signal !== undefined && options.signal !== "start") return control(sys, config, options.signal);
  await nameWarning(sys, config);
  if (options.test) {
    await print(sys, "Syntax OK\n", STDERR);
    return 0;
  }
  if (options.foreground) return serve(sys, config, version, options.commandLine);
  sys.fork(async (child) => {
    child.setsid();
    return serve(child, config, version, options.commandLine);
  });
  return 0;
};

/** Without a ServerName httpd looks for the machine's own and tells what it found. */
async function nameWarning(sys: Sys, config: HttpdConfig): Promise<void> {
  if (config.serverName !== undefined) return;
  const host = sys.uname().nodename;
  const [address] = await sys.resolve(host);
  if (address === undefined) await print(sys, `AH00557: httpd: apr_sockaddr_info_get() failed for ${host}\n`, STDERR);
  if (host.includes(".") && address !== undefined) return;
  await print(
    sys,
    `AH00558: httpd: Could not reliably determine the server's fully qualified domain name, using ${address ?? "127.0.0.1"}. Set the 'ServerName' directive globally to suppress this message\n`,
    STDERR,
  );
}

/** `httpd -k stop` and company, by the pid file. */
async function control(sys: Sys, config: HttpdConfig, how: string): Promise<number> {
  const signals: Readonly<Record<string, Signal>> = {
    stop: "SIGTERM",
    restart: "SIGHUP",
    graceful: "SIGUSR1",
    "graceful-stop": "SIGWINCH",
  };
  try {
    sys.kill(Number(new TextDecoder().decode(sys.readFile(config.pidFile))), signals[how]);
  } catch (error) {
    if (!isErrno(error)) throw error;
    await print(sys, "httpd (no pid file) not running\n", STDERR);
    return 1;
  }
  return 0;
}

/** The parent: opens everything as root, starts the children, then waits for signals. */
async function serve(sys: Sys, first: HttpdConfig, version: string, commandLine: string): Promise<number> {
  let config = first;
  const sockets = openSockets(sys, config);
  if (typeof sockets === "string") {
    await print(sys, sockets, STDERR);
    return 1;
  }
  await sys.memory(PARENT_MEMORY);
  await nameWarning(sys, config);
  const errorLog = openLog(sys, config.errorLog);
  const thread = threadId(sys, version);
  const note = (module: string, text: string) =>
    logLine(sys, errorLog, `[${apacheTime(sys.now())}] [${module}] [pid ${sys.pid}:tid ${thread}] ${text}`);
  const signals = catchSignals(sys, ["SIGTERM", "SIGINT", "SIGWINCH", "SIGHUP", "SIGUSR1"]);
  sys.writeFile(config.pidFile, encode(`${sys.pid}\n`), { mode: 0o644 });
  const children = new Set<number>();
  const startChildren = () => {
    while (children.size < config.startServers) {
      const settings = config;
      children.add(sys.fork((child) => worker(child, settings, sockets, errorLog, version)));
    }
  };
  startChildren();
  await note("mpm_event:notice", `AH00489: ${version} configured -- resuming normal operations`);
  await note("core:notice", `AH00094: Command line: '${commandLine}'`);
  const threads = new Threads();
  // Children that die are replaced: httpd looks once a second, here at once.
  threads.start(async () => {
    for (;;) {
      const gone = await sys.wait();
      if (gone === undefined || !children.delete(gone.pid)) continue;
      if (gone.status.kind === "signaled")
        await note(
          "core:notice",
          `AH00052: child pid ${gone.pid} exit signal ${gone.status.signal === "SIGKILL" ? "Killed (9)" : gone.status.signal}`,
        );
      startChildren();
    }
  });
  for (;;) {
    const signal = await Promise.race([signals.next(), threads.failed]);
    if (signal === "SIGHUP" || signal === "SIGUSR1") {
      await note(
        "mpm_event:notice",
        signal === "SIGHUP" ? "AH00494: SIGHUP received.  Attempting to restart" : "AH00493: SIGUSR1 received.  Doing graceful restart",
      );
      config = readConfig(sys, `${config.serverRoot}/conf/httpd.conf`, config.serverRoot, []);
      endChildren(sys, children);
      startChildren();
      await note("mpm_event:notice", `AH00489: ${version} configured -- resuming normal operations`);
      await note("core:notice", `AH00094: Command line: '${commandLine}'`);
      continue;
    }
    endChildren(sys, children);
    sys.unlink(config.pidFile);
    await note(
      "mpm_event:notice",
      signal === "SIGWINCH" ? "AH00492: caught SIGWINCH, shutting down gracefully" : "AH00491: caught SIGTERM, shutting down",
    );
    return 0;
  }
}

function endChildren(sys: Sys, children: Set<number>): void {
  for (const child of children) {
    children.delete(child);
    try {
      sys.kill(child, "SIGTERM");
    } catch (error) {
      if (!isErrno(error)) throw error;
    }
  }
}

/** Listening sockets, or the complaint that httpd ends with. */
function openSockets(sys: Sys, config: HttpdConfig): Fd[] | string {
  const sockets: Fd[] = [];
  if (config.listen.length === 0) return "no listening sockets available, shutting down\nAH00015: Unable to open logs\n";
  for (const { host, port } of config.listen) {
    try {
      sockets.push(sys.listen({ family: "inet", host, port }));
    } catch (error) {
      if (!isErrno(error)) throw error;
      const number = { EADDRINUSE: 98, EACCES: 13, EADDRNOTAVAIL: 99 }[error.code as string] ?? 0;
      const where = host === "0.0.0.0" ? `[::]:${port}` : `${host}:${port}`;
      return `(${number})${error.message}: AH00072: make_sock: could not bind to address ${where}\nno listening sockets available, shutting down\nAH00015: Unable to open logs\n`;
    }
  }
  return sockets;
}

/** A child: gives up root and answers until it is told to stop. */
async function worker(sys: Sys, config: HttpdConfig, sockets: readonly Fd[], errorLog: Fd, version: string): Promise<number> {
  const logs = config.customLogs.map(({ path, format }) => ({ fd: openLog(sys, path), format }));
  const { uid, gid } = accountIds(sys, config.user, config.group);
  if (sys.credentials().euid === 0) sys.setCredentials({ gid, egid: gid, groups: [gid], uid, euid: uid });
  await sys.memory(CHILD_MEMORY);
  // ThreadsPerChild, the listener and the main thread.
  sys.threads(27);
  const signals = catchSignals(sys, ["SIGTERM", "SIGINT", "SIGWINCH", "SIGHUP", "SIGUSR1"]);
  const thread = threadId(sys, version);
  const siteLogs = {
    async access(client: Client, request: Request, status: number, bytes: number | undefined) {
      for (const { fd, format } of logs) await logLine(sys, fd, accessLine(format, { client, request, status, bytes, now: sys.now() }));
    },
    error: (client: Client, text: string) =>
      logLine(
        sys,
        errorLog,
        `[${apacheTime(sys.now())}] [core:error] [pid ${sys.pid}:tid ${thread}] [client ${client.host}:${client.port}] ${text}`,
      ),
  };
  const server = serverName(version, config.serverTokens);
  const options: ServeOptions = {
    now: () => sys.now(),
    headerOrder: HEADER_ORDER,
    refuse: (status) =>
      new Response(statusPage(status, { method: "", location: "", signature: "" }), {
        status,
        headers: { server, "content-type": "text/html; charset=iso-8859-1" },
      }),
  };
  const threads = new Threads();
  for (const socket of sockets)
    threads.start(() => acceptHttp(sys, socket, threads, (client) => siteHandler(sys, config, server, siteLogs, client), options));
  let signal = await Promise.race([signals.next(), threads.failed]);
  while (signal === "SIGWINCH" || signal === "SIGINT") signal = await Promise.race([signals.next(), threads.failed]);
  return 0;
}

/** ServerTokens: how much the Server header tells. */
function serverName(version: string, tokens: string): string {
  const [, product = "Apache", number = ""] = /^(\w+)\/(\S+)/.exec(version) ?? [];
  switch (tokens.toLowerCase()) {
    case "prod":
    case "productonly":
      return product;
    case "major":
      return `${product}/${number.split(".")[0] ?? ""}`;
    case "minor":
      return `${product}/${number.split(".").slice(0, 2).join(".")}`;
    case "min":
    case "minimal":
      return `${product}/${number}`;
    default:
      return version;
  }
}

/** The thread id of the error log: since 2.4.54 the kernel's number, before that the address of a thread's record. */
function threadId(sys: Sys, version: string): string {
  if (patchLevel(version) >= 54) return String(sys.pid);
  const [a = 0, b = 0, c = 0] = sys.random(3);
  return String(139_600_000_000_000 + (a * 65_536 + b * 256 + c) * 4096);
}

/** When the official image's httpd of that version was compiled, as far as it is known. */
function built(version: string): string {
  return patchLevel(version) <= 46 ? "Aug  7 2020 16:35:35" : "Nov 12 2024 02:15:07";
}

function patchLevel(version: string): number {
  return Number(/\d+\.\d+\.(\d+)/.exec(version)?.[1] ?? 0);
}
