/** Fields of DTLS records and of what is its own in handshake messages. */

import { defineField, type FieldSpec } from "../field.ts";
import {
  type HandshakeFields,
  handshakeFieldList,
  handshakeFields,
} from "./tls-handshake-fields.ts";
import * as values from "./tls-values.ts";

export const DTLS: FieldSpec = defineField("dtls", "protocol", "Datagram Transport Layer Security");
export const RECORD: FieldSpec = defineField("dtls.record", "protocol", "Record Layer");
export const CONTENT_TYPE: FieldSpec = defineField(
  "dtls.record.content_type",
  "uint8",
  "Content Type",
  { values: values.CONTENT_TYPES },
);
export const VERSION: FieldSpec = defineField("dtls.record.version", "uint16", "Version", {
  hex: true,
  values: values.helloVersionName,
});
export const EPOCH: FieldSpec = defineField("dtls.record.epoch", "uint16", "Epoch");
export const SEQUENCE_NUMBER: FieldSpec = defineField(
  "dtls.record.sequence_number",
  "uint48",
  "Sequence Number",
);
export const LENGTH: FieldSpec = defineField("dtls.record.length", "uint16", "Length");
export const CHANGE_CIPHER_SPEC: FieldSpec = defineField(
  "dtls.change_cipher_spec",
  "protocol",
  "Change Cipher Spec Message",
);
export const APPLICATION_DATA: FieldSpec = defineField(
  "dtls.app_data",
  "bytes",
  "Encrypted Application Data",
);
export const ENCRYPTED_CONTENT: FieldSpec = defineField(
  "dtls.enc_content",
  "bytes",
  "Encrypted Record Content",
);
export const HEARTBEAT: FieldSpec = defineField(
  "dtls.heartbeat_message",
  "protocol",
  "Heartbeat Message",
);
export const ALERT: FieldSpec = defineField("dtls.alert_message", "protocol", "Alert Message");
export const ALERT_LEVEL: FieldSpec = defineField("dtls.alert_message.level", "uint8", "Level", {
  values: values.ALERT_LEVELS,
});
export const ALERT_DESCRIPTION: FieldSpec = defineField(
  "dtls.alert_message.desc",
  "uint8",
  "Description",
  { values: values.ALERT_DESCRIPTIONS },
);
export const MESSAGE_SEQUENCE: FieldSpec = defineField(
  "dtls.handshake.message_seq",
  "uint16",
  "Message Sequence",
);
export const FRAGMENT_OFFSET: FieldSpec = defineField(
  "dtls.handshake.fragment_offset",
  "uint24",
  "Fragment Offset",
);
export const FRAGMENT_LENGTH: FieldSpec = defineField(
  "dtls.handshake.fragment_length",
  "uint24",
  "Fragment Length",
);

export const HANDSHAKE_FIELDS: HandshakeFields = handshakeFields("dtls");

export const FIELDS: readonly FieldSpec[] = [
  ...[DTLS, RECORD, CONTENT_TYPE, VERSION, EPOCH, SEQUENCE_NUMBER, LENGTH, CHANGE_CIPHER_SPEC],
  ...[APPLICATION_DATA, ENCRYPTED_CONTENT, HEARTBEAT, ALERT, ALERT_LEVEL, ALERT_DESCRIPTION],
  ...[MESSAGE_SEQUENCE, FRAGMENT_OFFSET, FRAGMENT_LENGTH],
  ...handshakeFieldList(HANDSHAKE_FIELDS),
];
