/** IPv4 (RFC 791) and IPv6 (RFC 8200) packets around a payload. */
import type { IpAddress } from "./address.ts";
import { ByteWriter } from "./byte-writer.ts";
import { internetChecksum } from "./checksum.ts";

/** IANA assigned internet protocol numbers. */
export const IpProtocol = { HopByHop: 0, Icmp: 1, Igmp: 2, Tcp: 6, Udp: 17, Icmpv6: 58 } as const;

const DEFAULT_HOP_LIMIT = 64;
const DONT_FRAGMENT = 0x4000;
const MORE_FRAGMENTS = 0x2000;
const HEADER_LENGTH = 20;
const IPV6_HEADER_LENGTH = 40;
const CHECKSUM_OFFSET = 10;

export interface IpFields {
  readonly source: IpAddress;
  readonly destination: IpAddress;
  /** Number of what the payload begins with. */
  readonly protocol: number;
  readonly payload: Uint8Array;
  /** TTL or hop limit; 64 unless given. */
  readonly hopLimit?: number;
}

export interface Ipv4Fields extends IpFields {
  readonly identification?: number;
  /** True unless given or the packet is a fragment. */
  readonly dontFragment?: boolean;
  readonly moreFragments?: boolean;
  /** Octets, a multiple of 8. */
  readonly fragmentOffset?: number;
  /** A multiple of 4 octets, at most 40. */
  readonly options?: Uint8Array;
}

export function buildIpv4(fields: Ipv4Fields): Uint8Array<ArrayBuffer> {
  const options = fields.options ?? new Uint8Array(0);
  const headerLength = HEADER_LENGTH + options.length;
  const fragmentOffset = fields.fragmentOffset ?? 0;
  const moreFragments = fields.moreFragments ?? false;
  const dontFragment = fields.dontFragment ?? !(moreFragments || fragmentOffset > 0);
  const flags = (dontFragment ? DONT_FRAGMENT : 0) | (moreFragments ? MORE_FRAGMENTS : 0);
  const packet = new ByteWriter(headerLength + fields.payload.length)
    .uint8(0x40 | (headerLength / 4))
    .uint8(0)
    .uint16(headerLength + fields.payload.length)
    .uint16(fields.identification ?? 0)
    .uint16(flags | (fragmentOffset / 8))
    .uint8(fields.hopLimit ?? DEFAULT_HOP_LIMIT)
    .uint8(fields.protocol)
    .uint16(0)
    .bytes(fields.source)
    .bytes(fields.destination)
    .bytes(options)
    .bytes(fields.payload)
    .finish();
  const checksum = internetChecksum(packet.subarray(0, headerLength));
  new DataView(packet.buffer).setUint16(CHECKSUM_OFFSET, checksum);
  return packet;
}

export function buildIpv6(fields: IpFields): Uint8Array<ArrayBuffer> {
  return new ByteWriter(IPV6_HEADER_LENGTH + fields.payload.length)
    .uint32(0x6000_0000)
    .uint16(fields.payload.length)
    .uint8(fields.protocol)
    .uint8(fields.hopLimit ?? DEFAULT_HOP_LIMIT)
    .bytes(fields.source)
    .bytes(fields.destination)
    .bytes(fields.payload)
    .finish();
}

/** The version that the addresses have. */
export function buildIp(fields: Ipv4Fields): Uint8Array<ArrayBuffer> {
  return fields.source.length === 4 ? buildIpv4(fields) : buildIpv6(fields);
}
