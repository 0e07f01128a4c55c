/** Tunnels that UDP ports stand for (IANA service name and port number registry). */

import { Protocol } from "../protocol.ts";

/** As in ip-protocol.ts, a table and not a switch. */
const TUNNELS = [
  [4789, Protocol.Vxlan],
  [6081, Protocol.Geneve],
  [2152, Protocol.Gtp],
  [1701, Protocol.L2tp],
  [3544, Protocol.Teredo],
  [5072, Protocol.Ayiya],
  [6635, Protocol.Mpls],
  [5247, Protocol.Capwap],
] as const;

const PORTS: Uint16Array = Uint16Array.from(TUNNELS, ([port]) => port);
const PROTOCOLS: Uint16Array = Uint16Array.from(TUNNELS, ([, protocol]) => protocol);
const UNKNOWN: Protocol = Protocol.Unknown;

/** Bit `port & 31` of each: turns most ports away without a search. */
const PORT_BITS: number = PORTS.reduce((bits, port) => bits | (1 << (port & 31)), 0);

function tunnelOfPort(port: number): Protocol {
  if (((PORT_BITS >>> (port & 31)) & 1) === 0) return UNKNOWN;
  for (let i = 0; i < PORTS.length; i++) {
    if (PORTS[i] === port) return PROTOCOLS[i] as Protocol;
  }
  return UNKNOWN;
}

/**
 * The tunnel of a datagram, by the lower of its ports first.
 *
 * Every tunnel but MPLS is checked against the payload by its own step; what does not fit there is
 * left as application data.
 */
export function tunnelOfPorts(source: number, destination: number): Protocol {
  const found = tunnelOfPort(Math.min(source, destination));
  return found !== UNKNOWN ? found : tunnelOfPort(Math.max(source, destination));
}
