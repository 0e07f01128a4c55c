/**
 * Which MAC address a host has. ARP (RFC 826) and Neighbor Discovery (RFC 4861) say so, and so does any packet
 * whose source routers do not forward or home networks use (RFC 1918, RFC 3927, RFC 4193, RFC 4291), or
 * whose prefix a router has announced as on the link. The MAC address of any other source is its router's.
 */
import { type Packet, Protocol } from "@wirescope/decode";
import type { HostTable } from "./host-table.ts";

/* ARP for IPv4 over Ethernet (RFC 826). */
const ARP_LENGTH = 28;
const ARP_ETHERNET_IPV4 = 0x0001_0800;
const ARP_ADDRESS_LENGTHS = 0x0604;
const ARP_SENDER_MAC = 8;
const ARP_SENDER_ADDRESS = 14;

/* Neighbor Discovery (RFC 4861 §4): types, and offsets from the ICMPv6 header on. */
const FIRST_TYPE = 133;
const ROUTER_ADVERTISEMENT = 134;
const NEIGHBOR_ADVERTISEMENT = 136;
const LAST_TYPE = 137;
const ROUTER_OPTIONS = 16;
const TARGET = 8;
const NEIGHBOR_OPTIONS = 24;
/** From the IPv6 header on. A packet that was forwarded has less than {@link OWN_HOPS}. */
const HOP_LIMIT = 7;
const OWN_HOPS = 255;

/* Options: type, length in units of 8 octets, content. */
const OPTION_UNIT = 8;
const TARGET_LINK_ADDRESS = 2;
const PREFIX_INFORMATION = 3;
const PREFIX_LEN = 32;
const PREFIX_FLAGS = 3;
const ON_LINK = 0x80;
const PREFIX = 16;

/** Prefixes on the link that are remembered; a network has one or two. */
const MAX_PREFIXES = 8;

/** The upper half of addresses on the link; what a prefix leaves open is zero in both. */
interface Prefix {
  readonly word0: number;
  readonly word1: number;
  readonly mask0: number;
  readonly mask1: number;
}

export class LinkAddresses {
  readonly #hosts: HostTable;
  /** The latest last. */
  readonly #prefixes: Prefix[] = [];

  constructor(hosts: HostTable) {
    this.#hosts = hosts;
  }

  /** Notes the MAC address of a packet's source, where it is known to be its own. */
  learnSource(packet: Packet): void {
    if (packet.sourceMac < 0 || packet.tunnelDepth > 0) return;
    if (isLocal(packet) || this.#isOnLink(packet)) this.#noteSource(packet);
  }

  /** Notes the sender of an ARP packet as a host. */
  learnArp(packet: Packet): void {
    const last = packet.layerCount - 1;
    if (last < 0 || packet.layerProtocol[last] !== Protocol.Arp) return;
    const at = packet.layerStart[last]!;
    const { view } = packet;
    if (at + ARP_LENGTH > packet.end || view.getUint32(at) !== ARP_ETHERNET_IPV4) return;
    if (view.getUint16(at + 4) !== ARP_ADDRESS_LENGTHS) return;
    const address = view.getUint32(at + ARP_SENDER_ADDRESS);
    // A probe for a free address has no sender yet (RFC 5227).
    if (address === 0) return;
    this.#note(packet, 4, address, 0, 0, 0, at + ARP_SENDER_MAC);
  }

  /** Notes who speaks in an ICMPv6 packet of Neighbor Discovery, whom it speaks of, and which addresses are on the link. */
  learnDiscovery(packet: Packet): void {
    const { view, transportStart: at, end } = packet;
    if (at < 0 || at + OPTION_UNIT > end) return;
    const type = view.getUint8(at);
    if (type < FIRST_TYPE || type > LAST_TYPE) return;
    if (packet.sourceMac < 0 || packet.tunnelDepth > 0) return;
    if (view.getUint8(packet.ipStart + HOP_LIMIT) !== OWN_HOPS) return;
    // A host that looks whether its address is free has none yet (RFC 4862 §5.4).
    if (packet.source0 !== 0) this.#noteSource(packet);
    if (type === ROUTER_ADVERTISEMENT) {
      this.#readPrefixes(view, at + ROUTER_OPTIONS, end);
    } else if (type === NEIGHBOR_ADVERTISEMENT) {
      const option = findOption(view, at + NEIGHBOR_OPTIONS, end, TARGET_LINK_ADDRESS);
      if (option < 0) return;
      const target = at + TARGET;
      const word = (index: number): number => view.getInt32(target + 4 * index);
      this.#note(packet, 6, word(0), word(1), word(2), word(3), option + 2);
    }
  }

  #noteSource(packet: Packet): void {
    const { source0, source1, source2, source3 } = packet;
    this.#note(packet, packet.ipVersion, source0, source1, source2, source3, packet.sourceMac);
  }

  /** Gives the host with this address the MAC address at `mac` of the packet. */
  #note(
    packet: Packet,
    ipVersion: number,
    w0: number,
    w1: number,
    w2: number,
    w3: number,
    mac: number,
  ): void {
    const { view, seconds, nanoseconds, originalLength } = packet;
    const row = this.#hosts.touch(ipVersion, w0, w1, w2, w3, seconds, nanoseconds, originalLength);
    if (row >= 0) this.#hosts.setMac(row, view.getUint16(mac), view.getUint32(mac + 2));
  }

  #isOnLink(packet: Packet): boolean {
    if (packet.ipVersion !== 6) return false;
    for (let i = 0; i < this.#prefixes.length; i++) {
      const { word0, word1, mask0, mask1 } = this.#prefixes[i]!;
      if ((packet.source0 & mask0) === word0 && (packet.source1 & mask1) === word1) return true;
    }
    return false;
  }

  #readPrefixes(view: DataView, start: number, end: number): void {
    let at = findOption(view, start, end, PREFIX_INFORMATION);
    for (let count = 0; at >= 0 && count < MAX_PREFIXES; count++) {
      if (at + PREFIX_LEN > end) return;
      if ((view.getUint8(at + PREFIX_FLAGS) & ON_LINK) !== 0) {
        const bits = view.getUint8(at + 2);
        if (bits > 0 && bits <= 64) {
          const mask0 = maskOf(bits);
          const mask1 = maskOf(bits - 32);
          const word0 = view.getInt32(at + PREFIX) & mask0;
          this.#addPrefix({ word0, word1: view.getInt32(at + PREFIX + 4) & mask1, mask0, mask1 });
        }
      }
      at = findOption(view, at + PREFIX_LEN, end, PREFIX_INFORMATION);
    }
  }

  #addPrefix(prefix: Prefix): void {
    const { word0, word1, mask0, mask1 } = prefix;
    const isKnown = this.#prefixes.some(
      (other) =>
        other.word0 === word0 &&
        other.word1 === word1 &&
        other.mask0 === mask0 &&
        other.mask1 === mask1,
    );
    if (isKnown) return;
    if (this.#prefixes.length === MAX_PREFIXES) this.#prefixes.shift();
    this.#prefixes.push(prefix);
  }
}

/** Offset of the first option of a type; -1 where there is none that is whole. */
function findOption(view: DataView, start: number, end: number, type: number): number {
  let at = start;
  while (at + OPTION_UNIT <= end) {
    if (view.getUint8(at) === type) return at;
    const units = view.getUint8(at + 1);
    if (units === 0) return -1;
    at += units * OPTION_UNIT;
  }
  return -1;
}

/** The upper `bits` of a word, 0 … 32; fewer or more are none or all. */
function maskOf(bits: number): number {
  if (bits <= 0) return 0;
  return bits >= 32 ? -1 : -1 << (32 - bits);
}

function isLocal(packet: Packet): boolean {
  const word = packet.source0;
  if (packet.ipVersion === 6) return word >>> 22 === 0xfe80 >>> 6 || word >>> 25 === 0xfc >>> 1;
  const upper = word >>> 16;
  return (
    word >>> 24 === 10 ||
    (upper >= 0xac10 && upper <= 0xac1f) ||
    upper === 0xc0a8 ||
    upper === 0xa9fe
  );
}
