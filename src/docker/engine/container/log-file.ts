/** ID-json.log on the host: what the json-file driver writes, for whoever looks there as root. */

import { decode, encode } from "#abi";
import type { Daemon } from "../daemon.ts";
import { rfc3339NanoFixed } from "../time.ts";
import { containerDirectory } from "./directory.ts";
import type { ContainerLog } from "./log.ts";

/** Lines are written together, so that a chatty container doesn't write thousands of times. */
const DELAY = 100;
/** The file starts again beyond this, as with max-size: this machine's disk is a tab's memory. */
const LARGEST = 1 << 20;
/** Lines that are written at once, some milliseconds of work: behind a flood of more the file starts again, too. */
const MOST_LINES = 2000;

/** Writes what is added to a log from now on. */
export function writeLogFile(daemon: Daemon, id: string, log: ContainerLog): void {
  const path = `${containerDirectory(id)}/${id}-json.log`;
  let written = log.end;
  let isPlanned = false;
  const flush = (): void => {
    isPlanned = false;
    if (!daemon.store.state.containers.has(id)) return;
    const place = daemon.host.find(path) ?? daemon.host.write(path, "", 0o640);
    const { filesystem } = place.mount;
    let lines = "";
    const from = Math.max(written, log.start, log.end - MOST_LINES);
    const isFlooded = from > written;
    for (written = from; written < log.end; written++) {
      const entry = log.entry(written);
      if (!entry) continue;
      lines += `${JSON.stringify({ log: decode(entry.bytes), stream: entry.stream === 2 ? "stderr" : "stdout", time: rfc3339NanoFixed(entry.time) })}\n`;
      if (lines.length > LARGEST) lines = "";
    }
    const { size } = filesystem.stat(place.ino);
    if (isFlooded || size + lines.length > LARGEST) filesystem.truncate(place.ino, 0);
    if (lines !== "") filesystem.write(place.ino, filesystem.stat(place.ino).size, encode(lines));
  };
  log.listen(() => {
    if (isPlanned || log.end === written) return;
    isPlanned = true;
    daemon.clock.after(DELAY, flush);
  });
}
