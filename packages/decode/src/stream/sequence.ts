/**
 * Sequence numbers of TCP: 32 bits that wrap, compared by the shorter way round (RFC 9293 §3.4).
 *
 * Numbers are unsigned; sums and differences end in `>>> 0`.
 */

/** `sequence + octets`, modulo 2^32. */
export function advance(sequence: number, octets: number): number {
  return (sequence + octets) >>> 0;
}

/** Octets from `from` to `to`, negative where `to` lies before `from`: -2^31 to 2^31 - 1. */
export function distance(from: number, to: number): number {
  return (to - from) | 0;
}

export function isBefore(a: number, b: number): boolean {
  return distance(a, b) > 0;
}

export function isAfter(a: number, b: number): boolean {
  return distance(a, b) < 0;
}
