/** A small capture of known packets, for tests of files. */
import { PcapWriter } from "@wirescope/pcap";

/** 2026-11-22T14:03:20Z. */
const START = 1_795_356_200;

/** Ethernet, IPv4 and UDP from 192.0.2.1 to 192.0.2.2, port 40000 to 53, with a DNS question. */
function dnsQuestion(id: number): Uint8Array {
  const name = [7, ...Buffer.from("example"), 4, ...Buffer.from("test"), 0];
  const dns = [id >> 8, id & 255, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, ...name, 0, 1, 0, 1];
  const udpLength = 8 + dns.length;
  const ipLength = 20 + udpLength;
  return Uint8Array.from([
    ...[2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 8, 0],
    ...[0x45, 0, ipLength >> 8, ipLength & 255, 0, 0, 0, 0, 64, 17, 0, 0],
    ...[192, 0, 2, 1, 192, 0, 2, 2],
    ...[0x9c, 0x40, 0, 53, udpLength >> 8, udpLength & 255, 0, 0],
    ...dns,
  ]);
}

/** A classic pcap of `count` DNS questions, a tenth of a second apart. */
export function dnsCapture(count: number): Buffer {
  const writer = new PcapWriter({ linkType: 1 });
  const chunks = [writer.header()];
  for (let i = 0; i < count; i += 1) {
    const bytes = dnsQuestion(i);
    const seconds = START + Math.floor(i / 10);
    const nanoseconds = (i % 10) * 100_000_000;
    chunks.push(writer.packet({ seconds, nanoseconds, bytes, originalLength: bytes.length }));
  }
  return Buffer.concat(chunks);
}
