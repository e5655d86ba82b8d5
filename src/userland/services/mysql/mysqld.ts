/**
 * mysqld: a MySQL server of the 5.7 line as far as its life shows: data directory, log, sockets, accounts, shutdown. The
 * SQL that it knows is in statements.ts; it does not speak MySQL's protocol (wire.ts), so only our own clients can talk to it.
 */

import { encode, type Fd, isErrno, type Program, print, STDERR, type Sys, streamOf } from "#abi";
import { catchSignals } from "../signals.ts";
import { Threads } from "../threads.ts";
import { accountIds } from "../web/accounts.ts";
import { clock, mysqlTime, pad } from "../web/time.ts";
import { createDataDirectory, isDataDirectory, loadAccounts } from "./datadir.ts";
import { INITIALIZE, LISTENING, READY, SHUTDOWN, START } from "./log.data.ts";
import { type MysqlOptions, readOptions } from "./options.ts";
import { failure, runStatement, type Session } from "./statements.ts";
import { type ClientMessage, greeting, type Login, talkOver } from "./wire.ts";

const MEMORY = 185 << 20;
/** Of an idle server. */
const THREADS = 27;
/** What a start and an initialization take, in milliseconds. */
const START_TIME = 300;
const INITIALIZE_TIME = 900;
const KNOWN_FLAGS =
  /^(verbose|help|version|daemonize|initialize|initialize-insecure|console|datadir|basedir|socket|port|user|pid-file|skip-.*|bind-address|character-set-.*|collation-.*|default-.*|max-.*|innodb-.*|sql-mode|lower-case-table-names|log-.*|general-log.*|slow-query-log.*|server-id|explicit-defaults-for-timestamp|secure-file-priv|symbolic-links|key-buffer-size|table-.*|thread-.*|query-cache-.*|binlog-.*|expire-logs-days|wait-timeout|interactive-timeout|net-.*|performance-schema.*|transaction-isolation|event-scheduler|local-infile|tmpdir|ssl.*|gtid-mode|enforce-gtid-consistency|relay-log.*|read-only|sync-.*|group-concat-max-len|open-files-limit|back-log|init-.*|ft-.*|long-query-time|tmp-table-size|sort-buffer-size|join-buffer-size|read-.*|require-secure-transport|validate-password.*|plugin-.*|early-plugin-load|auto-.*)$/;

export const mysqld: Program = async (sys) => {
  const version = (sys.env.get("MYSQL_VERSION") ?? "5.7.31").replace(/-.*$/, "");
  const options = readOptions(sys, ["mysqld", "server", `mysqld-${version.replace(/\.\d+$/, "")}`], sys.argv.slice(1));
  const server = new Server(sys, options, version);
  if (options.values.has("version")) {
    await print(sys, `mysqld  Ver ${version} for Linux on x86_64 (MySQL Community Server (GPL))\n`);
    return 0;
  }
  if (options.values.has("help")) {
    await print(sys, server.help());
    return 0;
  }
  const refusal = server.refusal();
  if (refusal !== undefined) {
    await server.note("ERROR", refusal);
    await server.note("ERROR", "Aborting\n");
    return 1;
  }
  if (options.values.has("initialize") || options.values.has("initialize-insecure")) return server.initialize();
  if (!options.values.has("daemonize")) return server.run(undefined);
  // The parent stays until the server is ready, then its exit status tells how that went.
  const { read, write } = sys.pipe();
  sys.fork(
    async (child) => {
      child.setsid();
      return new Server(child, options, version).run(write);
    },
    { setup: (child) => child.close(read) },
  );
  sys.close(write);
  return (await sys.read(read)).length > 0 ? 0 : 1;
};

class Server {
  readonly #sys: Sys;
  readonly #options: MysqlOptions;
  readonly #version: string;
  readonly #datadir: string;
  readonly #socket: string;
  readonly #threads = new Threads();
  #connections = 0;
  #open = 0;
  #questions = 0;
  #started = 0;
  #stop: () => void = () => undefined;
  readonly #stopped: Promise<void>;

  constructor(sys: Sys, options: MysqlOptions, version: string) {
    this.#sys = sys;
    this.#options = options;
    this.#version = version;
    this.#datadir = (options.values.get("datadir") ?? "/var/lib/mysql").replace(/\/$/, "");
    this.#socket = options.values.get("socket") ?? "/var/run/mysqld/mysqld.sock";
    this.#stopped = new Promise((resolve) => {
      this.#stop = resolve;
    });
  }

  help(): string {
    const lines = [
      ["datadir", `${this.#datadir}/`],
      ["port", this.#options.values.get("port") ?? "3306"],
      ["socket", this.#socket],
    ];
    return `mysqld  Ver ${this.#version} for Linux on x86_64 (MySQL Community Server (GPL))\n\nUsage: mysqld [OPTIONS]\n\nVariables (--variable-name=value)\n${lines.map(([name = "", value = ""]) => `${name.padEnd(57)} ${value}\n`).join("")}`;
  }

  /** Why the server won't start, if so. */
  refusal(): string | undefined {
    const unknown = [...this.#options.values.keys()].find((name) => !KNOWN_FLAGS.test(name.replace(/^loose-/, "")));
    if (unknown !== undefined) return `unknown variable '${unknown}=${this.#options.values.get(unknown) ?? ""}'`.replace(/=(')$/, "$1");
    if (this.#sys.credentials().euid === 0 && !this.#options.values.has("user"))
      return 'Fatal error: Please read "Security" section of the manual to find out how to run mysqld as root!\n';
    return undefined;
  }

  note(level: string, text: string, thread = 0): Promise<void> {
    const now = this.#sys.now();
    const at = new Date(now);
    const short = `${pad(at.getUTCFullYear() % 100)}${pad(at.getUTCMonth() + 1)}${pad(at.getUTCDate())} ${String(at.getUTCHours()).padStart(2)}${clock(at).slice(2)}`;
    const filled = text
      .replaceAll("{version}", this.#version)
      .replaceAll("{datadir}", this.#datadir)
      .replaceAll("{short}", short)
      .replaceAll("{port}", this.#port())
      .replaceAll("{clients}", String(this.#open));
    return print(this.#sys, `${mysqlTime(now)} ${thread} [${level}] ${filled}\n`, STDERR);
  }

  async #notes(lines: readonly (readonly [string, string])[]): Promise<void> {
    for (const [level, text] of lines) await this.note(level, text);
  }

  #port(): string {
    return this.#options.values.get("port") ?? "3306";
  }

  async initialize(): Promise<number> {
    const sys = this.#sys;
    await this.note(
      "Warning",
      "TIMESTAMP with implicit DEFAULT value is deprecated. Please use --explicit_defaults_for_timestamp server option (see documentation for more details).",
    );
    try {
      if (sys.readdir(this.#datadir).length > 0) {
        await this.note("ERROR", "--initialize specified but the data directory has files in it. Aborting.");
        await this.note("ERROR", "Aborting\n");
        return 1;
      }
      await sys.memory(MEMORY);
      await sys.sleep(INITIALIZE_TIME);
      const hex = [...sys.random(16)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      const uuid = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-11ea-${hex.slice(16, 20)}-0242ac110002`;
      const insecure = this.#options.values.has("initialize-insecure");
      const password = insecure
        ? ""
        : [...sys.random(12)].map((byte) => "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789+/".charAt(byte % 59)).join("");
      createDataDirectory(sys, this.#datadir, password, uuid);
      await this.#notes(INITIALIZE.map(([level, text]) => [level, text.replace("{uuid}", uuid)]));
      await this.note(
        insecure ? "Warning" : "Note",
        insecure
          ? "root@localhost is created with an empty password ! Please consider switching off the --initialize-insecure option."
          : `A temporary password is generated for root@localhost: ${password}`,
        1,
      );
      return 0;
    } catch (error) {
      if (!isErrno(error)) throw error;
      await this.note("ERROR", `Can't create/write to the data directory '${this.#datadir}/' (${error.message.replace(/^.*: /, "")})`);
      await this.note("ERROR", "Aborting\n");
      return 1;
    }
  }

  /** Serves until SIGTERM or a client's shutdown. `ready` gets a byte once connections are taken. */
  async run(ready: Fd | undefined): Promise<number> {
    const sys = this.#sys;
    const signals = catchSignals(sys, ["SIGTERM", "SIGQUIT"]);
    sys.signal("SIGINT", "ignore");
    sys.signal("SIGHUP", "ignore");
    await this.note(
      "Warning",
      "TIMESTAMP with implicit DEFAULT value is deprecated. Please use --explicit_defaults_for_timestamp server option (see documentation for more details).",
    );
    await this.note("Note", `mysqld (mysqld ${this.#version}) starting as process ${sys.pid} ...`);
    const user = this.#options.values.get("user");
    if (user !== undefined && sys.credentials().euid === 0) {
      const { uid, gid } = accountIds(sys, user, user);
      sys.setCredentials({ gid, egid: gid, groups: [gid], uid, euid: uid });
    }
    await sys.memory(MEMORY);
    sys.threads(THREADS);
    await sys.sleep(START_TIME);
    if (!isDataDirectory(sys, this.#datadir)) {
      await this.note("ERROR", "Fatal error: Can't open and lock privilege tables: Table 'mysql.user' doesn't exist");
      await this.note("ERROR", "Aborting\n");
      return 1;
    }
    await this.#notes(START);
    const networking = !this.#options.values.has("skip-networking");
    const sockets: Fd[] = [];
    try {
      if (networking) {
        await this.#notes(LISTENING);
        sockets.push(sys.listen({ family: "inet", host: "0.0.0.0", port: Number(this.#port()) }));
      }
      sockets.push(this.#listenLocally());
    } catch (error) {
      if (!isErrno(error)) throw error;
      await this.note("ERROR", `Can't start server: Bind on TCP/IP port: ${error.message}`);
      await this.note("ERROR", "Aborting\n");
      return 1;
    }
    sys.writeFile(`${this.#datadir}/ibtmp1`, encode(""), { mode: 0o640 });
    sys.truncate(`${this.#datadir}/ibtmp1`, 12 << 20);
    this.#writePid();
    this.#started = sys.now();
    for (const socket of sockets) this.#threads.start(() => this.#accept(socket));
    await this.#notes(READY);
    await print(
      sys,
      `Version: '${this.#version}'  socket: '${this.#socket}'  port: ${networking ? this.#port() : "0"}  MySQL Community Server (GPL)\n`,
      STDERR,
    );
    if (ready !== undefined) {
      await sys.write(ready, encode("."));
      sys.close(ready);
    }
    await Promise.race([signals.next(), this.#stopped, this.#threads.failed]);
    await this.#notes(SHUTDOWN);
    for (const file of [`${this.#datadir}/ibtmp1`, this.#socket, `${this.#socket}.lock`, this.#options.values.get("pid-file") ?? ""])
      remove(sys, file);
    return 0;
  }

  #listenLocally(): Fd {
    remove(this.#sys, this.#socket);
    const fd = this.#sys.listen({ family: "unix", path: this.#socket });
    this.#sys.chmod(this.#socket, 0o777);
    this.#sys.writeFile(`${this.#socket}.lock`, encode(`${this.#sys.pid}\n`), { mode: 0o600 });
    return fd;
  }

  #writePid(): void {
    const file = this.#options.values.get("pid-file");
    if (file !== undefined) this.#sys.writeFile(file, encode(`${this.#sys.pid}\n`), { mode: 0o640 });
  }

  async #accept(socket: Fd): Promise<void> {
    for (;;) {
      const { fd, from } = await this.#sys.accept(socket);
      const host = from.family === "unix" ? "localhost" : from.host;
      this.#threads.start(async () => {
        this.#open++;
        try {
          await this.#serve(fd, host);
        } finally {
          this.#open--;
          this.#sys.close(fd);
        }
      });
    }
  }

  async #serve(fd: Fd, host: string): Promise<void> {
    const sys = this.#sys;
    const connection = ++this.#connections + 1;
    const talk = talkOver(streamOf(sys, fd));
    await sys.write(fd, greeting(this.#version, connection, sys.random(20)));
    const login = await talk.receive<Login>().catch(() => undefined);
    if (login === undefined) return;
    const account = this.#account(login, host);
    if (account === undefined) {
      await talk.send(
        failure(
          1045,
          "28000",
          `Access denied for user '${login.user}'@'${host}' (using password: ${login.password === "" ? "NO" : "YES"})`,
        ),
      );
      return;
    }
    const session: Session = {
      sys,
      datadir: this.#datadir,
      version: this.#version,
      connection,
      user: login.user,
      host,
      database: undefined,
    };
    if (login.database !== undefined && login.database !== "") {
      const used = runStatement(session, `USE \`${login.database}\``);
      if (used.kind === "error") {
        await talk.send(used);
        return;
      }
    }
    await talk.send({ kind: "ready", connection, version: this.#version });
    for (let message = await talk.receive<ClientMessage>(); message !== undefined; message = await talk.receive<ClientMessage>()) {
      this.#questions++;
      if (message.kind === "query") await talk.send(runStatement(session, message.sql));
      else if (message.kind === "ping") await talk.send({ kind: "done", affected: 0, database: session.database });
      else if (message.kind === "status") await talk.send({ kind: "text", text: this.#status() });
      else {
        await talk.send({ kind: "done", affected: 0, database: session.database });
        this.#stop();
        return;
      }
    }
  }

  /** The account that a login means: the closest host first. */
  #account(login: Login, host: string): string | undefined {
    const accounts = loadAccounts(this.#sys, this.#datadir).filter((one) => one.user === login.user);
    const account =
      accounts.find((one) => one.host === host || (host === "127.0.0.1" && one.host === "localhost")) ??
      accounts.find((one) => one.host === "%");
    return account !== undefined && account.password === login.password ? account.user : undefined;
  }

  #status(): string {
    const uptime = Math.floor((this.#sys.now() - this.#started) / 1000);
    return `Uptime: ${uptime}  Threads: ${this.#open}  Questions: ${this.#questions}  Slow queries: 0  Opens: 105  Flush tables: 1  Open tables: 98  Queries per second avg: ${(this.#questions / Math.max(uptime, 1)).toFixed(3)}`;
  }
}

function remove(sys: Sys, path: string): void {
  try {
    if (path !== "") sys.unlink(path);
  } catch (error) {
    if (!isErrno(error)) throw error;
  }
}
