/** Network layer protocol identifiers, ISO/IEC TR 9577: the octet that says what follows on serial lines. */

import { Protocol } from "../protocol.ts";

export const NLPID_SNAP = 0x80;

/** `Unknown` for identifiers that are only named. */
export function nlpidProtocol(nlpid: number): Protocol {
  switch (nlpid) {
    case 0xcc:
      return Protocol.Ipv4;
    case 0x8e:
      return Protocol.Ipv6;
    case 0xcf:
      return Protocol.Ppp;
    case 0x81:
    case 0x82:
    case 0x83:
      return Protocol.Isis;
    default:
      return Protocol.Unknown;
  }
}

/** True for the protocols of OSI, whose own header begins with the identifier (RFC 2427 §4.2). */
export function isOsi(nlpid: number): boolean {
  return nlpid >= 0x81 && nlpid <= 0x83;
}
