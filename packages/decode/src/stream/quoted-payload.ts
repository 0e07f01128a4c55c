/** What an ICMP error quotes of the payload that it is about (RFC 1812 §4.3.2.3, RFC 4443 §2.4). */

import { identify } from "../application/identify.ts";
import { dissectData } from "../data-tree.ts";
import { decodeFrom } from "../decoder.ts";
import { Packet } from "../packet.ts";
import { copySummary } from "../packet-copy.ts";
import { Protocol } from "../protocol.ts";
import { userMessages } from "../transport/sctp-chunk.ts";
import type { Tree } from "../tree.ts";
import { hasUnreadPayload } from "./unread-payload.ts";

/** Appends the layers of the quoted payload, read by itself; the packet list goes on showing the error. */
export function dissectQuotedPayload(packet: Packet, tree: Tree): void {
  const { quotedFrom, view } = packet;
  if (quotedFrom < 0 || quotedFrom >= packet.layerCount) return;
  const quoted = new Packet();
  copySummary(packet, quoted);
  const first = packet.layerProtocol[quotedFrom] as Protocol;
  decodeFrom(quoted, view, packet.layerStart[quotedFrom]!, packet.layerEnd[quotedFrom]!, first);
  const { payloadStart, payloadEnd } = quoted;
  if (quoted.sourcePort < 0 || quoted.isFragment) {
    if (hasUnreadPayload(quoted)) dissectData(tree, payloadStart, payloadEnd);
    return;
  }
  if (payloadStart >= payloadEnd) return;
  const transport = quoted.layerProtocol[quoted.layerCount - 1];
  if (transport === Protocol.Sctp) {
    for (const { start, end } of userMessages(view, payloadStart, payloadEnd)) {
      dissectData(tree, start, end);
    }
    return;
  }
  const { shown } = tree;
  const found = identify(quoted);
  if (found === transport || !tree.descend(found, payloadStart, payloadEnd)) {
    dissectData(tree, payloadStart, payloadEnd);
  }
  tree.shown = shown;
}
