/** Layers of the application protocol that a payload holds. */

import type { Packet } from "../packet.ts";
import { type Protocol, protocolInfo } from "../protocol.ts";
import type { Conversation } from "../stream/conversation.ts";
import type { Tree } from "../tree.ts";
import { applicationProtocol } from "./registry.ts";

/**
 * Appends the layers of the payload `[packet.payloadStart, packet.payloadEnd)`.
 *
 * A protocol that has a name but no reader, or whose port alone names it, gets one layer without
 * fields. Appends nothing when the payload is empty or `protocol` is that of the last layer; the caller
 * then shows the payload as data.
 */
export function dissectApplication(
  packet: Packet,
  protocol: Protocol,
  tree: Tree,
  conversation: Conversation,
): void {
  if (packet.payloadStart >= packet.payloadEnd) return;
  if (protocol === packet.layerProtocol[packet.layerCount - 1]) return;
  const before = tree.layers.length;
  packet.protocol = protocol;
  applicationProtocol(protocol)?.dissect(packet, tree, conversation);
  if (tree.layers.length === before) addNamedLayer(packet, protocol, tree);
}

function addNamedLayer(packet: Packet, protocol: Protocol, tree: Tree): void {
  const { title, filterName, name } = protocolInfo(protocol);
  const octets = packet.payloadEnd - packet.payloadStart;
  tree.layer(filterName || name.toLowerCase(), title, packet.payloadStart, packet.payloadEnd);
  tree.summarize(packet.protocolByPort ? `${octets} bytes, named by its port` : `${octets} bytes`);
}
