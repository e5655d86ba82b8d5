/** ping: send ICMP ECHO_REQUEST to network hosts. Models iputils s20160308 (CentOS 7); as an applet, busybox'. */

import { isErrno, type PingResult, type Program, print, STDERR, type Sys } from "#abi";
import { type Flavour, flavourOf } from "./tool/flavour.ts";
import { OptionError, parseOptions } from "./tool/options.ts";

const OPTIONS = {
  count: ["-c=COUNT", ""],
  interval: ["-i=SECONDS", ""],
  timeout: ["-W=SECONDS", ""],
  deadline: ["-w=SECONDS", ""],
  size: ["-s=BYTES", ""],
  ttl: ["-t=TTL", ""],
  source: ["-I=ADDRESS", ""],
  quiet: ["-q", ""],
  numeric: ["-n", ""],
  four: ["-4", ""],
  broadcast: ["-b", ""],
  audible: ["-a", ""],
  adaptive: ["-A", ""],
  dates: ["-D", ""],
  verbose: ["-v", ""],
  unprintable: ["-U", ""],
  outstanding: ["-O", ""],
} as const;

const USAGE = `Usage: ping [-aAbBdDfhLnOqrRUvV64] [-c count] [-i interval] [-I interface]
            [-m mark] [-M pmtudisc_option] [-l preload] [-p pattern] [-Q tos]
            [-s packetsize] [-S sndbuf] [-t ttl] [-T timestamp_option]
            [-w deadline] [-W timeout] [hop1 ...] destination
`;
/** Longest wait for one answer: Linux gives up looking for a neighbour long before. */
const PATIENCE = 10_000;

export const ping: Program = async (sys) => {
  const flavour = flavourOf(sys);
  let parsed: ReturnType<typeof parseOptions<typeof OPTIONS>>;
  try {
    parsed = parseOptions(OPTIONS, sys.argv.slice(1));
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    await print(sys, flavour === "gnu" ? `ping: ${error.message}\n${USAGE}` : `ping: ${error.message}\n`, STDERR);
    return flavour === "gnu" ? 2 : 1;
  }
  const { options, operands } = parsed;
  const host = operands.at(-1);
  if (host === undefined) {
    await print(sys, flavour === "gnu" ? USAGE : "BusyBox v1.35.0 multi-call binary.\n\nUsage: ping [OPTIONS] HOST\n", STDERR);
    return flavour === "gnu" ? 2 : 1;
  }
  const [address] = await sys.resolve(host);
  if (address === undefined) {
    await print(sys, flavour === "gnu" ? `ping: ${host}: Name or service not known\n` : `ping: bad address '${host}'\n`, STDERR);
    return flavour === "gnu" ? 2 : 1;
  }
  const size = Number(options.size ?? 56);
  await print(
    sys,
    flavour === "gnu"
      ? `PING ${host} (${address}) ${size}(${size + 28}) bytes of data.\n`
      : `PING ${host} (${address}): ${size} data bytes\n`,
  );
  return new Pinging(sys, flavour, host, address, {
    count: options.count === undefined ? undefined : Number(options.count),
    interval: Number(options.interval ?? 1) * 1000,
    timeout: options.timeout === undefined ? undefined : Number(options.timeout) * 1000,
    deadline: options.deadline === undefined ? undefined : Number(options.deadline) * 1000,
    quiet: options.quiet,
    size,
  }).run();
};

interface Settings {
  readonly count: number | undefined;
  /** Milliseconds. */
  readonly interval: number;
  readonly timeout: number | undefined;
  readonly deadline: number | undefined;
  readonly quiet: boolean;
  readonly size: number;
}

class Pinging {
  readonly #sys: Sys;
  readonly #flavour: Flavour;
  readonly #host: string;
  readonly #address: string;
  readonly #settings: Settings;
  readonly #times: number[] = [];
  #sent = 0;
  #errors = 0;
  #began = 0;

  constructor(sys: Sys, flavour: Flavour, host: string, address: string, settings: Settings) {
    this.#sys = sys;
    this.#flavour = flavour;
    this.#host = host;
    this.#address = address;
    this.#settings = settings;
  }

  async run(): Promise<number> {
    const sys = this.#sys;
    const { count, interval, deadline } = this.#settings;
    this.#began = sys.uptime();
    let stop: () => void = () => undefined;
    const stopped = new Promise<"stop">((resolve) => {
      stop = () => resolve("stop");
    });
    sys.signal("SIGINT", { handle: stop, interrupt: false });
    if (deadline !== undefined) void sys.sleep(deadline).then(stop);
    const pending: Promise<void>[] = [];
    for (let sequence = 0; count === undefined || sequence < count; sequence++) {
      this.#sent++;
      let failure: string | undefined;
      pending.push(
        this.#one(sequence).catch((error: unknown) => {
          if (!isErrno(error)) throw error;
          failure = error.message;
        }),
      );
      const last = count !== undefined && sequence === count - 1;
      // The last one is waited for; the others have the time until the next.
      const waited = last ? Promise.all(pending).then(() => "done" as const) : sys.sleep(interval).then(() => "next" as const);
      const turn = await Promise.race([waited, stopped]);
      if (failure !== undefined) {
        await print(sys, this.#flavour === "gnu" ? `connect: ${failure}\n` : `ping: sendto: ${failure}\n`, STDERR);
        return this.#flavour === "gnu" ? 2 : 1;
      }
      if (turn === "stop") break;
    }
    await print(sys, `\n${this.#summary()}`);
    return this.#times.length === 0 ? 1 : 0;
  }

  async #one(sequence: number): Promise<void> {
    const { timeout } = this.#settings;
    const result = await this.#sys.ping(this.#address, timeout === undefined ? PATIENCE : Math.max(timeout, 1));
    const line = this.#flavour === "gnu" ? this.#iputils(result, sequence + 1) : this.#busybox(result, sequence);
    if (line !== "" && !this.#settings.quiet) await print(this.#sys, `${line}\n`);
  }

  #iputils(result: PingResult, sequence: number): string {
    if (result.kind === "timeout") return "";
    if (result.kind === "unreachable") {
      this.#errors++;
      return `From ${result.from} icmp_seq=${sequence} Destination Host Unreachable`;
    }
    this.#times.push(result.ms);
    const who = this.#host === this.#address ? result.from : `${this.#host} (${result.from})`;
    return `${this.#settings.size + 8} bytes from ${who}: icmp_seq=${sequence} ttl=${result.ttl} time=${roundTrip(result.ms)} ms`;
  }

  #busybox(result: PingResult, sequence: number): string {
    if (result.kind !== "reply") return "";
    this.#times.push(result.ms);
    return `${this.#settings.size + 8} bytes from ${result.from}: seq=${sequence} ttl=${result.ttl} time=${result.ms.toFixed(3)} ms`;
  }

  #summary(): string {
    const times = this.#times;
    const lost = this.#sent === 0 ? 0 : Math.floor(((this.#sent - times.length) * 100) / this.#sent);
    const sum = times.reduce((total, ms) => total + ms, 0);
    const mean = sum / Math.max(times.length, 1);
    const [least, most] = [Math.min(...times), Math.max(...times)].map((ms) => ms.toFixed(3));
    if (this.#flavour === "busybox") {
      const trip = times.length === 0 ? "" : `round-trip min/avg/max = ${least}/${mean.toFixed(3)}/${most} ms\n`;
      return `--- ${this.#host} ping statistics ---\n${this.#sent} packets transmitted, ${times.length} packets received, ${lost}% packet loss\n${trip}`;
    }
    const deviation = Math.sqrt(Math.max(0, times.reduce((total, ms) => total + ms * ms, 0) / Math.max(times.length, 1) - mean * mean));
    const errors = this.#errors === 0 ? "" : `+${this.#errors} errors, `;
    const trip =
      times.length === 0
        ? this.#errors === 0
          ? "\n"
          : `pipe ${Math.max(1, Math.min(this.#sent, 4))}\n`
        : `rtt min/avg/max/mdev = ${least}/${mean.toFixed(3)}/${most}/${deviation.toFixed(3)} ms\n`;
    return `--- ${this.#host} ping statistics ---\n${this.#sent} packets transmitted, ${times.length} received, ${errors}${lost}% packet loss, time ${Math.round(this.#sys.uptime() - this.#began)}ms\n${trip}`;
  }
}

/** Three significant places, as iputils writes a time. */
function roundTrip(ms: number): string {
  return ms >= 100 ? ms.toFixed(0) : ms >= 10 ? ms.toFixed(1) : ms >= 1 ? ms.toFixed(2) : ms.toFixed(3);
}
