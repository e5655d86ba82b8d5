import { getRandomValues } from "node:crypto";
import { readFile } from "node:fs/promises";
import { concat, shellStatus } from "#abi";
import { boot, type Machine, USER } from "#machine";

/** A machine on real time, for measuring. */
export function bootForReal(images: readonly string[], release = "28.5.2"): Promise<Machine> {
  return boot({
    release,
    language: "en",
    images,
    clock: {
      now: () => performance.timeOrigin + performance.now(),
      after(ms, callback) {
        const timer = ms <= 0 ? setImmediate(callback) : setTimeout(callback, ms);
        return () => (ms <= 0 ? clearImmediate(timer as NodeJS.Immediate) : clearTimeout(timer as NodeJS.Timeout));
      },
    },
    random: { bytes: (length) => getRandomValues(new Uint8Array(length)) },
    fetch: async (path) => new Uint8Array(await readFile(new URL(`../../public/${path}`, import.meta.url))),
  });
}

/** Runs a command on the host as `user`, without a terminal; everything that it printed and its status. */
export async function run(machine: Machine, ...argv: string[]): Promise<{ readonly status: number; readonly output: string }> {
  const chunks: Uint8Array[] = [];
  const sink = { write: async (bytes: Uint8Array): Promise<void> => void chunks.push(bytes) };
  const { kernel } = machine;
  const process = await kernel.spawn({
    namespaces: kernel.host,
    credentials: USER,
    env: new Map([
      ["PATH", "/usr/local/bin:/usr/bin:/usr/sbin"],
      ["HOME", "/home/user"],
    ]),
    cwd: "/home/user",
    argv,
    stdin: { kind: "null" },
    stdout: { kind: "stream", sink },
    stderr: { kind: "stream", sink },
  });
  const status = shellStatus(await process.exited);
  return { status, output: new TextDecoder().decode(concat(chunks)) };
}
