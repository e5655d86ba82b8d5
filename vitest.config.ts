import { defineConfig } from "vitest/config";

const results = process.env["DRYDOCK_TEST_RESULTS"];

export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", include: ["src/**/*.test.ts", "scripts/**/*.test.ts"], testTimeout: 20_000 } },
      { test: { name: "recordings", include: ["test/player/**/*.test.ts"], testTimeout: 300_000 } },
      { test: { name: "node", include: ["test/node/**/*.test.ts"], testTimeout: 60_000 } },
      {
        test: {
          name: "browser",
          include: ["test/browser/**/*.test.ts"],
          testTimeout: 300_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
      { test: { name: "real", include: ["test/real/**/*.test.ts"], testTimeout: 300_000, hookTimeout: 300_000 } },
    ],
    reporters: results === undefined ? ["default"] : ["default", ["json", { outputFile: results }]],
  },
});
