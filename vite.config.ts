import { defineConfig } from "vite";
import { chunks } from "./vite.chunks.ts";

/** The practice page: static files that any host serves from any folder. */
export default defineConfig({
  root: "src/apps/page",
  base: "./",
  // A missing file is missing: it is not answered with the page.
  appType: "mpa",
  publicDir: "../../../public",
  worker: { format: "es", rollupOptions: { output: { codeSplitting: chunks }, checks: { ineffectiveDynamicImport: false } } },
  build: { outDir: "../../../dist/page", emptyOutDir: true, target: "es2022", chunkSizeWarningLimit: 1000 },
  server: { port: 5173 },
  preview: { port: 4173 },
});
