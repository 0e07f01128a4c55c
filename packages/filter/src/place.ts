/**
 * Fields whose octets lie at a fixed place in the header of a layer.
 *
 * They are compared where they are, in every layer of the packet's stack, without building a tree.
 */

import { type Packet, Protocol } from "@wirescope/decode";
import { type FilterField, findField } from "./field-table.ts";

/** One field of one or two kinds of layer. */
export interface Place {
  readonly protocolA: Protocol;
  /** Equal to {@link protocolA} where there is one kind only. */
  readonly protocolB: Protocol;
  /** From the start of the layer. */
  readonly offset: number;
  readonly octets: number;
  /** Bits of the octets that count, 0 for all; the value is shifted down by `shift`. */
  readonly mask: number;
  readonly shift: number;
}

/** Compares the octets at an offset; they were captured. */
export type PlaceMatch = (view: DataView, offset: number) => boolean;

type PlaceList = Readonly<Record<string, number>>;

const ETHERNET: PlaceList = { "eth.dst": 0, "eth.src": 6 };
const VLAN: PlaceList = { "vlan.id": 0, "vlan.priority": 0 };
const ARP: PlaceList = { "arp.opcode": 6 };
const IPV4: PlaceList = {
  "ip.len": 2,
  "ip.id": 4,
  "ip.flags": 6,
  "ip.flags.df": 6,
  "ip.flags.mf": 6,
  "ip.ttl": 8,
  "ip.proto": 9,
  "ip.checksum": 10,
  "ip.src": 12,
  "ip.dst": 16,
};
const IPV6: PlaceList = {
  "ipv6.plen": 4,
  "ipv6.nxt": 6,
  "ipv6.hlim": 7,
  "ipv6.src": 8,
  "ipv6.dst": 24,
};
const ICMP: PlaceList = { "icmp.type": 0, "icmp.code": 1 };
const ICMPV6: PlaceList = { "icmpv6.type": 0, "icmpv6.code": 1 };
const TCP: PlaceList = {
  "tcp.srcport": 0,
  "tcp.dstport": 2,
  "tcp.seq_raw": 4,
  "tcp.ack_raw": 8,
  "tcp.flags": 12,
  "tcp.flags.ns": 12,
  "tcp.flags.cwr": 12,
  "tcp.flags.ece": 12,
  "tcp.flags.urg": 12,
  "tcp.flags.ack": 12,
  "tcp.flags.push": 12,
  "tcp.flags.reset": 12,
  "tcp.flags.syn": 12,
  "tcp.flags.fin": 12,
  "tcp.window_size_value": 14,
};
const UDP: PlaceList = { "udp.srcport": 0, "udp.dstport": 2, "udp.length": 4 };

const LISTS: readonly (readonly [Protocol, Protocol, PlaceList])[] = [
  [Protocol.Ethernet, Protocol.Ieee8023, ETHERNET],
  [Protocol.Vlan, Protocol.Vlan, VLAN],
  [Protocol.Arp, Protocol.Rarp, ARP],
  [Protocol.Ipv4, Protocol.Ipv4, IPV4],
  [Protocol.Ipv6, Protocol.Ipv6, IPV6],
  [Protocol.Icmp, Protocol.Icmp, ICMP],
  [Protocol.Icmpv6, Protocol.Icmpv6, ICMPV6],
  [Protocol.Tcp, Protocol.Tcp, TCP],
  [Protocol.Udp, Protocol.Udp, UDP],
];

function buildPlaces(): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  for (const [protocolA, protocolB, list] of LISTS) {
    for (const [name, offset] of Object.entries(list)) {
      const { spec } = findField(name)!;
      const mask = spec.mask ?? 0;
      const shift = mask === 0 ? 0 : 31 - Math.clz32(mask & -mask);
      places.set(name, { protocolA, protocolB, offset, octets: spec.octets, mask, shift });
    }
  }
  return places;
}

let table: ReadonlyMap<string, Place> | undefined;

/** Fixed places by the names of their fields; built at the first need, since most runs have no filter. */
function placesByName(): ReadonlyMap<string, Place> {
  table ??= buildPlaces();
  return table;
}

/**
 * The places of a field: two for `ip.addr`, which stands for two fields.
 *
 * `elsewhere` names the layers in which fields of this name have no fixed place. Undefined when none
 * has one.
 */
export function findPlaces(
  field: FilterField,
): { places: readonly Place[]; elsewhere: readonly string[] } | undefined {
  const places: Place[] = [];
  const elsewhere = new Set<string>();
  for (const name of field.members) {
    const place = placesByName().get(name);
    if (place !== undefined) places.push(place);
    else if (name !== field.name || field.members.length === 1)
      elsewhere.add(name.split(".", 1)[0]!);
  }
  return places.length === 0 ? undefined : { places, elsewhere: [...elsewhere] };
}

/** Whether the field occurs and `match` holds for one of its occurrences. */
export function matchesAny(packet: Packet, places: readonly Place[], match: PlaceMatch): boolean {
  for (let i = 0; i < packet.layerCount; i += 1) {
    const protocol = packet.layerProtocol[i]!;
    for (let j = 0; j < places.length; j += 1) {
      const place = places[j]!;
      if (protocol !== place.protocolA && protocol !== place.protocolB) continue;
      const offset = packet.layerStart[i]! + place.offset;
      if (offset + place.octets <= packet.end && match(packet.view, offset)) return true;
    }
  }
  return false;
}

/** Whether the field occurs and `match` holds for all of its occurrences. */
export function matchesAll(packet: Packet, places: readonly Place[], match: PlaceMatch): boolean {
  let occurs = false;
  for (let i = 0; i < packet.layerCount; i += 1) {
    const protocol = packet.layerProtocol[i]!;
    for (let j = 0; j < places.length; j += 1) {
      const place = places[j]!;
      if (protocol !== place.protocolA && protocol !== place.protocolB) continue;
      const offset = packet.layerStart[i]! + place.offset;
      if (offset + place.octets > packet.end) continue;
      if (!match(packet.view, offset)) return false;
      occurs = true;
    }
  }
  return occurs;
}
