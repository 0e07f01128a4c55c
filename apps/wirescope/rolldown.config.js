// @ts-check
/**
 * One folder of few files from the compiled packages: loading some hundred small modules costs more
 * than reading a small capture. What the main thread runs is CommonJS, since V8's code cache can be had for
 * that only; each worker is an entry of its own, beside the chunk that starts it.
 */
import { defineConfig } from "rolldown";

// Found at run time: native binaries, and a package that runs a script of its own folder.
const external = ["@duckdb/node-api", "koffi", "open"];

export default defineConfig([
  {
    input: { main: "dist/main.js" },
    platform: "node",
    external,
    output: {
      dir: "bundle",
      format: "cjs",
      cleanDir: true,
      entryFileNames: "[name].cjs",
      chunkFileNames: "chunk-[name].cjs",
      minify: true,
    },
  },
  {
    input: {
      "capture-worker": "../../packages/engine/dist/capture-worker.js",
      "packet-worker": "../../packages/store/dist/packets/packet-worker.js",
      "store-worker": "../../packages/store/dist/store-worker.js",
    },
    platform: "node",
    external,
    output: {
      dir: "bundle",
      format: "esm",
      entryFileNames: "[name].js",
      chunkFileNames: "chunk-[name].js",
      minify: true,
    },
  },
]);
