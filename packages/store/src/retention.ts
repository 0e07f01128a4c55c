/** How much of the past is kept. */

export interface RetentionPolicy {
  /** Octets on disk, of everything together; what is oldest goes first. */
  readonly budget: number;
  /** Seconds that flows are kept by the minute. */
  readonly minutesAge: number;
  /** Seconds that hours, usage, names and devices are kept. */
  readonly hoursAge: number;
}

const DAY = 86_400;

/** A file needs some room for itself. */
export const MIN_RETENTION_BUDGET: number = 64 * 1024 * 1024;

export const DEFAULT_RETENTION: RetentionPolicy = {
  budget: 2 * 1024 ** 3,
  minutesAge: 30 * DAY,
  hoursAge: 730 * DAY,
};
