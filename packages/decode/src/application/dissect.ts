/** Layers of the application protocols, and what they say in one line. */

import type { Packet } from "../packet.ts";
import { Protocol, protocolInfo } from "../protocol.ts";
import type { Tree } from "../tree.ts";
import { dhcpInfo, dissectDhcp } from "./dhcp-tree.ts";
import { dissectDns, dnsInfo } from "./dns-tree.ts";
import { dissectHttp, httpInfo } from "./http-tree.ts";
import { dissectQuic, quicInfo } from "./quic-tree.ts";
import { dissectSsh, sshInfo } from "./ssh-tree.ts";
import { dissectTls, tlsInfo } from "./tls-tree.ts";

/**
 * Appends the layers of the payload `[packet.payloadStart, packet.payloadEnd)`.
 *
 * `protocol` is what `identify` has just said. A protocol that has a name but no reader here, or whose port
 * alone names it, gets one layer without fields. Appends nothing when the payload is empty or
 * `protocol` is that of the last layer; the caller then shows the payload as data.
 */
export function dissectApplication(packet: Packet, protocol: Protocol, tree: Tree): void {
  if (packet.payloadStart >= packet.payloadEnd) return;
  if (protocol === packet.layerProtocol[packet.layerCount - 1]) return;
  const before = tree.layers.length;
  dissectContent(packet, protocol, tree);
  if (tree.layers.length === before) addNamedLayer(packet, protocol, tree);
}

function dissectContent(packet: Packet, protocol: Protocol, tree: Tree): void {
  switch (protocol) {
    case Protocol.Dns:
    case Protocol.Mdns:
    case Protocol.Llmnr:
      dissectDns(packet, protocol, tree);
      return;
    case Protocol.Tls:
      dissectTls(packet, tree);
      return;
    case Protocol.Http:
      dissectHttp(packet, "http", tree);
      return;
    case Protocol.Ssdp:
      dissectHttp(packet, "ssdp", tree);
      return;
    case Protocol.Dhcp:
      dissectDhcp(packet, tree);
      return;
    case Protocol.Quic:
      dissectQuic(packet, tree);
      return;
    case Protocol.Ssh:
      dissectSsh(packet, tree);
      return;
    default:
      return;
  }
}

function addNamedLayer(packet: Packet, protocol: Protocol, tree: Tree): void {
  const { title, filterName, name } = protocolInfo(protocol);
  const octets = packet.payloadEnd - packet.payloadStart;
  tree.layer(filterName || name.toLowerCase(), title, packet.payloadStart, packet.payloadEnd);
  tree.summarize(packet.protocolByPort ? `${octets} bytes, named by its port` : `${octets} bytes`);
}

/**
 * The Info column of the application layer, or undefined to show the transport's.
 *
 * `protocol` is what `identify` has just said.
 */
export function applicationInfo(packet: Packet, protocol: Protocol): string | undefined {
  if (packet.payloadStart >= packet.payloadEnd) return undefined;
  switch (protocol) {
    case Protocol.Dns:
    case Protocol.Mdns:
    case Protocol.Llmnr:
      return dnsInfo(packet, protocol);
    case Protocol.Tls:
      return tlsInfo(packet);
    case Protocol.Http:
    case Protocol.Ssdp:
      return httpInfo(packet);
    case Protocol.Dhcp:
      return dhcpInfo(packet);
    case Protocol.Quic:
      return quicInfo(packet);
    case Protocol.Ssh:
      return sshInfo(packet);
    default:
      return undefined;
  }
}
