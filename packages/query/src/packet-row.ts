/** A packet as the table shows it. */
import { identify, type Packet, summarize } from "@wirescope/decode";
import type { CaptureInterface } from "@wirescope/pcap";
import type { PacketRow } from "./packet.ts";
import { formatTimestamp } from "./timestamp.ts";

/** `packet` comes fresh from `decode`; its protocol is replaced by that of its payload. */
export function packetRow(packet: Packet, interfaces: readonly CaptureInterface[]): PacketRow {
  const { source, destination, protocol, info } = summarize(packet);
  identify(packet);
  return {
    number: packet.number,
    timestamp: formatTimestamp(packet.seconds, packet.nanoseconds),
    interface: interfaces[packet.interfaceId]?.name,
    source: withPort(source, packet.sourcePort),
    destination: withPort(destination, packet.destinationPort),
    protocol,
    protocolByPort: packet.protocolByPort,
    length: packet.originalLength,
    capturedLength: packet.end - packet.start,
    info,
  };
}

/** `10.0.0.1:443`, `[2001:db8::1]:443`; the address alone where there is no port. */
export function withPort(address: string, port: number): string {
  if (port < 0) return address;
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}
