/** Packets as lines: in a table, as values with tabs or commas between, or as JSON. */
import { columnsOf, fieldTexts, type Layer, type Packet } from "@wirescope/decode";
import { csvLine, formatTimestamp } from "@wirescope/query";
import { type FieldFormat, fieldCell } from "./field-format.ts";

export const ROW_FORMATS = ["table", "tsv", "json", "csv"] as const;
export type RowFormat = (typeof ROW_FORMATS)[number];

const COLUMNS = ["number", "time", "source", "destination", "protocol", "length", "info"] as const;

/** Widths of the table's columns; a streamed table can't wait for the widest value. */
const WIDTHS = [7, 30, 39, 39, 10, 6, 0] as const;

/** Turns a packet into the text of its line or lines. */
export type RowRenderer = (packet: Packet, layers: readonly Layer[]) => string;

/** What stands above the rows; `fields` is empty for the usual columns. */
export function heading(format: RowFormat, fields: readonly string[], layout: FieldFormat): string {
  if (format === "json") return "[";
  if (!layout.header) return "";
  const titles = fields.length === 0 ? COLUMNS : fields;
  if (format === "csv") return csvLine(titles);
  if (format === "table" && fields.length === 0) return tableLine(titles);
  return `${titles.join(separatorOf(format, layout))}\n`;
}

/** What stands between the fields of a row. */
function separatorOf(format: RowFormat, { separator }: FieldFormat): string {
  return separator ?? (format === "table" ? "  " : "\t");
}

/** Rows in the usual columns. */
export function rowRenderer(format: RowFormat): RowRenderer {
  return (packet, layers) => {
    const row = columnsOf(layers);
    const time = formatTimestamp(packet.seconds, packet.nanoseconds);
    const { number, originalLength: length } = packet;
    if (format === "json") return JSON.stringify({ number, time, ...row, length });
    const cells = [number, time, row.source, row.destination, row.protocol, length, row.info];
    if (format === "csv") return csvLine(cells);
    if (format === "tsv") return `${cells.map(tsvCell).join("\t")}\n`;
    return tableLine(cells.map(String));
  };
}

/** Rows of the values of `fields`, those that occur more than once as `layout` has it. */
export function fieldRenderer(
  format: RowFormat,
  fields: readonly string[],
  layout: FieldFormat,
): RowRenderer {
  return (_packet, layers) => {
    if (format === "json") {
      const row: Record<string, string[]> = {};
      for (const field of fields) {
        const values = fieldTexts(layers, field);
        if (values.length > 0) row[field] = values;
      }
      return JSON.stringify(row);
    }
    const cells = fields.map((field) => fieldCell(fieldTexts(layers, field), layout));
    if (format === "csv") return csvLine(cells);
    return `${cells.map(tsvCell).join(separatorOf(format, layout))}\n`;
  };
}

/** A tab or line end inside a value would break the row: written as tshark escapes them. */
function tsvCell(value: string | number): string {
  if (typeof value === "number") return String(value);
  if (!/[\t\n\r]/.test(value)) return value;
  return value.replaceAll("\t", "\\t").replaceAll("\n", "\\n").replaceAll("\r", "\\r");
}

function tableLine(cells: readonly string[]): string {
  const padded = cells.map((cell, index) => {
    const width = WIDTHS[index] ?? 0;
    return index === 0 || index === 5 ? cell.padStart(width) : cell.padEnd(width);
  });
  return `${padded.join("  ").trimEnd()}\n`;
}
