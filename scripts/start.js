// Builds what is missing and serves the sandbox: `npm start`.
import { spawnSync } from "node:child_process";
import { preview } from "vite";

const built = spawnSync("npm", ["run", "--silent", "build"], { stdio: "inherit", shell: process.platform === "win32" });
if (built.status !== 0) process.exit(built.status ?? 1);
const server = await preview({ configFile: "vite.config.ts", preview: { open: process.stdout.isTTY === true } });
server.printUrls();
