// @ts-check
/**
 * For tests: a process that captures and keeps packets on disk, since giving root up can't be taken back.
 * Its argument says where, how much and from which interfaces. Says "ready" when it runs, and answers each
 * line of standard input with the status of the capture and the extent of what is kept.
 */
import { createInterface } from "node:readline";
import { MessageChannel } from "node:worker_threads";
import { readCatalogFiles } from "@wirescope/catalog-files";
import { Engine, LIVE_DEFAULTS } from "@wirescope/engine";
import { PacketThread } from "@wirescope/store";

/** @type {import("@wirescope/query").PacketsQuestion} */
const NEWEST = {
  ...{ range: { from: undefined, to: undefined }, filter: "", cursor: undefined },
  ...{ direction: "backward", limit: 1 },
};

const { directory, budget, interfaces } = JSON.parse(String(process.argv[2]));
const thread = await PacketThread.start({
  directory,
  budget,
  past: new MessageChannel().port2,
  catalog: readCatalogFiles(),
  onFault: (error) => {
    throw error;
  },
});
const engine = new Engine({
  input: { ...LIVE_DEFAULTS, interfaces },
  openPacketPort: () => thread.openPort(),
});
await engine.start();
thread.go();
process.stdout.write("ready\n");
for await (const _line of createInterface({ input: process.stdin })) {
  const { packets, drops } = await engine.session.status();
  const extent = await thread.session.extent();
  const { held } = await thread.session.packets(NEWEST);
  const unwritten = drops.packetsUnwritten;
  const report = { packets, unwritten, extent, lastNumber: held.last };
  process.stdout.write(`${JSON.stringify(report)}\n`);
}
await engine.stop();
await thread.stop();
