/** `docker logs` of the json-file driver. */

import { concat, encode } from "#abi";
import { MULTIPLEXED_STREAM, RAW_STREAM, stdcopyHead } from "#api";
import { streamResponse } from "#http";
import type { Daemon } from "../daemon.ts";
import { invalid, notImplemented } from "../errors.ts";
import { rfc3339NanoFixed } from "../time.ts";
import { waitingStream } from "../waiting-stream.ts";
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
  const { log } = live;
  const { until } = options;
  let at = firstOf(log, options, wants);
  // What comes later belongs to those who follow: a container that never pauses must not keep the others.
  const { end } = log;
  const body = waitingStream({
    next() {
      for (; at < (options.follow ? log.end : end); at++) {
        const entry = log.entry(at);
        if (!entry || !wants(entry)) continue;
        if (until !== undefined && entry.time > until) return "end";
        at++;
        return render(entry);
      }
      const isLate = until !== undefined && daemon.clock.now() > until;
      return !options.follow || isOver() || isLate ? "end" : undefined;
    },
    start(wake) {
      if (!options.follow) return () => undefined;
      const cancels = [log.listen(wake), daemon.store.subscribe(wake)];
      if (until !== undefined) cancels.push(daemon.clock.after(Math.max(0, until - daemon.clock.now()) + 1, wake));
      return () => {
        for (const cancel of cancels) cancel();
      };
    },
  });
  return streamResponse(body, { headers: { "content-type": tty ? RAW_STREAM : MULTIPLEXED_STREAM } });
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
