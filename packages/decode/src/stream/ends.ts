/** The addresses and ports between which a layer of TCP, UDP or SCTP talks. */

import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { PORTS_LEN } from "../transport/ports.ts";
import * as tcp from "../transport/tcp.ts";
import * as udp from "../transport/udp.ts";
import type { Ends } from "./conversation-table.ts";

const IPV4 = { source: 12, length: 4 };
const IPV6 = { source: 8, length: 16 };

/** Octets of a header without which tshark counts no stream. */
const LEAST: Readonly<Partial<Record<number, number>>> = {
  [Protocol.Tcp]: tcp.TELLING_LEN,
  [Protocol.Udp]: udp.HEADER_LEN,
};

const IP_PROTOCOL: Readonly<Partial<Record<number, number>>> = {
  [Protocol.Tcp]: 6,
  [Protocol.Udp]: 17,
  [Protocol.Sctp]: 132,
};

/** The ends of layer `index`; undefined for other layers, without IP below, or with a header that is cut. */
export function endsOf(packet: Packet, index: number): Ends | undefined {
  const ipProtocol = IP_PROTOCOL[packet.layerProtocol[index]!];
  const start = packet.layerStart[index]!;
  const octets = packet.layerEnd[index]! - start;
  if (ipProtocol === undefined || octets < (LEAST[packet.layerProtocol[index]!] ?? PORTS_LEN)) {
    return undefined;
  }
  const isBogus = ipProtocol === 6 && tcp.headerLength(packet.view, start) < tcp.MIN_HEADER_LEN;
  if (isBogus) return undefined;
  for (let below = index - 1; below >= 0; below -= 1) {
    const protocol = packet.layerProtocol[below];
    const place = protocol === Protocol.Ipv4 ? IPV4 : protocol === Protocol.Ipv6 ? IPV6 : undefined;
    if (place === undefined) continue;
    const address = packet.layerStart[below]! + place.source;
    const source = units(packet.view, address, place.length, start);
    const destination = units(packet.view, address + place.length, place.length, start + 2);
    return { ipProtocol, source, destination };
  }
  return undefined;
}

function units(view: DataView, address: number, length: number, port: number): string {
  let text = "";
  for (let off = 0; off < length; off += 2) {
    text += String.fromCharCode(view.getUint16(address + off));
  }
  return text + String.fromCharCode(view.getUint16(port));
}
