/** Counts by protocol. */
import type { Analysis } from "@wirescope/analysis";
import { PROTOCOL_COUNT, Protocol, protocolInfo } from "@wirescope/decode";
import type { ProtocolCount } from "./answer.ts";

/** Code points up to this one are link, network and transport protocols. */
const LAST_LOWER_PROTOCOL: number = Protocol.Gre;

/** Every protocol that packets were counted for, most octets first; they sum to the totals. */
export function protocolCounts(analysis: Analysis): ProtocolCount[] {
  return countsOf(analysis, 0);
}

/** Those of {@link protocolCounts} that applications speak. */
export function applicationCounts(analysis: Analysis): ProtocolCount[] {
  return countsOf(analysis, LAST_LOWER_PROTOCOL + 1);
}

function countsOf(analysis: Analysis, from: number): ProtocolCount[] {
  const { packets, bytes, packetsByPort } = analysis.protocols;
  const counts: ProtocolCount[] = [];
  for (let code = from; code < PROTOCOL_COUNT; code++) {
    if (packets[code] === 0) continue;
    counts.push({
      name: protocolInfo(code).name,
      packets: packets[code]!,
      bytes: bytes[code]!,
      packetsByPort: packetsByPort[code]!,
    });
  }
  return counts.sort((a, b) => b.bytes - a.bytes || b.packets - a.packets);
}
