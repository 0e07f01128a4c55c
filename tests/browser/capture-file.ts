/** A small capture of known packets, for tests of files. */
import { PcapWriter } from "@wirescope/pcap";

/** Seconds since 1970 of 2026-11-22T14:03:20Z. */
export const CAPTURE_START = 1_795_356_200;

/** Ethernet, IPv4 and UDP from 192.0.2.1 to 192.0.2.2, port `from` to 53, with a DNS question. */
function dnsQuestion(id: number, from: number): Uint8Array {
  const name = [7, ...Buffer.from("example"), 4, ...Buffer.from("test"), 0];
  const dns = [id >> 8, id & 255, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, ...name, 0, 1, 0, 1];
  const udpLength = 8 + dns.length;
  const ipLength = 20 + udpLength;
  return Uint8Array.from([
    ...[2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 8, 0],
    ...[0x45, 0, ipLength >> 8, ipLength & 255, 0, 0, 0, 0, 64, 17, 0, 0],
    ...[192, 0, 2, 1, 192, 0, 2, 2],
    ...[from >> 8, from & 255, 0, 53, udpLength >> 8, udpLength & 255, 0, 0],
    ...dns,
  ]);
}

/** A classic pcap of `count` DNS questions, a tenth of a second apart. */
export function dnsCapture(count: number): Buffer {
  return dnsCaptureAt(Array.from({ length: count }, (_, i) => CAPTURE_START + i / 10));
}

/**
 * @param times of the questions, seconds since 1970 with at most one decimal.
 * @param flows that they belong to in turn, from port 40000 on.
 */
export function dnsCaptureAt(times: readonly number[], flows = 1): Buffer {
  const writer = new PcapWriter({ linkType: 1 });
  const chunks = [writer.header()];
  for (const [i, time] of times.entries()) {
    const bytes = dnsQuestion(i, 40_000 + (i % flows));
    const seconds = Math.floor(time);
    const nanoseconds = Math.round((time - seconds) * 10) * 100_000_000;
    chunks.push(writer.packet({ seconds, nanoseconds, bytes, originalLength: bytes.length }));
  }
  return Buffer.concat(chunks);
}
