/** What goes through a proxy behind a CONNECT that succeeded, RFC 9110 §9.3.6. */

import { dissectData } from "../data-tree.ts";
import type { Packet } from "../packet.ts";
import type { Conversation } from "../stream/conversation.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { startsWith } from "./ascii.ts";
import { SSH_PROTOCOL } from "./ssh.ts";
import * as tls from "./tls.ts";
import { TLS_PROTOCOL } from "./tls-tree.ts";

/** Names the proxy's protocol as a step of the walk, and reads what is inside. */
export function dissectTunnel(packet: Packet, tree: Tree, conversation: Conversation): void {
  const first = tree.protocols.length;
  const source = tree.layers.at(-1)?.source;
  tree.mention("http");
  const inner = innerProtocol(packet.view, packet.payloadStart, packet.payloadEnd);
  if (inner === undefined) {
    dissectData(tree, packet.payloadStart, packet.payloadEnd);
    return;
  }
  packet.protocol = inner.protocols[0]!;
  inner.dissect(packet, tree, conversation);
  if (tree.layers.at(-1)?.source === source) nameOnce(tree.protocols, first);
}

/** Further records of the same octets bring no names anew: what was added from `first` on is what stands before. */
function nameOnce(protocols: string[], first: number): void {
  const added = protocols.slice(first);
  const before = protocols.slice(Math.max(0, first - added.length), first);
  if (added.join() === before.join()) protocols.length = first;
}

export function tunnelLength(
  view: DataView,
  off: number,
  end: number,
  conversation: Conversation,
  packet: Packet,
): number {
  const inner = innerProtocol(view, off, end);
  return inner?.messageLength?.(view, off, end, conversation, packet) ?? end - off;
}

function innerProtocol(view: DataView, off: number, end: number): ApplicationProtocol | undefined {
  if (tls.isRecord(view, off, end)) return TLS_PROTOCOL;
  return startsWith(view, off, end, "SSH-") ? SSH_PROTOCOL : undefined;
}
