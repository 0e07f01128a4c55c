/** Fields of X.509 certificates and OCSP answers, RFC 5280, RFC 6960. */

import { defineField, type FieldSpec, type FieldType, type ValueNames } from "../field.ts";

const NAMED: FieldSpec[] = [];

function field(
  name: string,
  type: FieldType,
  description: string,
  options: { hex?: boolean; values?: ValueNames } = {},
): FieldSpec {
  const spec = defineField(name, type, description, options);
  NAMED.push(spec);
  return spec;
}

/** Wireshark's protocols of these standards, for `frame.protocols` and for filters. */
const PROTOCOLS: readonly (readonly [name: string, title: string])[] = [
  ["x509sat", "X.509 Selected Attribute Types"],
  ["x509ce", "X.509 Certificate Extensions"],
  ["x509af", "X.509 Authentication Framework"],
  ["x509if", "X.509 Information Framework"],
  ["pkix1implicit", "PKIX1Implicit"],
  ["pkix1explicit", "PKIX1Explicit"],
  ["pkixqualified", "PKIX Qualified"],
  ["pkixproxy", "PKIXProxy (RFC3820)"],
  ["pkixac", "PKIX Attribute Certificate"],
  ["pkcs-1", "PKCS#1"],
  ["ns_cert_exts", "NetScape Certificate Extensions"],
  ["logotypecertextn", "Logotype Certificate Extensions"],
  ["wlancertextn", "Wlan Certificate Extension"],
  ["mudurl", "MUD URL"],
  ["ocsp", "Online Certificate Status Protocol"],
];

const STRING_CHOICES: Readonly<Record<number, string>> = {
  0: "teletexString",
  1: "printableString",
  2: "universalString",
  3: "bmpString",
  4: "uTF8String",
};

const GENERAL_NAMES: Readonly<Record<number, string>> = {
  0: "otherName",
  1: "rfc822Name",
  2: "dNSName",
  3: "x400Address",
  4: "directoryName",
  5: "ediPartyName",
  6: "uniformResourceIdentifier",
  7: "iPAddress",
  8: "registeredID",
};

const VERSIONS: Readonly<Record<number, string>> = { 0: "v1", 1: "v2", 2: "v3" };

const RESPONSE_STATUSES: Readonly<Record<number, string>> = {
  0: "successful",
  1: "malformedRequest",
  2: "internalError",
  3: "tryLater",
  5: "sigRequired",
  6: "unauthorized",
};

const CERTIFICATE_STATUSES: Readonly<Record<number, string>> = {
  0: "good",
  1: "revoked",
  2: "unknown",
};

export const VERSION: FieldSpec = field("x509af.version", "int32", "version", { values: VERSIONS });
export const SERIAL_NUMBER: FieldSpec = field("x509af.serialNumber", "bytes", "serialNumber");
export const ALGORITHM: FieldSpec = field("x509af.algorithm.id", "string", "Algorithm Id");
export const ISSUER: FieldSpec = field("x509af.issuer", "uint32", "issuer");
export const SUBJECT: FieldSpec = field("x509af.subject", "uint32", "subject");
export const NOT_BEFORE: FieldSpec = field("x509af.notBefore", "uint32", "notBefore");
export const NOT_AFTER: FieldSpec = field("x509af.notAfter", "uint32", "notAfter");
export const UTC_TIME: FieldSpec = field("x509af.utcTime", "string", "utcTime");
export const PUBLIC_KEY: FieldSpec = field("x509af.subjectPublicKey", "bytes", "subjectPublicKey");
export const EXTENSIONS: FieldSpec = field("x509af.extensions", "uint32", "extensions");
export const EXTENSION: FieldSpec = field("x509af.extension.id", "string", "Extension Id");
export const CRITICAL: FieldSpec = field("x509af.critical", "boolean", "critical");
export const SIGNATURE: FieldSpec = field("x509af.encrypted", "bytes", "encrypted");

export const NAME_OID: FieldSpec = field("x509if.oid", "string", "Object Id");
export const RDN: FieldSpec = field("x509if.RDNSequence_item", "uint32", "RDNSequence item");
export const DIRECTORY_STRING: FieldSpec = field(
  "x509sat.DirectoryString",
  "uint32",
  "DirectoryString",
  { values: STRING_CHOICES },
);
export const TELETEX_STRING: FieldSpec = field("x509sat.teletexString", "string", "teletexString");
export const PRINTABLE_STRING: FieldSpec = field(
  "x509sat.printableString",
  "string",
  "printableString",
);
export const UNIVERSAL_STRING: FieldSpec = field(
  "x509sat.universalString",
  "string",
  "universalString",
);
export const BMP_STRING: FieldSpec = field("x509sat.bmpString", "string", "bmpString");
export const UTF8_STRING: FieldSpec = field("x509sat.uTF8String", "string", "uTF8String");
export const COUNTRY: FieldSpec = field("x509sat.CountryName", "string", "CountryName");
export const PLAIN_PRINTABLE: FieldSpec = field(
  "x509sat.PrintableString",
  "string",
  "PrintableString",
);
export const PLAIN_IA5: FieldSpec = field("x509sat.IA5String", "string", "IA5String");

export const GENERAL_NAMES_COUNT: FieldSpec = field(
  "x509ce.GeneralNames",
  "uint32",
  "GeneralNames",
);
export const GENERAL_NAME: FieldSpec = field("x509ce.GeneralName", "uint32", "GeneralName", {
  values: GENERAL_NAMES,
});
export const MAIL_NAME: FieldSpec = field("x509ce.rfc822Name", "string", "rfc822Name");
export const DNS_NAME: FieldSpec = field("x509ce.dNSName", "string", "dNSName");
export const URI: FieldSpec = field(
  "x509ce.uniformResourceIdentifier",
  "string",
  "uniformResourceIdentifier",
);
export const IPV4_NAME: FieldSpec = field("x509ce.IPAddress.ipv4", "ipv4", "iPAddress");
export const IPV6_NAME: FieldSpec = field("x509ce.IPAddress.ipv6", "ipv6", "iPAddress");
export const KEY_USAGE: FieldSpec = field("x509ce.KeyUsage", "bytes", "KeyUsage");
export const KEY_PURPOSES: FieldSpec = field("x509ce.KeyPurposeIDs", "uint32", "KeyPurposeIDs");
export const KEY_PURPOSE: FieldSpec = field("x509ce.KeyPurposeId", "string", "KeyPurposeId");
export const SUBJECT_KEY: FieldSpec = field(
  "x509ce.SubjectKeyIdentifier",
  "bytes",
  "SubjectKeyIdentifier",
);
export const AUTHORITY_KEY: FieldSpec = field("x509ce.keyIdentifier", "bytes", "keyIdentifier");
export const AUTHORITY_ISSUER: FieldSpec = field(
  "x509ce.authorityCertIssuer",
  "uint32",
  "authorityCertIssuer",
);
export const IS_AUTHORITY: FieldSpec = field("x509ce.cA", "boolean", "cA");
export const PATH_LENGTH: FieldSpec = field(
  "x509ce.pathLenConstraint",
  "uint32",
  "pathLenConstraint",
);
export const POLICIES: FieldSpec = field(
  "x509ce.CertificatePoliciesSyntax",
  "uint32",
  "CertificatePoliciesSyntax",
);
export const POLICY: FieldSpec = field("x509ce.policyIdentifier", "string", "policyIdentifier");
export const QUALIFIER: FieldSpec = field("x509ce.id", "string", "Id");
export const QUALIFIER_TEXT: FieldSpec = field(
  "pkix1explicit.DirectoryString",
  "string",
  "DirectoryString",
);
export const CRL_POINTS: FieldSpec = field(
  "x509ce.CRLDistPointsSyntax",
  "uint32",
  "CRLDistPointsSyntax",
);
export const AUTHORITY_ACCESS: FieldSpec = field(
  "pkix1implicit.AuthorityInfoAccessSyntax",
  "uint32",
  "AuthorityInfoAccessSyntax",
);
export const ACCESS_METHOD: FieldSpec = field(
  "pkix1implicit.accessMethod",
  "string",
  "accessMethod",
);
export const ACCESS_LOCATION: FieldSpec = field(
  "pkix1implicit.accessLocation",
  "uint32",
  "accessLocation",
  { values: GENERAL_NAMES },
);

export const RESPONSE_STATUS: FieldSpec = field("ocsp.responseStatus", "uint32", "responseStatus", {
  values: RESPONSE_STATUSES,
});
export const RESPONSE_TYPE: FieldSpec = field("ocsp.responseType.id", "string", "ResponseType Id");
export const CERTIFICATE_STATUS: FieldSpec = field("ocsp.certStatus", "uint32", "certStatus", {
  values: CERTIFICATE_STATUSES,
});
export const STATUS_SERIAL: FieldSpec = field("ocsp.serialNumber", "bytes", "serialNumber");

export const FIELDS: readonly FieldSpec[] = [
  ...PROTOCOLS.map(([name, title]) => defineField(name, "protocol", title)),
  ...NAMED,
];
