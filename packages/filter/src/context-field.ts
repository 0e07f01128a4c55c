/**
 * Fields of what surrounds a packet: its flow, its hosts, and where they are.
 *
 * They are Wirescope's own. Whoever runs the filter tells their values; a filter that stands alone finds none.
 */

import type { FieldSpec, FieldType, Packet } from "@wirescope/decode";
import type { Value } from "./typed.ts";

export interface FilterContext {
  /**
   * Values of the field `name` for a packet, none where nothing is known: numbers and texts, those of the
   * source first where there are two.
   */
  values(name: string, packet: Packet): readonly Value[];
}

export const DIRECTIONS = ["in", "out", "internal", "external"] as const;
/**
 * `out` leaves the local network, `in` enters it, `internal` stays within it (groups and broadcasts
 * included), `external` passes by.
 */
export type Direction = (typeof DIRECTIONS)[number];

const DEFINITIONS: readonly (readonly [name: string, type: FieldType, description: string])[] = [
  ["app", "string", "Application of the flow, or its protocol"],
  ["app.category", "string", "Category of the application, in nDPI's words"],
  ["country", "string", "Country of the source or the destination, two letters"],
  ["country.src", "string", "Country of the source"],
  ["country.dst", "string", "Country of the destination"],
  ["asn", "uint32", "Autonomous system of the source or the destination"],
  ["asn.src", "uint32", "Autonomous system of the source"],
  ["asn.dst", "uint32", "Autonomous system of the destination"],
  ["asn.org", "string", "Holder of the autonomous system of the source or the destination"],
  ["direction", "string", `Direction as the local network sees it: ${DIRECTIONS.join(", ")}`],
  ["host.name", "string", "Name of the source or the destination"],
  ["host.vendor", "string", "Maker of the source's or the destination's interface"],
  ["host.kind", "string", "What the address is for: global, private, multicast, …"],
  ["flow.id", "uint64", "Number of the flow"],
  ["flow.protocol", "string", "Protocol of the whole flow"],
  ["flow.name", "string", "Name that the flow is about"],
  ["flow.state", "string", "State of the flow"],
  ["flow.packets", "uint64", "Packets of the flow"],
  ["flow.bytes", "uint64", "Octets of the flow on the wire"],
  ["flow.duration", "double", "Seconds from the flow's first to its last packet"],
  ["flow.originator", "string", "Address that opened the flow"],
  ["flow.responder", "string", "Address that was called"],
];

function contextField([name, type, description]: (typeof DEFINITIONS)[number]): FieldSpec {
  return {
    name,
    type,
    description,
    octets: 0,
    mask: undefined,
    hex: false,
    littleEndian: false,
    values: undefined,
    aliases: [],
  };
}

export const CONTEXT_FIELDS: readonly FieldSpec[] = DEFINITIONS.map(contextField);

const NAMES: ReadonlySet<string> = new Set(CONTEXT_FIELDS.map(({ name }) => name));

export function isContextField(name: string): boolean {
  return NAMES.has(name);
}
