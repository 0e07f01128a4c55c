/** Fields of IKE version 1 (RFC 2408, RFC 2409) and 2 (RFC 7296). */

import { defineField, type FieldSpec } from "../field.ts";

/** Versions 1 and 2 share the numbers from one registry without overlap. */
const PAYLOADS: Readonly<Record<number, string>> = {
  0: "NONE / No Next Payload ",
  1: "Security Association",
  2: "Proposal",
  3: "Transform",
  4: "Key Exchange",
  5: "Identification",
  6: "Certificate",
  7: "Certificate Request",
  8: "Hash",
  9: "Signature",
  10: "Nonce",
  11: "Notification",
  12: "Delete",
  13: "Vendor ID",
  14: "Mode Config",
  20: "NAT-D (RFC 3947)",
  21: "NAT-OA (RFC 3947)",
  33: "Security Association",
  34: "Key Exchange",
  35: "Identification - Initiator",
  36: "Identification - Responder",
  37: "Certificate",
  38: "Certificate Request",
  39: "Authentication",
  40: "Nonce",
  41: "Notify",
  42: "Delete",
  43: "Vendor ID",
  44: "Traffic Selector - Initiator",
  45: "Traffic Selector - Responder",
  46: "Encrypted and Authenticated",
  47: "Configuration",
  48: "Extensible Authentication",
  53: "Encrypted and Authenticated Fragment",
};

export const EXCHANGES: Readonly<Record<number, string>> = {
  0: "NONE",
  1: "Base",
  2: "Identity Protection (Main Mode)",
  3: "Authentication Only",
  4: "Aggressive",
  5: "Informational",
  6: "Transaction (Config Mode)",
  32: "Quick Mode",
  33: "New Group Mode",
  34: "IKE_SA_INIT",
  35: "IKE_AUTH",
  36: "CREATE_CHILD_SA",
  37: "INFORMATIONAL",
  38: "IKE_SESSION_RESUME",
};

const PROTOCOLS: Readonly<Record<number, string>> = {
  0: "RESERVED",
  1: "IKE",
  2: "AH",
  3: "ESP",
  4: "IPCOMP",
};

const NOTIFICATIONS: Readonly<Record<number, string>> = {
  1: "UNSUPPORTED_CRITICAL_PAYLOAD",
  4: "INVALID_IKE_SPI",
  5: "INVALID_MAJOR_VERSION",
  7: "INVALID_SYNTAX",
  14: "NO_PROPOSAL_CHOSEN",
  17: "INVALID_KE_PAYLOAD",
  24: "AUTHENTICATION_FAILED",
  16384: "INITIAL_CONTACT",
  16388: "NAT_DETECTION_SOURCE_IP",
  16389: "NAT_DETECTION_DESTINATION_IP",
  16390: "COOKIE",
  16391: "USE_TRANSPORT_MODE",
  16393: "REKEY_SA",
  16396: "MOBIKE_SUPPORTED",
  16406: "REDIRECT_SUPPORTED",
  16407: "REDIRECT",
  16430: "IKEV2_FRAGMENTATION_SUPPORTED",
  16431: "SIGNATURE_HASH_ALGORITHMS",
  24578: "INITIAL-CONTACT",
  36136: "R-U-THERE",
  36137: "R-U-THERE-ACK",
};

export const INITIATOR_SPI: FieldSpec = defineField("isakmp.ispi", "bytes", "Initiator SPI");
export const RESPONDER_SPI: FieldSpec = defineField("isakmp.rspi", "bytes", "Responder SPI");
export const PAYLOAD: FieldSpec = defineField("isakmp.typepayload", "uint8", "Payload", {
  values: PAYLOADS,
});
export const NEXT_PAYLOAD: FieldSpec = defineField("isakmp.nextpayload", "uint8", "Next payload", {
  values: PAYLOADS,
});
export const CRITICAL: FieldSpec = defineField(
  "isakmp.criticalpayload",
  "boolean",
  "Critical Bit",
  {
    mask: 0x80,
    values: { 0: "Not critical", 1: "Critical" },
  },
);
export const VERSION: FieldSpec = defineField("isakmp.version", "uint8", "Version", { hex: true });
export const MAJOR: FieldSpec = defineField("isakmp.mjver", "uint8", "MjVer", {
  mask: 0xf0,
  hex: true,
});
export const MINOR: FieldSpec = defineField("isakmp.mnver", "uint8", "MnVer", {
  mask: 0x0f,
  hex: true,
});
export const EXCHANGE: FieldSpec = defineField("isakmp.exchangetype", "uint8", "Exchange type", {
  values: EXCHANGES,
});
export const FLAGS: FieldSpec = defineField("isakmp.flags", "uint8", "Flags", { hex: true });
export const ENCRYPTION: FieldSpec = defineField("isakmp.flag_e", "boolean", "Encryption", {
  mask: 0x01,
});
export const COMMIT: FieldSpec = defineField("isakmp.flag_c", "boolean", "Commit", { mask: 0x02 });
export const AUTHENTICATION: FieldSpec = defineField("isakmp.flag_a", "boolean", "Authentication", {
  mask: 0x04,
});
export const INITIATOR: FieldSpec = defineField("isakmp.flag_i", "boolean", "Initiator", {
  mask: 0x08,
});
export const HIGHER_VERSION: FieldSpec = defineField("isakmp.flag_v", "boolean", "Version", {
  mask: 0x10,
});
export const RESPONSE: FieldSpec = defineField("isakmp.flag_r", "boolean", "Response", {
  mask: 0x20,
});
export const MESSAGE_ID: FieldSpec = defineField("isakmp.messageid", "uint32", "Message ID", {
  hex: true,
});
export const LENGTH: FieldSpec = defineField("isakmp.length", "uint32", "Length");
export const PAYLOAD_LENGTH: FieldSpec = defineField(
  "isakmp.payloadlength",
  "uint16",
  "Payload length",
);
export const ENCRYPTED: FieldSpec = defineField("isakmp.enc.data", "protocol", "Encrypted Data");
export const DOI: FieldSpec = defineField("isakmp.sa.doi", "uint32", "Domain of interpretation", {
  values: { 0: "ISAKMP", 1: "IPSEC", 2: "GDOI" },
});
export const SITUATION: FieldSpec = defineField("isakmp.sa.situation", "bytes", "Situation");
export const PROPOSAL: FieldSpec = defineField("isakmp.prop.number", "uint8", "Proposal number");
export const PROPOSAL_PROTOCOL: FieldSpec = defineField(
  "isakmp.prop.protoid",
  "uint32",
  "Protocol ID",
  {
    values: PROTOCOLS,
  },
);
export const SPI_SIZE: FieldSpec = defineField("isakmp.spisize", "uint8", "SPI Size");
export const SPI: FieldSpec = defineField("isakmp.spi", "bytes", "SPI");
export const TRANSFORMS: FieldSpec = defineField(
  "isakmp.prop.transforms",
  "uint8",
  "Proposal transforms",
);
export const TRANSFORM_NUMBER: FieldSpec = defineField(
  "isakmp.trans.number",
  "uint8",
  "Transform number",
);
export const TRANSFORM_ID: FieldSpec = defineField("isakmp.trans.id", "uint8", "Transform ID");
export const TRANSFORM_TYPE: FieldSpec = defineField("isakmp.tf.type", "uint8", "Transform Type", {
  values: {
    1: "Encryption Algorithm (ENCR)",
    2: "Pseudo-random Function (PRF)",
    3: "Integrity Algorithm (INTEG)",
    4: "Diffie-Hellman Group (D-H)",
    5: "Extended Sequence Numbers (ESN)",
  },
});
/** The transform's number by its type, 1 to 5. */
export const TRANSFORM_IDS: readonly FieldSpec[] = [
  defineField("isakmp.tf.id", "uint16", "Transform ID"),
  defineField("isakmp.tf.id.encr", "uint16", "Transform ID (ENCR)"),
  defineField("isakmp.tf.id.prf", "uint16", "Transform ID (PRF)"),
  defineField("isakmp.tf.id.integ", "uint16", "Transform ID (INTEG)"),
  defineField("isakmp.tf.id.dh", "uint16", "Transform ID (D-H)"),
  defineField("isakmp.tf.id.esn", "uint16", "Transform ID (ESN)"),
];
export const IKE1_ATTRIBUTE: FieldSpec = defineField("isakmp.ike.attr.type", "uint16", "Type", {
  mask: 0x7fff,
});
export const IKE1_VALUE: FieldSpec = defineField("isakmp.ike.attr.value", "bytes", "Value");
export const IKE2_ATTRIBUTE: FieldSpec = defineField("isakmp.ike2.attr.type", "uint16", "Type", {
  mask: 0x7fff,
});
export const IKE2_VALUE: FieldSpec = defineField("isakmp.ike2.attr.value", "bytes", "Value");
export const GROUP: FieldSpec = defineField("isakmp.key_exchange.dh_group", "uint16", "DH Group #");
export const KEY: FieldSpec = defineField("isakmp.key_exchange.data", "bytes", "Key Exchange Data");
export const NONCE: FieldSpec = defineField("isakmp.nonce", "bytes", "Nonce DATA");
export const HASH: FieldSpec = defineField("isakmp.hash", "bytes", "Hash DATA");
export const VENDOR: FieldSpec = defineField("isakmp.vid_bytes", "bytes", "Vendor ID");
export const NOTIFY_DOI: FieldSpec = defineField(
  "isakmp.notify.doi",
  "uint32",
  "Domain of interpretation",
);
export const NOTIFY_PROTOCOL: FieldSpec = defineField(
  "isakmp.notify.protoid",
  "uint32",
  "Protocol ID",
  {
    values: PROTOCOLS,
  },
);
export const NOTIFY_TYPE: FieldSpec = defineField(
  "isakmp.notify.msgtype",
  "uint16",
  "Notify Message Type",
  {
    values: NOTIFICATIONS,
  },
);
export const NOTIFY_DATA: FieldSpec = defineField(
  "isakmp.notify.data",
  "bytes",
  "Notification DATA",
);
export const ID_TYPE: FieldSpec = defineField("isakmp.id.type", "uint8", "ID type");
export const CERTIFICATE: FieldSpec = defineField(
  "isakmp.cert.encoding",
  "uint8",
  "Certificate Encoding",
);
export const CERTIFICATE_REQUEST: FieldSpec = defineField(
  "isakmp.certreq.type",
  "uint8",
  "Certificate Type",
);

export const ISAKMP_FIELDS: readonly FieldSpec[] = [
  INITIATOR_SPI,
  RESPONDER_SPI,
  PAYLOAD,
  NEXT_PAYLOAD,
  CRITICAL,
  VERSION,
  MAJOR,
  MINOR,
  EXCHANGE,
  FLAGS,
  ENCRYPTION,
  COMMIT,
  AUTHENTICATION,
  INITIATOR,
  HIGHER_VERSION,
  RESPONSE,
  MESSAGE_ID,
  LENGTH,
  PAYLOAD_LENGTH,
  ENCRYPTED,
  DOI,
  SITUATION,
  PROPOSAL,
  PROPOSAL_PROTOCOL,
  SPI_SIZE,
  SPI,
  TRANSFORMS,
  TRANSFORM_NUMBER,
  TRANSFORM_ID,
  TRANSFORM_TYPE,
  ...TRANSFORM_IDS,
  IKE1_ATTRIBUTE,
  IKE1_VALUE,
  IKE2_ATTRIBUTE,
  IKE2_VALUE,
  GROUP,
  KEY,
  NONCE,
  HASH,
  VENDOR,
  NOTIFY_DOI,
  NOTIFY_PROTOCOL,
  NOTIFY_TYPE,
  NOTIFY_DATA,
  ID_TYPE,
  CERTIFICATE,
  CERTIFICATE_REQUEST,
];
