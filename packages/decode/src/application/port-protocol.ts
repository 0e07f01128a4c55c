/**
 * Which application protocol a port stands for, where content does not say.
 *
 * Protocols with a reader name their ports themselves; the lists here are of those without.
 */

import { Protocol } from "../protocol.ts";
import { REGISTRY } from "./registry.ts";

type PortList = readonly (readonly [protocol: Protocol, ...ports: number[]])[];

const TCP_PORTS: PortList = [
  [Protocol.Rsync, 873],
  [Protocol.H225, 1720],
  [Protocol.Diameter, 3868],
  [Protocol.X11, 6000],
];

const UDP_PORTS: PortList = [
  [Protocol.Babel, 6696],
  [Protocol.Ssdp, 1900],
  [Protocol.Netflow, 2055, 4739, 9995, 9996],
  [Protocol.Collectd, 25826],
  [Protocol.NatPmp, 5350, 5351],
  [Protocol.Mdns, 5353],
  [Protocol.Llmnr, 5355],
];

const SCTP_PORTS: PortList = [[Protocol.Diameter, 3868]];

function portTable(list: PortList, own: "tcpPorts" | "udpPorts" | undefined): Uint16Array {
  const table = new Uint16Array(65_536);
  for (const entry of own === undefined ? [] : REGISTRY) {
    for (const port of entry[own!] ?? []) table[port] = entry.protocols[0]!;
  }
  for (const [protocol, ...ports] of list) {
    for (const port of ports) table[port] = protocol;
  }
  return table;
}

const TCP = portTable(TCP_PORTS, "tcpPorts");
const UDP = portTable(UDP_PORTS, "udpPorts");
const SCTP = portTable(SCTP_PORTS, undefined);

/**
 * The protocol of one of the two ports, the lower port first; `Unknown` if neither stands for one.
 *
 * @param ipProtocol 6 TCP, 17 UDP, 132 SCTP
 */
export function protocolOfPorts(ipProtocol: number, portA: number, portB: number): Protocol {
  const table = ipProtocol === 6 ? TCP : ipProtocol === 17 ? UDP : SCTP;
  const low = Math.min(portA, portB);
  const high = Math.max(portA, portB);
  return (table[low] || table[high] || Protocol.Unknown) as Protocol;
}
