import type { Program, Sys } from "#abi";
import { readMemory } from "./process/system.ts";
import { flavourOf } from "./tool/flavour.ts";
import { Failure } from "./tool/messages.ts";
import { lastOf } from "./tool/options.ts";
import { stdout } from "./tool/output.ts";
import { utility } from "./tool/utility.ts";

/** free: display the amount of free and used memory. Models procps-ng 3.3.10. */
export const free: Program = utility({
  name: "free",
  package: "procps-ng 3.3.10",
  summary: "",
  usage: "[options]",
  options: {
    bytes: ["-b, --bytes", "show output in bytes"],
    kilo: ["-k, --kilo", "show output in kilobytes"],
    mega: ["-m, --mega", "show output in megabytes"],
    giga: ["-g, --giga", "show output in gigabytes"],
    human: ["-h, --human", "show human-readable output"],
    si: ["--si", "use powers of 1000 not 1024"],
    lohi: ["-l, --lohi", "show detailed low and high memory statistics"],
    total: ["-t, --total", "show total for RAM + swap"],
    seconds: ["-s, --seconds=N", "repeat printing every N seconds"],
    count: ["-c, --count=N", "repeat printing N times, then exit"],
    wide: ["-w, --wide", "wide output"],
  },
  async run(sys, { options, given }) {
    const unit = lastOf(given, "bytes", "kilo", "mega", "giga", "human") ?? "kilo";
    const format = (kib: number) => (unit === "human" ? human(kib * 1024, options.si ? 1000 : 1024) : String(scale(kib, unit, options.si)));
    const seconds = options.seconds === undefined ? undefined : Number(options.seconds);
    if (seconds !== undefined && !(seconds > 0)) throw new Failure(`seconds argument \`${options.seconds ?? ""}' failed`);
    const rounds = options.count === undefined ? (seconds === undefined ? 1 : Number.POSITIVE_INFINITY) : Number(options.count);
    for (let round = 0; round < rounds; round += 1) {
      if (round > 0) await sys.sleep((seconds ?? 1) * 1000);
      await stdout(sys).print(report(sys, format, options) + (rounds > 1 ? "\n" : ""));
      await stdout(sys).flush();
    }
    return 0;
  },
});

function scale(kib: number, unit: "bytes" | "kilo" | "mega" | "giga", si: boolean): number {
  const base = si ? 1000 : 1024;
  const power = { bytes: 0, kilo: 1, mega: 2, giga: 3 }[unit];
  return Math.floor((kib * 1024) / base ** power);
}

/** `512M`, `1.8G`: at most four characters and the unit. */
function human(bytes: number, base: number): string {
  const units = ["B", "K", "M", "G", "T", "P"];
  for (const [power, letter] of units.entries()) {
    const value = bytes / base ** power;
    if (power > 0 && value < 9.95) return `${value.toFixed(1)}${letter}`;
    if (value < 1000 || power === units.length - 1) return `${Math.floor(value)}${letter}`;
  }
  return "0B";
}

interface Choice {
  readonly total: boolean;
  readonly wide: boolean;
  readonly lohi: boolean;
}

function report(sys: Sys, format: (kib: number) => string, { total, wide, lohi }: Choice): string {
  const memory = readMemory(sys);
  const row = (name: string, values: readonly number[]) =>
    name.padEnd(7) + values.map((value) => ` ${format(value).padStart(11)}`).join("");
  const swapUsed = memory.swapTotal - memory.swapFree;
  const caches = wide ? [memory.buffers, memory.cached] : [memory.buffers + memory.cached];
  const heads = ["total", "used", "free", "shared", ...(wide ? ["buffers", "cache"] : ["buff/cache"]), "available"];
  const busybox = flavourOf(sys) === "busybox";
  const lines = [
    `${" ".repeat(7)}${heads.map((head) => ` ${head.padStart(11)}`).join("")}`,
    row("Mem:", [memory.total, memory.used, memory.free, memory.shared, ...caches, memory.available]),
    ...(lohi ? [row("Low:", [memory.total, memory.total - memory.free, memory.free]), row("High:", [0, 0, 0])] : []),
    row("Swap:", [memory.swapTotal, swapUsed, memory.swapFree]),
    ...(total ? [row("Total:", [memory.total + memory.swapTotal, memory.used + swapUsed, memory.free + memory.swapFree])] : []),
  ];
  return `${(busybox ? lines.map((line) => line.trimEnd()) : lines).join("\n")}\n`;
}
