/** Fields of AMQP 1.0 in the order in which they stand in their lists. */

import type { FieldSpec, FieldType } from "../field.ts";
import { FieldList } from "../field-list.ts";

/** What Wireshark calls otherwise. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  address: "amqp.performative.arguments.address.string",
  offeredCapabilities: "amqp.arguments.offeredCapabilities_sym",
  desiredCapabilities: "amqp.performative.arguments.desiredCapabilities_sym",
};

const list = new FieldList();
/** A performative's own: `handle` of all of them is one field. */
const shared = new Map<string, FieldSpec>();

/** A list that has a descriptor, with a field for the whole where it is not its place that names it. */
interface Composite {
  readonly spec: FieldSpec | undefined;
  readonly elements: readonly FieldSpec[];
}

export const ARGUMENTS: FieldSpec = list.define("amqp.method.arguments", "protocol", "Arguments");

/** By descriptor: open to close. */
export const PERFORMATIVES: Readonly<Record<number, readonly FieldSpec[]>> = {
  16: of(
    "containerId hostname maxFrameSize:uint32 channelMax:uint16 idleTimeout:uint32 outgoingLocales incomingLocales " +
      "offeredCapabilities desiredCapabilities properties:protocol",
  ),
  17: of(
    "remoteChannel:uint16 nextOutgoingId:uint32 incomingWindow:uint32 outgoingWindow:uint32 handleMax:uint32 " +
      "offeredCapabilities desiredCapabilities properties:protocol",
  ),
  18: of(
    "name handle:uint32 role:boolean sndSettleMode:uint8 rcvSettleMode:uint8 source:protocol target:protocol " +
      "unsettled:protocol incompleteUnsettled:boolean initDeliveryCount:uint32 maxMessageSize:uint64 " +
      "offeredCapabilities desiredCapabilities properties:protocol",
  ),
  19: of(
    "nextIncomingId:uint32 incomingWindow:uint32 nextOutgoingId:uint32 outgoingWindow:uint32 handle:uint32 " +
      "deliveryCount:uint32 linkCredit:uint32 available:uint32 drain:boolean echo:boolean properties:protocol",
  ),
  20: of(
    "handle:uint32 deliveryId:uint32 deliveryTag:bytes messageFormat:uint32 settled:boolean more:boolean " +
      "rcvSettleMode:uint8 state:protocol resume:boolean aborted:boolean batchable:boolean",
  ),
  21: of("role:boolean first:uint32 last:uint32 settled:boolean state:protocol batchable:boolean"),
  22: of("handle:uint32 closed:boolean error:protocol"),
  23: of("error:protocol"),
  24: of("error:protocol"),
};

export const SASL: Readonly<Record<number, readonly FieldSpec[]>> = {
  64: [field("amqp.sasl.mechanisms_sym", "string", "Mechanisms")],
  65: [
    field("amqp.sasl.mechanism", "string"),
    field("amqp.sasl.initResponse", "bytes"),
    ...of("hostname"),
  ],
  66: [field("amqp.sasl.challenge", "bytes")],
  67: [field("amqp.sasl.response", "bytes")],
  68: [
    field("amqp.sasl.saslCode", "uint8", "Code"),
    field("amqp.sasl.addData", "bytes", "Additional-Data"),
  ],
};

const TERMINUS: readonly FieldSpec[] = [
  ...of("address terminusDurable:uint8"),
  field("amqp.properties.expiryPolicy", "string"),
  field("amqp.properties.timeout", "uint32"),
  field("amqp.properties.dynamic", "boolean"),
];

/** Described lists that are arguments, by descriptor. */
export const COMPOSITES: Readonly<Record<number, Composite>> = {
  29: {
    spec: undefined,
    elements: [field("amqp.error.condition", "string"), field("amqp.error.description", "string")],
  },
  35: {
    spec: field("amqp.delivery-state.received", "protocol"),
    elements: [
      field("amqp.received.sectionNumber", "uint32"),
      field("amqp.received.sectionOffset", "uint64"),
    ],
  },
  36: { spec: field("amqp.delivery-state.accepted", "protocol"), elements: [] },
  37: {
    spec: field("amqp.delivery-state.rejected", "protocol"),
    elements: of("error:protocol"),
  },
  38: { spec: field("amqp.delivery-state.released", "protocol"), elements: [] },
  39: {
    spec: field("amqp.delivery-state.modified", "protocol"),
    elements: [
      field("amqp.modified.deliveryFailed", "boolean"),
      field("amqp.modified.undeliverableHere", "boolean"),
    ],
  },
  40: { spec: undefined, elements: TERMINUS },
  41: { spec: undefined, elements: TERMINUS },
};

/** Parts of a message, by descriptor. */
export const SECTIONS: Readonly<
  Record<number, { readonly spec: FieldSpec; readonly elements: readonly FieldSpec[] }>
> = {
  112: {
    spec: field("amqp.header", "protocol", "Message-Header"),
    elements: [
      field("amqp.message.durable", "boolean"),
      field("amqp.message.priority", "uint8"),
      field("amqp.message.ttl", "uint32"),
      field("amqp.message.firstAcquirer", "boolean"),
      field("amqp.performative.arguments.deliveryCount", "uint32"),
    ],
  },
  113: { spec: field("amqp.deliveryAnnotations", "protocol"), elements: [] },
  114: { spec: field("amqp.messageAnnotations", "protocol"), elements: [] },
  115: {
    spec: field("amqp.properties", "protocol", "Message-Properties"),
    elements: [
      field("amqp.message.messageId.string", "string", "Message-Id"),
      field("amqp.message.userId", "bytes"),
      field("amqp.message.to.string", "string", "To"),
      field("amqp.message.subject", "string"),
      field("amqp.message.replyTo.string", "string", "Reply-To"),
      field("amqp.message.correlationId.string", "string", "Correlation-Id"),
      field("amqp.message.contentType", "string"),
      field("amqp.message.contentEncoding", "string"),
    ],
  },
  116: { spec: field("amqp.applicationProperties", "protocol"), elements: [] },
  117: { spec: field("amqp.data", "bytes"), elements: [] },
  118: { spec: field("amqp.sequence", "protocol", "AMQP-Sequence"), elements: [] },
  119: { spec: field("amqp.value", "protocol", "AMQP-Value"), elements: [] },
  120: { spec: field("amqp.footer", "protocol"), elements: [] },
};

export const FIELDS_1_0: readonly FieldSpec[] = list.specs;

/** Fields of arguments by their names, each with its type behind a colon where it is no text. */
function of(names: string): FieldSpec[] {
  return names.split(" ").map((name) => {
    const [short = "", type = "string"] = name.split(":");
    return field(
      OTHER_NAMES[short] ?? `amqp.performative.arguments.${short}`,
      type as FieldType,
      titleOf(short),
    );
  });
}

/** The field of that name, titled `Max-Frame-Size` for `maxFrameSize`. */
function field(name: string, type: FieldType, title: string = titleOf(name)): FieldSpec {
  const known = shared.get(name);
  if (known !== undefined) return known;
  const made = list.define(name, type, title);
  shared.set(name, made);
  return made;
}

function titleOf(name: string): string {
  const words = name.slice(name.lastIndexOf(".") + 1).replaceAll(/[A-Z]/g, "-$&");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
