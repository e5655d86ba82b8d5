/** wget: retrieve files by HTTP. Models GNU Wget 1.14 (plain progress) and, as an applet, busybox'. */

import { type Fd, isErrno, type Program, print, STDERR, STDOUT, type Sys, streamOf, strerror } from "#abi";
import { bodyChunks, createHttpClient, HttpError, makeRequest } from "#http";
import { type Flavour, flavourOf } from "./tool/flavour.ts";
import { OptionError, parseOptions } from "./tool/options.ts";
import { calendarOf, zoneOf } from "./tool/zone.ts";

const OPTIONS = {
  document: ["-O, --output-document=FILE", ""],
  quiet: ["-q, --quiet", ""],
  server: ["-S, --server-response", ""],
  timeout: ["-T, --timeout=SECONDS", ""],
  tries: ["-t, --tries=NUMBER", ""],
  spider: ["--spider", ""],
  header: ["--header=STRING", ""],
  post: ["--post-data=STRING", ""],
  agent: ["-U, --user-agent=AGENT", ""],
  prefix: ["-P, --directory-prefix=PREFIX", ""],
  resume: ["-c, --continue", ""],
  insecure: ["--no-check-certificate", ""],
  noVerbose: ["--no-verbose", ""],
  short: ["-n=WHAT", ""],
} as const;

/** The transfer failed; `status` is the exit status. */
class WgetFailure extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export const wget: Program = async (sys) => {
  const flavour = flavourOf(sys);
  let parsed: ReturnType<typeof parseOptions<typeof OPTIONS>>;
  try {
    parsed = parseOptions(OPTIONS, sys.argv.slice(1));
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    await print(sys, `wget: ${error.message}\nUsage: wget [OPTION]... [URL]...\n\nTry \`wget --help' for more options.\n`, STDERR);
    return flavour === "gnu" ? 2 : 1;
  }
  const { options, operands } = parsed;
  if (operands.length === 0) {
    await print(
      sys,
      flavour === "gnu"
        ? "wget: missing URL\nUsage: wget [OPTION]... [URL]...\n\nTry `wget --help' for more options.\n"
        : "BusyBox v1.35.0 multi-call binary.\n\nUsage: wget [-cqS] [-O FILE] [--header STR] URL...\n",
      STDERR,
    );
    return 1;
  }
  const headers = parsed.given.flatMap(({ key, value }) => (key === "header" && value !== undefined ? [value] : []));
  let status = 0;
  for (const url of operands) {
    const one = new Retrieval(sys, flavour, url.includes("://") ? url : `http://${url}`, {
      document: options.document,
      prefix: options.prefix,
      quiet: options.quiet,
      spider: options.spider,
      timeout: options.timeout === undefined ? undefined : Number(options.timeout) * 1000,
      post: options.post,
      agent: options.agent,
      headers,
      showHead: options.server,
    });
    try {
      await one.run();
    } catch (error) {
      if (!(error instanceof WgetFailure)) throw error;
      status = error.status;
      if (error.message !== "") await print(sys, `${error.message}\n`, STDERR);
    }
  }
  return status;
};

interface Settings {
  readonly document: string | undefined;
  readonly prefix: string | undefined;
  readonly quiet: boolean;
  readonly spider: boolean;
  readonly timeout: number | undefined;
  readonly post: string | undefined;
  readonly agent: string | undefined;
  readonly headers: readonly string[];
  readonly showHead: boolean;
}

class Retrieval {
  readonly #sys: Sys;
  readonly #gnu: boolean;
  readonly #settings: Settings;
  #url: string;

  constructor(sys: Sys, flavour: Flavour, url: string, settings: Settings) {
    this.#sys = sys;
    this.#gnu = flavour === "gnu";
    this.#url = url;
    this.#settings = settings;
  }

  async run(): Promise<void> {
    const { timeout } = this.#settings;
    if (timeout === undefined) return this.#follow();
    const work = this.#follow();
    work.catch(() => undefined);
    return Promise.race([
      work,
      this.#sys.sleep(timeout).then((): never => {
        throw this.#gnu ? new WgetFailure(4, "failed: Connection timed out.") : new WgetFailure(1, "wget: download timed out");
      }),
    ]);
  }

  async #follow(): Promise<void> {
    for (let hops = 0; hops < 20; hops++) {
      const next = await this.#one();
      if (next === undefined) return;
      if (this.#gnu) await this.#say(`Location: ${next} [following]\n`);
      this.#url = next;
    }
    throw new WgetFailure(this.#gnu ? 8 : 1, this.#gnu ? "20 redirections exceeded." : "wget: too many redirections");
  }

  /** The next URL of a redirection. */
  async #one(): Promise<string | undefined> {
    const url = new URL(this.#url);
    if (url.protocol !== "http:")
      throw new WgetFailure(1, this.#gnu ? `${this.#url}: Unsupported scheme.` : `wget: not an http or ftp url: ${this.#url}`);
    const port = url.port === "" ? 80 : Number(url.port);
    if (this.#gnu) await this.#say(`--${this.#time()}--  ${url.href}\n`);
    const address = await this.#resolve(url.hostname);
    const fd = await this.#connect(url.hostname, address, port);
    const client = createHttpClient(() => Promise.resolve(streamOf(this.#sys, fd)));
    try {
      return await this.#exchange(client, url);
    } catch (error) {
      if (error instanceof WgetFailure) throw error;
      if (error instanceof HttpError || isErrno(error, "ECONNRESET", "EPIPE"))
        throw new WgetFailure(this.#gnu ? 4 : 1, this.#gnu ? "No data received." : "wget: error getting response");
      throw error;
    } finally {
      client.close();
    }
  }

  async #resolve(host: string): Promise<string> {
    const literal = /^[\d.]+$/.test(host);
    if (this.#gnu && !literal) await this.#say(`Resolving ${host} (${host})... `);
    const [address] = await this.#sys.resolve(host);
    if (address === undefined) {
      if (!this.#gnu) throw new WgetFailure(1, `wget: bad address '${host}'`);
      await this.#say("failed: Name or service not known.\n");
      throw new WgetFailure(4, `wget: unable to resolve host address ‘${host}’`);
    }
    if (this.#gnu && !literal) await this.#say(`${address}\n`);
    return address;
  }

  async #connect(host: string, address: string, port: number): Promise<Fd> {
    const where = host === address ? `${address}:${port}` : `${host} (${host})|${address}|:${port}`;
    await this.#say(this.#gnu ? `Connecting to ${where}... ` : `Connecting to ${host} (${address}:${port})\n`);
    try {
      const fd = await this.#sys.connect({ family: "inet", host: address, port });
      if (this.#gnu) await this.#say("connected.\n");
      return fd;
    } catch (error) {
      if (!isErrno(error)) throw error;
      const text = strerror(error.code);
      if (!this.#gnu) throw new WgetFailure(1, `wget: can't connect to remote host (${address}): ${text}`);
      await this.#say(`failed: ${text}.\n`);
      throw new WgetFailure(4, "");
    }
  }

  async #exchange(client: ReturnType<typeof createHttpClient>, url: URL): Promise<string | undefined> {
    const { post, spider, agent, headers } = this.#settings;
    const all = new Headers({ host: url.host, "user-agent": agent ?? (this.#gnu ? "Wget/1.14 (linux-gnu)" : "Wget"), accept: "*/*" });
    for (const line of headers) {
      const [name = "", ...value] = line.split(":");
      all.set(name.trim(), value.join(":").trim());
    }
    if (post !== undefined) all.set("content-type", "application/x-www-form-urlencoded");
    const method = spider ? "HEAD" : post === undefined ? "GET" : "POST";
    if (this.#gnu) await this.#say("HTTP request sent, awaiting response... ");
    const response = await client.request(makeRequest(url.href, { method, headers: all, body: post ?? null }));
    if (this.#gnu) await this.#say(`${response.status} ${response.statusText}\n`);
    const location = response.headers.get("location");
    if (location !== null && response.status >= 300 && response.status < 400) return new URL(location, url.href).href;
    if (response.status >= 400) {
      if (!this.#gnu) throw new WgetFailure(1, `wget: server returned error: HTTP/1.1 ${response.status} ${response.statusText}`);
      await this.#say(`${this.#time()} ERROR ${response.status}: ${response.statusText}.\n\n`);
      throw new WgetFailure(8, "");
    }
    if (spider) await this.#say(this.#gnu ? "Remote file exists.\n\n" : "remote file exists\n");
    else await this.#save(response, url);
    return undefined;
  }

  async #save(response: Response, url: URL): Promise<void> {
    const sys = this.#sys;
    const { document, prefix } = this.#settings;
    const base = url.pathname.split("/").at(-1) || "index.html";
    const name = document ?? this.#free(prefix === undefined ? base : `${prefix}/${base}`);
    const total = response.headers.has("content-length") ? Number(response.headers.get("content-length")) : undefined;
    const type = (response.headers.get("content-type") ?? "").split(";")[0] ?? "";
    const toStdout = name === "-";
    if (this.#gnu)
      await this.#say(
        `Length: ${total ?? "unspecified"}${type === "" ? "" : ` [${type}]`}\n${toStdout ? "Saving to: ‘STDOUT’\n\n" : `Saving to: ‘${name}’\n\n`}`,
      );
    else await this.#say(toStdout ? "writing to stdout\n" : `saving to '${name}'\n`);
    const began = sys.uptime();
    const fd = toStdout ? STDOUT : this.#create(name);
    let received = 0;
    for await (const chunk of bodyChunks(response)) {
      received += chunk.length;
      await sys.write(fd, chunk);
    }
    if (!toStdout) sys.close(fd);
    const seconds = Math.max((sys.uptime() - began) / 1000, 0.0001);
    if (this.#gnu)
      await this.#say(
        `     0K ${dots(received)} 100% ${rate(received / seconds)}=${seconds < 0.05 ? "0s" : `${seconds.toFixed(1)}s`}\n\n${this.#time()} (${spokenRate(received / seconds)}) - ${toStdout ? "written to stdout" : `‘${name}’ saved`} [${received}${total === undefined ? "" : `/${total}`}]\n\n`,
      );
    else
      await this.#say(
        `${name.slice(0, 20).padEnd(20)} 100% |${"*".repeat(32)}| ${String(received).padStart(5)}  0:00:00 ETA\n${toStdout ? "written to stdout" : `'${name}' saved`}\n`,
      );
  }

  #create(name: string): Fd {
    try {
      return this.#sys.open(
        name,
        { write: true, create: true, truncate: true, ...(this.#gnu || this.#settings.document !== undefined ? {} : { exclusive: true }) },
        0o666,
      );
    } catch (error) {
      if (!isErrno(error)) throw error;
      const text = strerror(error.code);
      throw this.#gnu
        ? new WgetFailure(3, `${name}: ${text}\n\nCannot write to ‘${name}’ (${text}).`)
        : new WgetFailure(1, `wget: can't open '${name}': ${text}`);
    }
  }

  /** GNU wget never overwrites: NAME.1, NAME.2 … */
  #free(name: string): string {
    if (!this.#gnu) return name;
    for (let number = 0; ; number++) {
      const candidate = number === 0 ? name : `${name}.${number}`;
      try {
        this.#sys.lstat(candidate);
      } catch (error) {
        if (isErrno(error)) return candidate;
        throw error;
      }
    }
  }

  async #say(text: string): Promise<void> {
    if (!this.#settings.quiet) await print(this.#sys, text, STDERR);
  }

  /** `2020-08-10 13:56:00` in the machine's zone. */
  #time(): string {
    const at = calendarOf(this.#sys.now(), zoneOf(this.#sys));
    const two = (value: number) => String(value).padStart(2, "0");
    return `${at.year}-${two(at.month)}-${two(at.day)} ${two(at.hour)}:${two(at.minute)}:${two(at.second)}`;
  }
}

/** One dot a kilobyte, up to a row of fifty in groups of ten. */
function dots(bytes: number): string {
  const count = Math.min(50, Math.floor(bytes / 1024));
  return "."
    .repeat(count)
    .padEnd(50)
    .replace(/(.{10})(?=.)/g, "$1 ");
}
function rate(perSecond: number): string {
  return perSecond >= 2 ** 20
    ? `${(perSecond / 2 ** 20).toFixed(2)}M`
    : perSecond >= 1024
      ? `${(perSecond / 1024).toFixed(1)}K`
      : perSecond.toFixed(0);
}
function spokenRate(perSecond: number): string {
  return perSecond >= 2 ** 20
    ? `${(perSecond / 2 ** 20).toFixed(2)} MB/s`
    : perSecond >= 1024
      ? `${(perSecond / 1024).toFixed(1)} KB/s`
      : `${perSecond.toFixed(0)} B/s`;
}
