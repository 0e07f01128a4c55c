/** Names of TLS code points (IANA "Transport Layer Security (TLS) Parameters"). */

import { isGrease } from "./tls-cipher.ts";
import { CIPHER_SUITES } from "./tls-cipher-suites.ts";
import { versionName } from "./tls-version.ts";

export const CONTENT_TYPES: Readonly<Record<number, string>> = {
  20: "Change Cipher Spec",
  21: "Alert",
  22: "Handshake",
  23: "Application Data",
  24: "Heartbeat",
};

export const HANDSHAKE_TYPES: Readonly<Record<number, string>> = {
  0: "Hello Request",
  1: "Client Hello",
  2: "Server Hello",
  3: "Hello Verify Request",
  4: "New Session Ticket",
  5: "End of Early Data",
  6: "Hello Retry Request",
  8: "Encrypted Extensions",
  11: "Certificate",
  12: "Server Key Exchange",
  13: "Certificate Request",
  14: "Server Hello Done",
  15: "Certificate Verify",
  16: "Client Key Exchange",
  20: "Finished",
  21: "Certificate URL",
  22: "Certificate Status",
  23: "Supplemental Data",
  24: "Key Update",
  25: "Compressed Certificate",
  67: "Encrypted Extensions",
};

export const ALERT_LEVELS: Readonly<Record<number, string>> = { 1: "Warning", 2: "Fatal" };

export const ALERT_DESCRIPTIONS: Readonly<Record<number, string>> = {
  0: "Close Notify",
  1: "End of Early Data",
  10: "Unexpected Message",
  20: "Bad Record MAC",
  21: "Decryption Failed",
  22: "Record Overflow",
  30: "Decompression Failure",
  40: "Handshake Failure",
  41: "No Certificate",
  42: "Bad Certificate",
  43: "Unsupported Certificate",
  44: "Certificate Revoked",
  45: "Certificate Expired",
  46: "Certificate Unknown",
  47: "Illegal Parameter",
  48: "Unknown CA",
  49: "Access Denied",
  50: "Decode Error",
  51: "Decrypt Error",
  60: "Export Restriction",
  70: "Protocol Version",
  71: "Insufficient Security",
  80: "Internal Error",
  86: "Inappropriate Fallback",
  90: "User Canceled",
  100: "No Renegotiation",
  109: "Missing Extension",
  110: "Unsupported Extension",
  111: "Certificate Unobtainable",
  112: "Unrecognized Name",
  113: "Bad Certificate Status Response",
  114: "Bad Certificate Hash Value",
  115: "Unknown PSK Identity",
  116: "Certificate Required",
  120: "No application Protocol",
  121: "ECH Required",
};

const EXTENSIONS: Readonly<Record<number, string>> = {
  0: "server_name",
  1: "max_fragment_length",
  2: "client_certificate_url",
  3: "trusted_ca_keys",
  4: "truncated_hmac",
  5: "status_request",
  6: "user_mapping",
  7: "client_authz",
  8: "server_authz",
  9: "cert_type",
  10: "supported_groups",
  11: "ec_point_formats",
  12: "srp",
  13: "signature_algorithms",
  14: "use_srtp",
  15: "heartbeat",
  16: "application_layer_protocol_negotiation",
  17: "status_request_v2",
  18: "signed_certificate_timestamp",
  19: "client_certificate_type",
  20: "server_certificate_type",
  21: "padding",
  22: "encrypt_then_mac",
  23: "extended_master_secret",
  24: "token_binding",
  25: "cached_info",
  27: "compress_certificate",
  28: "record_size_limit",
  34: "delegated_credentials",
  35: "session_ticket",
  40: "Reserved (key_share)",
  41: "pre_shared_key",
  42: "early_data",
  43: "supported_versions",
  44: "cookie",
  45: "psk_key_exchange_modes",
  46: "Reserved (ticket_early_data_info)",
  47: "certificate_authorities",
  48: "oid_filters",
  49: "post_handshake_auth",
  50: "signature_algorithms_cert",
  51: "key_share",
  52: "transparency_info",
  53: "connection_id (deprecated)",
  54: "connection_id",
  55: "external_id_hash",
  56: "external_session_id",
  57: "quic_transport_parameters",
  58: "ticket_request",
  59: "dnssec_chain",
  13172: "next_protocol_negotiation",
  17513: "application_settings",
  17613: "application_settings_new",
  30031: "channel_id_old",
  30032: "channel_id",
  65037: "encrypted_client_hello",
  65281: "renegotiation_info",
  65445: "quic_transport_parameters (drafts version)",
  65486: "encrypted_server_name",
};

const GROUPS: Readonly<Record<number, string>> = {
  1: "sect163k1",
  2: "sect163r1",
  3: "sect163r2",
  4: "sect193r1",
  5: "sect193r2",
  6: "sect233k1",
  7: "sect233r1",
  8: "sect239k1",
  9: "sect283k1",
  10: "sect283r1",
  11: "sect409k1",
  12: "sect409r1",
  13: "sect571k1",
  14: "sect571r1",
  15: "secp160k1",
  16: "secp160r1",
  17: "secp160r2",
  18: "secp192k1",
  19: "secp192r1",
  20: "secp224k1",
  21: "secp224r1",
  22: "secp256k1",
  23: "secp256r1",
  24: "secp384r1",
  25: "secp521r1",
  26: "brainpoolP256r1",
  27: "brainpoolP384r1",
  28: "brainpoolP512r1",
  29: "x25519",
  30: "x448",
  41: "curveSM2",
  256: "ffdhe2048",
  257: "ffdhe3072",
  258: "ffdhe4096",
  259: "ffdhe6144",
  260: "ffdhe8192",
  570: "kyber512",
  572: "kyber768",
  573: "kyber1024",
  4587: "SecP256r1MLKEM768",
  4588: "X25519MLKEM768",
  4589: "SecP384r1MLKEM1024",
  25497: "X25519Kyber768Draft00",
  65281: "arbitrary_explicit_prime_curves",
  65282: "arbitrary_explicit_char2_curves",
};

export const SIGNATURE_ALGORITHMS: Readonly<Record<number, string>> = {
  513: "rsa_pkcs1_sha1",
  515: "ecdsa_sha1",
  1025: "rsa_pkcs1_sha256",
  1027: "ecdsa_secp256r1_sha256",
  1281: "rsa_pkcs1_sha384",
  1283: "ecdsa_secp384r1_sha384",
  1537: "rsa_pkcs1_sha512",
  1539: "ecdsa_secp521r1_sha512",
  1800: "sm2sig_sm3",
  2052: "rsa_pss_rsae_sha256",
  2053: "rsa_pss_rsae_sha384",
  2054: "rsa_pss_rsae_sha512",
  2055: "ed25519",
  2056: "ed448",
  2057: "rsa_pss_pss_sha256",
  2058: "rsa_pss_pss_sha384",
  2059: "rsa_pss_pss_sha512",
};

export const SIGNATURE_HASHES: Readonly<Record<number, string>> = {
  0: "None",
  1: "MD5",
  2: "SHA1",
  3: "SHA224",
  4: "SHA256",
  5: "SHA384",
  6: "SHA512",
  7: "SM3",
};

export const SIGNATURE_KINDS: Readonly<Record<number, string>> = {
  0: "Anonymous",
  1: "RSA",
  2: "DSA",
  3: "ECDSA",
  7: "ED25519",
  8: "ED448",
  64: "GOST R 34.10-2012 (256)",
  65: "GOST R 34.10-2012 (512)",
};

export const POINT_FORMATS: Readonly<Record<number, string>> = {
  0: "uncompressed",
  1: "ansiX962_compressed_prime",
  2: "ansiX962_compressed_char2",
};

export const COMPRESSION_METHODS: Readonly<Record<number, string>> = {
  0: "null",
  1: "DEFLATE",
  64: "LZS",
};

export const CERTIFICATE_COMPRESSIONS: Readonly<Record<number, string>> = {
  1: "zlib",
  2: "brotli",
  3: "zstd",
};

export const CURVE_TYPES: Readonly<Record<number, string>> = {
  1: "explicit_prime",
  2: "explicit_char2",
  3: "named_curve",
};

export const SERVER_NAME_TYPES: Readonly<Record<number, string>> = { 0: "host_name" };

export const STATUS_TYPES: Readonly<Record<number, string>> = { 1: "OCSP", 2: "OCSP Multi" };

export const KEY_EXCHANGE_MODES: Readonly<Record<number, string>> = {
  0: "PSK-only key establishment (psk_ke)",
  1: "PSK with (EC)DHE key establishment (psk_dhe_ke)",
};

export const CERTIFICATE_TYPES: Readonly<Record<number, string>> = {
  1: "RSA Sign",
  2: "DSS Sign",
  3: "RSA Fixed DH",
  4: "DSS Fixed DH",
  20: "GOST R 34.10-2012 (256)",
  64: "ECDSA Sign",
  65: "RSA Fixed ECDH",
  66: "ECDSA Fixed ECDH",
};

const GREASE = "Reserved (GREASE)";

export function extensionName(type: number): string | undefined {
  return isGrease(type) ? GREASE : EXTENSIONS[type];
}

export function groupName(group: number): string | undefined {
  return isGrease(group) ? GREASE : GROUPS[group];
}

export function cipherSuiteName(suite: number): string | undefined {
  return isGrease(suite) ? GREASE : CIPHER_SUITES[suite];
}

export function helloVersionName(version: number): string | undefined {
  return isGrease(version) ? GREASE : versionName(version);
}
