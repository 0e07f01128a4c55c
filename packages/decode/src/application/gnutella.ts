/**
 * Gnutella, "The Gnutella Protocol Specification" 0.6: identified by its handshake over TCP and by its
 * descriptors over UDP. Its messages are not read.
 *
 * A descriptor: identifier (16), type, TTL, hops, length of what follows (4, little-endian). Long ones come
 * in parts (gtk-gnutella, "Reliable UDP layer"): tag (3), flags, sequence (2), part, parts.
 */

import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { startsWith } from "./ascii.ts";

/** IANA. */
const TCP = 6;
const PORT = 6346;
const HEADER_LEN = 23;
const TYPE = 16;
const TTL = 17;
const HOPS = 18;
const LENGTH = 19;
const PART_HEADER_LEN = 8;
const PART = 6;
const PARTS = 7;
/** Octets behind a descriptor's header (gtk-gnutella and others drop longer ones). */
const MAX_DESCRIPTOR = 4096;
const MAX_PARTS = 64;
/** No servent sends a descriptor further than this. */
const MAX_TTL = 15;

/** Ping, pong, bye, routes, vendor messages, push, Mojito's hash table, query, and its hits. */
const TYPES: ReadonlySet<number> = new Set([
  0x00, 0x01, 0x02, 0x30, 0x31, 0x32, 0x40, 0x44, 0x80, 0x81,
]);

/**
 * A datagram is one descriptor, whose length fits exactly: 32 bits, and 14 more of type, TTL and hops.
 * An unknown type without anything behind it would be too little.
 */
function isDescriptor(view: DataView, off: number, end: number, packet: Packet): boolean {
  if (end - off < HEADER_LEN) return false;
  if (view.getUint32(off + LENGTH, true) !== packet.payloadLength - HEADER_LEN) return false;
  return (
    view.getUint8(off + TTL) <= MAX_TTL &&
    view.getUint8(off + HOPS) <= MAX_TTL &&
    TYPES.has(view.getUint8(off + TYPE))
  );
}

function isPart(view: DataView, off: number, end: number): boolean {
  if (end - off < PART_HEADER_LEN) return false;
  if (!startsWith(view, off, end, "GND") && !startsWith(view, off, end, "GTA")) return false;
  const parts = view.getUint8(off + PARTS);
  return parts <= MAX_PARTS && view.getUint8(off + PART) <= parts;
}

/** `GNUTELLA CONNECT/0.6` and the answer `GNUTELLA/0.6 200 OK`. */
function isHandshake(view: DataView, off: number, end: number): boolean {
  return (
    startsWith(view, off, end, "GNUTELLA CONNECT/") || startsWith(view, off, end, "GNUTELLA/0.")
  );
}

/** A descriptor's; text and what else is longer than a descriptor may be is taken as it comes. */
function messageLength(view: DataView, off: number, end: number): number {
  if (isHandshake(view, off, end)) return end - off;
  if (end - off < HEADER_LEN) return 0;
  const length = view.getUint32(off + LENGTH, true);
  return length > MAX_DESCRIPTOR ? end - off : HEADER_LEN + length;
}

/** tshark knows it over TCP, on its own port. */
function dissect(packet: Packet, tree: Tree): void {
  const isOwnPort = packet.sourcePort === PORT || packet.destinationPort === PORT;
  if (packet.ipProtocol !== TCP || !isOwnPort) return;
  tree.layer("gnutella", "Gnutella Protocol", packet.payloadStart, packet.payloadEnd);
  tree.show("Gnutella", "");
}

export const GNUTELLA_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Gnutella],
  tcpPorts: [PORT],
  stream: { firstOctets: [0x47], matches: isHandshake },
  datagram: {
    matches: (view, off, end, packet) =>
      isDescriptor(view, off, end, packet) || isPart(view, off, end),
  },
  fields: [],
  dissect,
  messageLength,
  begin: () => "",
};
