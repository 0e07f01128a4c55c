/**
 * Time stamps of pcapng: a 64-bit count of units since an offset from 1970 (draft-ietf-opsawg-pcapng
 * §4.2, `if_tsresol` and `if_tsoffset`; §4.3, the two 32-bit halves).
 *
 * Counts of nanoseconds exceed 2^53, so the quotient is estimated in doubles and the remainder is
 * computed modulo 2^32, which corrects the estimate: exact, and free of bigint for every resolution
 * that a nanosecond can express. Finer ones (beyond 10^-9 and 2^-23) cost a bigint per packet.
 */
import type { PacketBatch } from "./batch.ts";

/** `if_tsresol` of a block without that option: microseconds. */
export const DEFAULT_TIME_RESOLUTION = 6;

const TWO_32 = 4_294_967_296;
const NANOSECONDS = 1_000_000_000;
const NANOSECONDS_BIG = 1_000_000_000n;
const FINEST_DECIMAL = 9;
const FINEST_BINARY = 23;
/** Below this many units per second the estimate may be off by more than one for counts over 2^53. */
const COARSE_UNITS = 4096;
/** High halves from here on make counts that a double cannot hold. */
const INEXACT_HIGH = 0x20_0000;

export class TimeScale {
  readonly #resolution: number;
  readonly #offset: number;
  /** Units per second, 0 for those that only bigint can divide by. */
  readonly #units: number;
  /** Nanoseconds per unit, 0 where that is no integer. */
  readonly #nanosecondsPerUnit: number;

  /** `resolution` is the octet of `if_tsresol`, `offset` the whole seconds of `if_tsoffset`. */
  constructor(resolution: number, offset: number) {
    const exponent = resolution & 0x7f;
    const binary = (resolution & 0x80) !== 0;
    const fits = exponent <= (binary ? FINEST_BINARY : FINEST_DECIMAL);
    this.#resolution = resolution;
    this.#offset = offset;
    this.#units = fits ? (binary ? 2 : 10) ** exponent : 0;
    this.#nanosecondsPerUnit =
      fits && NANOSECONDS % this.#units === 0 ? NANOSECONDS / this.#units : 0;
  }

  /** Stores the time of the count `high · 2^32 + low` in a row of `batch`. */
  store(high: number, low: number, batch: PacketBatch, row: number): void {
    const units = this.#units;
    if (units === 0 || (units < COARSE_UNITS && high >= INEXACT_HIGH)) {
      this.#storeExactly(high, low, batch, row);
      return;
    }
    let seconds = Math.floor((high * TWO_32 + low) / units);
    let rest = (low - Math.imul(seconds, units)) >>> 0;
    if (rest >= units) {
      if (rest < 0x8000_0000) {
        seconds += 1;
        rest -= units;
      } else {
        seconds -= 1;
        rest = (rest + units) >>> 0;
      }
    }
    batch.seconds[row] = seconds + this.#offset;
    batch.nanoseconds[row] =
      this.#nanosecondsPerUnit === 0
        ? Math.floor((rest * NANOSECONDS) / units)
        : rest * this.#nanosecondsPerUnit;
  }

  #storeExactly(high: number, low: number, batch: PacketBatch, row: number): void {
    const exponent = BigInt(this.#resolution & 0x7f);
    const units = (this.#resolution & 0x80) === 0 ? 10n ** exponent : 2n ** exponent;
    const count = (BigInt(high) << 32n) | BigInt(low);
    batch.seconds[row] = Number(count / units) + this.#offset;
    batch.nanoseconds[row] = Number(((count % units) * NANOSECONDS_BIG) / units);
  }
}
