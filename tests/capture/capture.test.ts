/** The capture contract over every back-end that Linux has, on virtual Ethernet pairs. */
import { createSocket } from "node:dgram";
import { describe } from "vitest";
import { openRing } from "../../packages/capture/src/af-packet/open.ts";
import { openLibpcap } from "../../packages/capture/src/libpcap/open.ts";
import { openPipe } from "../../packages/capture/src/pipe/open.ts";
import {
  type CaptureContract,
  captureContract,
} from "../../packages/capture/src/source.contract.ts";
import { udpFrame } from "./frame.ts";
import { whyNoLiveTests } from "./requirements.ts";
import { VethPair } from "./veth.ts";

const reason = whyNoLiveTests();

const wire: Pick<CaptureContract, "wire" | "frame" | "sendOverLoopback"> = {
  wire() {
    const pair = new VethPair();
    return Object.assign(pair, { interfaceName: pair.near });
  },
  frame: udpFrame,
  sendOverLoopback,
};

describe.skipIf(reason !== undefined)(
  `live capture${reason === undefined ? "" : `: ${reason}`}`,
  () => {
    captureContract({
      ...wire,
      name: "ring",
      open: async (options) => openRing(options),
      longestDelay: 150,
      smallBuffer: 65_536,
      dropsAtStop: false,
    });
    captureContract({
      ...wire,
      name: "libpcap",
      open: async (options) => openLibpcap(options),
      longestDelay: 150,
      smallBuffer: 65_536,
      dropsAtStop: false,
    });
    captureContract({
      ...wire,
      name: "pipe from dumpcap",
      open: (options) => openPipe(options, ["dumpcap"]),
      longestDelay: 600,
      smallBuffer: 1_048_576,
      dropsAtStop: true,
    });
    captureContract({
      ...wire,
      name: "pipe from tcpdump",
      open: (options) => openPipe(options, ["tcpdump"]),
      longestDelay: 1500,
      smallBuffer: 65_536,
      dropsAtStop: true,
    });
  },
);

async function sendOverLoopback(count: number, port: number): Promise<void> {
  const socket = createSocket("udp4");
  for (let index = 0; index < count; index += 1) {
    await new Promise((resolve) => socket.send(`datagram ${index}`, port, "127.0.0.1", resolve));
  }
  socket.close();
}
