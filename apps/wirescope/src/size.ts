/** Sizes as people write them: `500MB`, `10 GB`, `1.5TiB`. */
import { usageError } from "./errors.ts";

const UNITS: Readonly<Record<string, number>> = {
  "": 1,
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
};

/**
 * Octets; decimal units are powers of 1000, `KiB` and its like powers of 1024 (IEC 80000-13).
 *
 * @throws CommandError for what is no size, or one below `least` octets.
 */
export function readSize(option: string, text: string, least: number): number {
  const match = /^(\d{1,15}(?:\.\d{1,6})?) ?([kmgt]?i?b?)$/i.exec(text);
  const unit = UNITS[match?.[2]?.toLowerCase().replace(/^[kmgt]i?$/, "$&b") ?? "none"];
  const size = match === null || unit === undefined ? Number.NaN : Number(match[1]) * unit;
  if (size >= least && size <= Number.MAX_SAFE_INTEGER) return Math.floor(size);
  throw usageError(
    `--${option} takes a size from ${Math.ceil(least / 1e6)}MB, such as 10GB, not "${text}".`,
  );
}
