/** Which side of a conversation speaks: the one that serves, or the one that asked for the service. */

import type { Packet } from "../packet.ts";
import type { Conversation } from "../stream/conversation.ts";

/**
 * True where the packet goes to the server: to one of its well-known ports, or else from the end
 * that opened the conversation.
 */
export function isFromClient(
  packet: Packet,
  conversation: Conversation,
  ports: readonly number[],
): boolean {
  const toServer = ports.includes(packet.destinationPort);
  const fromServer = ports.includes(packet.sourcePort);
  return toServer === fromServer ? conversation.isFromOriginator(packet) : toServer;
}
