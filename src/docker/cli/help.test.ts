import { readdirSync, readFileSync } from "node:fs";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { describe, expect, test } from "vitest";
import { encode } from "#abi";
import type { CommandSpec } from "#releases";
import { PAGES } from "./help-pages.data.ts";
import { type DockerHost, dockerHost } from "./testing.ts";

interface Recorded {
  readonly columns: number;
  readonly rows: number;
  readonly opening: string;
  readonly steps: readonly { readonly kind: string; readonly send: string; readonly shown: string; readonly exit: number | null }[];
}

const ROOT = new URL("../../../test/recordings/", import.meta.url);
/** Pages that tell of plugins, which a plain client does not have; the recordings have the first. */
const PLUGIN_PAGES: Readonly<Record<string, readonly string[]>> = {
  "28.5.2": [
    "docker",
    "docker bake",
    "docker build",
    "docker builder",
    "docker builder build",
    "docker builder prune",
    "docker image build",
  ],
};

describe.each(["19.03.12", "28.5.2"])("%s", (release) => {
  const folder = new URL(`${release}/system/`, ROOT);
  const names = readdirSync(folder).filter((name) => name.startsWith("help-") || name === "args.json");

  test.each(names)("%s: pages and errors are the recorded ones", async (name) => {
    const host = await dockerHost(release);
    const recorded = JSON.parse(readFileSync(new URL(name, folder), "utf8")) as Recorded;
    for (const step of recorded.steps) {
      if (step.kind !== "$" || /[|]|-H /.test(step.send)) continue;
      const shown = step.shown.slice(step.send.length + 2, step.shown.lastIndexOf("[user@"));
      expect({ send: step.send, ...(await atTerminal(host, step.send, recorded)) }).toEqual({ send: step.send, shown, exit: step.exit });
    }
    expect(host.defects).toEqual([]);
  });

  test("the page of every command is the real client's", async () => {
    const host = await dockerHost(release);
    const wanted = Object.entries(PAGES[release] ?? {});
    expect(wanted.map(([path]) => path).sort()).toEqual(paths("docker", await host.release.commands()).sort());
    const unequal: string[] = [];
    for (const [path, digest] of wanted) {
      const { stdout, stderr } = await host.docker(`${path} --help`);
      if (digestOf(stdout + stderr) !== digest && !PLUGIN_PAGES[release]?.includes(path)) unequal.push(path);
    }
    expect(unequal).toEqual([]);
    expect(host.defects).toEqual([]);
  });
});

async function atTerminal(host: DockerHost, line: string, { columns, rows }: Recorded): Promise<{ shown: string; exit: number }> {
  const terminal = await host.terminal(line.split(" "), { size: { columns, rows }, env: { HOME: "/home/user" } });
  const ended = await terminal.handle.exited;
  await new Promise((resolve) => setTimeout(resolve, 5));
  // The recordings keep no colours.
  return { shown: terminal.output.replace(/\x1b\[[01]m/g, ""), exit: ended.kind === "exited" ? ended.code : -1 };
}

function digestOf(text: string): string {
  return bytesToHex(sha256(encode(text))).slice(0, 12);
}

function paths(path: string, spec: CommandSpec): string[] {
  return [path, ...(spec.commands ?? []).flatMap((sub) => paths(`${path} ${sub.use.split(" ")[0]}`, sub))];
}
