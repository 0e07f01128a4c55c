/** Fields of handshake messages, which TLS, QUIC (`tls.`) and DTLS (`dtls.`) have in common. */

import { defineField, type FieldOptions, type FieldSpec, type FieldType } from "../field.ts";
import * as values from "./tls-values.ts";

export type FieldKey =
  | "handshake"
  | "type"
  | "length"
  | "version"
  | "random"
  | "randomBytes"
  | "sessionIdLength"
  | "sessionId"
  | "cookieLength"
  | "cookie"
  | "cipherSuitesLength"
  | "cipherSuites"
  | "cipherSuite"
  | "compressionsLength"
  | "compressions"
  | "compression"
  | "extensionsLength"
  | "extensionType"
  | "extensionLength"
  | "extensionData"
  | "serverNamesLength"
  | "serverNameType"
  | "serverNameLength"
  | "serverName"
  | "groupsLength"
  | "groups"
  | "group"
  | "pointFormatsLength"
  | "pointFormats"
  | "pointFormat"
  | "signaturesLength"
  | "signatures"
  | "signature"
  | "signatureHash"
  | "signatureKind"
  | "alpnLength"
  | "alpnList"
  | "alpnStringLength"
  | "alpn"
  | "nextProtocolLength"
  | "nextProtocol"
  | "supportedVersionsLength"
  | "supportedVersion"
  | "keyShareLength"
  | "keyShareGroup"
  | "keyShareKeyLength"
  | "keyShareKey"
  | "keyShareSelected"
  | "selectedIdentity"
  | "identitiesLength"
  | "identityLength"
  | "identity"
  | "ticketAge"
  | "modesLength"
  | "mode"
  | "recordSizeLimit"
  | "certificateCompressionsLength"
  | "certificateCompression"
  | "renegotiationLength"
  | "renegotiation"
  | "statusRequestType"
  | "certificatesLength"
  | "certificates"
  | "certificateLength"
  | "certificate"
  | "certificateTypesCount"
  | "certificateTypes"
  | "certificateType"
  | "namesLength"
  | "names"
  | "nameLength"
  | "name"
  | "ocspLength"
  | "curveType"
  | "namedCurve"
  | "serverPointLength"
  | "serverPoint"
  | "primeLength"
  | "prime"
  | "generatorLength"
  | "generator"
  | "serverKeyLength"
  | "serverKey"
  | "signatureLength"
  | "signatureValue"
  | "verifyLength"
  | "verifyValue"
  | "clientPointLength"
  | "clientPoint"
  | "clientKeyLength"
  | "clientKey"
  | "secretLength"
  | "secret"
  | "ticketLifetime"
  | "ticketLength"
  | "ticket"
  | "verifyData"
  | "ja3Full"
  | "ja3"
  | "ja3sFull"
  | "ja3s"
  | "ja4";

/** Name behind the prefix, type, description. */
type Definition = readonly [name: string, type: FieldType, description: string];

const DEFINITIONS: Readonly<Record<FieldKey, Definition>> = {
  handshake: ["handshake", "protocol", "Handshake Protocol"],
  type: ["handshake.type", "uint8", "Handshake Type"],
  length: ["handshake.length", "uint24", "Length"],
  version: ["handshake.version", "uint16", "Version"],
  random: ["handshake.random", "bytes", "Random"],
  randomBytes: ["handshake.random_bytes", "bytes", "Random Bytes"],
  sessionIdLength: ["handshake.session_id_length", "uint8", "Session ID Length"],
  sessionId: ["handshake.session_id", "bytes", "Session ID"],
  cookieLength: ["handshake.cookie_length", "uint8", "Cookie Length"],
  cookie: ["handshake.cookie", "bytes", "Cookie"],
  cipherSuitesLength: ["handshake.cipher_suites_length", "uint16", "Cipher Suites Length"],
  cipherSuites: ["handshake.ciphersuites", "protocol", "Cipher Suites"],
  cipherSuite: ["handshake.ciphersuite", "uint16", "Cipher Suite"],
  compressionsLength: ["handshake.comp_methods_length", "uint8", "Compression Methods Length"],
  compressions: ["handshake.comp_methods", "protocol", "Compression Methods"],
  compression: ["handshake.comp_method", "uint8", "Compression Method"],
  extensionsLength: ["handshake.extensions_length", "uint16", "Extensions Length"],
  extensionType: ["handshake.extension.type", "uint16", "Type"],
  extensionLength: ["handshake.extension.len", "uint16", "Length"],
  extensionData: ["handshake.extension.data", "bytes", "Data"],
  serverNamesLength: [
    "handshake.extensions_server_name_list_len",
    "uint16",
    "Server Name list length",
  ],
  serverNameType: ["handshake.extensions_server_name_type", "uint8", "Server Name Type"],
  serverNameLength: ["handshake.extensions_server_name_len", "uint16", "Server Name length"],
  serverName: ["handshake.extensions_server_name", "string", "Server Name"],
  groupsLength: [
    "handshake.extensions_supported_groups_length",
    "uint16",
    "Supported Groups List Length",
  ],
  groups: ["handshake.extensions_supported_groups", "protocol", "Supported Groups List"],
  group: ["handshake.extensions_supported_group", "uint16", "Supported Group"],
  pointFormatsLength: [
    "handshake.extensions_ec_point_formats_length",
    "uint8",
    "EC point formats Length",
  ],
  pointFormats: ["handshake.extensions_ec_point_formats", "protocol", "EC point formats"],
  pointFormat: ["handshake.extensions_ec_point_format", "uint8", "EC point format"],
  signaturesLength: ["handshake.sig_hash_alg_len", "uint16", "Signature Hash Algorithms Length"],
  signatures: ["handshake.sig_hash_algs", "protocol", "Signature Algorithms"],
  signature: ["handshake.sig_hash_alg", "uint16", "Signature Algorithm"],
  signatureHash: ["handshake.sig_hash_hash", "uint8", "Signature Hash Algorithm Hash"],
  signatureKind: ["handshake.sig_hash_sig", "uint8", "Signature Hash Algorithm Signature"],
  alpnLength: ["handshake.extensions_alpn_len", "uint16", "ALPN Extension Length"],
  alpnList: ["handshake.extensions_alpn_list", "protocol", "ALPN Protocol"],
  alpnStringLength: ["handshake.extensions_alpn_str_len", "uint8", "ALPN string length"],
  alpn: ["handshake.extensions_alpn_str", "string", "ALPN Next Protocol"],
  nextProtocolLength: ["handshake.extensions_npn_str_len", "uint8", "Protocol string length"],
  nextProtocol: ["handshake.extensions_npn", "string", "Next Protocol"],
  supportedVersionsLength: [
    "handshake.extensions.supported_versions_len",
    "uint8",
    "Supported Versions length",
  ],
  supportedVersion: ["handshake.extensions.supported_version", "uint16", "Supported Version"],
  keyShareLength: [
    "handshake.extensions_key_share_client_length",
    "uint16",
    "Client Key Share Length",
  ],
  keyShareGroup: ["handshake.extensions_key_share_group", "uint16", "Group"],
  keyShareKeyLength: [
    "handshake.extensions_key_share_key_exchange_length",
    "uint16",
    "Key Exchange Length",
  ],
  keyShareKey: ["handshake.extensions_key_share_key_exchange", "bytes", "Key Exchange"],
  keyShareSelected: ["handshake.extensions_key_share_selected_group", "uint16", "Selected Group"],
  selectedIdentity: ["handshake.extensions.psk.identity.selected", "uint16", "Selected Identity"],
  identitiesLength: ["handshake.extensions.psk.identities.length", "uint16", "Identities Length"],
  identityLength: [
    "handshake.extensions.psk.identity.identity_length",
    "uint16",
    "Identity Length",
  ],
  identity: ["handshake.extensions.psk.identity.identity", "bytes", "Identity"],
  ticketAge: [
    "handshake.extensions.psk.identity.obfuscated_ticket_age",
    "uint32",
    "Obfuscated Ticket Age",
  ],
  modesLength: ["extension.psk_ke_modes_length", "uint8", "PSK Key Exchange Modes Length"],
  mode: ["extension.psk_ke_mode", "uint8", "PSK Key Exchange Mode"],
  recordSizeLimit: ["record_size_limit", "uint16", "Record Size Limit"],
  certificateCompressionsLength: [
    "compress_certificate.algorithms_length",
    "uint8",
    "Algorithms Length",
  ],
  certificateCompression: ["compress_certificate.algorithm", "uint16", "Algorithm"],
  renegotiationLength: [
    "handshake.extensions_reneg_info_len",
    "uint8",
    "Renegotiation info extension length",
  ],
  renegotiation: ["handshake.extensions_reneg_info", "bytes", "Renegotiation info"],
  statusRequestType: [
    "handshake.extensions_status_request_type",
    "uint8",
    "Certificate Status Type",
  ],
  certificatesLength: ["handshake.certificates_length", "uint24", "Certificates Length"],
  certificates: ["handshake.certificates", "protocol", "Certificates"],
  certificateLength: ["handshake.certificate_length", "uint24", "Certificate Length"],
  certificate: ["handshake.certificate", "bytes", "Certificate"],
  certificateTypesCount: ["handshake.cert_types_count", "uint8", "Certificate types count"],
  certificateTypes: ["handshake.cert_types", "protocol", "Certificate types"],
  certificateType: ["handshake.cert_type", "uint8", "Certificate type"],
  namesLength: ["handshake.dnames_len", "uint16", "Distinguished Names Length"],
  names: ["handshake.dnames", "protocol", "Distinguished Names"],
  nameLength: ["handshake.dname_len", "uint16", "Distinguished Name Length"],
  name: ["handshake.dname", "protocol", "Distinguished Name"],
  ocspLength: ["handshake.ocsp_response_len", "uint24", "OCSP Response Length"],
  curveType: ["handshake.server_curve_type", "uint8", "Curve Type"],
  namedCurve: ["handshake.server_named_curve", "uint16", "Named Curve"],
  serverPointLength: ["handshake.server_point_len", "uint8", "Pubkey Length"],
  serverPoint: ["handshake.server_point", "bytes", "Pubkey"],
  primeLength: ["handshake.p_len", "uint16", "p Length"],
  prime: ["handshake.p", "bytes", "p"],
  generatorLength: ["handshake.g_len", "uint16", "g Length"],
  generator: ["handshake.g", "bytes", "g"],
  serverKeyLength: ["handshake.ys_len", "uint16", "Pubkey Length"],
  serverKey: ["handshake.ys", "bytes", "Pubkey"],
  signatureLength: ["handshake.sig_len", "uint16", "Signature Length"],
  signatureValue: ["handshake.sig", "bytes", "Signature"],
  verifyLength: ["handshake.client_cert_vrfy.sig_len", "uint16", "Signature length"],
  verifyValue: ["handshake.client_cert_vrfy.sig", "bytes", "Signature"],
  clientPointLength: ["handshake.client_point_len", "uint8", "Pubkey Length"],
  clientPoint: ["handshake.client_point", "bytes", "Pubkey"],
  clientKeyLength: ["handshake.yc_len", "uint16", "Pubkey Length"],
  clientKey: ["handshake.yc", "bytes", "Pubkey"],
  secretLength: ["handshake.epms_len", "uint16", "Encrypted PreMaster length"],
  secret: ["handshake.epms", "bytes", "Encrypted PreMaster"],
  ticketLifetime: [
    "handshake.session_ticket_lifetime_hint",
    "uint32",
    "Session Ticket Lifetime Hint",
  ],
  ticketLength: ["handshake.session_ticket_length", "uint16", "Session Ticket Length"],
  ticket: ["handshake.session_ticket", "bytes", "Session Ticket"],
  verifyData: ["handshake.verify_data", "protocol", "Verify Data"],
  ja3Full: ["handshake.ja3_full", "string", "JA3 Fullstring"],
  ja3: ["handshake.ja3", "string", "JA3"],
  ja3sFull: ["handshake.ja3s_full", "string", "JA3S Fullstring"],
  ja3s: ["handshake.ja3s", "string", "JA3S"],
  ja4: ["handshake.ja4", "string", "JA4"],
};

const OPTIONS: Readonly<Partial<Record<FieldKey, FieldOptions>>> = {
  type: { values: values.HANDSHAKE_TYPES },
  version: { hex: true, values: values.helloVersionName },
  random: { octets: 32 },
  randomBytes: { octets: 28 },
  cipherSuite: { hex: true, values: values.cipherSuiteName },
  compression: { values: values.COMPRESSION_METHODS },
  extensionType: { values: values.extensionName },
  serverNameType: { values: values.SERVER_NAME_TYPES },
  group: { hex: true, values: values.groupName },
  pointFormat: { values: values.POINT_FORMATS },
  signature: { hex: true, values: values.SIGNATURE_ALGORITHMS },
  signatureHash: { values: values.SIGNATURE_HASHES },
  signatureKind: { values: values.SIGNATURE_KINDS },
  supportedVersion: { hex: true, values: values.helloVersionName },
  keyShareGroup: { values: values.groupName },
  keyShareSelected: { values: values.groupName },
  mode: { values: values.KEY_EXCHANGE_MODES },
  certificateCompression: { values: values.CERTIFICATE_COMPRESSIONS },
  statusRequestType: { values: values.STATUS_TYPES },
  certificateType: { values: values.CERTIFICATE_TYPES },
  curveType: { hex: true, values: values.CURVE_TYPES },
  namedCurve: { hex: true, values: values.groupName },
};

export type HandshakeFields = Readonly<Record<FieldKey, FieldSpec>>;

/** The fields under `prefix`. */
export function handshakeFields(prefix: "tls" | "dtls"): HandshakeFields {
  const entries = Object.entries<Definition>(DEFINITIONS).map(([key, definition]) => {
    const [name, type, description] = definition;
    const options = OPTIONS[key as FieldKey];
    return [key, defineField(`${prefix}.${name}`, type, description, options)] as const;
  });
  return Object.fromEntries(entries) as Record<FieldKey, FieldSpec>;
}

export function handshakeFieldList(fields: HandshakeFields): readonly FieldSpec[] {
  return Object.values(fields);
}
