// The first load in gzip bytes, by part, against the budget; fails when it is over. Used by CI and the benchmarks.
import { readdirSync, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

const ASSETS = new URL("../dist/page/assets/", import.meta.url);

/** Bytes before the prompt, page side and worker side: everything that static imports and module preloads reach. */
export const BUDGETS = { page: 120 * 1024, worker: 100 * 1024 };

const files = () => readdirSync(ASSETS);
const text = (name) => readFileSync(new URL(name, ASSETS), "utf8");
const gzip = (name) => gzipSync(readFileSync(new URL(name, ASSETS)), { level: 9 }).length;

/** Files that a module needs before it runs: its static imports, transitively. */
function closure(entry) {
  const reached = new Set();
  const visit = (name) => {
    if (reached.has(name)) return;
    reached.add(name);
    for (const match of text(name).matchAll(/(?:^|[;}\s])import(?:[\w*{}\s,$]*from)?\s*["']\.\/([^"']+)["']/g)) visit(match[1]);
  };
  visit(entry);
  return [...reached];
}

/** {part: {file: gzip bytes}} of the first load. */
export function firstLoad() {
  const names = files();
  const html = readFileSync(new URL("../index.html", ASSETS), "utf8");
  const entries = [...html.matchAll(/assets\/([\w.-]+\.(?:js|css))/g)].map((match) => match[1]);
  const page = new Set(entries.flatMap((name) => (name.endsWith(".js") ? closure(name) : [name])));
  // The page loads what draws right after it has started the worker.
  for (const name of names)
    if (/^page-.*\.(js|css)$/.test(name)) for (const file of name.endsWith(".js") ? closure(name) : [name]) page.add(file);
  const worker = names.filter((name) => /^worker-.*\.js$/.test(name)).flatMap(closure);
  const sizes = (list) => Object.fromEntries([...list].map((name) => [name, gzip(name)]));
  return { page: { "index.html": gzipSync(html).length, ...sizes(page) }, worker: sizes(new Set(worker)) };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  let over = false;
  for (const [part, list] of Object.entries(firstLoad())) {
    const total = Object.values(list).reduce((sum, size) => sum + size, 0);
    console.log(`${part}: ${total} bytes gzip of ${BUDGETS[part]}`);
    for (const [name, size] of Object.entries(list)) console.log(`  ${String(size).padStart(7)}  ${name}`);
    if (total > BUDGETS[part] || total === 0) over = true;
  }
  if (over) {
    console.error("the first load is over its budget");
    process.exit(1);
  }
}
