/** Fields of the tags that are not VLANs. */

import { defineField, type FieldSpec } from "../field.ts";
import { MAX_8023_LENGTH } from "../network/ether-type.ts";
import { etherTypeName } from "../network/ether-type-names.ts";
import { Protocol } from "../protocol.ts";
import { protocolInfo } from "../protocol-info.ts";
import type { Tree } from "../tree.ts";
import { headerLength } from "./tag.ts";

function typeField(name: string): FieldSpec {
  return defineField(name, "uint16", "Type", { hex: true, values: etherTypeName });
}

const SERVICE_ID = defineField("ieee8021ah.isid", "uint32", "I-SID", { mask: 0x00ff_ffff });
const CUSTOMER_DST = defineField("ieee8021ah.cdst", "ether", "C-Destination");
const CUSTOMER_SRC = defineField("ieee8021ah.csrc", "ether", "C-Source");
const METADATA = defineField("cmd.options", "bytes", "Metadata");
const TYPES: Readonly<Record<number, FieldSpec>> = {
  [Protocol.Etag]: typeField("etag.etype"),
  [Protocol.VnTag]: typeField("vntag.etype"),
  [Protocol.Pbb]: typeField("ieee8021ah.etype"),
};

export const TAG_FIELDS: readonly FieldSpec[] = [
  SERVICE_ID,
  CUSTOMER_DST,
  CUSTOMER_SRC,
  METADATA,
  ...Object.values(TYPES),
];

export function dissectTag(tree: Tree, protocol: Protocol, start: number): void {
  const { filterName, title } = protocolInfo(protocol);
  const length = headerLength(protocol);
  tree.layer(filterName, title, start, start + length);
  if (protocol === Protocol.Pbb) {
    tree.add(SERVICE_ID, start);
    tree.add(CUSTOMER_DST, start + 4);
    tree.add(CUSTOMER_SRC, start + 10);
  }
  if (protocol === Protocol.CiscoMetadata) {
    tree.add(METADATA, start, length);
    return;
  }
  const spec = TYPES[protocol];
  const type = spec && tree.add(spec, start + length - spec.octets);
  if (Number(type?.value) > MAX_8023_LENGTH) tree.mention("ethertype");
}
