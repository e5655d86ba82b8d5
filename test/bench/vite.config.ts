import { defineConfig } from "vite";

/** One folder of modules; the size script finds the built page from where it lies itself, and stays outside. */
export default defineConfig({
  publicDir: false,
  build: {
    ssr: "test/bench/main.ts",
    outDir: "dist/bench",
    emptyOutDir: true,
    target: "node20",
    sourcemap: process.env["SOURCEMAP"] === "1",
    rollupOptions: { external: (id: string) => id.endsWith("scripts/size.js") },
  },
});
