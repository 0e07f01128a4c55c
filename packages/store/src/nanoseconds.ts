/** A moment as tables hold it. */

/** Nanoseconds since 1970. */
export function toNanoseconds(seconds: number, nanoseconds: number): bigint {
  return BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds);
}
