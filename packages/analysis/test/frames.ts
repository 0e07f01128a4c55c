/** Builds Ethernet frames for tests and decodes them as the product does. */
import { decode, Packet, parseIpv4, parseIpv6 } from "@wirescope/decode";

const ETHERNET_LENGTH = 14;
const LINKTYPE_ETHERNET = 1;

export const TCP = { fin: 0x01, syn: 0x02, rst: 0x04, psh: 0x08, ack: 0x10 } as const;

export interface FrameSpec {
  readonly from: string;
  readonly to: string;
  /** Defaults to `udp`; a number is an IP protocol without ports. */
  readonly transport?: "tcp" | "udp" | "icmp" | number;
  readonly fromPort?: number;
  readonly toPort?: number;
  readonly flags?: number;
  /** Of TCP. */
  readonly sequence?: number;
  readonly acknowledgment?: number;
  /** Unscaled; 1000 where not said. */
  readonly window?: number;
  readonly payload?: Uint8Array | undefined;
  readonly vlan?: number;
  /** In units of eight octets; a later fragment has no transport header. */
  readonly fragmentOffset?: number;
  readonly sourceMac?: number;
  /** Of IPv6; 64 where not said. */
  readonly hopLimit?: number;
}

const IP_PROTOCOL = { icmp: 1, tcp: 6, udp: 17 } as const;

/** The frame's octets, without checksums. */
export function frame(spec: FrameSpec): Uint8Array {
  const body = transport(spec);
  const isIpv6 = spec.from.includes(":");
  const ip = isIpv6 ? ipv6(spec, body) : ipv4(spec, body);
  const tagLength = spec.vlan === undefined ? 0 : 4;
  const bytes = new Uint8Array(ETHERNET_LENGTH + tagLength + ip.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0x0200);
  view.setUint32(2, 2);
  view.setUint16(6, 0x0200);
  view.setUint32(8, spec.sourceMac ?? 1);
  if (spec.vlan !== undefined) {
    view.setUint16(12, 0x8100);
    view.setUint16(14, spec.vlan);
  }
  view.setUint16(12 + tagLength, isIpv6 ? 0x86dd : 0x0800);
  bytes.set(ip, ETHERNET_LENGTH + tagLength);
  return bytes;
}

/** An ARP request for IPv4 over Ethernet (RFC 826). */
export function arpFrame(sender: string, target: string, sourceMac: number): Uint8Array {
  const bytes = new Uint8Array(ETHERNET_LENGTH + 28);
  const view = new DataView(bytes.buffer);
  bytes.fill(0xff, 0, 6);
  view.setUint16(6, 0x0200);
  view.setUint32(8, sourceMac);
  view.setUint16(12, 0x0806);
  view.setUint32(14, 0x0001_0800);
  view.setUint32(18, 0x0604_0001);
  view.setUint16(22, 0x0200);
  view.setUint32(24, sourceMac);
  view.setUint32(28, parseIpv4(sender)!);
  view.setUint32(38, parseIpv4(target)!);
  return bytes;
}

/** Decodes a frame into a packet, seen at `seconds`; the fraction becomes whole nanoseconds. */
export function decodeFrame(bytes: Uint8Array, seconds = 0, packet: Packet = new Packet()): Packet {
  packet.number++;
  packet.seconds = Math.floor(seconds);
  packet.nanoseconds = Math.round((seconds - Math.floor(seconds)) * 1e9);
  packet.linkType = LINKTYPE_ETHERNET;
  packet.originalLength = bytes.length;
  decode(packet, new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 0, bytes.length);
  return packet;
}

/** The frame of `spec`, decoded. */
export function packetOf(spec: FrameSpec, seconds = 0): Packet {
  return decodeFrame(frame(spec), seconds);
}

/** A DNS query or, with addresses, its response (RFC 1035). */
export function dnsMessage(name: string, addresses: readonly string[] = []): Uint8Array {
  const isResponse = addresses.length > 0;
  const question = [...name.split("."), ""].flatMap((label) => [
    label.length,
    ...new TextEncoder().encode(label),
  ]);
  const answers = addresses.flatMap((address) => [
    ...[0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4],
    ...address.split(".").map(Number),
  ]);
  const flags = isResponse ? [0x81, 0x80] : [0x01, 0x00];
  const head = [0x1a, 0x2b, ...flags, 0, 1, 0, addresses.length, 0, 0, 0, 0];
  return Uint8Array.from([...head, ...question, 0, 1, 0, 1, ...answers]);
}

/** A TLS 1.2 ClientHello whose only extension is the server name (RFC 5246, RFC 6066). */
export function clientHello(serverName: string): Uint8Array {
  const name = [...new TextEncoder().encode(serverName)];
  const list = [0, ...u16(name.length), ...name];
  const extension = [0, 0, ...u16(list.length + 2), ...u16(list.length), ...list];
  const body = [
    ...[3, 3, ...new Array<number>(32).fill(7), 0],
    ...[0, 2, 0x13, 0x01, 1, 0],
    ...u16(extension.length),
    ...extension,
  ];
  const handshake = [1, 0, ...u16(body.length), ...body];
  return Uint8Array.from([22, 3, 1, ...u16(handshake.length), ...handshake]);
}

export function text(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}

function u16(value: number): [number, number] {
  return [value >> 8, value & 0xff];
}

function transport(spec: FrameSpec): Uint8Array {
  const payload = spec.payload ?? new Uint8Array(0);
  if ((spec.fragmentOffset ?? 0) > 0 || typeof spec.transport === "number") return payload;
  if (spec.transport === "icmp") return payload;
  const isTcp = spec.transport === "tcp";
  const length = isTcp ? 20 : 8;
  const bytes = new Uint8Array(length + payload.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, spec.fromPort ?? 0);
  view.setUint16(2, spec.toPort ?? 0);
  if (isTcp) {
    view.setUint32(4, spec.sequence ?? 0);
    view.setUint32(8, spec.acknowledgment ?? 0);
    view.setUint16(14, spec.window ?? 1000);
    view.setUint8(12, 0x50);
    view.setUint8(13, spec.flags ?? TCP.ack);
  } else {
    view.setUint16(4, bytes.length);
  }
  bytes.set(payload, length);
  return bytes;
}

function ipProtocol(spec: FrameSpec): number {
  return typeof spec.transport === "number" ? spec.transport : IP_PROTOCOL[spec.transport ?? "udp"];
}

function ipv4(spec: FrameSpec, body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(20 + body.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, 0x45);
  view.setUint16(2, bytes.length);
  view.setUint16(6, spec.fragmentOffset ?? 0);
  view.setUint8(8, 64);
  view.setUint8(9, ipProtocol(spec));
  view.setUint32(12, parseIpv4(spec.from)!);
  view.setUint32(16, parseIpv4(spec.to)!);
  bytes.set(body, 20);
  return bytes;
}

function ipv6(spec: FrameSpec, body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(40 + body.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, 0x60);
  view.setUint16(4, body.length);
  view.setUint8(6, ipProtocol(spec));
  view.setUint8(7, spec.hopLimit ?? 64);
  [...parseIpv6(spec.from)!, ...parseIpv6(spec.to)!].forEach((word, i) => {
    view.setUint32(8 + 4 * i, word);
  });
  bytes.set(body, 40);
  return bytes;
}
