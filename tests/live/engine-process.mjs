// @ts-check
/**
 * For tests: an engine that captures on an interface and whose parent is history: `engine-process.mjs
 * INTERFACE`. Passes on what either says to the other. On `stop` the engine stops, and the process ends when
 * its last message has gone.
 */
import { MessageChannel } from "node:worker_threads";
import { Engine, LIVE_DEFAULTS } from "@wirescope/engine";

const [name = ""] = process.argv.slice(2);
const { port1, port2 } = new MessageChannel();

const engine = new Engine({
  input: { ...LIVE_DEFAULTS, interfaces: [name] },
  openSlicePort: () => port2,
});
port1.on("message", (message) => process.send?.(message));
// The worker takes its end of the channel with it.
port1.once("close", () => process.disconnect());
await engine.start();
process.on("message", (message) => {
  if (message === "stop") void engine.stop();
  else port1.postMessage(message);
});
process.send?.("ready");
