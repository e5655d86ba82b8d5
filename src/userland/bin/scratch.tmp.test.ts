import { readFile } from "node:fs/promises";
import { writeFileSync } from "node:fs";
import { Terminal } from "@xterm/headless";
import { test } from "vitest";
import { boot, createRandom } from "#machine";
const REGISTRY = new URL("../../../public/", import.meta.url);
test("scratch", async () => {
  const machine = await boot({
    release: "19.03.12", language: (process.env["L"] ?? "en") as "en", images: ["busybox", "centos:7"],
    clock: { now: () => performance.timeOrigin + performance.now(), after(ms, callback) { const t = setTimeout(callback, ms); return () => clearTimeout(t); } },
    random: createRandom(11), fetch: async (path) => new Uint8Array(await readFile(new URL(path, REGISTRY))),
    onDefect: (e) => console.log("DEFECT", e),
  });
  const t = machine.openTerminal({ rows: 40, columns: 120 }, { TERM: "xterm-256color" });
  const screen = new Terminal({ cols: 120, rows: 40, allowProposedApi: true, scrollback: 2000 });
  let raw = "";
  const dec = new TextDecoder();
  void (async () => { for (;;) { const b = await t.read(); if (b.length === 0) break; const s = dec.decode(b, { stream: true }); raw += s; screen.write(s); } })();
  const quiet = async () => { for (let l = -1; l !== raw.length; ) { l = raw.length; await new Promise((r) => setTimeout(r, 250)); } };
  await quiet();
  const keys: string[] = JSON.parse(process.env["KEYS"] ?? "[]");
  for (const k of keys) { if (typeof k === "number") { await new Promise((r) => setTimeout(r, k)); continue; } await t.write(new TextEncoder().encode(k)); await quiet(); if (process.env["SNAP"]) dump(k); }
  function dump(k: string) { const b = screen.buffer.active; const lines = []; for (let y = 0; y < b.length; y++) lines.push(b.getLine(y)?.translateToString(true) ?? ""); while (lines.at(-1) === "") lines.pop(); writeFileSync("/tmp/scratch.out", `=== ${JSON.stringify(k)} cursor ${b.cursorX},${b.cursorY}\n${lines.join("\n")}\n`, { flag: "a" }); }
  await new Promise((r) => screen.write("", () => r(undefined)));
  dump("end");
  if (process.env["RAW"]) writeFileSync("/tmp/scratch.raw", raw);
  machine.shutdown();
}, 90000);
