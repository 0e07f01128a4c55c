/**
 * Each name once, with what its flows exchanged. In is towards whoever bears the name.
 *
 * The pool is bounded twice, in names and in characters. References to a name are a row and its
 * generation: once the name has left, {@link text} knows it no more.
 */
import { TrafficTable } from "./traffic-table.ts";

/** Characters kept on average per name of the capacity: long names leave room for fewer. */
const CHARACTERS_PER_NAME = 32;

export interface NameCounts {
  readonly row: number;
  readonly name: string;
  readonly packets: number;
  readonly bytesOut: number;
  readonly bytesIn: number;
  readonly flows: number;
}

export class NamePool extends TrafficTable {
  readonly #rows: Map<string, number> = new Map();
  readonly #texts: string[] = [];
  readonly #applications: number[] = [];
  readonly #applicationOf: (name: string) => number;
  readonly #budget: number;
  #characters = 0;
  #serial = 0;

  constructor(capacity: number, seed: number, applicationOf: (name: string) => number = () => -1) {
    super({ keyWords: 1, words: 0, capacity, directed: true }, seed, (row) => this.#forget(row));
    this.#budget = capacity * CHARACTERS_PER_NAME;
    this.#applicationOf = applicationOf;
  }

  /** Characters held. */
  get characters(): number {
    return this.#characters;
  }

  /** Row of a name, made where there is none. */
  intern(name: string, seconds: number): number {
    const known = this.#rows.get(name);
    if (known !== undefined) return known;
    while (this.#characters + name.length > this.#budget && this.size > 0) {
      const row = this.table.weakest(seconds);
      if (row >= 0) this.table.evict(row);
    }
    // Names are found by the map; the table's own key has only to differ from all others.
    this.table.key[0] = this.#serial++;
    const row = this.table.obtain(seconds, Number.POSITIVE_INFINITY);
    // An unused name leaves by its age, as one with traffic does.
    this.table.doubles[row * this.table.doubleStride] = seconds;
    this.#rows.set(name, row);
    this.#texts[row] = name;
    this.#applications[row] = this.#applicationOf(name);
    this.#characters += name.length;
    return row;
  }

  generation(row: number): number {
    return this.table.generation(row);
  }

  /** The name of a row, or undefined when it has left since. */
  text(row: number, generation: number): string | undefined {
    return this.table.generation(row) === generation ? this.#texts[row] : undefined;
  }

  /** Number of the application that the name of a row belongs to; -1 for none. */
  application(row: number): number {
    return this.#applications[row] ?? -1;
  }

  record(row: number): NameCounts {
    const { packets, bytesOut, bytesIn, flows } = this.counts(row);
    return { row, name: this.#texts[row] ?? "", packets, bytesOut, bytesIn, flows };
  }

  #forget(row: number): void {
    const name = this.#texts[row]!;
    this.#rows.delete(name);
    this.#texts[row] = "";
    this.#characters -= name.length;
  }
}
