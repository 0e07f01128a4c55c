/** Captures that begin with an IP header (LINKTYPE_RAW and its relatives). */

import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { enter } from "../step.ts";

/** The version nibble says which; the layer itself is empty. */
export function step(packet: Packet, view: DataView): Protocol {
  enter(packet, Protocol.RawIp, 0);
  if (packet.payloadStart >= packet.payloadEnd) return Protocol.Unknown;
  switch (view.getUint8(packet.payloadStart) >>> 4) {
    case 4:
      return Protocol.Ipv4;
    case 6:
      return Protocol.Ipv6;
    default:
      return Protocol.Unknown;
  }
}
