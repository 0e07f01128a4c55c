/** Which tunnel a packet's innermost IP layer came in. */
import { type Packet, Protocol } from "@wirescope/decode";

/**
 * The first layer between the two innermost IP layers that isn't a transport or an extension header:
 * GRE, VXLAN, GTP …; the outer IP layer itself where nothing lies between. 0 without a tunnel.
 */
export function tunnelOf(packet: Packet): number {
  const { layerProtocol, layerStart } = packet;
  let inner = packet.layerCount - 1;
  while (inner > 0 && (layerStart[inner] !== packet.ipStart || !isIp(layerProtocol[inner]!)))
    inner--;
  let outer = inner - 1;
  while (outer >= 0 && !isIp(layerProtocol[outer]!)) outer--;
  if (outer < 0) return 0;
  for (let layer = outer + 1; layer < inner; layer++) {
    if (!isCarrier(layerProtocol[layer]!)) return layerProtocol[layer]!;
  }
  return layerProtocol[outer]!;
}

function isIp(protocol: number): boolean {
  return protocol === Protocol.Ipv4 || protocol === Protocol.Ipv6;
}

function isCarrier(protocol: number): boolean {
  switch (protocol) {
    case Protocol.Udp:
    case Protocol.Tcp:
    case Protocol.Ipv6HopByHop:
    case Protocol.Ipv6Routing:
    case Protocol.Ipv6Fragment:
    case Protocol.Ipv6Destination:
      return true;
    default:
      return false;
  }
}
