/**
 * Ranges of addresses of the file of places, as they lie there: a number for each range in three lists, in which
 * every so many ranges a place is marked to read on from. Unpacked, they would take twice the memory.
 */

import { lastAtMost } from "./sorted.ts";
import { VarintReader } from "./varint-reader.ts";

/** Ranges from one mark to the next: how far a look-up reads, and what the marks weigh. */
const STEP = 32;

export class PlaceRanges {
  /** As the file has them, 0 for none; of the range that {@link find} found. */
  country = 0;
  system = 0;
  readonly #count: number;
  readonly #reader: VarintReader;
  /** First address of every {@link STEP}th range; a double holds the 48 bits of IPv6 exactly. */
  readonly #starts: Float64Array;
  /** Where the lists go on behind such a range's start, and at its country and its system. */
  readonly #startsAt: Uint32Array;
  readonly #countriesAt: Uint32Array;
  readonly #systemsAt: Uint32Array;

  /** Takes the ranges that `reader` comes to next in the uncompressed file. */
  constructor(bytes: Uint8Array, reader: VarintReader) {
    const count = reader.number();
    const marks = Math.ceil(count / STEP);
    this.#count = count;
    this.#reader = new VarintReader(bytes);
    this.#starts = new Float64Array(marks);
    this.#startsAt = new Uint32Array(marks);
    let start = 0;
    for (let i = 0; i < count; i += 1) {
      start += reader.number();
      if (i % STEP === 0) {
        this.#starts[i / STEP] = start;
        this.#startsAt[i / STEP] = reader.position;
      }
    }
    this.#countriesAt = markList(reader, count);
    this.#systemsAt = markList(reader, count);
  }

  /** Looks for the range that holds an address; false where none does. */
  find(address: number): boolean {
    const mark = lastAtMost(this.#starts, address);
    if (mark < 0) return false;
    const reader = this.#reader;
    reader.position = this.#startsAt[mark]!;
    const last = Math.min(STEP, this.#count - mark * STEP) - 1;
    let start = this.#starts[mark]!;
    let steps = 0;
    while (steps < last) {
      start += reader.number();
      if (start > address) break;
      steps += 1;
    }
    this.country = this.#read(this.#countriesAt[mark]!, steps);
    this.system = this.#read(this.#systemsAt[mark]!, steps);
    return true;
  }

  /** The number `steps` behind the one at `position`. */
  #read(position: number, steps: number): number {
    const reader = this.#reader;
    reader.position = position;
    for (let i = 0; i < steps; i += 1) reader.number();
    return reader.number();
  }
}

/** Where every {@link STEP}th of the next `count` numbers lies. */
function markList(reader: VarintReader, count: number): Uint32Array {
  const marks = new Uint32Array(Math.ceil(count / STEP));
  for (let i = 0; i < count; i += 1) {
    if (i % STEP === 0) marks[i / STEP] = reader.position;
    reader.number();
  }
  return marks;
}
