/** redis-cli: commands from arguments, standard input or a prompt (without hints). */

import { encode, type Fd, isErrno, lines, type Program, print, STDERR, STDIN, STDOUT, type Sys, strerror } from "#abi";
import { lineEditor } from "./line-edit.ts";
import { bytesOf, encodeCommand, latin1Of, parseReply, type Reply, splitWords } from "./resp.ts";

export const redisCli: Program = async (sys) => {
  const args = sys.argv.slice(1);
  let host = "127.0.0.1";
  let port = 6379;
  let database = 0;
  let raw = !sys.isatty(STDOUT);
  let at = 0;
  for (; at < args.length && args[at]?.startsWith("-"); at++) {
    const option = args[at] ?? "";
    if (option === "-h") host = args[++at] ?? host;
    else if (option === "-p") port = Number(args[++at]);
    else if (option === "-n") database = Number(args[++at]);
    else if (option === "-a") at++;
    else if (option === "--raw") raw = true;
    else if (option === "--no-raw") raw = false;
    else if (option === "-v" || option === "--version")
      return print(sys, `redis-cli ${sys.env.get("REDIS_VERSION") ?? "7.4.1"}\n`).then(() => 0);
    else {
      await print(sys, `Unrecognized option or bad number of args for: '${option}'\n`, STDERR);
      return 1;
    }
  }
  const command = args.slice(at);
  const client = new Client(sys, host, port, database, raw);
  if (command.length > 0) return client.once(command);
  return sys.isatty(STDIN) ? client.prompt() : client.script();
};

class Client {
  readonly #sys: Sys;
  readonly #host: string;
  readonly #port: number;
  #database: number;
  readonly #raw: boolean;
  #fd: Fd | undefined;
  #rest = "";

  constructor(sys: Sys, host: string, port: number, database: number, raw: boolean) {
    this.#sys = sys;
    this.#host = host;
    this.#port = port;
    this.#database = database;
    this.#raw = raw;
  }

  async once(words: readonly string[]): Promise<number> {
    if (!(await this.#connect())) return 1;
    const reply = await this.#ask(words);
    if (reply === undefined) {
      await print(this.#sys, "Error: Server closed the connection\n", STDERR);
      return 1;
    }
    await this.#show(reply);
    return reply.kind === "error" ? 1 : 0;
  }

  async script(): Promise<number> {
    if (!(await this.#connect())) return 1;
    for await (const line of lines(this.#sys, STDIN)) await this.#line(line);
    return 0;
  }

  async prompt(): Promise<number> {
    const editor = lineEditor(this.#sys);
    await this.#connect();
    for (;;) {
      const line = await editor.read(this.#promptText());
      if (line === undefined || /^\s*(exit|quit)\s*$/i.test(line)) return 0;
      if (this.#fd === undefined) await this.#connect();
      if (this.#fd !== undefined) await this.#line(line);
    }
  }

  #promptText(): string {
    return this.#fd === undefined ? "not connected> " : `${this.#host}:${this.#port}${this.#database === 0 ? "" : `[${this.#database}]`}> `;
  }

  async #line(line: string): Promise<void> {
    const words = splitWords(line);
    if (words === undefined) return print(this.#sys, "Invalid argument(s)\n");
    if (words.length === 0) return;
    const reply = await this.#ask(words);
    if (reply === undefined) {
      this.#fd = undefined;
      return;
    }
    if (/^select$/i.test(words[0] ?? "") && reply.kind === "simple") this.#database = Number(words[1]);
    await this.#show(reply);
  }

  async #connect(): Promise<boolean> {
    const fail = async (text: string) => {
      await print(this.#sys, `Could not connect to Redis at ${this.#host}:${this.#port}: ${text}\n`, STDERR);
      return false;
    };
    const [address] = await this.#sys.resolve(this.#host);
    if (address === undefined) return fail("Name or service not known");
    try {
      this.#fd = await this.#sys.connect({ family: "inet", host: address, port: this.#port });
    } catch (error) {
      if (!isErrno(error)) throw error;
      return fail(strerror(error.code));
    }
    if (this.#database !== 0) await this.#ask(["SELECT", String(this.#database)]);
    return true;
  }

  async #ask(words: readonly string[]): Promise<Reply | undefined> {
    const fd = this.#fd;
    if (fd === undefined) return undefined;
    try {
      await this.#sys.write(fd, bytesOf(encodeCommand(words.map((word) => latin1Of(encode(word))))));
      for (;;) {
        const parsed = parseReply(this.#rest);
        if (parsed !== undefined) {
          this.#rest = this.#rest.slice(parsed.end);
          return parsed.reply;
        }
        const chunk = await this.#sys.read(fd);
        if (chunk.length === 0) return undefined;
        this.#rest += latin1Of(chunk);
      }
    } catch (error) {
      if (isErrno(error)) return undefined;
      throw error;
    }
  }

  #show(reply: Reply): Promise<void> {
    const text = this.#raw ? `${plain(reply)}\n` : `${formatted(reply, "")}\n`;
    return this.#sys.write(STDOUT, bytesOf(text));
  }
}

/** As for a pipe or --raw. */
function plain(reply: Reply): string {
  switch (reply.kind) {
    case "simple":
      return reply.text;
    case "error":
      return `${reply.text}\n`;
    case "integer":
      return String(reply.value);
    case "bulk":
      return reply.text ?? "";
    case "array":
      return reply.items.map(plain).join("\n");
  }
}

/** As for a person. */
function formatted(reply: Reply, indent: string): string {
  switch (reply.kind) {
    case "simple":
      return reply.text;
    case "error":
      return `(error) ${reply.text}`;
    case "integer":
      return `(integer) ${reply.value}`;
    case "bulk":
      return reply.text === undefined ? "(nil)" : quoted(reply.text);
    case "array": {
      if (reply.items.length === 0) return "(empty array)";
      const width = String(reply.items.length).length;
      return reply.items
        .map(
          (item, at) =>
            `${at === 0 ? "" : indent}${String(at + 1).padStart(width)}) ${formatted(item, `${indent}${" ".repeat(width + 2)}`)}`,
        )
        .join("\n");
    }
  }
}

function quoted(latin1: string): string {
  const escape = (char: string) =>
    ({ "\n": "\\n", "\r": "\\r", "\t": "\\t", "\x07": "\\a", "\b": "\\b", '"': '\\"', "\\": "\\\\" })[char] ??
    `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}`;
  return `"${latin1.replace(/["\\]|[^ -~]/g, escape)}"`;
}
