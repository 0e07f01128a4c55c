/** CSV, RFC 4180, safe to open in a spreadsheet. */

/** What a spreadsheet would take for a formula; a name out of a packet must never become one. */
const FORMULA = /^[=+\-@\t\r]/;

/** One line with its line end. Numbers stay numbers; absent cells are empty. */
export function csvLine(cells: readonly (string | number | boolean | undefined)[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

function csvCell(cell: string | number | boolean | undefined): string {
  if (cell === undefined) return "";
  if (typeof cell !== "string") return String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
