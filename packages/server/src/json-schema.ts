/** The part of JSON Schema (2020-12, as OpenAPI 3.1 uses it) that the interface is described in. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly format?: string;
  readonly contentEncoding?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly default?: string | number;
  readonly examples?: readonly (string | number)[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly $ref?: string;
}

type OptionalKey<T> = {
  [K in keyof T]-?: undefined extends T[K] ? K : never;
}[keyof T];

export const text: JsonSchema = { type: "string" };
export const flag: JsonSchema = { type: "boolean" };
export const count: JsonSchema = { type: "integer", minimum: 0 };
export const seconds: JsonSchema = { type: "number", minimum: 0, description: "Seconds." };
export const time: JsonSchema = { type: "string", format: "date-time" };
export const timeOrNull: JsonSchema = { type: ["string", "null"], format: "date-time" };

/** An object with every key of `T`; those that may be undefined are named in `optional`. */
export function object<T>(
  properties: Readonly<Record<keyof T & string, JsonSchema>>,
  optional: readonly (OptionalKey<T> & string)[] = [],
): JsonSchema {
  const required = Object.keys(properties).filter((key) => !optional.some((o) => o === key));
  return { type: "object", properties, required };
}

export function list(items: JsonSchema): JsonSchema {
  return { type: "array", items };
}
