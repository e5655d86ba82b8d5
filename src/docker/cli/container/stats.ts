import { signalNumber } from "#abi";
import type { DockerClient } from "#client";
import { Exit, StatusError } from "../command/errors.ts";
import { type Listing, renderList } from "../format/list.ts";
import { shortId } from "../format/text.ts";
import { bytesSize, humanSize } from "../go/units.ts";
import { messageOf } from "../known.ts";
import type { Call, Run } from "../run.ts";
import type { Session } from "../session.ts";
import { threeInterrupts } from "./signals.ts";
import { type StatsRow, sampleOf } from "./stats-sample.ts";

/** `docker stats`: a table that is drawn again twice a second. */
export const run: Run = async (call) => {
  const { session } = call;
  const aborting = new AbortController();
  // Later releases go on drawing without numbers: once more, or until the third ^C where containers are named.
  const guard = session.release.behaviour.gracefulInterrupt
    ? threeInterrupts(session, (signal) => aborting.abort(new Exit(128 + signalNumber(signal))))
    : undefined;
  try {
    const watching = watch(call, aborting.signal);
    await (guard ? Promise.race([watching, guard.forced]) : watching);
  } finally {
    guard?.stop();
    aborting.abort(new Exit(0));
  }
};

async function watch({ session, flags, args }: Call, abort: AbortSignal): Promise<void> {
  const { sys, release } = session;
  const client = await session.client();
  const stream = !flags.bool("no-stream");
  const collector = new Collector(session, client, stream, abort);
  if (args.length === 0) {
    if (stream) void collector.followEvents(flags.bool("all"));
    for (const { Id } of await client.container.list({ all: flags.bool("all") })) collector.add(Id);
  } else for (const name of args) collector.add(name);
  await collector.first();
  if (args.length > 0) {
    const errors = collector.errors();
    if (errors.length > 0) throw new StatusError(errors.join("\n"));
  }
  const given = flags.text("format") || session.config.statsFormat || "table";
  const format =
    given === "table"
      ? "table {{.ID}}\\t{{.Name}}\\t{{.CPUPerc}}\\t{{.MemUsage}}\\t{{.MemPerc}}\\t{{.NetIO}}\\t{{.BlockIO}}\\t{{.PIDs}}"
      : given;
  const listing = statsListing(!flags.bool("no-trunc"));
  for (;;) {
    await sys.sleep(500);
    const text = renderList(release, listing, format, collector.rows());
    await session.out(stream ? frame(session, text) : text);
    if (!stream || (args.length > 0 && collector.rows().length === 0)) return;
    if (abort.aborted && args.length === 0) throw abort.reason;
  }
}

/** A frame: over a cleared screen, or from the top with every line wiped to its end. */
function frame({ release }: Session, text: string): string {
  if (release.behaviour.statsHome === "clear") return `\x1b[2J\x1b[H${text}`;
  // The real one splits what it is about to write and writes it once more, line by line.
  const plain = `\x1b[H${text}`;
  return `${plain}${plain
    .split("\n")
    .map((line) => `${line} \x1b[K\n`)
    .join("")}\x1b[J`;
}

interface Watched {
  row: StatsRow;
  error: string | undefined;
  readonly ready: Promise<void>;
  readonly stop: AbortController;
}

/** Reads the stats of containers as they come and go. */
class Collector {
  readonly #session: Session;
  readonly #client: DockerClient;
  readonly #stream: boolean;
  readonly #abort: AbortSignal;
  readonly #watched = new Map<string, Watched>();
  constructor(session: Session, client: DockerClient, stream: boolean, abort: AbortSignal) {
    this.#session = session;
    this.#client = client;
    this.#stream = stream;
    this.#abort = abort;
  }

  rows(): StatsRow[] {
    return [...this.#watched.values()].map((one) => one.row);
  }
  errors(): string[] {
    return [...this.#watched.values()].flatMap((one) => one.error ?? []);
  }
  /** Resolves when each container has told something. */
  async first(): Promise<void> {
    for (const one of this.#watched.values()) await one.ready;
  }

  add(container: string): void {
    if (this.#watched.has(container)) return;
    let settle: () => void = () => undefined;
    const ready = new Promise<void>((resolve) => {
      settle = resolve;
    });
    const one: Watched = { row: { container, id: "", name: "", sample: undefined }, error: undefined, ready, stop: new AbortController() };
    this.#watched.set(container, one);
    this.#abort.addEventListener("abort", () => one.stop.abort(new Exit(0)), { once: true });
    void this.#collect(one, settle);
  }

  async #collect(one: Watched, settle: () => void): Promise<void> {
    const { container } = one.row;
    const { subtractsCache } = this.#session.release.behaviour;
    try {
      for await (const stats of await this.#client.container.stats(container, { stream: this.#stream }, one.stop.signal)) {
        one.row = { container, id: stats.id, name: stats.name, sample: sampleOf(stats, subtractsCache) };
        settle();
        if (!this.#stream) break;
      }
    } catch (error) {
      if (!(error instanceof Exit)) one.error = messageOf(error);
      settle();
      one.row = { ...one.row, sample: undefined };
    }
    settle();
  }

  /** Adds containers that start (or are created) and drops those that end. */
  async followEvents(all: boolean): Promise<void> {
    try {
      for await (const { Action, Actor } of await this.#client.system.events(
        { filters: new Map([["type", ["container"]]]) },
        this.#abort,
      )) {
        if (Action === "start" || (all && Action === "create")) this.add(Actor.ID);
        if (Action === "die" && !all) this.#remove(Actor.ID);
      }
    } catch (error) {
      if (!(error instanceof Error)) throw error;
    }
  }
  #remove(id: string): void {
    this.#watched.get(id)?.stop.abort(new Exit(0));
    this.#watched.delete(id);
  }
}

function statsListing(truncate: boolean): Listing<StatsRow> {
  const percent = (value: number): string => `${value.toFixed(2)}%`;
  return {
    type: "*container.statsContext",
    columns: {
      BlockIO: ["BLOCK I/O", ({ sample }) => (sample ? `${humanSize(sample.read, 3)} / ${humanSize(sample.written, 3)}` : "--")],
      CPUPerc: ["CPU %", ({ sample }) => (sample ? percent(sample.cpu) : "--")],
      Container: ["CONTAINER", ({ container }) => container],
      ID: ["CONTAINER ID", ({ id }) => (truncate ? shortId(id) : id)],
      MemPerc: ["MEM %", ({ sample }) => (sample ? percent(sample.memoryPercent) : "--")],
      MemUsage: ["MEM USAGE / LIMIT", ({ sample }) => (sample ? `${bytesSize(sample.memory)} / ${bytesSize(sample.limit)}` : "-- / --")],
      Name: ["NAME", ({ name }) => (name.length > 1 ? name.slice(1) : "--")],
      NetIO: ["NET I/O", ({ sample }) => (sample ? `${humanSize(sample.received, 3)} / ${humanSize(sample.sent, 3)}` : "--")],
      PIDs: ["PIDS", ({ sample }) => (sample ? String(sample.pids) : "--")],
    },
  };
}
