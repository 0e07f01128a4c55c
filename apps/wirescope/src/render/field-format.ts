/** tshark's `-E` options: how the values of `-e` fields are laid out in a row. */
import { usageError } from "../errors.ts";

export interface FieldFormat {
  readonly header: boolean;
  /** One character between repeats of a field within a packet. */
  readonly aggregator: string;
  /** Which repeats are printed: the first, the last or all. */
  readonly occurrence: "f" | "l" | "a";
  /** Between the cells of a row; undefined for what the format has. */
  readonly separator: string | undefined;
  /** Around cells that are not empty. */
  readonly quote: "" | '"' | "'";
}

const QUOTES: Readonly<Record<string, FieldFormat["quote"]>> = { d: '"', s: "'", n: "" };

/**
 * Reads `header=y|n`, `aggregator=C`, `occurrence=f|l|a`, `separator=C` and `quote=d|s|n`; later ones
 * win; tshark's defaults.
 */
export function readFieldFormat(
  settings: readonly string[],
  headerByDefault: boolean,
): FieldFormat {
  let header = headerByDefault;
  let aggregator = ",";
  let occurrence: FieldFormat["occurrence"] = "a";
  let separator: string | undefined;
  let quote: FieldFormat["quote"] = "";
  for (const setting of settings) {
    const at = setting.indexOf("=");
    const name = setting.slice(0, Math.max(at, 0));
    const value = setting.slice(at + 1);
    if (name === "header" && (value === "y" || value === "n")) header = value === "y";
    else if (name === "aggregator" && value !== "") aggregator = readCharacter(name, value);
    else if (name === "separator" && value !== "") separator = readCharacter(name, value);
    else if (name === "quote" && QUOTES[value] !== undefined) quote = QUOTES[value];
    else if (name === "occurrence" && (value === "f" || value === "l" || value === "a")) {
      occurrence = value;
    } else {
      throw usageError(
        `-E takes header=y|n, aggregator=C, occurrence=f|l|a, separator=C or quote=d|s|n, not "${setting}".`,
      );
    }
  }
  return { header, aggregator, occurrence, separator, quote };
}

/** `/s` stands for a space and `/t` for a tab, as in tshark; otherwise a single character. */
function readCharacter(name: string, value: string): string {
  if (value === "/s") return " ";
  if (value === "/t") return "\t";
  if ([...value].length === 1) return value;
  throw usageError(
    `-E ${name}= takes one character (or /s for a space, /t for a tab), not "${value}".`,
  );
}

/** The cell of a field: its repeats as the format asks for, empty where there are none. */
export function fieldCell(values: readonly string[], format: FieldFormat): string {
  if (values.length === 0) return "";
  const { quote } = format;
  return `${quote}${chosen(values, format)}${quote}`;
}

function chosen(values: readonly string[], { occurrence, aggregator }: FieldFormat): string {
  if (occurrence === "f") return values[0] ?? "";
  if (occurrence === "l") return values.at(-1) ?? "";
  return values.join(aggregator);
}
