/** Comma-separated values, RFC 4180. */

/**
 * One record with its line end. Text that a spreadsheet would run as a formula (`= + - @`, tab,
 * carriage return at the front) gets a leading apostrophe, since names on a network are chosen by
 * strangers; plain numbers stay numbers.
 */
export function csvRecord(values: readonly (string | number)[]): string {
  return `${values.map(csvField).join(",")}\r\n`;
}

function csvField(value: string | number): string {
  if (typeof value === "number") return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) && !/^-?\d+(\.\d+)?$/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
