/** Packets that a protocol carries as its content: samples of monitors, packets sent to a controller. */

import { dissectPayload } from "../application/dissect.ts";
import { dissectData } from "../data-tree.ts";
import { decodeFrom } from "../decoder.ts";
import { dissectLayer } from "../layer-tree.ts";
import { Packet } from "../packet.ts";
import { copySummary } from "../packet-copy.ts";
import { Protocol } from "../protocol.ts";
import type { Tree } from "../tree.ts";
import type { Conversation } from "./conversation.ts";
import { dissectQuotedPayload } from "./quoted-payload.ts";
import { hasUnreadPayload } from "./unread-payload.ts";

const FIRST_LAYERS: ReadonlySet<Protocol> = new Set([
  Protocol.Ethernet,
  Protocol.Ipv4,
  Protocol.Ipv6,
  Protocol.Tcp,
  Protocol.Udp,
  Protocol.Icmp,
  Protocol.Icmpv6,
]);

/** True for protocols that begin packets, as against those that payloads are of. */
export function beginsPacket(protocol: Protocol): boolean {
  return FIRST_LAYERS.has(protocol);
}

/** The packet that the payload of `carrier` is, from a header of `first` on. */
export function nestedPacket(carrier: Packet, first: Protocol): Packet {
  const { view, payloadStart, payloadEnd, payloadLength } = carrier;
  const nested = new Packet();
  copySummary(carrier, nested);
  nested.originalLength = payloadLength;
  decodeFrom(nested, view, payloadStart, payloadEnd, first);
  /* Places count from where the carrier's do. */
  nested.start = carrier.start;
  return nested;
}

/** Appends the layers of a packet by itself: nothing is put together, and no stream counts it. */
export function dissectNested(nested: Packet, tree: Tree, conversation: Conversation): void {
  tree.turnTo(nested, () => {
    for (let index = 0; index < nested.layerCount; index += 1) dissectLayer(tree, index);
    if (nested.quotedFrom >= 0) dissectQuotedPayload(nested, tree);
    else if (nested.transportStart >= 0 && nested.sourcePort >= 0) {
      dissectPayload(nested, tree, conversation, false);
    } else if (hasUnreadPayload(nested)) {
      dissectData(tree, nested.payloadStart, nested.payloadEnd);
    }
  });
}
