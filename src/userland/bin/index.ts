/** The utilities by the names that executables' stubs carry; each is loaded when it first runs. */

import type { Program } from "#abi";

export const utilities: Readonly<Record<string, () => Promise<Program>>> = {
  cat: () => import("./cat.ts").then((m) => m.cat),
  true: () => import("./true.ts").then((m) => m.trueProgram),
  false: () => import("./true.ts").then((m) => m.falseProgram),
};
