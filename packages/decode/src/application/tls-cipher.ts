/** What a cipher suite's name tells of its handshake: whose parameters the key exchange carries. */

import { CIPHER_SUITES } from "./tls-cipher-suites.ts";

export type KeyExchange = "rsa" | "dhe" | "ecdhe" | "psk" | "other";

/** The key exchange of a suite of TLS 1.2 and earlier. */
export function keyExchange(suite: number): KeyExchange {
  const name = CIPHER_SUITES[suite] ?? "";
  if (name.startsWith("TLS_RSA_WITH_") || name.startsWith("TLS_RSA_EXPORT_")) return "rsa";
  if (/^TLS_ECDHE?_(RSA|ECDSA|anon)_WITH_/.test(name)) return "ecdhe";
  if (/^TLS_DHE?_(RSA|DSS|anon)_/.test(name)) return "dhe";
  return name.startsWith("TLS_PSK_") ? "psk" : "other";
}

/** Values that clients send to keep servers tolerant (RFC 8701 §2): `0x?a?a` with equal octets. */
export function isGrease(value: number): boolean {
  return (value & 0x0f0f) === 0x0a0a && value >>> 8 === (value & 0xff);
}
