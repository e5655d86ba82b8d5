/** redis-server: keys in memory behind RESP, saved at the end. Models 6 and 7 without persistence logs, replication, scripts and streams. */

import { decode, encode, isErrno, type Program, print, type Sys } from "#abi";
import { catchSignals } from "../signals.ts";
import { Threads } from "../threads.ts";
import { redisTime } from "../web/time.ts";
import { type Context, runCommand } from "./commands.ts";
import { bytesOf, encodeReply, fault, latin1Of, OK, parseCommand, type Reply } from "./resp.ts";
import { Database } from "./store.ts";

const MEMORY = 8 << 20;
/** Our snapshots are redis' in name only. */
const MAGIC = "REDIS0011 drydock\n";

export const redisServer: Program = async (sys) => {
  const version = sys.env.get("REDIS_VERSION") ?? "7.4.1";
  const args = sys.argv.slice(1);
  if (args.includes("-v") || args.includes("--version"))
    return print(sys, `Redis server v=${version} sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=8e3f9d5d2a1c4b67\n`).then(() => 0);
  const file = args.find((word, at) => !word.startsWith("-") && !(args[at - 1] ?? "").startsWith("--"));
  const settings = new Map<string, string>([
    ["port", "6379"],
    ["bind", "0.0.0.0"],
    ["dir", sys.getcwd()],
    ["dbfilename", "dump.rdb"],
    ["maxmemory", "0"],
    ["save", "3600 1 300 100 60 10000"],
    ["appendonly", "no"],
  ]);
  try {
    if (file !== undefined) for (const line of decode(sys.readFile(file)).split("\n")) setFrom(settings, line.trim());
  } catch (error) {
    if (!isErrno(error)) throw error;
    await print(
      sys,
      `${sys.pid}:C ${redisTime(sys.now())} # Fatal error, can't open config file '${file}': ${error.message.replace(/^.*: /, "")}\n`,
    );
    return 1;
  }
  for (let at = 0; at < args.length; at++)
    if (args[at]?.startsWith("--")) setFrom(settings, `${args[at]?.slice(2)} ${args[at + 1]?.startsWith("--") ? "" : (args[++at] ?? "")}`);
  return new Server(sys, version, settings, file !== undefined || args.some((word) => word.startsWith("--"))).run();
};

function setFrom(settings: Map<string, string>, line: string): void {
  const [, name, value] = /^(\S+)\s*(.*)$/.exec(line) ?? [];
  if (name !== undefined && !name.startsWith("#")) settings.set(name.toLowerCase(), (value ?? "").replace(/^"(.*)"$/, "$1"));
}

class Server {
  readonly #sys: Sys;
  readonly #version: string;
  readonly #settings: Map<string, string>;
  readonly #configured: boolean;
  readonly #databases: Database[];
  readonly #started: number;
  #commands = 0;
  #connections = 0;
  #open = 0;
  #stop: () => void = () => undefined;

  constructor(sys: Sys, version: string, settings: Map<string, string>, configured: boolean) {
    this.#sys = sys;
    this.#version = version;
    this.#settings = settings;
    this.#configured = configured;
    this.#databases = Array.from({ length: 16 }, () => new Database(() => sys.now()));
    this.#started = sys.now();
  }

  async run(): Promise<number> {
    const sys = this.#sys;
    const signals = catchSignals(sys, ["SIGTERM", "SIGINT"]);
    const stopped = new Promise<"stop">((resolve) => {
      this.#stop = () => resolve("stop");
    });
    const old = Number(this.#version.split(".")[0]) < 7;
    await this.#log("C", old ? "#" : "*", "oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo");
    await this.#log(
      "C",
      old ? "#" : "*",
      `Redis version=${this.#version}, bits=64, commit=00000000, modified=0, pid=${sys.pid}, just started`,
    );
    await this.#log(
      "C",
      this.#configured ? (old ? "#" : "*") : "#",
      this.#configured
        ? "Configuration loaded"
        : "Warning: no config file specified, using the default config. In order to specify a config file use redis-server /path/to/redis.conf",
    );
    if (!old) await this.#log("M", "*", "monotonic clock: POSIX clock_gettime");
    const port = Number(this.#settings.get("port"));
    let socket: number;
    try {
      socket = sys.listen({ family: "inet", host: "0.0.0.0", port });
    } catch (error) {
      if (!isErrno(error)) throw error;
      await this.#log("M", "#", `Warning: Could not create server TCP listening socket *:${port}: bind: ${error.message}`);
      await this.#log("M", "#", `Failed listening on port ${port} (tcp), aborting.`);
      return 1;
    }
    await this.#log("M", "*", `Running mode=standalone, port=${port}.`);
    await this.#log("M", old ? "#" : "*", "Server initialized");
    await sys.memory(MEMORY);
    await this.#load();
    await this.#log("M", "*", `Ready to accept connections${old ? "" : " tcp"}`);
    const threads = new Threads();
    threads.start(async () => {
      for (;;) {
        const { fd } = await sys.accept(socket);
        threads.start(() => this.#serve(fd));
      }
    });
    const signal = await Promise.race([signals.next(), stopped, threads.failed]);
    if (signal !== "stop")
      await print(sys, `${sys.pid}:signal-handler (${Math.floor(sys.now() / 1000)}) Received ${signal} scheduling shutdown...\n`);
    await this.#log("M", old ? "#" : "*", "User requested shutdown...");
    if (this.#settings.get("save") !== "") {
      await this.#log("M", "*", "Saving the final RDB snapshot before exiting.");
      if (this.#save() !== OK) {
        await this.#log("M", "#", "Error trying to save the DB, can't exit.");
        return 1;
      }
      await this.#log("M", "*", "DB saved on disk");
    }
    await this.#log("M", "#", "Redis is now ready to exit, bye bye...");
    return 0;
  }

  #log(role: string, level: string, text: string): Promise<void> {
    return print(this.#sys, `${this.#sys.pid}:${role} ${redisTime(this.#sys.now())} ${level} ${text}\n`);
  }

  #file(): string {
    return `${this.#settings.get("dir")?.replace(/\/$/, "")}/${this.#settings.get("dbfilename")}`;
  }

  async #load(): Promise<void> {
    let text: string;
    try {
      text = decode(this.#sys.readFile(this.#file()));
    } catch (error) {
      if (!isErrno(error)) throw error;
      return;
    }
    if (!text.startsWith(MAGIC)) {
      await this.#log("M", "#", "Wrong signature trying to load DB from file");
      return;
    }
    const saved = JSON.parse(text.slice(MAGIC.length)) as {
      readonly version: string;
      readonly at: number;
      readonly databases: readonly (readonly unknown[])[];
    };
    for (const [index, rows] of saved.databases.entries()) this.#databases[index]?.load(rows);
    await this.#log("M", "*", `Loading RDB produced by version ${saved.version}`);
    await this.#log("M", "*", `RDB age ${Math.max(0, Math.floor((this.#sys.now() - saved.at) / 1000))} seconds`);
    await this.#log("M", "*", "RDB memory usage when created 0.90 Mb");
    await this.#log("M", "*", `Done loading RDB, keys loaded: ${saved.databases[0]?.length ?? 0}, keys expired: 0.`);
    await this.#log("M", "*", "DB loaded from disk: 0.000 seconds");
  }

  #save(): Reply {
    const content = { version: this.#version, at: this.#sys.now(), databases: this.#databases.map((one) => one.dump()) };
    try {
      this.#sys.writeFile(this.#file(), encode(MAGIC + JSON.stringify(content)), { mode: 0o644 });
      return OK;
    } catch (error) {
      if (!isErrno(error)) throw error;
      return fault("ERR");
    }
  }

  async #serve(fd: number): Promise<void> {
    const sys = this.#sys;
    this.#connections++;
    this.#open++;
    let database = 0;
    let rest = "";
    try {
      for (;;) {
        const chunk = await sys.read(fd);
        if (chunk.length === 0) return;
        rest += latin1Of(chunk);
        let out = "";
        for (let command = parseCommand(rest); command !== undefined; command = parseCommand(rest)) {
          rest = rest.slice(command.end);
          const [name = "", argument = ""] = command.words;
          if (name === "") continue;
          this.#commands++;
          if (/^quit$/i.test(name)) {
            await sys.write(fd, bytesOf(`${out}+OK\r\n`));
            return;
          }
          if (/^shutdown$/i.test(name)) return this.#stop();
          if (/^select$/i.test(name)) {
            const valid = /^\d+$/.test(argument) && Number(argument) < 16;
            if (valid) database = Number(argument);
            out += encodeReply(valid ? OK : fault("ERR DB index is out of range"));
          } else out += encodeReply(runCommand(this.#context(database), command.words));
        }
        if (out !== "") await sys.write(fd, bytesOf(out));
      }
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      await sys.write(fd, bytesOf("-ERR Protocol error\r\n"));
    } finally {
      this.#open--;
      sys.close(fd);
    }
  }

  #context(index: number): Context {
    const database = this.#databases[index] ?? new Database(() => this.#sys.now());
    return {
      database,
      now: this.#sys.now(),
      save: () => this.#save(),
      info: (section) => this.#info(section),
      config: (name) => [...this.#settings].filter(([key]) => name === "*" || key === name.toLowerCase()),
    };
  }

  #info(section: string): string {
    const uptime = Math.floor((this.#sys.now() - this.#started) / 1000);
    const sections: Readonly<Record<string, readonly string[]>> = {
      server: [
        `redis_version:${this.#version}`,
        "redis_mode:standalone",
        `os:Linux ${this.#sys.uname().release} x86_64`,
        "arch_bits:64",
        `process_id:${this.#sys.pid}`,
        `tcp_port:${this.#settings.get("port")}`,
        `uptime_in_seconds:${uptime}`,
        `uptime_in_days:${Math.floor(uptime / 86_400)}`,
      ],
      clients: [`connected_clients:${this.#open}`, "blocked_clients:0"],
      memory: ["used_memory:941392", "used_memory_human:919.33K", "maxmemory:0"],
      stats: [`total_connections_received:${this.#connections}`, `total_commands_processed:${this.#commands}`],
      replication: ["role:master", "connected_slaves:0"],
      keyspace: this.#databases.flatMap((one, at) =>
        one.keys().length === 0
          ? []
          : [`db${at}:keys=${one.keys().length},expires=${one.keys().filter((key) => one.expiry(key) !== undefined).length},avg_ttl=0`],
      ),
    };
    const chosen = section === "" || section === "all" || section === "default" ? Object.keys(sections) : [section];
    return chosen
      .flatMap((name) =>
        sections[name] === undefined
          ? []
          : [`# ${name.charAt(0).toUpperCase()}${name.slice(1)}\r\n${sections[name].map((line) => `${line}\r\n`).join("")}`],
      )
      .join("\r\n");
  }
}
