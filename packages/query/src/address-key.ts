/** One text for an address, whether it comes from a packet's words or from an answer. */
import { parseIpv4, parseIpv6 } from "@wirescope/decode";

/** Words in network order, signed or not; IPv4 uses the first. */
export function addressKey(w0: number, w1: number, w2: number, w3: number): string {
  return `${w0 | 0}.${w1 | 0}.${w2 | 0}.${w3 | 0}`;
}

/** Of an address as answers print it; undefined for any other text. */
export function textAddressKey(text: string): string | undefined {
  const word = parseIpv4(text);
  if (word !== undefined) return addressKey(word, 0, 0, 0);
  const words = parseIpv6(text);
  return words && addressKey(...words);
}
