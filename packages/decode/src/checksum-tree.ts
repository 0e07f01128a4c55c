/** Header checksums as trees show them: the sum, and whether it is right. */

import { onesComplementSum } from "./checksum.ts";
import { defineField, type FieldSpec } from "./field.ts";
import type { LayerPlace } from "./layer-place.ts";
import type { Tree } from "./tree.ts";

const MEANINGS: Readonly<Record<number, string>> = { 0: "Bad", 1: "Good", 2: "Unverified" };

export interface ChecksumFields {
  readonly checksum: FieldSpec;
  /** 0 wrong, 1 right, 2 where not all octets that are summed were captured. */
  readonly status: FieldSpec;
}

/** `PREFIX.checksum` and `PREFIX.checksum.status`. */
export function checksumFields(prefix: string, description = "Checksum"): ChecksumFields {
  return {
    checksum: defineField(`${prefix}.checksum`, "uint16", description, { hex: true }),
    status: defineField(`${prefix}.checksum.status`, "uint8", `${description} Status`, {
      values: MEANINGS,
    }),
  };
}

/** Adds the Internet checksum at `off`, RFC 1071, of the layer's octets from `place.start` to `end`. */
export function addChecksum(
  tree: Tree,
  fields: ChecksumFields,
  off: number,
  place: LayerPlace,
  end: number = place.end,
): void {
  if (off + 2 > end || tree.add(fields.checksum, off) === undefined) return;
  const whole = place.end - place.start >= tree.packet.layerLength[place.index]!;
  const good = onesComplementSum(tree.view, place.start, end) === 0xffff;
  tree.value(fields.status, !whole ? 2 : good ? 1 : 0, off, off);
}
