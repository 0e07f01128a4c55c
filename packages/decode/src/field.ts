/**
 * Field definitions: the name, type and meaning of one thing that a tree can show.
 *
 * Names, types and descriptions are Wireshark's, so that display filters and `-e` lists carry over.
 * Every protocol file defines its fields once and lists them in its `FIELDS`.
 */

export type FieldType =
  | "boolean"
  | "uint8"
  | "uint16"
  | "uint24"
  | "uint32"
  | "uint48"
  | "uint64"
  | "int8"
  | "int16"
  | "int32"
  | "float"
  | "double"
  | "ipv4"
  | "ipv6"
  | "ether"
  | "string"
  | "bytes"
  | "absoluteTime"
  | "relativeTime"
  | "frameNumber"
  | "protocol";

/** Meaning of a number, or undefined where the number has none that is known. */
export type ValueNames = Readonly<Record<number, string>> | ((value: number) => string | undefined);

export interface FieldOptions {
  /** Octets to read when they differ from the type's own, for booleans and bit fields. */
  readonly octets?: number;
  /** Bits of the octets that hold the value; the value is shifted down by its trailing zeros. */
  readonly mask?: number;
  /** Shown and printed in base 16, padded to the type's width. */
  readonly hex?: boolean;
  /** The least significant octet stands first. */
  readonly littleEndian?: boolean;
  readonly values?: ValueNames;
  /** Names that match this field among others: `ip.addr` for `ip.src`. */
  readonly aliases?: readonly string[];
}

export interface FieldSpec {
  readonly name: string;
  readonly type: FieldType;
  readonly description: string;
  /** Octets that the field takes; 0 where the length varies. */
  readonly octets: number;
  readonly mask: number | undefined;
  readonly hex: boolean;
  readonly littleEndian: boolean;
  readonly values: ValueNames | undefined;
  readonly aliases: readonly string[];
}

const OCTETS: Readonly<Partial<Record<FieldType, number>>> = {
  boolean: 1,
  uint8: 1,
  uint16: 2,
  uint24: 3,
  uint32: 4,
  uint48: 6,
  uint64: 8,
  int8: 1,
  int16: 2,
  int32: 4,
  float: 4,
  double: 8,
  ipv4: 4,
  ipv6: 16,
  ether: 6,
};

export function defineField(
  name: string,
  type: FieldType,
  description: string,
  options: FieldOptions = {},
): FieldSpec {
  return {
    name,
    type,
    description,
    octets: options.octets ?? OCTETS[type] ?? 0,
    mask: options.mask,
    hex: options.hex ?? false,
    littleEndian: options.littleEndian ?? false,
    values: options.values,
    aliases: options.aliases ?? [],
  };
}

/** {@link defineField} for one protocol: `prefix` and a full stop stand before each name, `common` holds for all. */
export function fieldDefiner(prefix: string, common: FieldOptions = {}): typeof defineField {
  return (name, type, description, options) =>
    defineField(`${prefix}.${name}`, type, description, { ...common, ...options });
}

export function valueName(values: ValueNames | undefined, value: number): string | undefined {
  if (values === undefined) return undefined;
  return typeof values === "function" ? values(value) : values[value];
}

/** Digits of the type in base 16, for numbers that are printed so. */
export function hexDigits(spec: FieldSpec): number {
  return 2 * (OCTETS[spec.type] ?? spec.octets);
}
