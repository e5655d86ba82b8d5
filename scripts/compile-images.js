// Makes the simulated registry's static files from its descriptions: `npm run images`. They go to public/registry, and are not in git.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { runnerImport } from "vite";

const root = fileURLToPath(new URL("..", import.meta.url));
const target = join(root, "public");
const stamp = join(target, "registry", ".sources");

/** Where the machine's programs are listed. */
const PROGRAMS = ["src/userland/bin/index.ts", "src/userland/services/index.ts"];
const SHELLS = ["bash", "sh", "dash", "ash", "busybox"];

/** What the files are made of: nothing is done when it hasn't changed. */
function sources() {
  const hash = createHash("sha256");
  const add = (path) => {
    if (statSync(path).isDirectory()) for (const name of readdirSync(path).sort()) add(join(path, name));
    else if (!path.endsWith(".test.ts")) hash.update(path.slice(root.length)).update(readFileSync(path));
  };
  for (const path of ["src/docker/registry", "src/docker/images", "src/os/vfs", "src/os/abi", ...PROGRAMS, "scripts/compile-images.js"])
    add(join(root, path));
  return hash.digest("hex");
}

const wanted = sources();
let made;
try {
  made = readFileSync(stamp, "utf8");
} catch {
  made = undefined;
}
if (made !== wanted) {
  const load = async (path) => (await runnerImport(join(root, path), { root, configFile: false, logLevel: "error" })).module;
  const { compileImages, IMAGES } = await load("src/docker/registry/build.ts");
  const [{ utilities }, { services }] = await Promise.all(PROGRAMS.map(load));
  const programs = new Set([...SHELLS, ...Object.keys(utilities), ...Object.keys(services)]);
  const files = await compileImages(IMAGES, {
    hasProgram: (name) => programs.has(name),
    sha256: (chunks) => {
      const hash = createHash("sha256");
      for (const chunk of chunks) hash.update(chunk);
      return `sha256:${hash.digest("hex")}`;
    },
    gzip: (bytes) => gzipSync(bytes, { level: 9 }),
  });
  rmSync(join(target, "registry"), { recursive: true, force: true });
  let total = 0;
  for (const { path, bytes } of files) {
    mkdirSync(dirname(join(target, path)), { recursive: true });
    writeFileSync(join(target, path), bytes);
    total += bytes.length;
  }
  writeFileSync(stamp, wanted);
  process.stdout.write(`${files.length} files of the registry, ${Math.round(total / 1024)} KB\n`);
}
