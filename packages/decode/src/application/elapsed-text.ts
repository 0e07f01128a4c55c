/** Time between two packets, as tshark prints relative times. */

export interface Moment {
  /** Whole seconds since 1970. */
  readonly seconds: number;
  /** 0 to 999,999,999. */
  readonly nanoseconds: number;
}

/** Seconds from one moment to another with nine decimals: `0.022532000`, `-1.000000000`. */
export function elapsedText(from: Moment, to: Moment): string {
  const nanoseconds =
    BigInt(to.seconds - from.seconds) * 1_000_000_000n + BigInt(to.nanoseconds - from.nanoseconds);
  const sign = nanoseconds < 0n ? "-" : "";
  const digits = String(nanoseconds < 0n ? -nanoseconds : nanoseconds).padStart(10, "0");
  return `${sign}${digits.slice(0, -9)}.${digits.slice(-9)}`;
}
