/** Points in time as nanoseconds since 1970-01-01T00:00:00Z. */

const EPOCH = /^(-?)([0-9]+)(?:\.([0-9]{1,9}))?$/;
const DATE =
  /^([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:\.([0-9]{1,9}))?)?(Z|[+-][0-9]{2}:[0-9]{2})?$/i;

/** As times inside messages are printed: `Aug  2, 2016 02:06:07.239241076 UTC`. */
const PRINTED =
  /^([A-Z][a-z]{2}) {1,2}([0-9]{1,2}), ([0-9]{4})(?: ([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.([0-9]{1,9}))?)?(?: UTC)?$/;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/**
 * Seconds since 1970, or a date with an optional time of day: in figures, in UTC unless an offset is given, or
 * as it is printed.
 */
export function parseTime(text: string): bigint | undefined {
  const epoch = EPOCH.exec(text);
  if (epoch !== null) {
    const value = BigInt(epoch[2]!) * 1_000_000_000n + fraction(epoch[3]);
    return epoch[1] === "-" ? -value : value;
  }
  const date = DATE.exec(text);
  if (date !== null) return timeOf(date[1]!, date[2], date[4] ?? "Z", date[3]);
  const printed = PRINTED.exec(text);
  const month = printed === null ? -1 : MONTHS.indexOf(printed[1]!);
  if (printed === null || month < 0) return undefined;
  const day = [printed[3]!, padded(month + 1), padded(Number(printed[2]))].join("-");
  return timeOf(day, printed[4], "Z", printed[5]);
}

function timeOf(
  day: string,
  clock: string | undefined,
  zone: string,
  digits: string | undefined,
): bigint | undefined {
  const milliseconds = Date.parse(`${day}T${clock ?? "00:00"}${zone}`);
  return Number.isNaN(milliseconds)
    ? undefined
    : BigInt(milliseconds) * 1_000_000n + fraction(digits);
}

function padded(number: number): string {
  return String(number).padStart(2, "0");
}

function fraction(digits: string | undefined): bigint {
  return digits === undefined ? 0n : BigInt(digits.padEnd(9, "0"));
}
