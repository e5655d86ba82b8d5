import type { Process } from "../process.ts";

const ROWS: readonly (readonly [string, string, string])[] = [
  ["Max cpu time", "cpu", "seconds"],
  ["Max file size", "fsize", "bytes"],
  ["Max data size", "data", "bytes"],
  ["Max stack size", "stack", "bytes"],
  ["Max core file size", "core", "bytes"],
  ["Max resident set", "rss", "bytes"],
  ["Max processes", "nproc", "processes"],
  ["Max open files", "nofile", "files"],
  ["Max locked memory", "memlock", "bytes"],
  ["Max address space", "as", "bytes"],
  ["Max file locks", "locks", "locks"],
  ["Max pending signals", "sigpending", "signals"],
  ["Max msgqueue size", "msgqueue", "bytes"],
  ["Max nice priority", "nice", ""],
  ["Max realtime priority", "rtprio", ""],
  ["Max realtime timeout", "rttime", "us"],
];

/** /proc/PID/limits. */
export function limitLines(process: Process): string {
  const text = (value: number | undefined): string => (value === undefined ? "unlimited" : String(value));
  const row = (name: string, soft: string, hard: string, unit: string): string =>
    `${name.padEnd(25)} ${soft.padEnd(20)} ${hard.padEnd(20)} ${unit.padEnd(10)}\n`;
  const rows = ROWS.map(([name, key, unit]) => {
    const limit = process.limits.get(key);
    return row(name, text(limit?.soft), text(limit?.hard), unit);
  });
  return row("Limit", "Soft Limit", "Hard Limit", "Units") + rows.join("");
}
