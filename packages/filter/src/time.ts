/** Points in time as nanoseconds since 1970-01-01T00:00:00Z. */

const EPOCH = /^(-?)([0-9]+)(?:\.([0-9]{1,9}))?$/;
const DATE =
  /^([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:\.([0-9]{1,9}))?)?(Z|[+-][0-9]{2}:[0-9]{2})?$/i;

/** Seconds since 1970, or a date with an optional time of day, in UTC unless an offset is given. */
export function parseTime(text: string): bigint | undefined {
  const epoch = EPOCH.exec(text);
  if (epoch !== null) {
    const value = BigInt(epoch[2]!) * 1_000_000_000n + fraction(epoch[3]);
    return epoch[1] === "-" ? -value : value;
  }
  const date = DATE.exec(text);
  if (date === null) return undefined;
  const milliseconds = Date.parse(`${date[1]}T${date[2] ?? "00:00"}${date[4] ?? "Z"}`);
  if (Number.isNaN(milliseconds)) return undefined;
  return BigInt(milliseconds) * 1_000_000n + fraction(date[3]);
}

function fraction(digits: string | undefined): bigint {
  return digits === undefined ? 0n : BigInt(digits.padEnd(9, "0"));
}
