/** The capture contract over the back-ends that read the kernel themselves. */
import { describe } from "vitest";
import { openRing } from "../../packages/capture/src/af-packet/open.ts";
import { openLibpcap } from "../../packages/capture/src/libpcap/open.ts";
import { captureContract } from "../../packages/capture/src/source.contract.ts";
import { whyNoLiveTests } from "../requirements.ts";
import { contractWire } from "./contract-wire.ts";

const reason = whyNoLiveTests();

describe.skipIf(reason !== undefined)(`live capture ${reason ?? ""}`, () => {
  captureContract({
    ...contractWire,
    name: "ring",
    open: async (options) => openRing(options),
    longestDelay: 150,
    smallBuffer: 65_536,
    dropsAtStop: false,
  });
  captureContract({
    ...contractWire,
    name: "libpcap",
    open: async (options) => openLibpcap(options),
    longestDelay: 150,
    smallBuffer: 65_536,
    dropsAtStop: false,
  });
});
