// @ts-check
/**
 * For tests: captures on an interface and keeps its minutes in a data directory, as the program does, but
 * in minutes that its parent begins: `history-capture.mjs DIRECTORY INTERFACE`. It says which minute it has
 * begun, how many packets it has captured, and which minutes history has taken.
 */
import { attachCapture, openCapture } from "@wirescope/capture";
import { readCatalogFiles } from "@wirescope/catalog-files";
import { PacketBatch } from "@wirescope/pcap";
import { Recorder } from "@wirescope/query";
import { StoreThread } from "@wirescope/store";
import { MinuteFeed } from "../../packages/engine/dist/minute-feed.js";

const [directory = "", name = ""] = process.argv.slice(2);

const capture = attachCapture(
  await openCapture({
    interface: name,
    filter: "",
    snapLength: 262_144,
    promiscuous: true,
    backend: undefined,
    bufferLength: 0,
  }),
);
const thread = await StoreThread.start({
  directory,
  becomes: undefined,
  sensor: "here",
  catalog: readCatalogFiles(),
  onFault: (error) => {
    throw error;
  },
});
await thread.go();

/** Seconds since 1970 at which the minute begins that all packets fall into now. */
let minute = 0;
/** @type {number[]} */
const underWay = [];
const recorder = new Recorder({
  minutes: {
    onClose: (traffic) => {
      underWay.push(traffic.slices.minute);
      feed.send(traffic);
    },
    now: () => minute,
  },
});
const feed = new MinuteFeed({
  port: thread.slicePort,
  run: Math.floor(Date.now() / 1000),
  interfaces: [name],
  losses: () => ({ kernelDrops: capture.counts().kernelDropped, interfaceDrops: 0 }),
  peek: () => recorder.minutes?.peek(),
});
thread.slicePort.on("message", (message) => {
  if (message.kind === "taken") process.send?.({ kind: "taken", minute: underWay.shift() });
});
process.on("message", (/** @type {number} */ begun) => {
  minute = begun;
  recorder.minutes?.turnAt(begun);
  process.send?.({ kind: "begun", minute: begun });
});
process.send?.({ kind: "open" });

const batch = new PacketBatch();
while (await capture.next(batch, 20)) {
  if (batch.count === 0) continue;
  for (let row = 0; row < batch.count; row++) {
    batch.seconds[row] = minute + ((batch.seconds[row] ?? 0) % 60);
  }
  recorder.feed(batch, [capture.interface]);
  process.send?.({ kind: "captured", packets: recorder.packetCount });
}
