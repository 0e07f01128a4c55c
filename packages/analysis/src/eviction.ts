/**
 * Chooses what leaves a full table: the record with the least weight per second since its last use
 * among a few neighbours, so that small and idle ones leave, and large and busy ones survive a flood.
 *
 * Neighbours, because a walk through memory costs less than as many jumps. But records that came
 * together are alike: where all of a look weigh far more than what left last, the next look is taken
 * somewhere else.
 */

/** Records per look. */
const SAMPLE = 8;
/** Looks at most. */
const MAX_LOOKS = 4;
/** How many times the worth of what left last a record may have to leave without another look. */
const TOLERANCE = 16;

/** Where a table's records keep what eviction goes by: offsets of doubles. */
export interface EvictionFields {
  /** Doubles per record. */
  readonly stride: number;
  /** Seconds since 1970 of the last use. */
  readonly lastSeconds: number;
  /** First of the two doubles whose sum is the weight; infinite for what must not leave. */
  readonly weight: number;
}

export class Eviction {
  readonly #stride: number;
  readonly #lastSeconds: number;
  readonly #weight: number;
  #hand = 0;
  #random = 1;
  #lastWorth = 0;
  /** Least worth of the current search. */
  #least = 0;

  constructor(fields: EvictionFields) {
    this.#stride = fields.stride;
    this.#lastSeconds = fields.lastSeconds;
    this.#weight = fields.weight;
  }

  /**
   * Row that is to leave; -1 when no record looked at may.
   *
   * @param rows Rows `0 … rows - 1` hold the records.
   * @param seconds The present, against which idleness is measured.
   */
  choose(doubles: Float64Array, rows: number, seconds: number): number {
    this.#least = Number.POSITIVE_INFINITY;
    let chosen = this.#look(doubles, rows, seconds, -1);
    for (let i = 1; i < MAX_LOOKS && this.#least > TOLERANCE * this.#lastWorth; i++) {
      // Numerical Recipes' linear congruential generator: any spread over the rows will do.
      this.#random = (Math.imul(this.#random, 1_664_525) + 1_013_904_223) | 0;
      // Rows are used by all that is hot: V8 keeps them as small integers only if all of them are.
      this.#hand = ((this.#random >>> 0) % rows) | 0;
      chosen = this.#look(doubles, rows, seconds, chosen);
    }
    this.#lastWorth = this.#least;
    return chosen;
  }

  #look(doubles: Float64Array, rows: number, seconds: number, chosen: number): number {
    const stride = this.#stride;
    let weakest = chosen;
    let least = this.#least;
    let hand = this.#hand;
    for (let i = 0; i < SAMPLE; i++) {
      if (hand >= rows) hand = 0;
      const base = hand * stride;
      const idle = seconds - doubles[base + this.#lastSeconds]!;
      const weight = doubles[base + this.#weight]! + doubles[base + this.#weight + 1]!;
      const worth = idle > 0 ? weight / (idle + 1) : weight;
      if (worth < least) {
        least = worth;
        weakest = hand;
      }
      hand++;
    }
    this.#hand = hand;
    this.#least = least;
    return weakest;
  }
}
