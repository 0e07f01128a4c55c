/** What ties an echo reply of ICMP or ICMPv6 to its request. */

import type { PacketTime } from "../application/packet-times.ts";
import { defineField, type FieldSpec } from "../field.ts";
import { Protocol } from "../protocol.ts";
import { nanosecondsBetween } from "../stream/capture-time.ts";
import type { Tree } from "../tree.ts";
import { icmpInfo } from "./icmp-tree.ts";
import { icmpv6Info } from "./icmpv6-tree.ts";

const NANOSECONDS_PER_MILLISECOND = 1e6;

const RESPONSE_TO = defineField("icmp.resp_to", "frameNumber", "Request frame");
const RESPONSE_TIME = defineField("icmp.resptime", "double", "Response time");
const RESPONSE_TO_V6 = defineField("icmpv6.resp_to", "frameNumber", "Response To");
const RESPONSE_TIME_V6 = defineField("icmpv6.resptime", "double", "Response Time");

export const ECHO_FIELDS: readonly FieldSpec[] = [
  RESPONSE_TO,
  RESPONSE_TIME,
  RESPONSE_TO_V6,
  RESPONSE_TIME_V6,
];

/** Adds the request's frame number and the milliseconds since to the reply's layer, the last one. */
export function showAnswer(tree: Tree, request: PacketTime | undefined): void {
  const layer = tree.layers.at(-1);
  if (request === undefined || layer === undefined) return;
  const { packet } = tree;
  const isV6 = packet.layerProtocol[packet.layerCount - 1] === Protocol.Icmpv6;
  const at = packet.transportStart;
  const milliseconds = nanosecondsBetween(request, packet) / NANOSECONDS_PER_MILLISECOND;
  tree.reopen(layer, () => {
    tree.value(isV6 ? RESPONSE_TO_V6 : RESPONSE_TO, request.number, at, at);
    tree.value(isV6 ? RESPONSE_TIME_V6 : RESPONSE_TIME, milliseconds, at, at);
  });
  const info = isV6 ? icmpv6Info(packet) : icmpInfo(packet);
  tree.show(isV6 ? "ICMPv6" : "ICMP", `${info} (request in ${request.number})`);
}
