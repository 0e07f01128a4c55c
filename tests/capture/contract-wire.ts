/** What the capture contract sends over: virtual Ethernet pairs and loopback. */
import { createSocket } from "node:dgram";
import type { CaptureContract } from "../../packages/capture/src/source.contract.ts";
import { udpFrame } from "./frame.ts";
import { VethPair } from "./veth.ts";

export const contractWire: Pick<CaptureContract, "wire" | "frame" | "sendOverLoopback"> = {
  wire() {
    const pair = new VethPair();
    return Object.assign(pair, { interfaceName: pair.near });
  },
  frame: udpFrame,
  async sendOverLoopback(count, port) {
    const socket = createSocket("udp4");
    for (let index = 0; index < count; index += 1) {
      await new Promise((sent) => socket.send(`datagram ${index}`, port, "127.0.0.1", sent));
    }
    socket.close();
  },
};
