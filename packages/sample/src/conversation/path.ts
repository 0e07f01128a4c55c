/** Frames between two hosts: addresses, hop limits and identifiers in one place. */
import type { Host } from "../network.ts";
import { type IpAddress, multicastMac } from "../packet/address.ts";
import { buildEthernet, EtherType } from "../packet/ethernet.ts";
import { buildIp } from "../packet/ip.ts";
import { buildUdp } from "../packet/udp.ts";

const IPV4_LENGTH = 4;

export type IpVersion = 4 | 6;

export function addressOf(host: Host, version: IpVersion): IpAddress {
  return version === 4 ? host.ipv4 : host.ipv6;
}

/** An IP packet from host to host, in its frame. */
export function ipFrame(
  from: Host,
  to: Host,
  content: {
    readonly version: IpVersion;
    readonly protocol: number;
    readonly payload: Uint8Array;
    readonly identification?: number;
  },
): Uint8Array<ArrayBuffer> {
  const { version, protocol, payload } = content;
  return buildEthernet({
    source: from.mac,
    destination: to.mac,
    etherType: version === 4 ? EtherType.Ipv4 : EtherType.Ipv6,
    payload: buildIp({
      source: addressOf(from, version),
      destination: addressOf(to, version),
      protocol,
      payload,
      hopLimit: from.hopLimit,
      identification: content.identification ?? 0,
    }),
  });
}

/** A UDP datagram from host to host, in its frame. */
export function udpFrame(
  from: Host,
  to: Host,
  content: {
    readonly version: IpVersion;
    readonly sourcePort: number;
    readonly destinationPort: number;
    readonly payload: Uint8Array;
  },
): Uint8Array<ArrayBuffer> {
  const { version } = content;
  const payload = buildUdp({
    ...content,
    source: addressOf(from, version),
    destination: addressOf(to, version),
  });
  return ipFrame(from, to, { version, protocol: 17, payload });
}

/** An IP packet to a group on the LAN, in its frame. IPv6 goes out from the link-local address. */
export function groupFrame(
  from: Host,
  group: IpAddress,
  content: {
    readonly protocol: number;
    readonly payload: Uint8Array;
    readonly hopLimit: number;
    readonly options?: Uint8Array;
  },
): Uint8Array<ArrayBuffer> {
  const version4 = group.length === IPV4_LENGTH;
  return buildEthernet({
    source: from.mac,
    destination: multicastMac(group),
    etherType: version4 ? EtherType.Ipv4 : EtherType.Ipv6,
    payload: buildIp({
      ...content,
      source: version4 ? from.ipv4 : from.linkLocal,
      destination: group,
    }),
  });
}

/** A UDP datagram to a group on the LAN, in its frame. */
export function groupUdpFrame(
  from: Host,
  group: IpAddress,
  content: {
    readonly sourcePort: number;
    readonly destinationPort: number;
    readonly payload: Uint8Array;
    readonly hopLimit: number;
  },
): Uint8Array<ArrayBuffer> {
  const source = group.length === IPV4_LENGTH ? from.ipv4 : from.linkLocal;
  const payload = buildUdp({ ...content, source, destination: group });
  return groupFrame(from, group, { protocol: 17, payload, hopLimit: content.hopLimit });
}
