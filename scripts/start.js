// Builds what is missing and serves the sandbox: `npm start`.
import { spawn, spawnSync } from "node:child_process";
import { preview } from "vite";

const built = spawnSync("npm", ["run", "--silent", "build"], { stdio: "inherit", shell: process.platform === "win32" });
if (built.status !== 0) process.exit(built.status ?? 1);
const server = await preview({ configFile: "vite.config.ts" });
server.printUrls();
const [address] = server.resolvedUrls?.local ?? [];
if (address !== undefined && process.stdout.isTTY) open(address);

/** Shows the page in the person's browser; where there is none, the printed address is enough. */
function open(url) {
  const [command, ...args] =
    process.platform === "darwin" ? ["open"] : process.platform === "win32" ? ["cmd", "/c", "start", ""] : ["xdg-open"];
  if (command === "xdg-open" && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return;
  const child = spawn(command, [...args, url], { stdio: "ignore", detached: true });
  child.on("error", () => {});
  child.unref();
}
