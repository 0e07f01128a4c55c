// @ts-check
/**
 * For tests: a process that keeps history in the directory it is given, of reports that its parent
 * sends. It says `open` when it may begin and answers each report with its minute when it was taken.
 */
import { readCatalogFiles } from "@wirescope/catalog-files";
import { StoreThread } from "@wirescope/store";

const [directory = ""] = process.argv.slice(2);

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

/** @type {number[]} */
const underWay = [];
thread.slicePort.on("message", (message) => {
  if (message.kind === "taken") process.send?.(underWay.shift());
});
process.on("message", (/** @type {any} */ message) => {
  underWay.push(message.report.slices.minute);
  thread.slicePort.postMessage(message);
});
process.send?.("open");
