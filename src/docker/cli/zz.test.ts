import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { cli19 } from "../releases/19.03.12.cli.ts";
import { cli28 } from "../releases/28.5.2.cli.ts";
import { usagePage } from "./command/help.ts";
import { type Command, rootCommand, subcommands } from "./command/tree.ts";
for (const [v, release] of [["19", cli19], ["28", cli28]] as const) {
  test(`all ${v}`, async () => {
    const golden = JSON.parse(readFileSync(`/tmp/golden${v}.json`, "utf8")) as Record<string, string>;
    const root = rootCommand(await release.commands());
    let bad = 0;
    const walk = (c: Command): void => {
      const page = (release.help.leadingNewline ? "\n" : "") + usagePage(c, { release: {...release, help: {...release.help, plugins: []}}, columns: 80, terminal: false, configDirectory: "/home/user/.docker", server: { apiVersion: release.apiVersion, osType: "linux", experimental: false, buildkit: v === "28", swarm: { active: false, manager: false } } });
      if (page !== golden[c.path]) { bad++; if (!/only supported/.test(golden[c.path] ?? "")) { const a = page.split("\n"), b = (golden[c.path] ?? "").split("\n"); console.log(c.path + "\n" + a.filter((l) => !b.includes(l)).slice(0,6).map((l) => "+" + l).join("\n") + "\n" + b.filter((l) => !a.includes(l)).slice(0,6).map((l) => "-" + l).join("\n")); } }
      for (const s of subcommands(c)) walk(s);
    };
    walk(root);
    expect(bad).toBe(0);
  });
}
