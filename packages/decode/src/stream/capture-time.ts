/** Points and spans of capture time. */

const NANOSECONDS = 1_000_000_000;

/** Seconds since 1970 and the nanoseconds after them. */
export interface CaptureTime {
  readonly seconds: number;
  readonly nanoseconds: number;
}

/** Nanoseconds from `from` to `to`, exact for spans below 104 days. */
export function nanosecondsBetween(from: CaptureTime, to: CaptureTime): number {
  return (to.seconds - from.seconds) * NANOSECONDS + (to.nanoseconds - from.nanoseconds);
}

/** The span from `from` to `to` in seconds with nine decimals, as tshark prints relative times. */
export function spanText(from: CaptureTime, to: CaptureTime): string {
  let seconds = to.seconds - from.seconds;
  let nanoseconds = to.nanoseconds - from.nanoseconds;
  const isNegative = seconds < 0 || (seconds === 0 && nanoseconds < 0);
  if (isNegative) {
    seconds = -seconds;
    nanoseconds = -nanoseconds;
  }
  if (nanoseconds < 0) {
    seconds -= 1;
    nanoseconds += NANOSECONDS;
  }
  if (nanoseconds >= NANOSECONDS) {
    seconds += Math.floor(nanoseconds / NANOSECONDS);
    nanoseconds %= NANOSECONDS;
  }
  const text = `${seconds}.${String(nanoseconds).padStart(9, "0")}`;
  return isNegative ? `-${text}` : text;
}
