import { defineConfig } from "vite";

/** The `drydock` command for Node: one folder of modules, lazy parts in their own. */
export default defineConfig({
  publicDir: false,
  ssr: { noExternal: true },
  build: {
    ssr: "src/apps/node/main.ts",
    outDir: "dist/node",
    emptyOutDir: true,
    target: "node20",
    rollupOptions: { output: { entryFileNames: "drydock.js", chunkFileNames: "[name]-[hash].js" } },
  },
});
