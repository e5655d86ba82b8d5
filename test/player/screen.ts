import { createRequire } from "node:module";
import type { Terminal as HeadlessTerminal } from "@xterm/headless";

// The package is CommonJS without named exports.
const { Terminal } = createRequire(import.meta.url)("@xterm/headless") as { Terminal: typeof HeadlessTerminal };

/** What a terminal of this size shows after these bytes: every line from the top of the scrollback, right-trimmed, wrapped lines joined. */
export async function render(text: string, columns: number, rows: number): Promise<string[]> {
  const terminal = new Terminal({ cols: columns, rows, scrollback: 20_000, allowProposedApi: true });
  await new Promise<void>((resolve) => terminal.write(text, resolve));
  const buffer = terminal.buffer.active;
  const lines: string[] = [];
  for (let y = 0; y < buffer.length; y++) {
    const line = buffer.getLine(y);
    const shown = line?.translateToString(true) ?? "";
    if (line?.isWrapped === true) lines[lines.length - 1] += shown;
    else lines.push(shown);
  }
  terminal.dispose();
  while (lines.length > 0 && lines[lines.length - 1] === "") lines.pop();
  return lines;
}
