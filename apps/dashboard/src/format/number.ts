/** Numbers as the page prints them: three significant digits, thin-space groups, never `NaN`. */

/** What stands for a value that is not known. */
export const UNKNOWN = "–";

const THIN_SPACE = "\u2009";

/** A number and its unit, kept apart so that units can stand in a column of fixed width. */
export interface Quantity {
  readonly value: string;
  readonly unit: string;
}

/** An integer with thin-space groups: `88 210`. */
export function formatCount(value: number): string {
  if (!Number.isFinite(value)) return UNKNOWN;
  const digits = Math.round(Math.abs(value)).toFixed(0);
  const grouped = digits.replace(/\B(?=(\d{3})+$)/g, THIN_SPACE);
  return value <= -0.5 ? `−${grouped}` : grouped;
}

/** A count of things: `1 packet`, `88 210 packets`. */
export function formatCounted(value: number, thing: string): string {
  return `${formatCount(value)} ${thing}${value === 1 ? "" : "s"}`;
}

/** Three significant digits for values below 1000: `48.2`, `3.14`, `984`; zero is `0`. */
export function formatSignificant(value: number): string {
  if (!Number.isFinite(value)) return UNKNOWN;
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 99.95) return value.toFixed(0);
  if (size >= 9.995) return value.toFixed(1);
  if (size >= 0.9995) return value.toFixed(2);
  return value.toFixed(size >= 0.05 ? 1 : 2);
}

const PREFIXES = ["", "k", "M", "G", "T", "P"] as const;

/** Scales by powers of 1000, so that what is printed stays below 1000. */
export function formatScaled(value: number, unit: string): Quantity {
  if (!Number.isFinite(value)) return { value: UNKNOWN, unit };
  let scaled = value;
  let step = 0;
  while (Math.abs(scaled) >= 999.5 && step < PREFIXES.length - 1) {
    scaled /= 1000;
    step += 1;
  }
  const text = step === 0 && Number.isInteger(scaled) ? `${scaled}` : formatSignificant(scaled);
  return { value: text, unit: `${PREFIXES[step]}${unit}` };
}

/** Share of a whole in percent, one decimal below 10: `62 %`, `0.8 %`. */
export function formatPercent(share: number): string {
  if (!Number.isFinite(share)) return UNKNOWN;
  const percent = share * 100;
  if (percent === 0) return `0${THIN_SPACE}%`;
  if (percent < 0.1) return `<0.1${THIN_SPACE}%`;
  return `${percent < 9.95 ? percent.toFixed(1) : percent.toFixed(0)}${THIN_SPACE}%`;
}

export function joinQuantity(quantity: Quantity): string {
  return `${quantity.value} ${quantity.unit}`;
}
