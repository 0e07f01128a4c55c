/** Counts by protocol. */
import type { Analysis } from "@wirescope/analysis";
import { PROTOCOL_COUNT, protocolInfo } from "@wirescope/decode";
import type { ProtocolCount } from "./answer.ts";

/** Every protocol that packets were counted for, most octets first; they sum to the totals. */
export function protocolCounts(analysis: Analysis): ProtocolCount[] {
  const { packets, bytes, packetsByPort } = analysis.protocols;
  const counts: ProtocolCount[] = [];
  for (let code = 0; code < PROTOCOL_COUNT; code++) {
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
