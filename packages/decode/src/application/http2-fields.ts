/** Fields of HTTP/2, RFC 9113, and what its numbers mean. */

import { defineField, type FieldSpec } from "../field.ts";

export const FRAME_TYPES: Readonly<Record<number, string>> = {
  0: "DATA",
  1: "HEADERS",
  2: "PRIORITY",
  3: "RST_STREAM",
  4: "SETTINGS",
  5: "PUSH_PROMISE",
  6: "PING",
  7: "GOAWAY",
  8: "WINDOW_UPDATE",
  9: "CONTINUATION",
  10: "ALTSVC",
  12: "ORIGIN",
  16: "PRIORITY_UPDATE",
};

const ERRORS: Readonly<Record<number, string>> = {
  0: "NO_ERROR",
  1: "PROTOCOL_ERROR",
  2: "INTERNAL_ERROR",
  3: "FLOW_CONTROL_ERROR",
  4: "SETTINGS_TIMEOUT",
  5: "STREAM_CLOSED",
  6: "FRAME_SIZE_ERROR",
  7: "REFUSED_STREAM",
  8: "CANCEL",
  9: "COMPRESSION_ERROR",
  10: "CONNECT_ERROR",
  11: "ENHANCE_YOUR_CALM",
  12: "INADEQUATE_SECURITY",
  13: "HTTP_1_1_REQUIRED",
};

export const HTTP2: FieldSpec = defineField("http2", "protocol", "HyperText Transfer Protocol 2");
export const MAGIC: FieldSpec = defineField("http2.magic", "string", "Magic");
export const STREAM: FieldSpec = defineField("http2.stream", "protocol", "Stream");
export const LENGTH: FieldSpec = defineField("http2.length", "uint24", "Length", { octets: 3 });
export const TYPE: FieldSpec = defineField("http2.type", "uint8", "Type", { values: FRAME_TYPES });
export const FLAGS: FieldSpec = defineField("http2.flags", "uint8", "Flags", { hex: true });
export const END_STREAM: FieldSpec = defineField(
  "http2.flags.end_stream",
  "boolean",
  "End Stream",
  { mask: 0x01 },
);
export const END_HEADERS: FieldSpec = defineField("http2.flags.eh", "boolean", "End Headers", {
  mask: 0x04,
});
export const PADDED: FieldSpec = defineField("http2.flags.padded", "boolean", "Padded", {
  mask: 0x08,
});
export const PRIORITY: FieldSpec = defineField("http2.flags.priority", "boolean", "Priority", {
  mask: 0x20,
});
export const SETTINGS_ACK: FieldSpec = defineField("http2.flags.ack.settings", "boolean", "ACK", {
  mask: 0x01,
});
export const PING_ACK: FieldSpec = defineField("http2.flags.ack.ping", "boolean", "ACK", {
  mask: 0x01,
});
export const STREAM_ID: FieldSpec = defineField("http2.streamid", "uint32", "Stream Identifier", {
  mask: 0x7fff_ffff,
});
export const HEADER_BLOCK: FieldSpec = defineField(
  "http2.headers",
  "bytes",
  "Header Block Fragment",
);
export const HEADER_COUNT: FieldSpec = defineField("http2.header.count", "uint32", "Header Count");
export const HEADER_NAME: FieldSpec = defineField("http2.header.name", "string", "Name");
export const HEADER_VALUE: FieldSpec = defineField("http2.header.value", "string", "Value");
export const FULL_URI: FieldSpec = defineField(
  "http2.request.full_uri",
  "string",
  "Full request URI",
);
export const DATA: FieldSpec = defineField("http2.data.data", "bytes", "Data");
export const SETTING_ID: FieldSpec = defineField(
  "http2.settings.id",
  "uint16",
  "Settings Identifier",
);
export const RESET_ERROR: FieldSpec = defineField("http2.rst_stream.error", "uint32", "Error", {
  values: ERRORS,
});
export const GOAWAY_STREAM: FieldSpec = defineField(
  "http2.goaway.last_stream_id",
  "uint32",
  "Last-Stream-ID",
  { mask: 0x7fff_ffff },
);
export const GOAWAY_ERROR: FieldSpec = defineField("http2.goaway.error", "uint32", "Error", {
  values: ERRORS,
});
export const PING: FieldSpec = defineField("http2.ping", "bytes", "Ping");
export const WINDOW: FieldSpec = defineField(
  "http2.window_update.window_size_increment",
  "uint32",
  "Window Size Increment",
  { mask: 0x7fff_ffff },
);

/** Settings by their identifier, RFC 9113 §6.5.2 and RFC 8441 §3. */
export const SETTINGS: Readonly<Record<number, FieldSpec>> = {
  1: defineField("http2.settings.header_table_size", "uint32", "Header table size"),
  2: defineField("http2.settings.enable_push", "uint32", "Enable PUSH"),
  3: defineField("http2.settings.max_concurrent_streams", "uint32", "Max concurrent streams"),
  4: defineField("http2.settings.initial_window_size", "uint32", "Initial Windows Size"),
  5: defineField("http2.settings.max_frame_size", "uint32", "Max frame size"),
  6: defineField("http2.settings.max_header_list_size", "uint32", "Max header list size"),
  8: defineField("http2.settings.extended_connect", "uint32", "Extended CONNECT"),
};
export const UNKNOWN_SETTING: FieldSpec = defineField(
  "http2.settings.unknown",
  "uint32",
  "Unknown Settings",
);

/** Headers that have a field of their own. */
export const HEADERS: ReadonlyMap<string, FieldSpec> = new Map(
  [
    ...[":authority", ":path", ":method", ":scheme", "accept", "accept-encoding"],
    ...["accept-language", "accept-ranges", "allow", "authorization", "cache-control"],
    ...["content-disposition", "content-encoding", "content-language", "content-location"],
    ...["content-range", "content-type", "cookie", "date", "etag", "expires", "from"],
    ...["if-modified-since", "if-none-match", "last-modified", "link", "location"],
    ...["proxy-authenticate", "proxy-authorization", "range", "referer", "server", "set-cookie"],
    ...["strict-transport-security", "user-agent", "vary", "via", "www-authenticate"],
  ].map((name) => {
    const field = name.replace(":", "").replaceAll("-", "_");
    return [name, defineField(`http2.headers.${field}`, "string", name)];
  }),
);
export const STATUS: FieldSpec = defineField("http2.headers.status", "uint16", ":status");
export const CONTENT_LENGTH: FieldSpec = defineField(
  "http2.headers.content_length",
  "uint64",
  "content-length",
);

export const FIELDS: readonly FieldSpec[] = [
  ...[HTTP2, MAGIC, STREAM, LENGTH, TYPE, FLAGS, END_STREAM, END_HEADERS, PADDED, PRIORITY],
  ...[SETTINGS_ACK, PING_ACK, STREAM_ID, HEADER_BLOCK, HEADER_COUNT, HEADER_NAME, HEADER_VALUE],
  ...[FULL_URI, DATA, SETTING_ID, RESET_ERROR, GOAWAY_STREAM, GOAWAY_ERROR, PING, WINDOW],
  ...[UNKNOWN_SETTING, STATUS, CONTENT_LENGTH],
  ...Object.values(SETTINGS),
  ...HEADERS.values(),
];
