import type { Packet } from "@wirescope/decode";
import { bench, describe } from "vitest";
import { packetOf } from "../test/frames.ts";
import { Analysis } from "./analysis.ts";

const FLOWS = 1000;

function packetsOf(count: number): Packet[] {
  const packets: Packet[] = [];
  for (let i = 0; i < count; i++) {
    const spec = { from: `10.0.${i >> 8}.${i & 0xff}`, to: "93.184.216.34" };
    const payload = new Uint8Array(100);
    packets.push(packetOf({ ...spec, transport: "tcp", fromPort: i, toPort: 443, payload }));
  }
  return packets;
}

describe("Analysis.add", () => {
  const known = new Analysis();
  const packets = packetsOf(FLOWS);
  bench(`${FLOWS} packets, one each of ${FLOWS} known flows`, () => {
    for (const packet of packets) known.add(packet);
  });

  const flooded = new Analysis({ flowCapacity: 16_384, hostCapacity: 8192 });
  const [flood] = packetsOf(1);
  let address = 0;
  bench(`${FLOWS} packets of new flows into full tables`, () => {
    for (let i = 0; i < FLOWS; i++) {
      flood!.source0 = address = (address + 2_654_435_761) >>> 0;
      flooded.add(flood!);
    }
  });
});

describe("Analysis.topHosts", () => {
  const analysis = new Analysis();
  const packet = packetsOf(1)[0]!;
  for (let i = 0; i < 131_072; i++) {
    packet.source0 = i;
    analysis.add(packet);
  }
  bench("the top 10 of 131,072 hosts", () => {
    analysis.topHosts("both", "bytes", 10);
  });
});
