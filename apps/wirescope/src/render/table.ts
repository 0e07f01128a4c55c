/** Columns of text for people: widths by content, numbers to the right. */

export interface Column {
  readonly title: string;
  readonly align?: "left" | "right";
  /** Characters at most; longer text is cut with an ellipsis. */
  readonly limit?: number;
}

/** Renders `rows` under their titles, one line each, without trailing blanks. */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): string {
  const cut = rows.map((row) =>
    columns.map((column, index) => clip(row[index] ?? "", column.limit)),
  );
  const widths = columns.map((column, index) =>
    Math.max(column.title.length, ...cut.map((row) => row[index]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    columns
      .map((column, index) => {
        const text = cells[index] ?? "";
        const width = widths[index] ?? 0;
        return column.align === "right" ? text.padStart(width) : text.padEnd(width);
      })
      .join("  ")
      .trimEnd();
  const head = line(columns.map((column) => column.title));
  return `${[head, ...cut.map(line)].join("\n")}\n`;
}

function clip(text: string, limit: number | undefined): string {
  if (limit === undefined || text.length <= limit) return text;
  return `${text.slice(0, limit - 1)}…`;
}
