/** What the data chunks of an SCTP packet carry, message by message. */

import { dissectPayload } from "../application/dissect.ts";
import type { Packet } from "../packet.ts";
import { userMessages } from "../transport/sctp-chunk.ts";
import type { Tree } from "../tree.ts";
import type { Conversation } from "./conversation.ts";

/** Appends the layers of each user message in the chunks `[packet.payloadStart, packet.payloadEnd)`. */
export function dissectUserMessages(packet: Packet, tree: Tree, conversation: Conversation): void {
  const { payloadStart, payloadEnd, payloadLength } = packet;
  for (const { start, end } of userMessages(packet.view, payloadStart, payloadEnd)) {
    packet.payloadStart = start;
    packet.payloadEnd = end;
    packet.payloadLength = end - start;
    dissectPayload(packet, tree, conversation, false);
  }
  packet.payloadStart = payloadStart;
  packet.payloadEnd = payloadEnd;
  packet.payloadLength = payloadLength;
}
