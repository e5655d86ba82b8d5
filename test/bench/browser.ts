/** The page in Chromium beside a bare xterm page, in the same browser. */

import { preview } from "vite";
import { launch } from "../browser/page.ts";
import { figure, line, show } from "./figures.ts";

/** Milliseconds from navigation to a prompt in the terminal's buffer, watched every frame. */
const WAIT_FOR_PROMPT = `new Promise((resolve) => {
  const look = () => {
    const buffer = document.querySelector(".screen")?.terminal?.buffer.active;
    let text = "";
    for (let y = 0; buffer && y < buffer.length; y++) text += buffer.getLine(y).translateToString(true);
    if (text.trimEnd().endsWith("$")) requestAnimationFrame(() => resolve(performance.now()));
    else requestAnimationFrame(look);
  };
  look();
})`;

/** Milliseconds from a key to its echo in the buffer, one after another with pauses as a person makes. */
const KEYS = `(async () => {
  const terminal = document.querySelector(".screen").terminal;
  const samples = [];
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  for (let i = 0; i < 200; i++) {
    const start = performance.now();
    await new Promise((resolve) => {
      const listener = terminal.onWriteParsed(() => { listener.dispose(); resolve(); });
      terminal.input("a");
    });
    samples.push(performance.now() - start);
    await pause(10);
    if (i % 40 === 39) { terminal.input("\\x15"); await pause(50); }
  }
  return samples;
})()`;

export async function benchBrowser(runs: number): Promise<void> {
  console.log("\n# The page (Chromium)");
  const page = await preview({ configFile: "vite.config.ts", preview: { port: 0, open: false }, logLevel: "error" });
  const floor = await preview({ configFile: "test/bench/floor/vite.config.ts", preview: { port: 0, open: false }, logLevel: "error" });
  const browser = await launch();
  const visit = async (url: string, script: string): Promise<unknown> => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    try {
      const tab = await context.newPage();
      await tab.goto(url);
      const prompt = await tab.evaluate(WAIT_FOR_PROMPT);
      return script === WAIT_FOR_PROMPT ? prompt : await tab.evaluate(script);
    } finally {
      await context.close();
    }
  };
  const ourUrl = page.resolvedUrls?.local[0] ?? "";
  const floorUrl = floor.resolvedUrls?.local[0] ?? "";
  const ours: number[] = [];
  const bare: number[] = [];
  for (let i = 0; i <= runs; i++) {
    const a = (await visit(floorUrl, WAIT_FOR_PROMPT)) as number;
    const b = (await visit(ourUrl, WAIT_FOR_PROMPT)) as number;
    if (i === 0) continue;
    bare.push(a);
    ours.push(b);
  }
  const ratio = figure(ours).median / figure(bare).median;
  line(
    "navigation to prompt",
    `${show(figure(ours))}; bare xterm ${show(figure(bare))}; ratio ${ratio.toFixed(2)}`,
    "1.5 times",
    ratio <= 1.5,
  );

  const keys = figure((await visit(ourUrl, KEYS)) as number[]);
  const bareKeys = figure((await visit(floorUrl, KEYS)) as number[]);
  const median = keys.median - bareKeys.median;
  const p99 = keys.p99 - bareKeys.p99;
  line(
    "key to echo above the floor",
    `median ${median.toFixed(2)} ms, p99 ${p99.toFixed(1)} ms (floor ${bareKeys.median.toFixed(2)}, ${bareKeys.p99.toFixed(1)})`,
    "5 and 16 ms",
    median <= 5 && p99 <= 16,
  );

  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const tab = await context.newPage();
  await tab.goto(ourUrl);
  await tab.evaluate(WAIT_FOR_PROMPT);
  const quiet: number[] = [];
  for (let i = 0; i < 5; i++) {
    await tab.keyboard.type("yes");
    await tab.keyboard.press("Enter");
    await tab.waitForTimeout(1500);
    const start = Date.now();
    await tab.keyboard.press("Control+c");
    await tab.evaluate(`new Promise((resolve) => {
      const terminal = document.querySelector(".screen").terminal;
      let last = performance.now();
      const listener = terminal.onWriteParsed(() => { last = performance.now(); });
      const look = () => {
        if (performance.now() - last > 200) { listener.dispose(); resolve(last); } else setTimeout(look, 5);
      };
      look();
    })`);
    quiet.push(Math.max(0, Date.now() - start - 200));
  }
  const silence = figure(quiet);
  line("^C in `yes` until the terminal is quiet", show(silence), "100 ms", silence.median <= 100);
  await context.close();
  await browser.close();
  await page.close();
  await floor.close();
}
