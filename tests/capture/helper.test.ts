/** The capture contract over the helpers; they collect packets for up to a second. */
import { describe } from "vitest";
import { openPipe } from "../../packages/capture/src/pipe/open.ts";
import { captureContract } from "../../packages/capture/src/source.contract.ts";
import { whyNoHelperTests } from "../requirements.ts";
import { contractWire } from "./contract-wire.ts";

for (const [program, longestDelay, smallBuffer] of [
  ["dumpcap", 1000, 1_048_576],
  ["tcpdump", 2000, 65_536],
] as const) {
  const reason = whyNoHelperTests(program);
  describe.skipIf(reason !== undefined)(`live capture ${reason ?? ""}`, () => {
    captureContract({
      ...contractWire,
      name: `pipe from ${program}`,
      open: (options) => openPipe(options, [program]),
      longestDelay,
      smallBuffer,
      dropsAtStop: true,
    });
  });
}
