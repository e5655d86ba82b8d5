// Builds the benchmarks and runs them: `npm run bench [size|engine|browser]`.
import { spawnSync } from "node:child_process";

const node = (...args) => spawnSync(process.execPath, args, { stdio: "inherit" }).status ?? 1;
const vite = "node_modules/vite/bin/vite.js";
const built =
  node(vite, "build", "--logLevel", "warn", "--config", "test/bench/floor/vite.config.ts") ||
  node(vite, "build", "--logLevel", "warn", "--config", "test/bench/vite.config.ts");
process.exit(built || node("--expose-gc", "dist/bench/main.js", ...process.argv.slice(2)));
