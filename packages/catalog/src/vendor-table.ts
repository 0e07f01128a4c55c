/**
 * Maker of a network interface, by the prefix of its MAC address.
 *
 * The file has a line per maker: the name, then its prefixes in base 16, tab in between: 6 digits for
 * MA-L, 7 for MA-M, 9 for MA-S (IEEE Registration Authority).
 */

/** Set in the first octet of addresses that no maker gave out (IEEE 802, locally administered). */
const LOCAL = 0x02;
const GROUP = 0x01;

/** Bits of an MA-S, MA-M and MA-L prefix, longest first: pieces of a block before the block. */
const PREFIX_BITS = [36, 28, 24] as const;

export class VendorTable {
  readonly #names: readonly string[];
  /** Index in the names by length and prefix. */
  readonly #prefixes = new Map<number, number>();

  /** @param text the file, uncompressed */
  constructor(text: string) {
    const names: string[] = [];
    for (const line of text.split("\n")) {
      const [name = "", ...prefixes] = line.split("\t");
      if (prefixes.length === 0) continue;
      for (const prefix of prefixes) {
        this.#prefixes.set(prefixKey(4 * prefix.length, Number.parseInt(prefix, 16)), names.length);
      }
      names.push(name);
    }
    this.#names = names;
  }

  /**
   * The maker of the interface with this address, six octets in base 16 with colons; undefined for
   * addresses of groups, those made up on the spot (as phones do for privacy) and unknown prefixes.
   */
  find(mac: string): string | undefined {
    const digits = mac.replaceAll(":", "");
    const address = Number.parseInt(digits, 16);
    if (digits.length !== 12 || Number.isNaN(address)) return undefined;
    if ((Number.parseInt(digits.slice(0, 2), 16) & (LOCAL | GROUP)) !== 0) return undefined;
    for (const bits of PREFIX_BITS) {
      const row = this.#prefixes.get(prefixKey(bits, Math.floor(address / 2 ** (48 - bits))));
      if (row !== undefined) return this.#names[row];
    }
    return undefined;
  }
}

/** Prefixes of different lengths have different keys; exact below 2^53. */
function prefixKey(bits: number, prefix: number): number {
  return prefix * 64 + bits;
}
