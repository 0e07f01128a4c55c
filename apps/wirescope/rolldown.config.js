// @ts-check
/**
 * One folder of few files from the compiled packages: loading some hundred small modules costs more
 * than reading a small capture. Each worker is an entry of its own, beside the chunk that starts it.
 */
import { defineConfig } from "rolldown";

export default defineConfig({
  input: {
    main: "dist/main.js",
    "capture-worker": "../../packages/engine/dist/capture-worker.js",
    "packet-worker": "../../packages/store/dist/packets/packet-worker.js",
    "store-worker": "../../packages/store/dist/store-worker.js",
  },
  platform: "node",
  // Found at run time: native binaries, and a package that runs a script of its own folder.
  external: ["@duckdb/node-api", "koffi", "open"],
  output: {
    dir: "bundle",
    format: "esm",
    cleanDir: true,
    entryFileNames: "[name].js",
    chunkFileNames: "chunk-[name].js",
    minify: true,
  },
});
