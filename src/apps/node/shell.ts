/** `drydock shell`: the machine in the terminal that one is in. */

import { spawnSync } from "node:child_process";
import { getRandomValues } from "node:crypto";
import { readFile } from "node:fs/promises";
import { boot } from "#machine";

export interface ShellOptions {
  readonly release: string;
  readonly language: "en" | "ko";
  readonly images: readonly string[];
  readonly lineSpeed?: number;
}

/** The registry's compiled files, beside the bundle. */
const FILES = new URL("../page/", import.meta.url);

/** Resolves with the login shell's exit status. */
export async function runShell(options: ShellOptions): Promise<number> {
  const { stdin, stdout } = process;
  const machine = await boot({
    ...options,
    clock: {
      now: () => performance.timeOrigin + performance.now(),
      after(ms, callback) {
        if (ms <= 0) {
          const immediate = setImmediate(callback);
          return () => clearImmediate(immediate);
        }
        const timer = setTimeout(callback, ms);
        return () => clearTimeout(timer);
      },
    },
    random: { bytes: (length) => getRandomValues(new Uint8Array(length)) },
    fetch: async (path) => new Uint8Array(await readFile(new URL(path, FILES))),
    onDefect: (error) => process.stderr.write(`drydock: ${error instanceof Error ? error.stack : String(error)}\n`),
  });
  const size = () => ({ rows: stdout.rows ?? 24, columns: stdout.columns ?? 80 });
  const { TERM } = process.env;
  const terminal = machine.openTerminal(size(), { ...(TERM === undefined ? {} : { TERM }) });

  const raw = stdin.isTTY;
  if (raw) {
    stdin.setRawMode(true);
    // Node's raw mode goes on turning NL into CR NL; the machine's own terminal has done that already.
    spawnSync("stty", ["-opost"], { stdio: "inherit" });
  }
  const restore = (): void => {
    if (raw) stdin.setRawMode(false);
  };
  const hangUp = (): void => terminal.close();
  stdout.on("resize", () => terminal.resize(size()));
  for (const signal of ["SIGHUP", "SIGTERM"] as const) process.on(signal, hangUp);
  void (async () => {
    for await (const chunk of stdin) await terminal.write(chunk as Uint8Array);
    // End of a piped input is what ^D is on a terminal.
    if (!raw) await terminal.write(new Uint8Array([4]));
  })();
  try {
    for (;;) {
      const bytes = await terminal.read();
      if (bytes.length === 0) break;
      if (!stdout.write(bytes)) await new Promise((resolve) => stdout.once("drain", resolve));
    }
    return await terminal.exited;
  } finally {
    restore();
    machine.shutdown();
  }
}
