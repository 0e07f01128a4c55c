/** tshark's `-E` options: how the values of `-e` fields are laid out in a row. */
import { usageError } from "../errors.ts";

export interface FieldFormat {
  readonly header: boolean;
  /** One character between repeats of a field within a packet. */
  readonly aggregator: string;
  /** Which repeats are printed: the first, the last or all. */
  readonly occurrence: "f" | "l" | "a";
}

/** Reads `header=y|n`, `aggregator=C` and `occurrence=f|l|a`; later ones win; tshark's defaults. */
export function readFieldFormat(
  settings: readonly string[],
  headerByDefault: boolean,
): FieldFormat {
  let header = headerByDefault;
  let aggregator = ",";
  let occurrence: FieldFormat["occurrence"] = "a";
  for (const setting of settings) {
    const at = setting.indexOf("=");
    const name = setting.slice(0, Math.max(at, 0));
    const value = setting.slice(at + 1);
    if (name === "header" && (value === "y" || value === "n")) header = value === "y";
    else if (name === "aggregator" && value !== "") aggregator = readAggregator(value);
    else if (name === "occurrence" && (value === "f" || value === "l" || value === "a")) {
      occurrence = value;
    } else {
      throw usageError(`-E takes header=y|n, aggregator=C or occurrence=f|l|a, not "${setting}".`);
    }
  }
  return { header, aggregator, occurrence };
}

/** `/s` stands for a space, as in tshark; otherwise a single character. */
function readAggregator(value: string): string {
  if (value === "/s") return " ";
  if ([...value].length === 1) return value;
  throw usageError(`-E aggregator= takes one character (or /s for a space), not "${value}".`);
}

/** The cell of a field: its repeats as the format asks for, empty where there are none. */
export function fieldCell(values: readonly string[], format: FieldFormat): string {
  if (values.length <= 1) return values[0] ?? "";
  if (format.occurrence === "f") return values[0] ?? "";
  if (format.occurrence === "l") return values.at(-1) ?? "";
  return values.join(format.aggregator);
}
