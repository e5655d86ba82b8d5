import { defineConfig, type Plugin } from "vite";
import { chunks } from "./vite.chunks.ts";

/** The browser fetches what draws the page while the entry, which switches the machine on first, is still on its way. */
const preload: Plugin = {
  name: "preload-page",
  transformIndexHtml: {
    order: "post",
    handler: (_, { bundle }) =>
      Object.values(bundle ?? {})
        .filter((file) => file.type === "chunk" && file.name === "page")
        .map(({ fileName }) => ({
          tag: "link",
          attrs: { rel: "modulepreload", crossorigin: true, href: `./${fileName}` },
          injectTo: "head" as const,
        })),
  },
};

/** The practice page: static files that any host serves from any folder. */
export default defineConfig({
  root: "src/apps/page",
  base: "./",
  // A missing file is missing: it is not answered with the page.
  appType: "mpa",
  publicDir: "../../../public",
  plugins: [preload],
  worker: { format: "es", rollupOptions: { output: { codeSplitting: chunks }, checks: { ineffectiveDynamicImport: false } } },
  build: { outDir: "../../../dist/page", emptyOutDir: true, target: "es2022", chunkSizeWarningLimit: 1000 },
  server: { port: 5173 },
  preview: { port: 4173 },
});
