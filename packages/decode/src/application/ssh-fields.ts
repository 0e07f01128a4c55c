/** Fields of SSH, and the numbers of its messages (RFC 4250 §4.1.2). */

import { defineField, type FieldSpec } from "../field.ts";

export const SSH: FieldSpec = defineField("ssh", "protocol", "SSH Protocol");
export const PROTOCOL: FieldSpec = defineField("ssh.protocol", "string", "Protocol");
export const DIRECTION: FieldSpec = defineField("ssh.direction", "boolean", "Direction", {
  values: { 0: "client-to-server", 1: "server-to-client" },
});
export const PACKET_LENGTH: FieldSpec = defineField("ssh.packet_length", "uint32", "Packet Length");
export const PADDING_LENGTH: FieldSpec = defineField(
  "ssh.padding_length",
  "uint8",
  "Padding Length",
);
export const PADDING: FieldSpec = defineField("ssh.padding_string", "bytes", "Padding String");
export const PAYLOAD: FieldSpec = defineField("ssh.payload", "bytes", "Payload");
export const ENCRYPTED: FieldSpec = defineField(
  "ssh.encrypted_packet",
  "bytes",
  "Encrypted Packet",
);
export const SEQUENCE: FieldSpec = defineField("ssh.seq_num", "uint32", "Sequence number");
export const MESSAGE_CODE: FieldSpec = defineField("ssh.message_code", "uint8", "Message Code");
export const COOKIE: FieldSpec = defineField("ssh.cookie", "bytes", "Cookie");
export const KEX_FOLLOWS: FieldSpec = defineField(
  "ssh.first_kex_packet_follows",
  "uint8",
  "First KEX Packet Follows",
);
export const RESERVED: FieldSpec = defineField("ssh.kex.reserved", "bytes", "Reserved");
export const HOST_KEY_LENGTH: FieldSpec = defineField(
  "ssh.host_key.length",
  "uint32",
  "Host key length",
);
export const HOST_KEY_TYPE_LENGTH: FieldSpec = defineField(
  "ssh.host_key.type_length",
  "uint32",
  "Host key type length",
);
export const HOST_KEY_TYPE: FieldSpec = defineField("ssh.host_key.type", "string", "Host key type");
export const HOST_KEY_DATA: FieldSpec = defineField("ssh.host_key.data", "bytes", "Host key data");
export const DISCONNECT_REASON: FieldSpec = defineField(
  "ssh.disconnect_reason",
  "uint32",
  "Disconnect reason",
  { hex: true },
);
export const DISCONNECT_TEXT: FieldSpec = defineField(
  "ssh.disconnect_description",
  "string",
  "Disconnect description",
);

/** HASSH (BSD 3-clause), the fingerprint of what a side offers: the text, and its MD5. */
export const HASSH: FingerprintPair = {
  client: {
    algorithms: defineField("ssh.kex.hassh_algorithms", "string", "hasshAlgorithms"),
    digest: defineField("ssh.kex.hassh", "string", "hassh"),
  },
  server: {
    algorithms: defineField("ssh.kex.hasshserver_algorithms", "string", "hasshServerAlgorithms"),
    digest: defineField("ssh.kex.hasshserver", "string", "hasshServer"),
  },
};

interface Fingerprint {
  readonly algorithms: FieldSpec;
  readonly digest: FieldSpec;
}

interface FingerprintPair {
  readonly client: Fingerprint;
  readonly server: Fingerprint;
}

/** One name-list of a key exchange: its octets, and the names in the order of preference. */
export interface NameListSpec {
  readonly length: FieldSpec;
  readonly names: FieldSpec;
}

/** The name-lists of SSH_MSG_KEXINIT in their order, RFC 4253 §7.1. */
export const NAME_LISTS: readonly NameListSpec[] = [
  "kex_algorithms",
  "server_host_key_algorithms",
  "encryption_algorithms_client_to_server",
  "encryption_algorithms_server_to_client",
  "mac_algorithms_client_to_server",
  "mac_algorithms_server_to_client",
  "compression_algorithms_client_to_server",
  "compression_algorithms_server_to_client",
  "languages_client_to_server",
  "languages_server_to_client",
].map((name) => ({
  length: defineField(`ssh.${name}_length`, "uint32", `${name} length`),
  names: defineField(`ssh.${name}`, "string", `${name} string`),
}));

export const FIELDS: readonly FieldSpec[] = [
  ...[SSH, PROTOCOL, DIRECTION, PACKET_LENGTH, PADDING_LENGTH, PADDING, PAYLOAD, ENCRYPTED],
  ...[SEQUENCE, MESSAGE_CODE, COOKIE, KEX_FOLLOWS, RESERVED, HOST_KEY_LENGTH],
  ...[HOST_KEY_TYPE_LENGTH, HOST_KEY_TYPE, HOST_KEY_DATA, DISCONNECT_REASON, DISCONNECT_TEXT],
  ...[HASSH.client.algorithms, HASSH.client.digest],
  ...[HASSH.server.algorithms, HASSH.server.digest],
  ...NAME_LISTS.flatMap(({ length, names }) => [length, names]),
];

/** Messages of version 1, draft-ylonen-ssh-protocol-00. */
export const V1_MESSAGES: Readonly<Record<number, string>> = {
  0: "No Message",
  1: "Disconnect",
  2: "Public Key",
  3: "Session Key",
  4: "User",
};

const V2_MESSAGES: Readonly<Record<number, string>> = {
  1: "Disconnect",
  2: "Ignore",
  3: "Unimplemented",
  4: "Debug",
  5: "Service Request",
  6: "Service Accept",
  7: "Extension Information",
  20: "Key Exchange Init",
  21: "New Keys",
  50: "User Authentication Request",
  51: "User Authentication Failure",
  52: "User Authentication Success",
  53: "User Authentication Banner",
  80: "Global Request",
  81: "Request Success",
  82: "Request Failure",
  90: "Channel Open",
  91: "Channel Open Confirmation",
  92: "Channel Open Failure",
  93: "Window Adjust",
  94: "Channel Data",
  95: "Channel Extended Data",
  96: "Channel EOF",
  97: "Channel Close",
  98: "Channel Request",
  99: "Channel Success",
  100: "Channel Failure",
};

const DIFFIE_HELLMAN: Readonly<Record<number, string>> = {
  30: "Diffie-Hellman Key Exchange Init",
  31: "Diffie-Hellman Key Exchange Reply",
};

/** RFC 4419 §5. */
const GROUP_EXCHANGE: Readonly<Record<number, string>> = {
  30: "Diffie-Hellman Group Exchange Request (Old)",
  31: "Diffie-Hellman Group Exchange Group",
  32: "Diffie-Hellman Group Exchange Init",
  33: "Diffie-Hellman Group Exchange Reply",
  34: "Diffie-Hellman Group Exchange Request",
};

/** RFC 5656 §7.1, RFC 8731. */
const ELLIPTIC_CURVE: Readonly<Record<number, string>> = {
  30: "Elliptic Curve Diffie-Hellman Key Exchange Init",
  31: "Elliptic Curve Diffie-Hellman Key Exchange Reply",
};

/**
 * The name of a version 2 message. Those from 30 on mean what the negotiated method says.
 *
 * @param method negotiated key exchange algorithm, empty while unknown
 */
export function messageName(code: number, method: string): string | undefined {
  if (code < 30 || code > 49) return V2_MESSAGES[code];
  if (method.startsWith("diffie-hellman-group-exchange")) return GROUP_EXCHANGE[code];
  if (method.startsWith("diffie-hellman-group")) return DIFFIE_HELLMAN[code];
  return method === "" ? undefined : ELLIPTIC_CURVE[code];
}
