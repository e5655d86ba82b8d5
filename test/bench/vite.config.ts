import { defineConfig } from "vite";

export default defineConfig({ publicDir: false, build: { ssr: "test/bench/main.ts", outDir: "dist/bench", emptyOutDir: true, target: "node20" } });
