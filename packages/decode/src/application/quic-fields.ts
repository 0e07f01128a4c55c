/** Fields of QUIC headers. */

import { defineField, type FieldSpec } from "../field.ts";
import { hex } from "../text.ts";
import { Q050, VERSION_1, VERSION_2, VERSION_NEGOTIATION } from "./quic-version.ts";

export const PACKET_TYPES: Readonly<Record<number, string>> = {
  0: "Initial",
  1: "0-RTT",
  2: "Handshake",
  3: "Retry",
};

const PACKET_TYPES_2: Readonly<Record<number, string>> = {
  0: "Retry",
  1: "Initial",
  2: "0-RTT",
  3: "Handshake",
};

export const QUIC: FieldSpec = defineField("quic", "protocol", "QUIC IETF");
export const PACKET_LENGTH: FieldSpec = defineField(
  "quic.packet_length",
  "uint32",
  "Packet Length",
);
export const HEADER_FORM: FieldSpec = defineField("quic.header_form", "uint8", "Header Form", {
  mask: 0x80,
  values: { 0: "Short Header", 1: "Long Header" },
});
export const FIXED_BIT: FieldSpec = defineField("quic.fixed_bit", "boolean", "Fixed Bit", {
  mask: 0x40,
});
export const PACKET_TYPE: FieldSpec = defineField("quic.long.packet_type", "uint8", "Packet Type", {
  mask: 0x30,
  values: PACKET_TYPES,
});
export const PACKET_TYPE_2: FieldSpec = defineField(
  "quic.long.packet_type_v2",
  "uint8",
  "Packet Type",
  { mask: 0x30, values: PACKET_TYPES_2 },
);
export const RESERVED: FieldSpec = defineField("quic.long.reserved", "uint8", "Reserved");
export const NUMBER_LENGTH: FieldSpec = defineField(
  "quic.packet_number_length",
  "uint8",
  "Packet Number Length",
  { values: { 0: "1 bytes", 1: "2 bytes", 2: "3 bytes", 3: "4 bytes" } },
);
export const VERSION: FieldSpec = defineField("quic.version", "uint32", "Version", {
  hex: true,
  values: versionName,
});
export const SUPPORTED_VERSION: FieldSpec = defineField(
  "quic.supported_version",
  "uint32",
  "Supported Version",
  { hex: true, values: versionName },
);
export const DESTINATION_LENGTH: FieldSpec = defineField(
  "quic.dcil",
  "uint8",
  "Destination Connection ID Length",
);
export const DESTINATION_ID: FieldSpec = defineField(
  "quic.dcid",
  "bytes",
  "Destination Connection ID",
);
export const SOURCE_LENGTH: FieldSpec = defineField(
  "quic.scil",
  "uint8",
  "Source Connection ID Length",
);
export const SOURCE_ID: FieldSpec = defineField("quic.scid", "bytes", "Source Connection ID");
export const TOKEN_LENGTH: FieldSpec = defineField("quic.token_length", "uint64", "Token Length");
export const TOKEN: FieldSpec = defineField("quic.token", "bytes", "Token");
export const LENGTH: FieldSpec = defineField("quic.length", "uint64", "Length");
export const PACKET_NUMBER: FieldSpec = defineField(
  "quic.packet_number",
  "uint64",
  "Packet Number",
);
export const PAYLOAD: FieldSpec = defineField("quic.payload", "bytes", "Payload");
export const REMAINING: FieldSpec = defineField(
  "quic.remaining_payload",
  "bytes",
  "Remaining Payload",
);
export const RETRY_TOKEN: FieldSpec = defineField("quic.retry_token", "bytes", "Retry Token");
export const RETRY_TAG: FieldSpec = defineField(
  "quic.retry_integrity_tag",
  "bytes",
  "Retry Integrity Tag",
);
export const SHORT: FieldSpec = defineField("quic.short", "protocol", "QUIC Short Header");
export const SPIN_BIT: FieldSpec = defineField("quic.spin_bit", "boolean", "Spin Bit", {
  mask: 0x20,
});

export const FIELDS: readonly FieldSpec[] = [
  ...[QUIC, PACKET_LENGTH, HEADER_FORM, FIXED_BIT, PACKET_TYPE, PACKET_TYPE_2, RESERVED],
  ...[NUMBER_LENGTH, VERSION, SUPPORTED_VERSION, DESTINATION_LENGTH, DESTINATION_ID],
  ...[SOURCE_LENGTH, SOURCE_ID, TOKEN_LENGTH, TOKEN, LENGTH, PACKET_NUMBER, PAYLOAD],
  ...[REMAINING, RETRY_TOKEN, RETRY_TAG, SHORT, SPIN_BIT],
];

export function versionName(version: number): string {
  switch (version) {
    case VERSION_NEGOTIATION:
      return "Version Negotiation";
    case VERSION_1:
      return "1";
    case VERSION_2:
      return "2";
    case Q050:
      return "Google Q050";
    default:
      return version >>> 8 === 0xff_0000 ? `draft-${version & 0xff}` : `0x${hex(version, 8)}`;
  }
}
