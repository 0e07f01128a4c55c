/** Addresses as tables hold them: 16 octets in network order, IPv4 ones as ::ffff:a.b.c.d (RFC 4291 §2.5.5.2). */
import { parseIpv4, parseIpv6 } from "@wirescope/decode";
import { ADDRESS_LENGTH } from "./table-rows.ts";

/** Words of an address as packets and slices hold them: of an IPv4 address, the first. */
export type AddressWords = readonly [number, number, number, number];

export interface ParsedAddress {
  readonly ipVersion: 4 | 6;
  readonly words: AddressWords;
}

/** Fills in the `index`-th address of a column; version 0 leaves it all zero. */
export function writeAddress(
  column: DataView,
  index: number,
  ipVersion: number,
  words: AddressWords,
): void {
  if (ipVersion === 0) return;
  const at = index * ADDRESS_LENGTH;
  const [w0, w1, w2, w3] = ipVersion === 4 ? ([0, 0, 0xffff, words[0]] as const) : words;
  column.setUint32(at, w0);
  column.setUint32(at + 4, w1);
  column.setUint32(at + 8, w2);
  column.setUint32(at + 12, w3);
}

/** Reads an address as people write it; undefined for what is none. */
export function parseAddress(text: string): ParsedAddress | undefined {
  const word = parseIpv4(text);
  if (word !== undefined) return { ipVersion: 4, words: [word, 0, 0, 0] };
  const words = parseIpv6(text);
  return words && { ipVersion: 6, words };
}

/** The `row`-th address of a column of slices. */
export function wordsAt(words: Uint32Array, row: number): AddressWords {
  const at = 4 * row;
  return [words[at]!, words[at + 1]!, words[at + 2]!, words[at + 3]!];
}
