/**
 * Maker of a network interface, by the prefix of its MAC address.
 *
 * The file has a line per maker: the name, then its prefixes in base 16, tab in between: 6 digits for
 * MA-L, 7 for MA-M, 9 for MA-S (IEEE Registration Authority).
 */

import { lastAtMost } from "./sorted.ts";
import { decodeUtf8 } from "./utf8.ts";

/** Set in the first octet of addresses that no maker gave out (IEEE 802, locally administered). */
const LOCAL = 0x02;
const GROUP = 0x01;

/** Digits of an MA-S, MA-M and MA-L prefix, longest first: pieces of a block before the block. */
const PREFIX_DIGITS = [9, 7, 6] as const;
const DIGITS = 12;

/** An entry is a prefix of up to 36 bits and the line of its maker below this: exact in a double. */
const MAX_LINES = 2 ** 17;

const TAB = 0x09;
const LINE_FEED = 0x0a;

export class VendorTable {
  /** The file: names are read there when they are asked for. */
  readonly #bytes: Uint8Array;
  /** Where each line begins. */
  readonly #lines: Uint32Array;
  /** Ascending entries by the number of digits. */
  readonly #entries: ReadonlyMap<number, Float64Array>;

  /** @param bytes the file, uncompressed; kept, and not to be changed */
  constructor(bytes: Uint8Array) {
    const lines: number[] = [];
    const entries = new Map<number, number[]>(PREFIX_DIGITS.map((digits) => [digits, []]));
    for (let at = 0; at < bytes.length; ) {
      const line = lines.push(at) - 1;
      at = endOfText(bytes, at);
      while (bytes[at] === TAB) {
        const end = endOfText(bytes, at + 1);
        const prefix = Number.parseInt(decodeUtf8(bytes, at + 1, end), 16);
        entries.get(end - at - 1)?.push(prefix * MAX_LINES + line);
        at = end;
      }
      at += 1;
    }
    this.#bytes = bytes;
    this.#lines = Uint32Array.from(lines);
    this.#entries = new Map(
      [...entries].map(([digits, found]) => [digits, Float64Array.from(found).sort()]),
    );
  }

  /**
   * The maker of the interface with this address, six octets in base 16 with colons; undefined for
   * addresses of groups, those made up on the spot (as phones do for privacy) and unknown prefixes.
   */
  find(mac: string): string | undefined {
    const digits = mac.replaceAll(":", "");
    const address = Number.parseInt(digits, 16);
    if (digits.length !== DIGITS || Number.isNaN(address)) return undefined;
    if ((Number.parseInt(digits.slice(0, 2), 16) & (LOCAL | GROUP)) !== 0) return undefined;
    for (const [count, entries] of this.#entries) {
      const first = Math.floor(address / 16 ** (DIGITS - count)) * MAX_LINES;
      const entry = entries[lastAtMost(entries, first + MAX_LINES - 1)];
      if (entry !== undefined && entry >= first) return this.#name(entry - first);
    }
    return undefined;
  }

  #name(line: number): string {
    const start = this.#lines[line]!;
    return decodeUtf8(this.#bytes, start, endOfText(this.#bytes, start));
  }
}

/** Offset of the tab or the line's end that a text ends with. */
function endOfText(bytes: Uint8Array, start: number): number {
  let at = start;
  while (at < bytes.length && bytes[at] !== TAB && bytes[at] !== LINE_FEED) at += 1;
  return at;
}
