/** Times of messages and packets as tshark prints them: `Aug  2, 2016 02:06:07.239241076 UTC`. */

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/**
 * @param seconds since 1970, in UTC
 * @param nanoseconds 0 to 999,999,999
 */
export function formatTime(seconds: number, nanoseconds: number): string {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return String(seconds);
  const month = MONTHS[date.getUTCMonth()]!;
  const day = String(date.getUTCDate()).padStart(2, " ");
  const clock = date.toISOString().slice(-13, -5);
  const fraction = String(nanoseconds).padStart(9, "0");
  return `${month} ${day}, ${date.getUTCFullYear()} ${clock}.${fraction} UTC`;
}
