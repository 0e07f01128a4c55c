/** Time per packet of reading both formats from chunks that stay in the cache, as read buffers do. */
import { bench, describe } from "vitest";
import { PacketBatch } from "./batch.ts";
import { CaptureReader } from "./capture-reader.ts";
import { concat } from "./capture-rows.contract.ts";
import { PcapWriter } from "./pcap-writer.ts";
import { PcapngWriter } from "./pcapng-writer.ts";

const PACKET_COUNT = 2500;
const PACKET_LENGTH = 373;

const packets = Array.from({ length: PACKET_COUNT }, (_, index) => ({
  seconds: 1_700_000_000 + index,
  nanoseconds: index,
  bytes: new Uint8Array(PACKET_LENGTH),
}));
const pcap = new PcapWriter({ linkType: 1 });
const pcapng = new PcapngWriter();
const batch = new PacketBatch();

function read(bytes: Uint8Array): void {
  const reader = new CaptureReader();
  reader.push(bytes);
  while (reader.next(batch));
}

describe(`${PACKET_COUNT} packets of ${PACKET_LENGTH} octets`, () => {
  const classic = concat([pcap.header(), ...packets.map((packet) => pcap.packet(packet))]);
  const blocks = concat([
    pcapng.header(),
    pcapng.interface({ linkType: 1 }),
    ...packets.map((packet) => pcapng.packet(packet)),
  ]);
  bench("pcap", () => read(classic));
  bench("pcapng", () => read(blocks));
});
