import { bench, describe } from "vitest";
import { decode } from "./decoder.ts";
import { dissect } from "./dissect.ts";
import { Packet } from "./packet.ts";

const MACS = "020000000002020000000001";
const TCP = "c95801bb000000070000000950180100000000000102";
const FRAMES = {
  "IPv4 and TCP": `${MACS}08004500002a00010000400600007f0000017f000001${TCP}`,
  "a VLAN tag, IPv4 and TCP": `${MACS}8100000708004500002a00010000400600007f0000017f000001${TCP}`,
  "IPv6 and TCP": `${MACS}86dd6000000000160640${"00".repeat(31)}01${TCP}`,
};

const packet = new Packet();
packet.linkType = 1;
packet.originalLength = 80;

for (const [name, hex] of Object.entries(FRAMES)) {
  const octets = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const view = new DataView(octets.buffer);
  describe(name, () => {
    bench("decode, a thousand times", () => {
      for (let i = 0; i < 1000; i += 1) decode(packet, view, 0, octets.length);
    });
    bench("decode and dissect", () => {
      decode(packet, view, 0, octets.length);
      dissect(packet);
    });
  });
}
