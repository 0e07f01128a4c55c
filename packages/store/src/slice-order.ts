/** The order of rows on disk: neighbours that are alike make columns small. */
import type { SliceBatch } from "@wirescope/analysis";

/** Rows by originator, then responder, as their octets compare; IPv4 before all of IPv6 but its lowest. */
export function sliceOrder(batch: SliceBatch): Uint32Array {
  const { originator, responder } = batch;
  const { ipVersion } = batch;
  const order = Uint32Array.from({ length: batch.count }, (_, row) => row);
  return order.sort(
    (a, b) => compare(originator, ipVersion, a, b) || compare(responder, ipVersion, a, b) || a - b,
  );
}

function compare(words: Uint32Array, ipVersion: Uint8Array, a: number, b: number): number {
  if (ipVersion[a] !== ipVersion[b]) return ipVersion[a]! - ipVersion[b]!;
  for (let i = 0; i < 4; i++) {
    const difference = words[4 * a + i]! - words[4 * b + i]!;
    if (difference !== 0) return difference;
  }
  return 0;
}
