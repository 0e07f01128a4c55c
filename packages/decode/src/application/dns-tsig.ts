/** The signature of a transaction, RFC 8945 §4.2. */

import { defineField, type FieldSpec } from "../field.ts";
import type { Tree } from "../tree.ts";
import { expandName } from "./dns-name.ts";
import { formatTime } from "./time-text.ts";
import { addRun, addWithin } from "./within.ts";

const ALGORITHM = defineField("dns.tsig.algorithm_name", "string", "Algorithm Name");
const TIME_SIGNED = defineField("dns.tsig.time_signed", "absoluteTime", "Time Signed");
const SIZES = [
  defineField("dns.tsig.fudge", "uint16", "Fudge"),
  defineField("dns.tsig.mac_size", "uint16", "MAC Size"),
];
const MAC = defineField("dns.tsig.mac", "protocol", "MAC");
const TRAILER = [
  defineField("dns.tsig.original_id", "uint16", "Original Id"),
  defineField("dns.tsig.error", "uint16", "Error"),
  defineField("dns.tsig.other_len", "uint16", "Other Len"),
];
const OTHER = defineField("dns.tsig.other_data", "bytes", "Other Data");

export const TSIG_FIELDS: readonly FieldSpec[] = [
  ...[ALGORITHM, TIME_SIGNED, ...SIZES, ...TRAILER, OTHER],
];

/** Adds the record's data in `[start, end)` of the message in `[message, limit)`. */
export function addTransactionSignature(
  tree: Tree,
  message: number,
  limit: number,
  start: number,
  end: number,
): void {
  const { view } = tree;
  if (start >= end) return;
  const { name, after } = expandName(view, message, start, limit);
  tree.value(ALGORITHM, name, start, Math.min(after, end));
  if (after + 10 > end) return;
  const seconds = view.getUint16(after) * 2 ** 32 + view.getUint32(after + 2);
  tree.value(TIME_SIGNED, formatTime(seconds, 0), after, after + 6);
  const mac = addRun(tree, SIZES, after + 6, end);
  const trailer = mac + view.getUint16(mac - 2);
  if (trailer > end) return;
  tree.group(MAC, mac, trailer, `${trailer - mac} bytes`);
  const other = addRun(tree, TRAILER, trailer, end);
  if (other < end) addWithin(tree, OTHER, other, end, end - other);
}
