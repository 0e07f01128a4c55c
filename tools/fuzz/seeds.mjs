// @ts-check
/** What is mutated: packets and files of the corpus where it is, and of the sample everywhere. */

import { existsSync } from "node:fs";
import { LinkType } from "@wirescope/decode";
import { PcapngWriter, PcapWriter } from "@wirescope/pcap";
import { samplePackets } from "@wirescope/sample";
import { CORPUS, captureBytes, eachRecord, entries } from "../conformance/captures.mjs";

/** @typedef {{ linkType: number, bytes: Uint8Array }} SeedPacket */

/** Packets of one capture that are kept, so that large captures do not crowd out the others. */
const MAX_PACKETS_PER_CAPTURE = 60;
/** Largest file that is mutated as a whole, in octets. */
const MAX_FILE_LENGTH = 20_000;
/** Octets kept of a seed packet. */
const MAX_PACKET_LENGTH = 2000;
const SAMPLE_PACKETS = 400;
/** Packets of the sample's files. */
const FILE_PACKETS = 20;

/** @returns {{ packets: SeedPacket[], files: Uint8Array[] }} */
export function readSeeds() {
  const packets = packetsOfSample();
  const files = filesOf(packets.slice(0, FILE_PACKETS));
  if (!existsSync(CORPUS)) return { packets, files };
  for (const entry of entries("")) {
    const bytes = new Uint8Array(captureBytes(entry));
    if (bytes.length <= MAX_FILE_LENGTH) files.push(bytes);
    packets.push(...packetsOf(bytes));
  }
  return { packets, files };
}

/** @returns {SeedPacket[]} */
function packetsOfSample() {
  const packets = [];
  for (const { bytes } of samplePackets({ snapLength: MAX_PACKET_LENGTH })) {
    packets.push({ linkType: LinkType.Ethernet, bytes });
    if (packets.length === SAMPLE_PACKETS) break;
  }
  return packets;
}

/** @param {readonly SeedPacket[]} packets */
function filesOf(packets) {
  const pcap = new PcapWriter({ linkType: LinkType.Ethernet });
  const pcapng = new PcapngWriter();
  const times = { seconds: 1_700_000_000, nanoseconds: 0 };
  return [
    Buffer.concat([pcap.header(), ...packets.map(({ bytes }) => pcap.packet({ bytes, ...times }))]),
    Buffer.concat([
      pcapng.header({ comment: "seed" }),
      pcapng.interface({ linkType: LinkType.Ethernet, name: "eth0" }),
      ...packets.map(({ bytes }) => pcapng.packet({ bytes, comments: ["a packet"], ...times })),
    ]),
  ].map((file) => new Uint8Array(file));
}

/**
 * @param {Uint8Array} file
 * @returns {SeedPacket[]}
 */
function packetsOf(file) {
  /** @type {SeedPacket[]} */
  const packets = [];
  eachRecord(file, (batch, index) => {
    if (packets.length >= MAX_PACKETS_PER_CAPTURE) return;
    const start = batch.start[index] ?? 0;
    const length = Math.min(batch.capturedLength[index] ?? 0, MAX_PACKET_LENGTH);
    packets.push({
      linkType: batch.linkType[index] ?? 0,
      bytes: batch.bytes.slice(start, start + length),
    });
  });
  return packets;
}
