/** The occurrences of a field in a packet's tree, and their values. */

import type { Field, Layer, Packet } from "@wirescope/decode";
import { type FilterContext, isContextField } from "./context-field.ts";
import type { FilterField } from "./field-table.ts";
import { parseTime } from "./time.ts";
import type { Value } from "./typed.ts";

/** A packet with its tree and what surrounds it. */
export interface Dissected {
  readonly packet: Packet;
  readonly layers: readonly Layer[];
  readonly context: FilterContext | undefined;
}

/** Values of a field of the context, undefined for fields of the packet. */
function contextValues(
  { packet, context }: Dissected,
  field: FilterField,
): readonly Value[] | undefined {
  return isContextField(field.name) ? (context?.values(field.name, packet) ?? []) : undefined;
}

/**
 * Calls `found` with every field, outermost first, and with every layer that `field` names.
 *
 * @param number of the layer among those of the field's protocol; see `TypedOperand`
 */
function visit(
  layers: readonly Layer[],
  field: FilterField,
  number: number | undefined,
  found: (occurrence: Field | Layer) => void,
): void {
  for (const layer of selectLayers(layers, field, number)) {
    if (field.members.includes(layer.protocol)) found(layer);
    visitFields(layer.fields, field.members, found);
  }
}

function visitFields(
  fields: readonly Field[],
  members: readonly string[],
  found: (field: Field) => void,
): void {
  for (const field of fields) {
    if (members.includes(field.name)) found(field);
    if (field.children.length > 0) visitFields(field.children, members, found);
  }
}

function selectLayers(
  layers: readonly Layer[],
  field: FilterField,
  number: number | undefined,
): readonly Layer[] {
  if (number === undefined) return layers;
  const protocol = field.name.split(".", 1)[0]!;
  const layer = layers
    .filter((one) => one.protocol === protocol)
    .at(number > 0 ? number - 1 : number);
  return layer === undefined ? [] : [layer];
}

/** How often the field occurs. */
export function countOccurrences(
  dissected: Dissected,
  field: FilterField,
  number: number | undefined,
): number {
  const known = contextValues(dissected, field);
  if (known !== undefined) return known.length;
  let count = 0;
  visit(dissected.layers, field, number, () => {
    count += 1;
  });
  return count;
}

/** The values of all occurrences, outermost first; those without a value are left out. */
export function fieldValues(
  dissected: Dissected,
  field: FilterField,
  number: number | undefined,
): Value[] {
  const known = contextValues(dissected, field);
  if (known !== undefined) return [...known];
  const values: Value[] = [];
  visit(dissected.layers, field, number, (occurrence) => {
    const value =
      "protocol" in occurrence
        ? layerContent(dissected.packet, occurrence)
        : fieldValue(dissected.packet, field, occurrence);
    if (value !== undefined) values.push(value);
  });
  return values;
}

/** The octets of the layers and fields that a protocol's name stands for, without what they carry. */
export function layerHeaders(
  { packet, layers }: Dissected,
  field: FilterField,
  number: number | undefined,
): Uint8Array[] {
  const headers: Uint8Array[] = [];
  visit(layers, field, number, ({ start, end }) => {
    headers.push(octets(packet, start, end));
  });
  return headers;
}

/** The occurrences as `tshark -T fields` prints them. */
export function fieldRaws(
  dissected: Dissected,
  field: FilterField,
  number: number | undefined,
): string[] {
  const known = contextValues(dissected, field);
  if (known !== undefined) return known.map(String);
  const raws: string[] = [];
  visit(dissected.layers, field, number, (occurrence) => {
    raws.push("protocol" in occurrence ? occurrence.title : occurrence.raw);
  });
  return raws;
}

function fieldValue(packet: Packet, field: FilterField, occurrence: Field): Value | undefined {
  switch (field.valueClass) {
    case "boolean":
      return occurrence.value === true ? 1 : 0;
    case "time":
      /* A timestamp of NTP that is not set counts as the epoch in Wireshark, too. */
      return occurrence.raw === "NULL" ? 0n : parseTime(occurrence.raw);
    case "protocol":
      return octets(packet, occurrence.start, occurrence.end);
    default:
      return typeof occurrence.value === "boolean" ? undefined : occurrence.value;
  }
}

/** The layer's octets and all that it carries, from the frame or from what was put together. */
function layerContent(packet: Packet, layer: Layer): Uint8Array {
  if (layer.source !== undefined) return layer.source.bytes.subarray(layer.start);
  return octets(packet, layer.start, contentEnd(packet, layer));
}

/** End of the layer's content: its header and everything that it carries. */
function contentEnd(packet: Packet, layer: Layer): number {
  for (let i = 0; i < packet.layerCount; i += 1) {
    if (packet.layerStart[i]! - packet.start === layer.start) {
      if (layer.protocol !== "frame") return packet.layerEnd[i]! - packet.start;
    }
  }
  const isFrame = layer.protocol === "frame";
  return (
    (isFrame ? packet.end : Math.max(packet.payloadEnd, packet.start + layer.end)) - packet.start
  );
}

function octets(packet: Packet, start: number, end: number): Uint8Array {
  const { view } = packet;
  const first = view.byteOffset + packet.start + start;
  return new Uint8Array(view.buffer, first, Math.max(0, end - start));
}
