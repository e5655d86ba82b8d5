/**
 * nginx: a master process and workers that serve files or pass requests on. Models 1.2x without TLS, FastCGI, rewriting,
 * caching and limits.
 */

import { decode, encode, type Fd, isErrno, type Program, print, type Signal, STDERR, type Sys, signalNumber } from "#abi";
import { catchSignals } from "../signals.ts";
import { Threads } from "../threads.ts";
import { accountIds } from "../web/accounts.ts";
import { acceptHttp } from "../web/connections.ts";
import { logLine, openLog } from "../web/log-file.ts";
import { commonLogTime, nginxTime } from "../web/time.ts";
import { type Directive, NginxConfigError, parseGlobal, readNginxConfig } from "./config.ts";
import { statusPage } from "./pages.ts";
import { COMBINED, type NginxSettings, type Scope, settingsOf } from "./settings.ts";
import { type SiteContext, siteHandler } from "./site.ts";
import { substitute, type Variables } from "./variables.ts";

const HEADER_ORDER = [
  "Server",
  "Date",
  "Content-Type",
  "Content-Length",
  "Transfer-Encoding",
  "Location",
  "Last-Modified",
  "Connection",
  "ETag",
  "Accept-Ranges",
  "Content-Range",
];
const LEVELS = ["debug", "info", "notice", "warn", "error", "crit", "alert", "emerg"];
const WORKER_MEMORY = 1_500_000;
const PREFIX = "/etc/nginx";

export const nginx: Program = async (sys) => {
  const version = `nginx/${sys.env.get("NGINX_VERSION") ?? "1.27.2"}`;
  const options = parseArguments(sys.argv.slice(1));
  if (typeof options === "string") {
    await print(
      sys,
      options === "-v" || options === "-V"
        ? `nginx version: ${version}\n`
        : options === "-h"
          ? `nginx version: ${version}\n${USAGE}`
          : `nginx: ${options}\n`,
      STDERR,
    );
    return /^-[vVh]$/.test(options) ? 0 : 1;
  }
  let settings: NginxSettings;
  const load = () => settingsOf([...readNginxConfig(sys, options.file, PREFIX), ...options.global]);
  try {
    settings = load();
    await checkUpstreams(sys, settings);
  } catch (error) {
    if (!(error instanceof NginxConfigError)) throw error;
    if (!options.test) await print(sys, `${nginxTime(sys.now())} [emerg] ${sys.pid}#${sys.pid}: ${error.message}\n`, STDERR);
    await print(sys, `nginx: [emerg] ${error.message}\n`, STDERR);
    if (options.test) await print(sys, `nginx: configuration file ${options.file} test failed\n`, STDERR);
    return 1;
  }
  if (options.test) {
    await print(
      sys,
      `nginx: the configuration file ${options.file} syntax is ok\nnginx: configuration file ${options.file} test is successful\n`,
      STDERR,
    );
    return 0;
  }
  if (options.signal !== undefined) return control(sys, settings, options.signal);
  if (!settings.daemon) return master(sys, settings, load, version);
  const first = settings;
  sys.fork(async (child) => {
    child.setsid();
    return master(child, first, load, version);
  });
  return 0;
};

const USAGE = `Usage: nginx [-?hvVtTq] [-s signal] [-p prefix]
             [-e filename] [-c filename] [-g directives]

Options:
  -?,-h         : this help
  -v            : show version and exit
  -V            : show version and configure options then exit
  -t            : test configuration and exit
  -s signal     : send signal to a master process: stop, quit, reopen, reload
  -c filename   : set configuration file (default: /etc/nginx/nginx.conf)
  -g directives : set global directives out of configuration file
`;

interface Options {
  readonly file: string;
  readonly test: boolean;
  readonly signal: string | undefined;
  readonly global: readonly Directive[];
}

/** The options, or what is asked for (`-v`), or the complaint. */
function parseArguments(args: readonly string[]): Options | string {
  let file = "/etc/nginx/nginx.conf";
  let signal: string | undefined;
  let test = false;
  let global: readonly Directive[] = [];
  for (let at = 0; at < args.length; at++) {
    const argument = args[at] ?? "";
    const letter = argument.slice(0, 2);
    const value = () => (argument.length > 2 ? argument.slice(2) : args[++at]);
    if (letter === "-v" || letter === "-V" || letter === "-h") return letter;
    if (letter === "-?") return "-h";
    if (letter === "-t" || letter === "-T") test = true;
    else if (letter === "-q") continue;
    else if ("cgspe".includes(argument.charAt(1)) && argument.startsWith("-")) {
      const text = value();
      if (text === undefined)
        return `option "${letter}" requires ${{ "-c": "file name", "-g": "parameter", "-s": "parameter" }[letter] ?? "parameter"}`;
      if (letter === "-c") file = text;
      if (letter === "-s") signal = text;
      if (letter === "-g") global = parseGlobal(`${text}${text.trim().endsWith(";") ? "" : ";"}`);
    } else return `invalid option: "${argument.replace(/^-/, "")}"`;
  }
  if (signal !== undefined && !["stop", "quit", "reopen", "reload"].includes(signal)) return `invalid option: "-s ${signal}"`;
  return { file, test, signal, global };
}

async function control(sys: Sys, settings: NginxSettings, signal: string): Promise<number> {
  const signals: Readonly<Record<string, Signal>> = { stop: "SIGTERM", quit: "SIGQUIT", reopen: "SIGUSR1", reload: "SIGHUP" };
  try {
    sys.kill(Number(decode(sys.readFile(settings.pid))), signals[signal]);
    return 0;
  } catch (error) {
    if (!isErrno(error)) throw error;
    await print(sys, `nginx: [error] open() "${settings.pid}" failed (2: No such file or directory)\n`, STDERR);
    return 1;
  }
}

/** Names of upstreams must resolve at the start. */
async function checkUpstreams(sys: Sys, settings: NginxSettings): Promise<void> {
  for (const { locations } of settings.servers)
    for (const { scope } of locations) {
      const directive = scope.own("proxy_pass");
      const [, name = ""] = /^https?:\/\/([^/:$]+)/.exec(directive?.args[0] ?? "") ?? [];
      if (directive === undefined || name === "" || settings.upstreams.has(name)) continue;
      if ((await sys.resolve(name)).length === 0) throw new NginxConfigError(`host not found in upstream "${name}" in ${directive.where}`);
    }
}

async function master(sys: Sys, first: NginxSettings, load: () => NginxSettings, version: string): Promise<number> {
  let settings = first;
  const errorLog = openLog(sys, settings.errorLog.path);
  const note = (level: string, text: string) => noteTo(sys, errorLog, settings, level, text);
  const sockets = new Map<string, { fd: Fd; port: number }>();
  for (const { host, port } of settings.servers.flatMap((server) => server.listen)) {
    if (sockets.has(`${host}:${port}`)) continue;
    try {
      sockets.set(`${host}:${port}`, { fd: sys.listen({ family: "inet", host, port }), port });
    } catch (error) {
      if (!isErrno(error)) throw error;
      const number = { EADDRINUSE: 98, EACCES: 13, EADDRNOTAVAIL: 99 }[error.code as string] ?? 5;
      const text = `bind() to ${host}:${port} failed (${number}: ${error.message})`;
      await logLine(sys, errorLog, `${nginxTime(sys.now())} [emerg] ${sys.pid}#${sys.pid}: ${text}`);
      await print(sys, `nginx: [emerg] ${text}\n`, STDERR);
      return 1;
    }
  }
  const signals = catchSignals(sys, ["SIGTERM", "SIGINT", "SIGQUIT", "SIGHUP", "SIGUSR1", "SIGWINCH"]);
  await note("notice", 'using the "epoll" event method');
  await note("notice", version);
  await note("notice", `OS: Linux ${sys.uname().release}`);
  const { soft = 1_048_576, hard = 1_048_576 } = sys.getrlimit("nofile");
  await note("notice", `getrlimit(RLIMIT_NOFILE): ${soft}:${hard}`);
  sys.writeFile(settings.pid, encode(`${sys.pid}\n`));
  const workers = new Set<number>();
  const startWorkers = async () => {
    await note("notice", "start worker processes");
    const count = settings.workers === "auto" ? processors(sys) : settings.workers;
    while (workers.size < count) {
      const own = settings;
      const pid = sys.fork((child) => worker(child, own, [...sockets.values()], errorLog, version), { argv: ["nginx: worker process"] });
      workers.add(pid);
      await note("notice", `start worker process ${pid}`);
    }
  };
  await startWorkers();
  const threads = new Threads();
  let ending = false;
  threads.start(async () => {
    for (;;) {
      const gone = await sys.wait();
      if (gone === undefined || ending || !workers.delete(gone.pid)) continue;
      await note("notice", `signal 17 (SIGCHLD) received from ${gone.pid}`);
      if (gone.status.kind === "signaled")
        await note("alert", `worker process ${gone.pid} exited on signal ${signalNumber(gone.status.signal)}`);
      await startWorkers();
    }
  });
  for (;;) {
    const signal = await Promise.race([signals.next(), threads.failed]);
    if (signal === "SIGUSR1" || signal === "SIGWINCH") continue;
    if (signal === "SIGHUP") {
      await note("notice", "signal 1 (SIGHUP) received, reconfiguring");
      try {
        settings = load();
      } catch (error) {
        if (!(error instanceof NginxConfigError)) throw error;
        await note("emerg", error.message);
        continue;
      }
      await note("notice", "reconfiguring");
      await stopWorkers(sys, workers, "SIGQUIT");
      await startWorkers();
      continue;
    }
    ending = true;
    await note(
      "notice",
      signal === "SIGQUIT" ? "signal 3 (SIGQUIT) received, shutting down" : `signal ${signalNumber(signal)} (${signal}) received, exiting`,
    );
    for (const pid of await stopWorkers(sys, workers, signal === "SIGQUIT" ? "SIGQUIT" : "SIGTERM")) {
      await note("notice", `signal 17 (SIGCHLD) received from ${pid}`);
      await note("notice", `worker process ${pid} exited with code 0`);
    }
    await note("notice", "exit");
    sys.unlink(settings.pid);
    return 0;
  }
}

/** Tells the workers to end; gives their pids. */
async function stopWorkers(sys: Sys, workers: Set<number>, signal: Signal): Promise<number[]> {
  const pids = [...workers];
  workers.clear();
  for (const pid of pids) {
    try {
      sys.kill(pid, signal);
    } catch (error) {
      if (!isErrno(error)) throw error;
    }
  }
  // Their last lines come before the master's.
  if (pids.length > 0) await sys.sleep(2);
  return pids;
}

async function worker(
  sys: Sys,
  settings: NginxSettings,
  sockets: readonly { readonly fd: Fd; readonly port: number }[],
  errorLog: Fd,
  version: string,
): Promise<number> {
  const logs = new Map<string, Fd>();
  const logAt = (path: string): Fd => {
    const fd = logs.get(path) ?? openLog(sys, path);
    logs.set(path, fd);
    return fd;
  };
  for (const { args } of settings.http.all("access_log")) if (args[0] !== undefined && args[0] !== "off") logAt(args[0]);
  const { uid, gid } = accountIds(sys, settings.user, settings.user);
  if (sys.credentials().euid === 0) sys.setCredentials({ gid, egid: gid, groups: [gid], uid, euid: uid });
  await sys.memory(WORKER_MEMORY);
  const signals = catchSignals(sys, ["SIGTERM", "SIGINT", "SIGQUIT", "SIGHUP", "SIGUSR1", "SIGWINCH"]);
  const threads = new Threads();
  const writers = {
    async access(scope: Scope, variables: Variables) {
      const [path = "/var/log/nginx/access.log", format = "combined"] = scope.find("access_log") ?? [];
      if (path === "off") return;
      const line = substitute(
        settings.formats.get(format) ?? COMBINED,
        { ...variables, time_local: commonLogTime(sys.now()), time_iso8601: new Date(sys.now()).toISOString() },
        "-",
      );
      await logLine(sys, logAt(path), line);
    },
    error(text: string, variables: Variables) {
      const upstream = variables["upstream"] === undefined ? "" : `, upstream: "${variables["upstream"]}"`;
      const about = `client: ${variables["remote_addr"]}, server: ${variables["server_name"]}, request: "${variables["request"]}"${upstream}, host: "${variables["http_host"] ?? ""}"`;
      return noteTo(sys, errorLog, settings, "error", `*1 ${text}, ${about}`);
    },
  };
  const refuse = (status: number) =>
    new Response(statusPage(status, version) ?? "", { status, headers: { server: version, "content-type": "text/html" } });
  for (const { fd, port } of sockets) {
    const context: SiteContext = { sys, settings, port, version, ...writers };
    threads.start(() =>
      acceptHttp(sys, fd, threads, (client) => siteHandler(context, client), { now: () => sys.now(), headerOrder: HEADER_ORDER, refuse }),
    );
  }
  for (;;) {
    const signal = await Promise.race([signals.next(), threads.failed]);
    if (signal !== "SIGTERM" && signal !== "SIGQUIT") continue;
    if (signal === "SIGQUIT") await noteTo(sys, errorLog, settings, "notice", "gracefully shutting down");
    await noteTo(sys, errorLog, settings, "notice", "exiting");
    await noteTo(sys, errorLog, settings, "notice", "exit");
    return 0;
  }
}

function noteTo(sys: Sys, log: Fd, settings: NginxSettings, level: string, text: string): Promise<void> {
  if (LEVELS.indexOf(level) < LEVELS.indexOf(settings.errorLog.level)) return Promise.resolve();
  return logLine(sys, log, `${nginxTime(sys.now())} [${level}] ${sys.pid}#${sys.pid}: ${text}`);
}

/** worker_processes auto. */
function processors(sys: Sys): number {
  try {
    return Math.max(1, decode(sys.readFile("/proc/cpuinfo")).match(/^processor/gm)?.length ?? 1);
  } catch (error) {
    if (isErrno(error)) return 1;
    throw error;
  }
}
