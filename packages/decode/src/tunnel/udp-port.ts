/** Tunnels that UDP ports stand for (IANA service name and port number registry). */

import { Protocol } from "../protocol.ts";

function tunnelOfPort(port: number): Protocol {
  switch (port) {
    case 4789:
      return Protocol.Vxlan;
    case 6081:
      return Protocol.Geneve;
    case 2152:
      return Protocol.Gtp;
    case 1701:
      return Protocol.L2tp;
    case 3544:
      return Protocol.Teredo;
    case 5072:
      return Protocol.Ayiya;
    case 6635:
      return Protocol.Mpls;
    default:
      return Protocol.Unknown;
  }
}

/**
 * The tunnel of a datagram, by the lower of its ports first.
 *
 * Every tunnel but MPLS is checked against the payload by its own step; what does not fit there is
 * left as application data.
 */
export function tunnelOfPorts(source: number, destination: number): Protocol {
  const found = tunnelOfPort(Math.min(source, destination));
  return found !== Protocol.Unknown ? found : tunnelOfPort(Math.max(source, destination));
}
