/**
 * Country and autonomous system of an address.
 *
 * The file is a sequence of {@link VarintReader} items: the magic, the country codes, the systems (number as
 * the difference to the one before, name), then for IPv4 and for IPv6 the ranges: how many, where each
 * starts as the difference to the one before, then the country of each and the system of each, as
 * indexes from 1 (0: none). A range reaches to the next one's start. IPv6 ranges are of the first 48
 * bits of addresses: what is longer is not routed.
 */

import { PlaceRanges } from "./place-ranges.ts";
import { SystemTable } from "./system-table.ts";
import { VarintReader } from "./varint-reader.ts";

const MAGIC = "WSPLACE1";

export interface AutonomousSystem {
  /** RFC 6793: 1 … 4294967294. */
  readonly number: number;
  readonly name: string;
}

export interface Place {
  /** ISO 3166-1 alpha-2, as the registries have the address. */
  readonly country: string | undefined;
  readonly system: AutonomousSystem | undefined;
}

const NOWHERE: Place = { country: undefined, system: undefined };

export class PlaceTable {
  readonly #countries: readonly string[];
  readonly #systems: SystemTable;
  readonly #ipv4: PlaceRanges;
  readonly #ipv6: PlaceRanges;

  /**
   * @param bytes the file, uncompressed; kept, and not to be changed
   * @throws Error for bytes that are no such file
   */
  constructor(bytes: Uint8Array) {
    const reader = new VarintReader(bytes);
    if (reader.text() !== MAGIC)
      throw new Error("The table of places is damaged; install Wirescope again.");
    this.#countries = Array.from({ length: reader.number() }, () => reader.text());
    this.#systems = new SystemTable(bytes, reader);
    this.#ipv4 = new PlaceRanges(bytes, reader);
    this.#ipv6 = new PlaceRanges(bytes, reader);
  }

  /** All autonomous systems that addresses belong to, by ascending number; made anew each time. */
  get systems(): readonly AutonomousSystem[] {
    return Array.from({ length: this.#systems.count }, (_, index) => this.#systems.at(index));
  }

  /** Where an address of four octets is, given as a 32-bit word, signed or not. */
  findIpv4(word: number): Place {
    return this.#find(this.#ipv4, word >>> 0);
  }

  /** Where an IPv6 address is, given its first two 32-bit words. */
  findIpv6(word0: number, word1: number): Place {
    return this.#find(this.#ipv6, (word0 >>> 0) * 0x1_0000 + (word1 >>> 16));
  }

  #find(ranges: PlaceRanges, address: number): Place {
    if (!ranges.find(address)) return NOWHERE;
    const { country, system } = ranges;
    if (country === 0 && system === 0) return NOWHERE;
    return {
      country: this.#countries[country - 1],
      system: system === 0 ? undefined : this.#systems.at(system - 1),
    };
  }
}
