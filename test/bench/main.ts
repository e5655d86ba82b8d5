/** `npm run bench`: measured beside baselines of the same run; exits 1 when a budget is missed. */

import { availableParallelism, cpus, loadavg } from "node:os";
import { BUDGETS, firstLoad } from "../../scripts/size.js";
import { benchBrowser } from "./browser.ts";
import { benchEngine } from "./engine.ts";
import { line, overBudget } from "./figures.ts";

const only = process.argv[2];
console.log(`${cpus()[0]?.model ?? "?"}, ${availableParallelism()} processors, load ${loadavg()[0]?.toFixed(1)}, Node ${process.version}`);

if (only === undefined || only === "size") {
  console.log("\n# First load, bytes gzip");
  for (const [part, files] of Object.entries(firstLoad())) {
    const total = Object.values(files).reduce((sum, size) => sum + size, 0);
    const budget = BUDGETS[part as keyof typeof BUDGETS];
    line(
      part,
      Object.entries(files)
        .map(([name, size]) => `${name} ${size}`)
        .join(", "),
    );
    line(`${part}, whole`, `${total}`, `${budget}`, total <= budget);
  }
}
if (only === undefined || only === "engine") await benchEngine(process.argv[3]);
if (only === undefined || only === "browser") await benchBrowser(10);
process.exit(overBudget() > 0 ? 1 : 0);
