/**
 * Loads every module that the machine loads lazily. On virtual time a module must not come late: simulated hours pass while a real
 * file is read.
 */
export const loaded: Record<string, unknown> = import.meta.glob(
  [
    "../../src/os/net/*.ts",
    "../../src/userland/**/*.ts",
    "../../src/docker/**/*.ts",
    "../../src/http/**/*.ts",
    "!**/*.test.ts",
    "!**/testing.ts",
  ],
  { eager: true },
);
