/** Seeded pseudo-random numbers (xorshift32, Marsaglia 2003): the same seed gives the same traffic everywhere. */

const NOISE_LENGTH = 65_536;
const TWO_32 = 4_294_967_296;

/** What every generator's long runs are cut from; made at the first need. */
let noise: Uint8Array<ArrayBuffer> | undefined;

export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = Math.imul(seed ^ 0x9e37_79b9, 0x85eb_ca6b) >>> 0 || 1;
  }

  /** An integer, `0 … 4294967295`. */
  uint32(): number {
    let state = this.#state;
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    this.#state = state >>> 0;
    return this.#state;
  }

  /** A number in `[0, 1)`. */
  fraction(): number {
    return this.uint32() / TWO_32;
  }

  /** An integer in `[from, to]`. */
  integer(from: number, to: number): number {
    return from + Math.floor(this.fraction() * (to - from + 1));
  }

  /** A number around `mean`, between half and one and a half of it. */
  around(mean: number): number {
    return mean * (0.5 + this.fraction());
  }

  pick<T>(list: readonly T[]): T {
    return list[this.integer(0, list.length - 1)]!;
  }

  /** Octets that look encrypted. Long runs are cut from one block. */
  bytes(length: number): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(length);
    if (length <= 64) {
      for (let index = 0; index < length; index++) bytes[index] = this.uint32() >>> 24;
      return bytes;
    }
    noise ??= makeNoise();
    let from = this.integer(0, NOISE_LENGTH / 2);
    for (let offset = 0; offset < length; from = 0) {
      const part = noise.subarray(from, from + Math.min(NOISE_LENGTH - from, length - offset));
      bytes.set(part, offset);
      offset += part.length;
    }
    return bytes;
  }

  /** A generator of its own, so that what one scenario draws does not change another. */
  fork(): Random {
    return new Random(this.uint32());
  }
}

function makeNoise(): Uint8Array<ArrayBuffer> {
  const random = new Random(0);
  return Uint8Array.from({ length: NOISE_LENGTH }, () => random.uint32() >>> 24);
}
