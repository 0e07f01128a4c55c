/** Fields of MQTT 3.1, 3.1.1 and 5. */

import type { FieldSpec } from "../field.ts";
import { FieldList } from "../field-list.ts";

export const MESSAGE_TYPES: Readonly<Record<number, string>> = {
  0: "Reserved",
  1: "Connect Command",
  2: "Connect Ack",
  3: "Publish Message",
  4: "Publish Ack",
  5: "Publish Received",
  6: "Publish Release",
  7: "Publish Complete",
  8: "Subscribe Request",
  9: "Subscribe Ack",
  10: "Unsubscribe Request",
  11: "Unsubscribe Ack",
  12: "Ping Request",
  13: "Ping Response",
  14: "Disconnect Req",
  15: "Authentication Exchange",
};

const QOS: Readonly<Record<number, string>> = {
  0: "At most once delivery (Fire and Forget)",
  1: "At least once delivery (Acknowledged deliver)",
  2: "Exactly once delivery (Assured Delivery)",
  3: "Reserved",
};

/** MQTT 5 §2.4; 0 to 2 mean what the message makes of them. */
const REASONS: Readonly<Record<number, string>> = {
  0: "Success",
  4: "Disconnect with Will Message",
  16: "No matching subscribers",
  17: "No subscription existed",
  24: "Continue authentication",
  25: "Re-authenticate",
  128: "Unspecified error",
  129: "Malformed Packet",
  130: "Protocol Error",
  131: "Implementation specific error",
  132: "Unsupported Protocol Version",
  133: "Client Identifier not valid",
  134: "Bad User Name or Password",
  135: "Not authorized",
  136: "Server unavailable",
  137: "Server busy",
  138: "Banned",
  139: "Server shutting down",
  140: "Bad authentication method",
  141: "Keep Alive timeout",
  142: "Session taken over",
  143: "Topic Filter invalid",
  144: "Topic Name invalid",
  145: "Packet Identifier in use",
  146: "Packet Identifier not found",
  147: "Receive Maximum exceeded",
  148: "Topic Alias invalid",
  149: "Packet too large",
  150: "Message rate too high",
  151: "Quota exceeded",
  152: "Administrative action",
  153: "Payload format invalid",
  154: "Retain not supported",
  155: "QoS not supported",
  156: "Use another server",
  157: "Server moved",
  158: "Shared Subscription not supported",
  159: "Connection rate exceeded",
  160: "Maximum connect time",
  161: "Subscription Identifiers not supported",
  162: "Wildcard Subscription not supported",
};

/** MQTT 5 §2.2.2.2. */
const PROPERTY_NAMES: Readonly<Record<number, string>> = {
  1: "Payload Format Indicator",
  2: "Publication Expiry Interval",
  3: "Content Type",
  8: "Response Topic",
  9: "Correlation Data",
  11: "Subscription Identifier",
  17: "Session Expiry Interval",
  18: "Assigned Client Identifier",
  19: "Server Keep Alive",
  21: "Authentication Method",
  22: "Authentication Data",
  23: "Request Problem Information",
  24: "Will Delay Interval",
  25: "Request Response Information",
  26: "Response Information",
  28: "Server Reference",
  31: "Reason String",
  33: "Receive Maximum",
  34: "Topic Alias Maximum",
  35: "Topic Alias",
  36: "Maximum QoS",
  37: "Retain Available",
  38: "User Property",
  39: "Maximum Packet Size",
  40: "Wildcard Subscription Available",
  41: "Subscription Identifier Available",
  42: "Shared Subscription Available",
};

const list = new FieldList();

export const FIELDS: readonly FieldSpec[] = list.specs;

list.define("mqtt", "protocol", "MQ Telemetry Transport Protocol");
export const HEADER_FLAGS: FieldSpec = list.define("mqtt.hdrflags", "uint8", "Header Flags", {
  hex: true,
});
export const MESSAGE_TYPE: FieldSpec = list.define("mqtt.msgtype", "uint8", "Message Type", {
  mask: 0xf0,
  values: MESSAGE_TYPES,
});
export const HEADER_RESERVED: FieldSpec = list.define("mqtt.hdr_reserved", "uint8", "Reserved", {
  mask: 0x0f,
});
export const DUPLICATE: FieldSpec = flag("mqtt.dupflag", "DUP Flag", 0x08);
export const PUBLISH_QOS: FieldSpec = list.define("mqtt.qos", "uint8", "QoS Level", {
  mask: 0x06,
  values: QOS,
});
export const RETAIN: FieldSpec = flag("mqtt.retain", "Retain", 0x01);
export const RETAIN_RESERVED: FieldSpec = list.define("mqtt.retain_reserved", "uint8", "Reserved", {
  mask: 0x01,
});
export const LENGTH: FieldSpec = list.define("mqtt.len", "uint64", "Msg Len");
export const PROTOCOL_LENGTH: FieldSpec = size("mqtt.proto_len", "Protocol Name Length");
export const PROTOCOL_NAME: FieldSpec = text("mqtt.protoname", "Protocol Name");
export const VERSION: FieldSpec = list.define("mqtt.ver", "uint8", "Version", {
  values: { 3: "MQTT v3.1", 4: "MQTT v3.1.1", 5: "MQTT v5.0" },
});
export const CONNECT_FLAGS: FieldSpec = list.define("mqtt.conflags", "uint8", "Connect Flags", {
  hex: true,
});
export const HAS_USER_NAME: FieldSpec = flag("mqtt.conflag.uname", "User Name Flag", 0x80);
export const HAS_PASSWORD: FieldSpec = flag("mqtt.conflag.passwd", "Password Flag", 0x40);
export const WILL_RETAIN: FieldSpec = flag("mqtt.conflag.retain", "Will Retain", 0x20);
export const WILL_QOS: FieldSpec = list.define("mqtt.conflag.qos", "uint8", "QoS Level", {
  mask: 0x18,
  values: QOS,
});
export const HAS_WILL: FieldSpec = flag("mqtt.conflag.willflag", "Will Flag", 0x04);
export const CLEAN_SESSION: FieldSpec = flag("mqtt.conflag.cleansess", "Clean Session Flag", 0x02);
export const CONNECT_RESERVED: FieldSpec = flag("mqtt.conflag.reserved", "(Reserved)", 0x01);
export const KEEP_ALIVE: FieldSpec = size("mqtt.kalive", "Keep Alive");
export const CLIENT_ID_LENGTH: FieldSpec = size("mqtt.clientid_len", "Client ID Length");
export const CLIENT_ID: FieldSpec = text("mqtt.clientid", "Client ID");
export const WILL_TOPIC_LENGTH: FieldSpec = size("mqtt.willtopic_len", "Will Topic Length");
export const WILL_TOPIC: FieldSpec = text("mqtt.willtopic", "Will Topic");
export const WILL_MESSAGE_LENGTH: FieldSpec = size("mqtt.willmsg_len", "Will Message Length");
export const WILL_MESSAGE: FieldSpec = list.define("mqtt.willmsg", "bytes", "Will Message");
export const USER_NAME_LENGTH: FieldSpec = size("mqtt.username_len", "User Name Length");
export const USER_NAME: FieldSpec = text("mqtt.username", "User Name");
export const PASSWORD_LENGTH: FieldSpec = size("mqtt.passwd_len", "Password Length");
export const PASSWORD: FieldSpec = text("mqtt.passwd", "Password");
export const ACK_FLAGS: FieldSpec = list.define("mqtt.conack.flags", "uint8", "Acknowledge Flags", {
  hex: true,
});
export const ACK_RESERVED: FieldSpec = flag("mqtt.conack.flags.reserved", "Reserved", 0xfe);
export const SESSION_PRESENT: FieldSpec = flag("mqtt.conack.flags.sp", "Session Present", 0x01);
export const RETURN_CODE: FieldSpec = list.define("mqtt.conack.val", "uint8", "Return Code", {
  values: {
    0: "Connection Accepted",
    1: "Connection Refused: unacceptable protocol version",
    2: "Connection Refused: identifier rejected",
    3: "Connection Refused: server unavailable",
    4: "Connection Refused: bad user name or password",
    5: "Connection Refused: not authorized",
  },
});
export const MESSAGE_ID: FieldSpec = size("mqtt.msgid", "Message Identifier");
export const TOPIC_LENGTH: FieldSpec = size("mqtt.topic_len", "Topic Length");
export const TOPIC: FieldSpec = text("mqtt.topic", "Topic");
export const MESSAGE: FieldSpec = list.define("mqtt.msg", "bytes", "Message");
export const REQUESTED_QOS: FieldSpec = list.define("mqtt.sub.qos", "uint8", "Requested QoS", {
  mask: 0x03,
  values: QOS,
});
export const GRANTED_QOS: FieldSpec = list.define("mqtt.suback.qos", "uint8", "Granted QoS", {
  values: { ...QOS, 128: "Failure" },
});
export const OPTIONS: FieldSpec = list.define(
  "mqtt.subscription_options",
  "uint8",
  "Subscription Options",
  { hex: true },
);
export const OPTIONS_RESERVED: FieldSpec = list.define(
  "mqtt.subscription_options_reserved",
  "uint8",
  "Reserved",
  { hex: true, mask: 0xc0 },
);
export const OPTIONS_RETAIN: FieldSpec = list.define(
  "mqtt.subscription_options_retain",
  "uint8",
  "Retain Handling",
  {
    mask: 0x30,
    values: {
      0: "Send msgs at subscription time",
      1: "Send msgs if subscription does not exist",
      2: "Do not send msgs at subscription time",
      3: "Reserved",
    },
  },
);
export const RETAIN_AS_PUBLISHED: FieldSpec = flag(
  "mqtt.subscription_options_rap",
  "Retain As Published",
  0x08,
);
export const NO_LOCAL: FieldSpec = flag("mqtt.subscription_options_nl", "No Local", 0x04);
export const OPTIONS_QOS: FieldSpec = list.define("mqtt.subscription_options_qos", "uint8", "QoS", {
  mask: 0x03,
  values: QOS,
});

/** The reason code of each message that has one, by its type. */
export const REASON_CODES: Readonly<Record<number, FieldSpec>> = {
  2: reason("connack"),
  4: reason("puback"),
  5: reason("pubrec"),
  6: reason("pubrel"),
  7: reason("pubcomp"),
  9: reason("suback", { 0: "Granted QoS 0", 1: "Granted QoS 1", 2: "Granted QoS 2" }),
  11: reason("unsuback"),
  14: reason("disconnect", { 0: "Normal disconnection" }),
  15: reason("auth"),
};

export const PROPERTIES: FieldSpec = list.define("mqtt.properties", "protocol", "Properties");
export const WILL_PROPERTIES: FieldSpec = list.define(
  "mqtt.will_properties",
  "protocol",
  "Will Properties",
);
export const PROPERTIES_LENGTH: FieldSpec = list.define(
  "mqtt.property_len",
  "uint64",
  "Total Length",
);
export const PROPERTY_ID: FieldSpec = list.define("mqtt.property_id", "uint8", "ID", {
  hex: true,
  values: PROPERTY_NAMES,
});
export const PROPERTY_NUMBER: FieldSpec = list.define("mqtt.prop_number", "uint32", "Value");
export const PROPERTY_MAX_QOS: FieldSpec = list.define("mqtt.property.max_qos", "uint8", "QoS", {
  values: QOS,
});
export const PROPERTY_TOPIC_ALIAS: FieldSpec = list.define(
  "mqtt.property.topic_alias",
  "uint16",
  "Topic Alias",
);
export const PROPERTY_CONTENT_TYPE: FieldSpec = text("mqtt.property.content_type", "Content Type");
export const PROPERTY_TEXT_LENGTH: FieldSpec = shortSize("mqtt.prop_string_len", "Length");
export const PROPERTY_TEXT: FieldSpec = text("mqtt.prop_string", "Value");
export const PROPERTY_KEY_LENGTH: FieldSpec = shortSize("mqtt.prop_key_len", "Key Length");
export const PROPERTY_KEY: FieldSpec = text("mqtt.prop_key", "Key");
export const PROPERTY_VALUE_LENGTH: FieldSpec = shortSize("mqtt.prop_value_len", "Value Length");
export const PROPERTY_VALUE: FieldSpec = text("mqtt.prop_value", "Value");
export const PROPERTY_UNKNOWN: FieldSpec = text("mqtt.prop_unknown", "Unknown Property");

function flag(name: string, description: string, mask: number): FieldSpec {
  return list.define(name, "boolean", description, { mask });
}

function size(name: string, description: string): FieldSpec {
  return list.define(name, "uint16", description);
}

/** A length of two octets that Wireshark keeps as 32 bits. */
function shortSize(name: string, description: string): FieldSpec {
  return list.define(name, "uint32", description, { octets: 2 });
}

function text(name: string, description: string): FieldSpec {
  return list.define(name, "string", description);
}

function reason(message: string, own: Readonly<Record<number, string>> = {}): FieldSpec {
  return list.define(`mqtt.${message}.reason_code`, "uint8", "Reason Code", {
    values: { ...REASONS, ...own },
  });
}
