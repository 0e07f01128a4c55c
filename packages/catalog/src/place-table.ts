/**
 * Country and autonomous system of an address.
 *
 * The file is a sequence of {@link VarintReader} items: the magic, the country codes, the systems (number as
 * the difference to the one before, name), then for IPv4 and for IPv6 the ranges: how many, where each
 * starts as the difference to the one before, then the country of each and the system of each, as
 * indexes from 1 (0: none). A range reaches to the next one's start. IPv6 ranges are of the first 48
 * bits of addresses: what is longer is not routed.
 */

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

interface Ranges {
  /** First address of each range; a double holds the 48 bits of IPv6 exactly. */
  readonly starts: Float64Array;
  readonly countries: Uint16Array;
  readonly systems: Uint32Array;
}

const NOWHERE: Place = { country: undefined, system: undefined };

export class PlaceTable {
  readonly #countries: readonly string[];
  readonly #systems: readonly AutonomousSystem[];
  readonly #ipv4: Ranges;
  readonly #ipv6: Ranges;

  /**
   * @param bytes the file, uncompressed
   * @throws Error for bytes that are no such file
   */
  constructor(bytes: Uint8Array) {
    const reader = new VarintReader(bytes);
    if (reader.text() !== MAGIC)
      throw new Error("The table of places is damaged; install Wirescope again.");
    this.#countries = Array.from({ length: reader.number() }, () => reader.text());
    let number = 0;
    this.#systems = Array.from({ length: reader.number() }, () => {
      number += reader.number();
      return { number, name: reader.text() };
    });
    this.#ipv4 = readRanges(reader);
    this.#ipv6 = readRanges(reader);
  }

  /** All autonomous systems that addresses belong to, by ascending number. */
  get systems(): readonly AutonomousSystem[] {
    return this.#systems;
  }

  /** Where an address of four octets is, given as a 32-bit word, signed or not. */
  findIpv4(word: number): Place {
    return this.#find(this.#ipv4, word >>> 0);
  }

  /** Where an IPv6 address is, given its first two 32-bit words. */
  findIpv6(word0: number, word1: number): Place {
    return this.#find(this.#ipv6, (word0 >>> 0) * 0x1_0000 + (word1 >>> 16));
  }

  #find({ starts, countries, systems }: Ranges, address: number): Place {
    const row = lastAtMost(starts, address);
    if (row < 0) return NOWHERE;
    const country = countries[row]!;
    const system = systems[row]!;
    if (country === 0 && system === 0) return NOWHERE;
    return { country: this.#countries[country - 1], system: this.#systems[system - 1] };
  }
}

function readRanges(reader: VarintReader): Ranges {
  const count = reader.number();
  const starts = new Float64Array(count);
  const countries = new Uint16Array(count);
  const systems = new Uint32Array(count);
  let start = 0;
  for (let i = 0; i < count; i += 1) {
    start += reader.number();
    starts[i] = start;
  }
  for (let i = 0; i < count; i += 1) countries[i] = reader.number();
  for (let i = 0; i < count; i += 1) systems[i] = reader.number();
  return { starts, countries, systems };
}

/** Index of the last element that is not above `value`; -1 when all are. `sorted` ascends. */
function lastAtMost(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
