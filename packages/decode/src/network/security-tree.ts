/** Fields of IPsec: the authentication header, RFC 4302, and what ESP, RFC 4303, leaves readable. */

import { defineField, type FieldSpec } from "../field.ts";
import type { Tree } from "../tree.ts";
import * as ah from "./ah.ts";
import { ipProtocolName } from "./ip-protocol-names.ts";

const NEXT_HEADER = defineField("ah.next_header", "uint8", "Next header", {
  values: ipProtocolName,
});
const LENGTH = defineField("ah.length", "uint8", "Length");
const AH_SPI = defineField("ah.spi", "uint32", "AH SPI", { hex: true });
const AH_SEQUENCE = defineField("ah.sequence", "uint32", "AH Sequence");
const ICV = defineField("ah.icv", "bytes", "AH ICV");
const ESP_SPI = defineField("esp.spi", "uint32", "ESP SPI", { hex: true });
const ESP_SEQUENCE = defineField("esp.sequence", "uint32", "ESP Sequence");

export const SECURITY_FIELDS: readonly FieldSpec[] = [
  NEXT_HEADER,
  LENGTH,
  AH_SPI,
  AH_SEQUENCE,
  ICV,
  ESP_SPI,
  ESP_SEQUENCE,
];

export function dissectAh(tree: Tree, start: number, end: number): void {
  const known = tree.has(start, 2);
  const length = known ? ah.headerLength(tree.view, start) : ah.MIN_HEADER_LEN;
  const headerEnd = Math.min(start + length, end);
  tree.layer("ah", "Authentication Header", start, headerEnd);
  tree.add(NEXT_HEADER, start);
  tree.add(LENGTH, start + 1);
  tree.add(AH_SPI, start + 4);
  if (headerEnd - start < 12) return;
  tree.add(AH_SEQUENCE, start + 8);
  tree.add(ICV, start + 12, headerEnd - start - 12);
}

export function dissectEsp(tree: Tree, start: number, end: number): void {
  tree.layer("esp", "Encapsulating Security Payload", start, end);
  const spi = tree.add(ESP_SPI, start);
  tree.add(ESP_SEQUENCE, start + 4);
  if (spi === undefined) return;
  tree.summarize(`SPI ${spi.raw}`);
  tree.show("ESP", `ESP (SPI=${spi.raw})`);
}
