/** Fields of TLS records, handshake messages and alerts. */

import { defineField, type FieldSpec } from "../field.ts";
import * as values from "./tls-values.ts";

export const TLS: FieldSpec = defineField("tls", "protocol", "Transport Layer Security");
export const RECORD: FieldSpec = defineField("tls.record", "protocol", "Record Layer");
export const CONTENT_TYPE: FieldSpec = defineField(
  "tls.record.content_type",
  "uint8",
  "Content Type",
  {
    values: values.CONTENT_TYPES,
  },
);
export const RECORD_VERSION: FieldSpec = defineField("tls.record.version", "uint16", "Version", {
  hex: true,
  values: values.VERSIONS,
});
export const RECORD_LENGTH: FieldSpec = defineField("tls.record.length", "uint16", "Length");
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
export const ALERT: FieldSpec = defineField("tls.alert_message", "protocol", "Alert Message");
export const ALERT_LEVEL: FieldSpec = defineField("tls.alert_message.level", "uint8", "Level", {
  values: values.ALERT_LEVELS,
});
export const ALERT_DESCRIPTION: FieldSpec = defineField(
  "tls.alert_message.desc",
  "uint8",
  "Description",
  {
    values: values.ALERT_DESCRIPTIONS,
  },
);
export const HANDSHAKE: FieldSpec = defineField("tls.handshake", "protocol", "Handshake Protocol");
export const HANDSHAKE_TYPE: FieldSpec = defineField(
  "tls.handshake.type",
  "uint8",
  "Handshake Type",
  {
    values: values.HANDSHAKE_TYPES,
  },
);
export const HANDSHAKE_LENGTH: FieldSpec = defineField("tls.handshake.length", "uint24", "Length");
export const HANDSHAKE_VERSION: FieldSpec = defineField(
  "tls.handshake.version",
  "uint16",
  "Version",
  {
    hex: true,
    values: values.VERSIONS,
  },
);
export const RANDOM: FieldSpec = defineField("tls.handshake.random", "bytes", "Random", {
  octets: 32,
});
export const SESSION_ID_LENGTH: FieldSpec = defineField(
  "tls.handshake.session_id_length",
  "uint16",
  "Session ID Length",
  { octets: 1 },
);
export const SESSION_ID: FieldSpec = defineField("tls.handshake.session_id", "bytes", "Session ID");
export const CIPHER_SUITES_LENGTH: FieldSpec = defineField(
  "tls.handshake.cipher_suites_length",
  "uint16",
  "Cipher Suites Length",
);
export const CIPHER_SUITES: FieldSpec = defineField(
  "tls.handshake.ciphersuites",
  "protocol",
  "Cipher Suites",
);
export const CIPHER_SUITE: FieldSpec = defineField(
  "tls.handshake.ciphersuite",
  "uint16",
  "Cipher Suite",
  {
    hex: true,
    values: values.CIPHER_SUITES,
  },
);
export const EXTENSIONS_LENGTH: FieldSpec = defineField(
  "tls.handshake.extensions_length",
  "uint16",
  "Extensions Length",
);
export const EXTENSION_TYPE: FieldSpec = defineField(
  "tls.handshake.extension.type",
  "uint16",
  "Type",
  {
    values: values.EXTENSION_TYPES,
  },
);
export const EXTENSION_LENGTH: FieldSpec = defineField(
  "tls.handshake.extension.len",
  "uint16",
  "Length",
);
export const SERVER_NAME_LENGTH: FieldSpec = defineField(
  "tls.handshake.extensions_server_name_len",
  "uint16",
  "Server Name length",
);
export const SERVER_NAME: FieldSpec = defineField(
  "tls.handshake.extensions_server_name",
  "string",
  "Server Name",
);
export const ALPN: FieldSpec = defineField(
  "tls.handshake.extensions_alpn_str",
  "string",
  "ALPN Next Protocol",
);
export const SUPPORTED_VERSION: FieldSpec = defineField(
  "tls.handshake.extensions.supported_version",
  "uint16",
  "Supported Version",
  { hex: true, values: values.VERSIONS },
);

export const FIELDS: readonly FieldSpec[] = [
  ...[TLS, RECORD, CONTENT_TYPE, RECORD_VERSION, RECORD_LENGTH, CHANGE_CIPHER_SPEC],
  ...[APPLICATION_DATA, ALERT, ALERT_LEVEL, ALERT_DESCRIPTION, HANDSHAKE, HANDSHAKE_TYPE],
  ...[HANDSHAKE_LENGTH, HANDSHAKE_VERSION, RANDOM, SESSION_ID_LENGTH, SESSION_ID],
  ...[CIPHER_SUITES_LENGTH, CIPHER_SUITES, CIPHER_SUITE, EXTENSIONS_LENGTH, EXTENSION_TYPE],
  ...[EXTENSION_LENGTH, SERVER_NAME_LENGTH, SERVER_NAME, ALPN, SUPPORTED_VERSION],
];
