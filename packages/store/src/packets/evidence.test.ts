import { decode, Packet } from "@wirescope/decode";
import { compileFilter } from "@wirescope/filter";
import { samplePackets } from "@wirescope/sample";
import { describe, expect, test } from "vitest";
import { EvidenceCollector, mayHold } from "./evidence.ts";

const PACKETS = [...samplePackets({ durationSeconds: 60 })].filter((_, i) => i % 9 === 0);

/** Decodes each packet in turn into a record that is borrowed. */
function* decoded(): Generator<Packet> {
  const packet = new Packet();
  for (const { bytes, originalLength } of PACKETS) {
    packet.linkType = 1;
    packet.originalLength = originalLength;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    decode(packet, view, 0, bytes.byteLength);
    yield packet;
  }
}

describe("evidence", () => {
  const filters = [
    ...[
      "ip.addr == 192.168.1.1",
      "ip.src == 192.168.1.23",
      "ipv6.addr == ff02::fb",
      "tcp.port == 443",
    ],
    ...["udp.dstport == 53 && ip.addr == 192.168.1.1", "tcp.port in {22, 80} || udp.port == 5353"],
    ...["frame.len > 1000", "ip.addr == 198.51.100.250", "tcp.port == 9 && ip.addr == 192.168.1.1"],
  ].map((text) => compileFilter(text));

  test("of single packets never denies what a filter selects", () => {
    const collector = new EvidenceCollector();
    for (const packet of decoded()) {
      collector.add(packet);
      const evidence = collector.finish();
      for (const filter of filters) {
        if (filter.matches(packet)) expect(mayHold(evidence, filter.requirement)).toBe(true);
      }
    }
  });

  test("of many denies nearly everything that is not there", () => {
    const collector = new EvidenceCollector();
    for (const packet of decoded()) collector.add(packet);
    const evidence = collector.finish();
    let affirmed = 0;
    for (let i = 0; i < 4000; i++) {
      const { requirement } = compileFilter(`ip.addr == 203.${i & 15}.${i >> 4}.9`);
      if (mayHold(evidence, requirement)) affirmed++;
    }
    expect(affirmed).toBeLessThan(160);
    expect(evidence.length).toBeLessThan(4096);
  });

  test("begins anew when it was given", () => {
    const collector = new EvidenceCollector();
    for (const packet of decoded()) collector.add(packet);
    collector.finish();
    const { requirement } = compileFilter("ip.addr == 192.168.1.1");
    expect(mayHold(collector.finish(), requirement)).toBe(false);
  });

  test("of a packet whose headers are broken is about anything", () => {
    const collector = new EvidenceCollector();
    const packet = new Packet();
    const { bytes } = PACKETS[0]!;
    packet.linkType = 1;
    decode(packet, new DataView(bytes.slice(0, 20).buffer), 0, 20);
    collector.add(packet);
    const { requirement } = compileFilter("ip.addr == 198.51.100.250");
    expect(mayHold(collector.finish(), requirement)).toBe(true);
  });
});
