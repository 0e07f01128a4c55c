/**
 * Widths of timeline buckets, each a whole multiple of the one before, so that coarser buckets are
 * sums of finer ones: 1 ms, 2, 10, 20, 100, 200 ms, 1 s, 2, 10, 30 s, 1 min, 2, 10, 30 min, 1 h, 2, 6,
 * 12 h, 1 d, then doubling.
 */

const MILLISECONDS = [1, 2, 10, 20, 100, 200];
const SECONDS = [1, 2, 10, 30, 60, 120, 600, 1800, 3600, 7200, 21_600, 43_200, 86_400];
const FIRST_SECOND_STEP = MILLISECONDS.length;
const NANOSECONDS_PER_MILLISECOND = 1_000_000;

/** Step of the ladder that is one second. */
export const ONE_SECOND: number = FIRST_SECOND_STEP;

/**
 * Times are cut to this many seconds around 1970, so that a corrupt one still has an exact bucket
 * number: 285,000 years of milliseconds stay below 2^53.
 */
const LIMIT_SECONDS = 9e12;

/** Seconds per bucket at a step of the ladder, from 0. */
export function stepSeconds(step: number): number {
  if (step < FIRST_SECOND_STEP) return MILLISECONDS[step]! / 1000;
  const whole = step - FIRST_SECOND_STEP;
  if (whole < SECONDS.length) return SECONDS[whole]!;
  return SECONDS[SECONDS.length - 1]! * 2 ** (whole - SECONDS.length + 1);
}

/** How many buckets of `step` make one of the next step. */
export function stepRatio(step: number): number {
  return Math.round(stepSeconds(step + 1) / stepSeconds(step));
}

/** Number of the bucket, counted from 1970, that a time falls into. */
export function bucketIndex(step: number, seconds: number, nanoseconds: number): number {
  const clamped = Math.max(-LIMIT_SECONDS, Math.min(LIMIT_SECONDS, seconds));
  if (step >= FIRST_SECOND_STEP) return Math.floor(clamped / stepSeconds(step));
  const width = MILLISECONDS[step]!;
  const part = Math.floor(nanoseconds / (width * NANOSECONDS_PER_MILLISECOND));
  return clamped * (1000 / width) + part;
}
