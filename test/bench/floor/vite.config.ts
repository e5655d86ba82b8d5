import { defineConfig } from "vite";

export default defineConfig({
  root: "test/bench/floor",
  base: "./",
  worker: { format: "es" },
  build: { outDir: "../../../dist/floor", emptyOutDir: true },
});
