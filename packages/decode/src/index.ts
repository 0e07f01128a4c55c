/** Bytes to protocol fields. */

export {
  formatIpv4,
  formatIpv6,
  formatMac,
  type Ipv6Words,
  parseIpv4,
  parseIpv6,
  parseMac,
} from "./address.ts";
export { identify } from "./application/identify.ts";
export { NameReader } from "./application/name-reader.ts";
export { type NameSink, type NameSource, readNames } from "./application/names.ts";
export { type ServiceTransport, serviceName } from "./application/service-name.ts";
export { encodeBase64 } from "./base64.ts";
export { sha1 } from "./crypto/sha1.ts";
export { decode } from "./decoder.ts";
export { dissect, summarize } from "./dissect.ts";
export type { FieldSpec, FieldType } from "./field.ts";
export { columnsOf, fieldTexts, isFieldName } from "./field-texts.ts";
export { FIELDS } from "./fields.ts";
export type { FrameNotes } from "./frame-tree.ts";
export type { Field, FieldValue, Layer, LayerSource } from "./layer.ts";
export { LinkType } from "./link/link-type.ts";
export { etherTypeName } from "./network/ether-type-names.ts";
export { ipProtocolName } from "./network/ip-protocol-names.ts";
export { MAX_LAYERS, Packet } from "./packet.ts";
export { copySummary } from "./packet-copy.ts";
export { PROTOCOL_COUNT, Protocol } from "./protocol.ts";
export { type ProtocolInfo, protocolInfo } from "./protocol-info.ts";
export { DecodeStatus } from "./status.ts";
export { Conversation } from "./stream/conversation.ts";
export { Dissector, type DissectorOptions } from "./stream/dissector.ts";
export { needsHistory } from "./stream/history.ts";
export type { Summary } from "./summary.ts";
export { Tree } from "./tree.ts";
export { encodeUtf8, readUtf8, utf8Length, writeUtf8 } from "./utf8.ts";
