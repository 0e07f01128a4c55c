/** Turns the record's summary to an IP header that the walk reached. */

import type { Packet } from "../packet.ts";

/** Forgets what an outer IP layer said; the caller then sets the addresses that its version has. */
export function openIp(packet: Packet, version: 4 | 6, off: number, protocol: number): void {
  if (packet.ipStart >= 0) {
    packet.tunnelDepth += 1;
    packet.clearIpv6();
    packet.fragmentOffset = 0;
    packet.isFragment = false;
    packet.transportStart = -1;
    packet.sourcePort = -1;
    packet.destinationPort = -1;
    packet.tcpFlags = 0;
  }
  packet.ipVersion = version;
  packet.ipStart = off;
  packet.ipProtocol = protocol;
}
