/**
 * The autonomous systems of the file of places, as they lie there: a hundred thousand names as texts of their own
 * would take ten times as much.
 */

import type { AutonomousSystem } from "./place-table.ts";
import { VarintReader } from "./varint-reader.ts";

/** Systems that are held as they were handed out; traffic is of few. */
const MAX_RECENT = 4096;

export class SystemTable {
  readonly #bytes: Uint8Array;
  readonly #numbers: Uint32Array;
  /** Where each name begins in the bytes. */
  readonly #names: Uint32Array;
  readonly #recent = new Map<number, AutonomousSystem>();

  /** Takes the systems that `reader` comes to next in the uncompressed file. */
  constructor(bytes: Uint8Array, reader: VarintReader) {
    const count = reader.number();
    this.#numbers = new Uint32Array(count);
    this.#names = new Uint32Array(count);
    let number = 0;
    for (let i = 0; i < count; i += 1) {
      number += reader.number();
      this.#numbers[i] = number;
      this.#names[i] = reader.position;
      reader.skipText();
    }
    this.#bytes = bytes;
  }

  get count(): number {
    return this.#numbers.length;
  }

  /** The system at an index from 0, by ascending number. */
  at(index: number): AutonomousSystem {
    const recent = this.#recent.get(index);
    if (recent !== undefined) return recent;
    if (this.#recent.size === MAX_RECENT) this.#recent.clear();
    const name = new VarintReader(this.#bytes, this.#names[index]!).text();
    const system = { number: this.#numbers[index]!, name };
    this.#recent.set(index, system);
    return system;
  }
}
