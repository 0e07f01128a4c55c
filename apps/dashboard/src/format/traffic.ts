/** Volumes in bytes, throughput in bits per second and packets per second; SI prefixes. */
import { formatScaled, joinQuantity, type Quantity } from "./number.ts";

export type RateUnit = "bits" | "packets";

export function bytesQuantity(bytes: number): Quantity {
  return formatScaled(bytes, "B");
}

/** `44.6 MB`. */
export function formatBytes(bytes: number): string {
  return joinQuantity(bytesQuantity(bytes));
}

/** @param rate bits per second or packets per second, as `unit` says. */
export function rateQuantity(rate: number, unit: RateUnit): Quantity {
  return unit === "bits" ? formatScaled(rate, "b/s") : formatScaled(rate, "pkt/s");
}

export function formatRate(rate: number, unit: RateUnit): string {
  return joinQuantity(rateQuantity(rate, unit));
}
