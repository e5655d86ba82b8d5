#!/usr/bin/env node
import { existsSync } from "node:fs";

const bundle = new URL("../dist/node/drydock.js", import.meta.url);
if (!existsSync(bundle)) {
  process.stderr.write("drydock: not built yet: run 'npm run build' first\n");
  process.exit(1);
}
const { main } = await import(bundle.href);
try {
  process.exit(await main(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`drydock: ${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
}
