/** Addresses as columns hold them: 16 octets in network order, IPv4 as ::ffff:a.b.c.d. */
import { formatIpv4, formatIpv6, parseIpv4, parseIpv6 } from "@wirescope/decode";

export interface StoredAddress {
  readonly ipVersion: 4 | 6;
  /** As in a packet record; IPv4 uses the first. */
  readonly words: readonly [number, number, number, number];
  /** As answers print it. */
  readonly text: string;
}

const IPV4_PREFIX = "00000000000000000000ffff";

/** An address of 32 hexadecimal digits, as `hex(column)` gives it. */
export function readAddress(hex: string): StoredAddress {
  const word = (i: number): number => Number.parseInt(hex.slice(8 * i, 8 * i + 8), 16);
  if (hex.toLowerCase().startsWith(IPV4_PREFIX)) {
    return { ipVersion: 4, words: [word(3), 0, 0, 0], text: formatIpv4(word(3)) };
  }
  const words = [word(0), word(1), word(2), word(3)] as const;
  return { ipVersion: 6, words, text: formatIpv6(...words) };
}

/** Octets of an address as people write it; undefined for what is none. */
export function parseAddress(text: string): Uint8Array | undefined {
  const ipv4 = parseIpv4(text);
  if (ipv4 !== undefined) return ipv4Octets(ipv4);
  const words = parseIpv6(text);
  return words && toOctets(words);
}

/** Octets of an IPv4 address, given as a 32-bit word, signed or not. */
export function ipv4Octets(word: number): Uint8Array {
  return toOctets([0, 0, 0xffff, word]);
}

function toOctets(words: readonly number[]): Uint8Array {
  const octets = new Uint8Array(16);
  const view = new DataView(octets.buffer);
  for (const [i, word] of words.entries()) view.setUint32(4 * i, word);
  return octets;
}
