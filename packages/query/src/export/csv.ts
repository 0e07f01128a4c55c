/** CSV, RFC 4180, safe to open in a spreadsheet: the one place where it is written. */

export type Cell = string | number | boolean | undefined;

/** What a spreadsheet would take for a formula; a name out of a packet must never become one. */
const FORMULA = /^[=+\-@\t\r]/;
const NUMBER = /^-?\d+(\.\d+)?$/;

/**
 * One line with its line end. Text that a spreadsheet would run as a formula gets an apostrophe in
 * front; numbers stay numbers, also where they come as text; absent cells are empty.
 */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

function csvCell(cell: Cell): string {
  if (cell === undefined) return "";
  if (typeof cell !== "string") return String(cell);
  const text = FORMULA.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
