import { defineConfig } from "vite";

/** One folder of modules; the size script finds the built page from where it lies itself, and stays outside. */
export default defineConfig({
  publicDir: false,
  // As the drydock command is built: libraries in the bundle, in their production form.
  ssr: { noExternal: true, external: ["vite", "playwright-core", "@sparticuz/chromium"] },
  build: {
    ssr: "test/bench/main.ts",
    outDir: "dist/bench",
    emptyOutDir: true,
    target: "node20",
    sourcemap: process.env["SOURCEMAP"] === "1",
    rollupOptions: { external: (id: string) => id.endsWith("scripts/size.js") },
  },
});
