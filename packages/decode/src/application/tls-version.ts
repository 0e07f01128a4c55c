/** Protocol versions of TLS and DTLS, RFC 8446 §4.1.2, RFC 6347 §4.1, RFC 9147 §5.3, and drafts that were deployed. */

export const Version = {
  Unknown: 0,
  Ssl2: 0x0002,
  Ssl3: 0x0300,
  Tls10: 0x0301,
  Tls11: 0x0302,
  Tls12: 0x0303,
  Tls13: 0x0304,
  /** GB/T 38636, "TLCP". */
  Tlcp: 0x0101,
  Dtls13: 0xfefc,
  Dtls12: 0xfefd,
  Dtls10: 0xfeff,
  /** What OpenSSL sent before its release 0.9.8f. */
  DtlsOld: 0x0100,
} as const;

const COLUMN_NAMES: Readonly<Record<number, string>> = {
  [Version.Ssl2]: "SSLv2",
  [Version.Ssl3]: "SSLv3",
  [Version.Tls10]: "TLSv1",
  [Version.Tls11]: "TLSv1.1",
  [Version.Tls12]: "TLSv1.2",
  [Version.Tls13]: "TLSv1.3",
  [Version.Tlcp]: "TLCP",
  [Version.Dtls13]: "DTLSv1.3",
  [Version.Dtls12]: "DTLSv1.2",
  [Version.Dtls10]: "DTLSv1.0",
  [Version.DtlsOld]: "DTLS 1.0 (OpenSSL pre 0.9.8f)",
};

/** As the packet list names the version; `fallback` for one that is not known. */
export function columnName(version: number, fallback: string): string {
  return COLUMN_NAMES[version] ?? fallback;
}

/** The version of TLS that a record or hello names, drafts of 1.3 as 1.3; `Unknown` for anything else. */
export function tlsVersion(value: number): number {
  const isDraft = (value >= 0x7f0e && value <= 0x7f1c) || value === 0xfb17 || value === 0xfb1a;
  if (isDraft) return Version.Tls13;
  const isNamed = (value >= Version.Ssl3 && value <= Version.Tls13) || value === Version.Tlcp;
  return isNamed ? value : Version.Unknown;
}

/** Likewise of DTLS. */
export function dtlsVersion(value: number): number {
  switch (value) {
    case Version.Dtls10:
    case Version.Dtls12:
    case Version.Dtls13:
    case Version.DtlsOld:
      return value;
    default:
      return Version.Unknown;
  }
}

export function versionName(value: number): string | undefined {
  if (value >= 0x7f0e && value <= 0x7f1c) return `TLS 1.3 (draft ${value & 0xff})`;
  if (value === 0xfb17 || value === 0xfb1a) return `TLS 1.3 (Facebook draft ${value & 0xff})`;
  if (value === Version.Dtls13) return "DTLS 1.3";
  if (value === Version.Tlcp) return "GMTLS";
  return VERSION_NAMES[value];
}

const VERSION_NAMES: Readonly<Record<number, string>> = {
  [Version.Ssl2]: "SSL 2.0",
  [Version.Ssl3]: "SSL 3.0",
  [Version.Tls10]: "TLS 1.0",
  [Version.Tls11]: "TLS 1.1",
  [Version.Tls12]: "TLS 1.2",
  [Version.Tls13]: "TLS 1.3",
  [Version.Dtls12]: "DTLS 1.2",
  [Version.Dtls10]: "DTLS 1.0",
  [Version.DtlsOld]: "DTLS 1.0 (OpenSSL pre 0.9.8f)",
};
