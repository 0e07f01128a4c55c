/** The ports with which TCP, UDP and SCTP headers begin. */

import type { Packet } from "../packet.ts";

/** Octets that hold both ports. */
export const PORTS_LEN = 4;

/** Keeps the ports of a header of which at least {@link PORTS_LEN} octets were captured. */
export function keepPorts(packet: Packet, view: DataView): void {
  const off = packet.payloadStart;
  if (packet.quotedFrom >= 0 || packet.payloadEnd - off < PORTS_LEN) return;
  packet.sourcePort = view.getUint16(off);
  packet.destinationPort = view.getUint16(off + 2);
}
