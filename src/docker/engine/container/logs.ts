/** `docker logs` of the json-file driver. */

import { concat, encode } from "#abi";
import { MULTIPLEXED_STREAM, RAW_STREAM, stdcopyHead } from "#api";
import { streamResponse } from "#http";
import type { Daemon } from "../daemon.ts";
import { invalid, notImplemented } from "../errors.ts";
import { rfc3339NanoFixed } from "../time.ts";
import { findContainer, isRunning, liveOf } from "./find.ts";
import type { ContainerLog, LogEntry } from "./log.ts";

export interface LogsOptions {
  readonly stdout: boolean;
  readonly stderr: boolean;
  readonly follow: boolean;
  readonly timestamps: boolean;
  readonly details: boolean;
  /** `all`, empty or a number; what is no number means all. */
  readonly tail: string;
  /** Milliseconds. */
  readonly since: number | undefined;
  readonly until: number | undefined;
}

export function containerLogs(daemon: Daemon, wanted: string, options: LogsOptions): Response {
  const container = findContainer(daemon, wanted);
  if (!options.stdout && !options.stderr) throw invalid("Bad parameters: you must choose at least one stream");
  if (container.hostConfig.LogConfig.Type === "none") throw notImplemented("configured logging driver does not support reading");
  const live = liveOf(daemon, container);
  const { Tty: tty } = container.config;
  const wants = (entry: LogEntry): boolean =>
    (entry.stream === 1 ? options.stdout : options.stderr) && (options.since === undefined || entry.time >= options.since);
  const render = (entry: LogEntry): Uint8Array => {
    const prefix = (options.timestamps ? `${rfc3339NanoFixed(entry.time)} ` : "") + (options.details ? " " : "");
    const bytes = prefix === "" ? entry.bytes : concat([encode(prefix), entry.bytes]);
    return tty ? bytes : concat([stdcopyHead(entry.stream, bytes.length), bytes]);
  };
  const isOver = (): boolean => {
    const now = daemon.store.state.containers.get(container.id);
    return !now || !(isRunning(now) || now.state.kind === "restarting");
  };
  async function* body(): AsyncGenerator<Uint8Array> {
    const { log } = live;
    let at = firstOf(log, options, wants);
    for (;;) {
      for (; at < log.end; at++) {
        const entry = log.entry(at);
        if (!entry || !wants(entry)) continue;
        if (options.until !== undefined && entry.time > options.until) return;
        yield render(entry);
      }
      if (!options.follow || isOver()) {
        if (at >= log.end) return;
        continue;
      }
      await nextLine(daemon, log, options.until, isOver);
      if (options.until !== undefined && daemon.clock.now() > options.until && at >= log.end) return;
    }
  }
  return streamResponse(body(), { headers: { "content-type": tty ? RAW_STREAM : MULTIPLEXED_STREAM } });
}

function firstOf(log: ContainerLog, options: LogsOptions, wants: (entry: LogEntry) => boolean): number {
  if (!/^\d+$/.test(options.tail)) return log.start;
  let at = log.end;
  for (let left = Number(options.tail); left > 0 && at > log.start; ) {
    at--;
    const entry = log.entry(at);
    if (entry && wants(entry)) left--;
  }
  return at;
}

/** Waits for something new, the end of the container (told by its log's flush or the state) or the time. */
function nextLine(daemon: Daemon, log: ContainerLog, until: number | undefined, isOver: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const cancels: (() => void)[] = [];
    const done = (): void => {
      for (const cancel of cancels.splice(0)) cancel();
      resolve();
    };
    cancels.push(log.listen(done));
    cancels.push(daemon.store.subscribe(() => isOver() && done()));
    if (until !== undefined) cancels.push(daemon.clock.after(Math.max(0, until - daemon.clock.now()) + 1, done));
  });
}
