import { defineConfig } from "vite";

export default defineConfig({
  publicDir: false,
  build: { ssr: "test/player/main.ts", outDir: "dist/play", emptyOutDir: true, target: "node20" },
});
