/** Fields of STUN, TURN and ICE under the names that Wireshark has for them. */

import { defineField, type FieldSpec } from "../field.ts";
import { attributeName, FAMILIES, METHODS, TRANSPORTS } from "./stun-values.ts";

export const FRAME_LENGTH: FieldSpec = defineField(
  "stun.tcp_frame_length",
  "uint16",
  "TCP Frame Length",
);
export const CHANNEL: FieldSpec = defineField("stun.channel", "uint16", "Channel Number", {
  hex: true,
});
export const TYPE: FieldSpec = defineField("stun.type", "uint16", "Message Type", { hex: true });
export const CLASS: FieldSpec = defineField("stun.type.class", "uint16", "Message Class", {
  hex: true,
});
export const METHOD: FieldSpec = defineField("stun.type.method", "uint16", "Message Method", {
  hex: true,
  values: METHODS,
});
export const ASSIGNMENT: FieldSpec = defineField(
  "stun.type.method-assignment",
  "uint16",
  "Message Method Assignment",
  { hex: true, mask: 0x2000, values: { 0: "IETF Review", 1: "Designated Expert" } },
);
export const LENGTH: FieldSpec = defineField("stun.length", "uint16", "Message Length");
export const COOKIE_FIELD: FieldSpec = defineField("stun.cookie", "bytes", "Message Cookie");
export const ID: FieldSpec = defineField("stun.id", "bytes", "Message Transaction ID");
export const NETWORK_VERSION: FieldSpec = defineField(
  "stun.network_version",
  "uint8",
  "STUN Network Version",
  {
    values: { 1: "MS-TURN", 2: "RFC-3489 and earlier", 3: "RFC-5389/8489" },
  },
);
export const RESPONSE_IN: FieldSpec = defineField("stun.response-in", "frameNumber", "Response In");
export const REQUEST_IN: FieldSpec = defineField("stun.response-to", "frameNumber", "Request In");
export const TIME: FieldSpec = defineField("stun.time", "relativeTime", "Time");
export const DUPLICATE: FieldSpec = defineField(
  "stun.reqduplicate",
  "frameNumber",
  "Duplicated original message in",
);
export const ATTRIBUTE_GROUP: FieldSpec = defineField(
  "stun.attribute",
  "uint16",
  "Attribute Type",
  { hex: true },
);
export const ATTRIBUTE_TYPE: FieldSpec = defineField("stun.att.type", "uint16", "Attribute Type", {
  hex: true,
  values: attributeName,
});
export const COMPREHENSION: FieldSpec = defineField(
  "stun.att.type.comprehension",
  "uint16",
  "Attribute Type Comprehension",
  { hex: true, mask: 0x8000, values: { 0: "Required", 1: "Optional" } },
);
export const TYPE_ASSIGNMENT: FieldSpec = defineField(
  "stun.att.type.assignment",
  "uint16",
  "Attribute Type Assignment",
  { hex: true, mask: 0x4000, values: { 0: "IETF Review", 1: "Designated Expert" } },
);
export const ATTRIBUTE_LENGTH: FieldSpec = defineField(
  "stun.att.length",
  "uint16",
  "Attribute Length",
);
export const RESERVED: FieldSpec = defineField("stun.att.reserved", "bytes", "Reserved");
export const FAMILY: FieldSpec = defineField("stun.att.family", "uint8", "Protocol Family", {
  hex: true,
  values: FAMILIES,
});
export const IPV4: FieldSpec = defineField("stun.att.ipv4", "ipv4", "IP");
export const IPV6: FieldSpec = defineField("stun.att.ipv6", "ipv6", "IP");
export const ADDRESS_PORT: FieldSpec = defineField("stun.att.port", "uint16", "Port");
export const XORED_IPV4: FieldSpec = defineField("stun.att.ipv4-xord", "bytes", "IP (XOR-d)");
export const XORED_IPV6: FieldSpec = defineField("stun.att.ipv6-xord", "bytes", "IP (XOR-d)");
export const XORED_PORT: FieldSpec = defineField("stun.att.port-xord", "bytes", "Port (XOR-d)");
export const USERNAME: FieldSpec = defineField("stun.att.username", "string", "Username");
export const PADDING: FieldSpec = defineField("stun.att.padding", "uint16", "Padding");
export const HMAC: FieldSpec = defineField("stun.att.hmac", "bytes", "HMAC-SHA1");
export const CRC: FieldSpec = defineField("stun.att.crc32", "uint32", "CRC-32", { hex: true });
export const ERROR_CLASS: FieldSpec = defineField("stun.att.error.class", "uint8", "Error Class", {
  mask: 0x07,
});
export const ERROR_CODE: FieldSpec = defineField("stun.att.error", "uint8", "Error Code");
export const ERROR_REASON: FieldSpec = defineField(
  "stun.att.error.reason",
  "string",
  "Error Reason Phrase",
);
export const REALM: FieldSpec = defineField("stun.att.realm", "string", "Realm");
export const NONCE: FieldSpec = defineField("stun.att.nonce", "string", "Nonce");
export const UNKNOWN: FieldSpec = defineField("stun.att.unknown", "uint16", "Unknown Attribute", {
  hex: true,
});
export const SOFTWARE: FieldSpec = defineField("stun.att.software", "string", "Software");
export const PRIORITY: FieldSpec = defineField("stun.att.priority", "uint32", "Priority");
export const TIE_BREAKER: FieldSpec = defineField("stun.att.tie-breaker", "bytes", "Tie breaker");
export const LIFETIME: FieldSpec = defineField("stun.att.lifetime", "uint32", "Lifetime");
export const CHANGE_IP: FieldSpec = defineField("stun.att.change-ip", "boolean", "Change IP", {
  octets: 2,
  mask: 0x0004,
});
export const CHANGE_PORT: FieldSpec = defineField(
  "stun.att.change-port",
  "boolean",
  "Change Port",
  {
    octets: 2,
    mask: 0x0002,
  },
);
export const RESERVE_NEXT: FieldSpec = defineField(
  "stun.att.even-port.reserve-next",
  "uint8",
  "Reserve next",
  {
    mask: 0x80,
  },
);
export const CACHE_TIMEOUT: FieldSpec = defineField(
  "stun.att.cache-timeout",
  "uint32",
  "Cache timeout",
);
export const TOKEN: FieldSpec = defineField("stun.att.token", "bytes", "Token");
export const TRANSPORT: FieldSpec = defineField("stun.att.transp", "uint8", "Transport", {
  hex: true,
  values: TRANSPORTS,
});
export const CHANNEL_NUMBER: FieldSpec = defineField(
  "stun.att.channelnum",
  "uint16",
  "Channel-Number",
  {
    hex: true,
  },
);
export const MS_VERSION: FieldSpec = defineField("stun.att.ms.version", "uint32", "MS Version");
export const MS_ICE_VERSION: FieldSpec = defineField(
  "stun.att.ms.version.ice",
  "uint32",
  "MS ICE Version",
);
export const MS_CONNECTION: FieldSpec = defineField(
  "stun.att.ms.connection_id",
  "bytes",
  "Connection ID",
);
export const MS_SEQUENCE: FieldSpec = defineField(
  "stun.att.ms.sequence_number",
  "uint32",
  "Sequence Number",
);
export const MS_FOUNDATION: FieldSpec = defineField(
  "stun.att.ms.foundation",
  "string",
  "Foundation",
);
export const GOOGLE_NETWORK: FieldSpec = defineField(
  "stun.att.google.network_id",
  "uint16",
  "Google Network ID",
);
export const GOOGLE_COST: FieldSpec = defineField(
  "stun.att.google.network_cost",
  "uint16",
  "Google Network Cost",
);
export const VALUE: FieldSpec = defineField("stun.value", "bytes", "Value");

export const STUN_FIELDS: readonly FieldSpec[] = [
  ...[FRAME_LENGTH, CHANNEL, TYPE, CLASS, METHOD, ASSIGNMENT, LENGTH, COOKIE_FIELD, ID],
  ...[NETWORK_VERSION, RESPONSE_IN, REQUEST_IN, TIME, DUPLICATE, ATTRIBUTE_TYPE, COMPREHENSION],
  ...[TYPE_ASSIGNMENT, ATTRIBUTE_LENGTH, RESERVED, FAMILY, IPV4, IPV6, ADDRESS_PORT, XORED_IPV4],
  ...[XORED_IPV6, XORED_PORT, USERNAME, PADDING, HMAC, CRC, ERROR_CLASS, ERROR_CODE],
  ...[ERROR_REASON, REALM, NONCE, UNKNOWN, SOFTWARE, PRIORITY, TIE_BREAKER, LIFETIME, CHANGE_IP],
  ...[CHANGE_PORT, RESERVE_NEXT, CACHE_TIMEOUT, TOKEN, TRANSPORT, CHANNEL_NUMBER, MS_VERSION],
  ...[MS_ICE_VERSION, MS_CONNECTION, MS_SEQUENCE, MS_FOUNDATION, GOOGLE_NETWORK, GOOGLE_COST],
  ...[VALUE],
];
