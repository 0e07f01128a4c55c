/** Which protocols carry names of what a flow is about, and what is no name. */
import { Protocol, parseIpv4 } from "@wirescope/decode";

/** How a protocol carries names: not at all, once near the start of a flow, or in any packet. */
export const NO_NAMES = 0;
export const ONE_NAME = 1;
export const MANY_NAMES = 2;

export function naming(protocol: number): typeof NO_NAMES | typeof ONE_NAME | typeof MANY_NAMES {
  switch (protocol) {
    case Protocol.Tls:
    case Protocol.Http:
    case Protocol.Quic:
    case Protocol.Gquic:
    case Protocol.Dtls:
      return ONE_NAME;
    case Protocol.Dns:
    case Protocol.Mdns:
    case Protocol.Llmnr:
    case Protocol.Nbns:
    case Protocol.Dhcp:
      return MANY_NAMES;
    default:
      return NO_NAMES;
  }
}

const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;

/** True for an address in place of a name; nearly all names end in a letter, which tells at once. */
export function isAddress(name: string): boolean {
  const last = name.charCodeAt(name.length - 1);
  const endsInDigit = last >= DIGIT_0 && last <= DIGIT_9;
  return name.includes(":") || (endsInDigit && parseIpv4(name) !== undefined);
}
