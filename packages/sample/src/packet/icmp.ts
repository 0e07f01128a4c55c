/** ICMP (RFC 792), ICMPv6 with neighbour discovery (RFC 4443, RFC 4861) and IGMPv3 reports (RFC 3376). */
import type { IpAddress, MacAddress } from "./address.ts";
import { ByteWriter } from "./byte-writer.ts";
import { internetChecksum, pseudoHeaderSum } from "./checksum.ts";
import { IpProtocol } from "./ip.ts";

const CHECKSUM_OFFSET = 2;
const SOURCE_LINK_ADDRESS = 1;
const TARGET_LINK_ADDRESS = 2;

export interface EchoFields {
  readonly type: "request" | "reply";
  readonly identifier: number;
  readonly sequence: number;
  readonly payload: Uint8Array;
}

/** An ICMP echo; its IPv6 counterpart is {@link buildIcmpv6} with types 128 and 129. */
export function buildIcmpEcho(fields: EchoFields): Uint8Array<ArrayBuffer> {
  return withChecksum(
    new ByteWriter()
      .uint16(fields.type === "request" ? 0x0800 : 0)
      .uint16(0)
      .uint16(fields.identifier)
      .uint16(fields.sequence)
      .bytes(fields.payload)
      .finish(),
  );
}

/** Destination unreachable, quoting the IPv4 header and eight octets of what was sent. */
export function buildIcmpUnreachable(code: number, packet: Uint8Array): Uint8Array<ArrayBuffer> {
  const quoted = packet.subarray(0, (packet[0]! & 0x0f) * 4 + 8);
  return withChecksum(
    new ByteWriter().uint8(3).uint8(code).uint16(0).uint32(0).bytes(quoted).finish(),
  );
}

export interface Icmpv6Fields {
  /** Addresses of the IPv6 packet around it; the checksum covers them. */
  readonly source: IpAddress;
  readonly destination: IpAddress;
  readonly type: number;
  readonly code?: number;
  /** What follows the checksum. */
  readonly body: Uint8Array;
}

export function buildIcmpv6(fields: Icmpv6Fields): Uint8Array<ArrayBuffer> {
  const message = new ByteWriter()
    .uint8(fields.type)
    .uint8(fields.code ?? 0)
    .uint16(0)
    .bytes(fields.body)
    .finish();
  return withChecksum(message, pseudoHeaderSum(fields, IpProtocol.Icmpv6, message.length));
}

/** Body of a neighbour solicitation, type 135. */
export function neighborSolicitation(target: IpAddress, mac: MacAddress): Uint8Array {
  return linkAddress(new ByteWriter().uint32(0).bytes(target), SOURCE_LINK_ADDRESS, mac).finish();
}

/** Body of a solicited neighbour advertisement, type 136. */
export function neighborAdvertisement(target: IpAddress, mac: MacAddress): Uint8Array {
  const writer = new ByteWriter().uint32(0x6000_0000).bytes(target);
  return linkAddress(writer, TARGET_LINK_ADDRESS, mac).finish();
}

/** Body of a router advertisement, type 134, with one on-link prefix of 64 bits. */
export function routerAdvertisement(prefix: IpAddress, mac: MacAddress): Uint8Array {
  const writer = new ByteWriter().uint8(64).uint8(0).uint16(1800).uint32(0).uint32(0);
  linkAddress(writer, SOURCE_LINK_ADDRESS, mac);
  writer.uint8(3).uint8(4).uint8(64).uint8(0xc0).uint32(86_400).uint32(14_400).uint32(0);
  return writer.bytes(prefix).finish();
}

/** An IGMPv3 membership report that joins `group`. */
export function buildIgmpReport(group: IpAddress): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter().uint16(0x2200).uint16(0).uint16(0).uint16(1);
  return withChecksum(writer.uint8(4).uint8(0).uint16(0).bytes(group).finish());
}

function linkAddress(writer: ByteWriter, option: number, mac: MacAddress): ByteWriter {
  return writer.uint8(option).uint8(1).bytes(mac);
}

function withChecksum(message: Uint8Array<ArrayBuffer>, initial = 0): Uint8Array<ArrayBuffer> {
  new DataView(message.buffer).setUint16(CHECKSUM_OFFSET, internetChecksum(message, initial));
  return message;
}
