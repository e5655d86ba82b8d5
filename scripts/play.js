// Builds the player and plays recordings: `npm run play [RELEASE[/AREA[/NAME]] ...]`.
import { spawnSync } from "node:child_process";

const node = (...args) => spawnSync(process.execPath, args, { stdio: "inherit" }).status ?? 1;
process.exit(
  node("node_modules/vite/bin/vite.js", "build", "--logLevel", "error", "--config", "test/player/vite.config.ts") ||
    node("dist/play/main.js", ...process.argv.slice(2)),
);
