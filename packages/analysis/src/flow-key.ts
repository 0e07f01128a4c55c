/**
 * The key by which both directions of a flow meet: VLAN, IP protocol, and the two ends in numeric
 * order.
 *
 * Words: tag, ports, low address word 0, high address word 0, then words 1 to 3 of both in turn, so that
 * IPv4 needs the first four only. The tag holds the VLAN identifier plus one, the IP protocol, whether
 * there are ports, and the IP version. The ports word has the low end's port in the upper half; ICMP
 * has its exchange there, see icmp-exchange.ts; what has neither (other protocols, fragments after the
 * first) has 0.
 */
import type { Packet } from "@wirescope/decode";
import { KEY_WORDS } from "./flow-layout.ts";
import { icmpExchange } from "./icmp-exchange.ts";

export const TAG = 0;
export const PORTS = 1;
export const LOW_ADDRESS = 2;
export const HIGH_ADDRESS = 3;
/** Words of an IPv4 key; the rest of its record's key is zero. */
export const IPV4_KEY_WORDS = 4;

const VLAN_SHIFT = 11;
const PROTOCOL_SHIFT = 2;
const HAS_PORTS = 2;
const IS_IPV6 = 1;
const SIGN = 0x8000_0000 | 0;

export class FlowKey {
  readonly words: Int32Array = new Int32Array(KEY_WORDS);
  /** Words in use, 4 or 10; those behind are undefined. */
  count: number = IPV4_KEY_WORDS;
  /** The packet's source is the low end. */
  forward = true;

  /** Takes the key of a packet that has an IP layer. */
  fill(packet: Packet): void {
    const words = this.words;
    const hasPorts = packet.sourcePort >= 0;
    let comparison = compareAddresses(packet);
    if (comparison === 0 && hasPorts) comparison = packet.sourcePort - packet.destinationPort;
    const forward = comparison <= 0;
    this.forward = forward;
    const isIpv6 = packet.ipVersion === 6;
    words[TAG] =
      ((packet.vlanId + 1) << VLAN_SHIFT) |
      ((packet.ipProtocol & 0xff) << PROTOCOL_SHIFT) |
      (hasPorts ? HAS_PORTS : 0) |
      (isIpv6 ? IS_IPV6 : 0);
    if (hasPorts) {
      words[PORTS] = forward
        ? (packet.sourcePort << 16) | packet.destinationPort
        : (packet.destinationPort << 16) | packet.sourcePort;
    } else {
      words[PORTS] = icmpExchange(packet);
    }
    words[LOW_ADDRESS] = forward ? packet.source0 : packet.destination0;
    words[HIGH_ADDRESS] = forward ? packet.destination0 : packet.source0;
    if (!isIpv6) {
      this.count = IPV4_KEY_WORDS;
      return;
    }
    this.count = KEY_WORDS;
    words[4] = forward ? packet.source1 : packet.destination1;
    words[5] = forward ? packet.destination1 : packet.source1;
    words[6] = forward ? packet.source2 : packet.destination2;
    words[7] = forward ? packet.destination2 : packet.source2;
    words[8] = forward ? packet.source3 : packet.destination3;
    words[9] = forward ? packet.destination3 : packet.source3;
  }
}

/** -1, 0 or 1 as the packet's source comes before, equals or comes after its destination. */
function compareAddresses(packet: Packet): number {
  if (packet.source0 !== packet.destination0) return order(packet.source0, packet.destination0);
  if (packet.source1 !== packet.destination1) return order(packet.source1, packet.destination1);
  if (packet.source2 !== packet.destination2) return order(packet.source2, packet.destination2);
  if (packet.source3 !== packet.destination3) return order(packet.source3, packet.destination3);
  return 0;
}

/** Order of two different words as unsigned numbers, without leaving 32-bit integers. */
function order(a: number, b: number): number {
  return (a ^ SIGN) < (b ^ SIGN) ? -1 : 1;
}

/** 802.1Q identifier, -1 for none. */
export function tagVlan(tag: number): number {
  return (tag >>> VLAN_SHIFT) - 1;
}

export function tagIpProtocol(tag: number): number {
  return (tag >>> PROTOCOL_SHIFT) & 0xff;
}

export function tagHasPorts(tag: number): boolean {
  return (tag & HAS_PORTS) !== 0;
}

export function tagIpVersion(tag: number): 4 | 6 {
  return (tag & IS_IPV6) === 0 ? 4 : 6;
}
