/** Fields of TLS records, alerts and the older SSL 2.0 (Wireshark's `tls`). */

import { defineField, type FieldSpec } from "../field.ts";
import {
  type HandshakeFields,
  handshakeFieldList,
  handshakeFields,
} from "./tls-handshake-fields.ts";
import * as values from "./tls-values.ts";

export const TLS: FieldSpec = defineField("tls", "protocol", "Transport Layer Security");
export const RECORD: FieldSpec = defineField("tls.record", "protocol", "Record Layer");
export const CONTENT_TYPE: FieldSpec = defineField(
  "tls.record.content_type",
  "uint8",
  "Content Type",
  { values: values.CONTENT_TYPES },
);
/** Takes the place of the content type where TLS 1.3 hides it (RFC 8446 §5.2). */
export const OPAQUE_TYPE: FieldSpec = defineField(
  "tls.record.opaque_type",
  "uint8",
  "Opaque Type",
  {
    values: values.CONTENT_TYPES,
  },
);
export const RECORD_VERSION: FieldSpec = defineField("tls.record.version", "uint16", "Version", {
  hex: true,
  values: values.helloVersionName,
});
export const RECORD_LENGTH: FieldSpec = defineField("tls.record.length", "uint16", "Length");
/** The two octets of SSL 2.0's length without their first bit. */
export const SSL2_RECORD_LENGTH: FieldSpec = defineField("tls.record.length", "uint16", "Length", {
  mask: 0x7fff,
});
export const CHANGE_CIPHER_SPEC: FieldSpec = defineField(
  "tls.change_cipher_spec",
  "protocol",
  "Change Cipher Spec Message",
);
export const APPLICATION_DATA: FieldSpec = defineField(
  "tls.app_data",
  "bytes",
  "Encrypted Application Data",
);
export const APPLICATION_PROTOCOL: FieldSpec = defineField(
  "tls.app_data_proto",
  "string",
  "Application Data Protocol",
);
export const ALERT: FieldSpec = defineField("tls.alert_message", "protocol", "Alert Message");
export const ALERT_LEVEL: FieldSpec = defineField("tls.alert_message.level", "uint8", "Level", {
  values: values.ALERT_LEVELS,
});
export const ALERT_DESCRIPTION: FieldSpec = defineField(
  "tls.alert_message.desc",
  "uint8",
  "Description",
  { values: values.ALERT_DESCRIPTIONS },
);
export const HEARTBEAT: FieldSpec = defineField(
  "tls.heartbeat_message",
  "protocol",
  "Heartbeat Message",
);
export const CIPHER_SPEC: FieldSpec = defineField(
  "tls.handshake.cipherspec",
  "uint24",
  "Cipher Spec",
  { hex: true },
);
export const CIPHER_SPEC_LENGTH: FieldSpec = defineField(
  "tls.handshake.cipher_spec_len",
  "uint16",
  "Cipher Spec Length",
);
export const SSL2_SESSION_LENGTH: FieldSpec = defineField(
  "tls.handshake.session_id_length",
  "uint16",
  "Session ID Length",
);
export const CHALLENGE_LENGTH: FieldSpec = defineField(
  "tls.handshake.challenge_length",
  "uint16",
  "Challenge Length",
);
export const CHALLENGE: FieldSpec = defineField("tls.handshake.challenge", "protocol", "Challenge");

export const HANDSHAKE_FIELDS: HandshakeFields = handshakeFields("tls");

export const FIELDS: readonly FieldSpec[] = [
  ...[TLS, RECORD, CONTENT_TYPE, OPAQUE_TYPE, RECORD_VERSION, RECORD_LENGTH, CHANGE_CIPHER_SPEC],
  ...[APPLICATION_DATA, APPLICATION_PROTOCOL, ALERT, ALERT_LEVEL, ALERT_DESCRIPTION, HEARTBEAT],
  ...[CIPHER_SPEC, CIPHER_SPEC_LENGTH, SSL2_SESSION_LENGTH, CHALLENGE_LENGTH, CHALLENGE],
  ...handshakeFieldList(HANDSHAKE_FIELDS),
];
