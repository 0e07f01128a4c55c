/** Which query a response answers and how long it took, and which messages were sent again. */

import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { nanosecondsBetween } from "../stream/capture-time.ts";
import type { Conversation } from "../stream/conversation.ts";
import type { Tree } from "../tree.ts";
import * as dns from "./dns.ts";
import * as fields from "./dns-fields.ts";
import { type PacketTime, PacketTimes } from "./packet-times.ts";

/** A query with the number of an earlier one is that one again for as long. */
const REPEAT_NANOSECONDS = 5e9;

/** Adds the fields that tie the message at `off` to those before it in its conversation. */
export function addExchange(tree: Tree, off: number, conversation: Conversation): void {
  const times = conversation.recall(Protocol.Dns, () => new PacketTimes());
  const id = dns.id(tree.view, off);
  if (dns.isResponse(tree.view, off)) addResponse(tree, off, times, id);
  else addQuery(tree, off, times, id);
}

function addQuery(tree: Tree, off: number, times: PacketTimes, id: number): void {
  const { packet } = tree;
  const earlier = times.known(`query ${id}`);
  if (earlier === undefined || !isRepeat(earlier, packet)) {
    times.note(`query ${id}`, packet);
    times.forget(`response ${id}`);
    return;
  }
  tree.value(fields.RETRANSMISSION, true, off, off);
  tree.value(fields.REQUEST_REPEATED, earlier.number, off, off);
}

function addResponse(tree: Tree, off: number, times: PacketTimes, id: number): void {
  const { packet } = tree;
  const query = times.known(`query ${id}`);
  if (query === undefined) return;
  const first = times.first(`response ${id}`, packet);
  if (first.number !== packet.number) {
    tree.value(fields.RETRANSMISSION, true, off, off);
    tree.value(fields.RESPONSE_REPEATED, first.number, off, off);
    return;
  }
  tree.value(fields.RESPONSE_TO, query.number, off, off);
  tree.value(fields.TIME, query.since(packet), off, off);
}

function isRepeat(earlier: PacketTime, packet: Packet): boolean {
  return nanosecondsBetween(earlier, packet) < REPEAT_NANOSECONDS;
}
