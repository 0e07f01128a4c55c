/** Display filters for the fields and layers of a packet as they are shown. */
import { FIELDS, type Field, type FieldType } from "@wirescope/decode";
import { compileFilter, FilterError, quote } from "@wirescope/filter";

/** Octets of a value beyond which nobody filters by it. */
const MAX_OCTETS = 64;

/** Whether there is a filter of this name; as many entries as the dissectors have layers. */
const layers = new Map<string, boolean>();

const TYPES: ReadonlyMap<string, FieldType> = new Map(FIELDS.map(({ name, type }) => [name, type]));

/** The filter that selects packets in which `field` has this value; undefined where there is none. */
export function fieldFilter(field: Field): string | undefined {
  const { name, raw, value } = field;
  const type = TYPES.get(name);
  if (type === undefined) return undefined;
  switch (type) {
    case "boolean":
      return `${name} == ${value === true || value === 1 ? 1 : 0}`;
    case "string":
      if (typeof value !== "string" || value.length > MAX_OCTETS * 4) return undefined;
      return `${name} == ${quote(value)}`;
    case "bytes":
      if (!(value instanceof Uint8Array) || value.length === 0 || value.length > MAX_OCTETS) {
        return undefined;
      }
      return `${name} == ${colonSeparated(value)}`;
    case "protocol":
      return name;
    case "absoluteTime":
      return undefined;
    default:
      return value === undefined || raw === "" ? undefined : `${name} == ${raw}`;
  }
}

/** The filter that selects packets with a layer of this protocol; undefined where none names it. */
export function layerFilter(protocol: string): string | undefined {
  let isKnown = layers.get(protocol);
  if (isKnown === undefined) {
    isKnown = compiles(protocol);
    layers.set(protocol, isKnown);
  }
  return isKnown ? protocol : undefined;
}

function colonSeparated(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(":");
}

function compiles(text: string): boolean {
  try {
    compileFilter(text);
    return true;
  } catch (error) {
    if (error instanceof FilterError) return false;
    throw error;
  }
}
