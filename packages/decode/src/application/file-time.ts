/** Times of Windows: units of 100 ns since 1601-01-01 UTC, MS-DTYP §2.3.3. */

import type { FieldSpec } from "../field.ts";
import type { Field } from "../layer.ts";
import type { Tree } from "../tree.ts";

/** Units between 1601 and 1970. */
const UNIX_EPOCH = 116_444_736_000_000_000n;
const UNITS_PER_SECOND = 10_000_000n;
/** Last second that a calendar date is given for: the end of the year 9999. */
const LAST_SECOND = 253_402_300_799n;

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `Dec  6, 2011 20:18:15.380156000 UTC`. */
function fileTimeText(units: bigint): string {
  if (units === 0n) return "No time specified (0)";
  if (units === 0x7fff_ffff_ffff_ffffn) return "Infinity (absolute time)";
  const since = units - UNIX_EPOCH;
  const fraction = ((since % UNITS_PER_SECOND) + UNITS_PER_SECOND) % UNITS_PER_SECOND;
  const seconds = (since - fraction) / UNITS_PER_SECOND;
  if (seconds > LAST_SECOND) return "Time can't be converted";
  const date = new Date(Number(seconds) * 1000);
  const day = `${MONTHS[date.getUTCMonth()]} ${String(date.getUTCDate()).padStart(2)}`;
  const clock = date.toISOString().slice(11, 19);
  return `${day}, ${date.getUTCFullYear()} ${clock}.${fraction.toString().padStart(7, "0")}00 UTC`;
}

/** Adds the time at `off`, eight octets with the least significant first. */
export function addFileTime(tree: Tree, spec: FieldSpec, off: number): Field | undefined {
  if (!tree.has(off, 8)) return undefined;
  return tree.value(spec, fileTimeText(tree.view.getBigUint64(off, true)), off, off + 8);
}
