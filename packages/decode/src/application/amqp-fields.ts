/** Fields of AMQP 0-9-1 and of the frames of AMQP 1.0. */

import type { FieldSpec, FieldType } from "../field.ts";
import { FieldList } from "../field-list.ts";
import { type Argument, type ArgumentType, CLASSES, CONTENT_PROPERTIES } from "./amqp-method.ts";

/** AMQP 1.0 part 2 §2.7. */
export const PERFORMATIVES: Readonly<Record<number, string>> = {
  16: "open",
  17: "begin",
  18: "attach",
  19: "flow",
  20: "transfer",
  21: "disposition",
  22: "detach",
  23: "end",
  24: "close",
};

/** AMQP 1.0 part 5 §5.3.3. */
export const SASL_METHODS: Readonly<Record<number, string>> = {
  64: "sasl.mechanisms",
  65: "sasl.init",
  66: "sasl.challenge",
  67: "sasl.response",
  68: "sasl.outcome",
};

const TYPES: Readonly<Record<ArgumentType, FieldType>> = {
  u8: "uint8",
  u16: "uint16",
  u32: "uint32",
  u64: "uint64",
  bit: "boolean",
  short: "string",
  long: "bytes",
  table: "protocol",
};

const list = new FieldList();

export const FIELDS: readonly FieldSpec[] = list.specs;

list.define("amqp", "protocol", "Advanced Message Queuing Protocol");
export const TYPE: FieldSpec = list.define("amqp.type", "uint8", "Type", {
  values: { 1: "Method", 2: "Content header", 3: "Content body", 8: "Heartbeat" },
});
export const FRAME_TYPE: FieldSpec = list.define("amqp.type", "uint8", "Type", {
  values: { 0: "AMQP", 1: "SASL" },
});
export const CHANNEL: FieldSpec = list.define("amqp.channel", "uint16", "Channel");
export const LENGTH: FieldSpec = list.define("amqp.length", "uint32", "Length");
export const DATA_OFFSET: FieldSpec = list.define("amqp.doff", "uint8", "Doff");
export const PERFORMATIVE: FieldSpec = list.define("amqp.performative", "uint8", "Performative", {
  values: PERFORMATIVES,
});
export const SASL_METHOD: FieldSpec = list.define("amqp.sasl.method", "uint8", "SASL Method", {
  values: SASL_METHODS,
});
export const INIT_PROTOCOL: FieldSpec = list.define("amqp.init.protocol", "string", "Protocol");
export const INIT_ID_MAJOR: FieldSpec = octet("amqp.init.id_major", "Protocol ID Major");
export const INIT_ID_MINOR: FieldSpec = octet("amqp.init.id_minor", "Protocol ID Minor");
export const INIT_ID: FieldSpec = octet("amqp.init.id", "Protocol-ID");
export const INIT_MAJOR: FieldSpec = octet("amqp.init.version_major", "Version Major");
export const INIT_MINOR: FieldSpec = octet("amqp.init.version_minor", "Version Minor");
export const INIT_REVISION: FieldSpec = octet("amqp.init.version_revision", "Version-Revision");
export const METHOD_CLASS: FieldSpec = list.define("amqp.method.class", "uint16", "Class", {
  values: (value) => CLASSES[value]?.name,
});
export const METHOD: FieldSpec = list.define("amqp.method.method", "uint16", "Method");
export const ARGUMENTS: FieldSpec = list.define("amqp.method.arguments", "protocol", "Arguments");
export const HEADER_CLASS: FieldSpec = list.define("amqp.header.class", "uint16", "Class ID", {
  values: (value) => CLASSES[value]?.name,
});
export const HEADER_WEIGHT: FieldSpec = list.define("amqp.header.weight", "uint16", "Weight");
export const BODY_SIZE: FieldSpec = list.define("amqp.header.body-size", "uint64", "Body size");
export const PROPERTY_FLAGS: FieldSpec = list.define(
  "amqp.header.property-flags",
  "uint16",
  "Property flags",
  { hex: true },
);
export const PROPERTIES: FieldSpec = list.define(
  "amqp.header.properties",
  "protocol",
  "Properties",
);
export const PAYLOAD: FieldSpec = list.define("amqp.payload", "bytes", "Payload");

/** The field of each argument by its name. */
export const ARGUMENT_FIELDS: ReadonlyMap<string, FieldSpec> = argumentFields();

/** The field of each content property, in the order of the flags. */
export const PROPERTY_FIELDS: readonly FieldSpec[] = CONTENT_PROPERTIES.map((property) => {
  const type = property.name === "timestamp" ? "absoluteTime" : TYPES[property.type];
  const octets = property.type === "u64" ? 8 : undefined;
  const options = octets === undefined ? {} : { octets };
  return list.define(`amqp.method.properties.${property.name}`, type, label(property), options);
});

function argumentFields(): Map<string, FieldSpec> {
  const specs = new Map<string, FieldSpec>();
  for (const { methods } of Object.values(CLASSES)) {
    for (const argument of Object.values(methods).flatMap((method) => method.arguments)) {
      if (specs.has(argument.name)) continue;
      const name = `amqp.method.arguments.${argument.name}`;
      specs.set(argument.name, list.define(name, TYPES[argument.type], label(argument)));
    }
  }
  return specs;
}

/** `Delivery-Tag` of `delivery_tag`. */
function label({ name }: Argument): string {
  const words = name.split("_").map((word) => word[0]!.toUpperCase() + word.slice(1));
  return words.join("-");
}

function octet(name: string, description: string): FieldSpec {
  return list.define(name, "uint8", description);
}
