/** From the layer stack to the tree that people read. Off the hot path: it allocates freely. */

import { dissectApplication } from "./application/dissect.ts";
import { identify } from "./application/identify.ts";
import { dissectData } from "./data-tree.ts";
import { rememberColumns } from "./field-texts.ts";
import { frameLayer } from "./frame-tree.ts";
import type { Layer } from "./layer.ts";
import { dissectLayer } from "./layer-tree.ts";
import type { Packet } from "./packet.ts";
import { Protocol } from "./protocol.ts";
import { summarize } from "./summary.ts";
import { Tree } from "./tree.ts";

/**
 * The layers of a packet that `decode` has read, the frame itself first.
 *
 * Never throws: what is cut or malformed ends the layer it is in. Leaves the packet as it was.
 */
export function dissect(packet: Packet): Layer[] {
  const { protocol, protocolByPort } = packet;
  const tree = new Tree(packet);
  for (let index = 0; index < packet.layerCount; index += 1) dissectLayer(tree, index);
  if (packet.quotedFrom < 0 && packet.payloadEnd > packet.payloadStart) {
    const before = tree.layers.length;
    if (carriesApplication(packet)) {
      const names = tree.protocols.length;
      dissectApplication(packet, identify(packet), tree);
      mergeRepeats(tree.protocols, names);
    }
    packet.protocol = protocol;
    packet.protocolByPort = protocolByPort;
    const explained = tree.layers.length > before || lastLayerStart(packet) === packet.payloadStart;
    if (!explained && !isControlMessage(packet))
      dissectData(tree, packet.payloadStart, packet.payloadEnd);
  }
  tree.layers.unshift(frameLayer(tree));
  rememberColumns(tree.layers, summarize(packet));
  return tree.layers;
}

/** Several records of one protocol in a row, as TLS has them, are one step of `frame.protocols`. */
function mergeRepeats(protocols: string[], from: number): void {
  const merged = protocols.splice(from).filter((name, index, all) => name !== all[index - 1]);
  protocols.push(...merged);
}

/** True for ICMP messages other than echoes: their body is fields, not data. */
function isControlMessage(packet: Packet): boolean {
  const { view, layerCount } = packet;
  const type = (): number => view.getUint8(packet.layerStart[layerCount - 1]!);
  switch (packet.layerProtocol[layerCount - 1]) {
    case Protocol.Icmp:
      return type() !== 0 && type() !== 8;
    case Protocol.Icmpv6:
      return type() !== 128 && type() !== 129;
    default:
      return false;
  }
}

/** True where the payload is a transport's and not the rest of something that was not read. */
function carriesApplication(packet: Packet): boolean {
  switch (packet.layerProtocol[packet.layerCount - 1]) {
    case Protocol.Tcp:
    case Protocol.Udp:
    case Protocol.Sctp:
      return true;
    default:
      return false;
  }
}

/** Start of the last layer; the payload's own where that layer is named and not read. */
function lastLayerStart(packet: Packet): number {
  return packet.layerCount === 0 ? -1 : packet.layerStart[packet.layerCount - 1]!;
}
