/**
 * Which MAC address a host has: only ARP says so, or a packet of an address that routers do not
 * forward or home networks use (RFC 1918, RFC 3927, RFC 4193, RFC 4291). The MAC address of any other
 * source is its router's.
 */
import { type Packet, Protocol } from "@wirescope/decode";
import type { HostTable } from "./host-table.ts";

/* ARP for IPv4 over Ethernet (RFC 826). */
const ARP_LENGTH = 28;
const ARP_ETHERNET_IPV4 = 0x0001_0800;
const ARP_ADDRESS_LENGTHS = 0x0604;
const ARP_SENDER_MAC = 8;
const ARP_SENDER_ADDRESS = 14;

/** Notes the MAC address of a packet's source, where it is known to be its own. */
export function learnSourceMac(hosts: HostTable, packet: Packet): void {
  if (packet.sourceMac < 0 || packet.tunnelDepth > 0 || !isLocal(packet)) return;
  const row = hosts.touch(
    packet.ipVersion,
    packet.source0,
    packet.source1,
    packet.source2,
    packet.source3,
    packet.seconds,
    packet.nanoseconds,
    packet.originalLength,
  );
  if (row < 0) return;
  const { view, sourceMac } = packet;
  hosts.setMac(row, view.getUint16(sourceMac), view.getUint32(sourceMac + 2));
}

/** Notes the sender of an ARP packet as a host. */
export function learnArpSender(hosts: HostTable, packet: Packet): void {
  const last = packet.layerCount - 1;
  if (last < 0 || packet.layerProtocol[last] !== Protocol.Arp) return;
  const at = packet.layerStart[last]!;
  const { view } = packet;
  if (at + ARP_LENGTH > packet.end || view.getUint32(at) !== ARP_ETHERNET_IPV4) return;
  if (view.getUint16(at + 4) !== ARP_ADDRESS_LENGTHS) return;
  const address = view.getUint32(at + ARP_SENDER_ADDRESS);
  // A probe for a free address has no sender yet (RFC 5227).
  if (address === 0) return;
  const { seconds, nanoseconds, originalLength } = packet;
  const row = hosts.touch(4, address, 0, 0, 0, seconds, nanoseconds, originalLength);
  if (row < 0) return;
  const mac = at + ARP_SENDER_MAC;
  hosts.setMac(row, view.getUint16(mac), view.getUint32(mac + 2));
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
