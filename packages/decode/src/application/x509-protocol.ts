/**
 * Which of Wireshark's protocols an object identifier belongs to.
 *
 * `frame.protocols` names one for each attribute, algorithm parameter, qualifier and extension that is
 * read by its identifier.
 */

const EXACT: ReadonlyMap<string, string> = new Map([
  ["0.9.2342.19200300.100.1.25", "x509sat"],
  ["1.2.840.113549.1.9.1", "x509sat"],
  ["1.2.840.113549.1.9.7", "x509sat"],
  ["1.2.840.113549.1.9.8", "x509sat"],
  ["1.2.840.113549.1.9.13", "x509sat"],
  ["1.2.840.113549.1.9.20", "x509sat"],
  ["1.2.840.113549.1.9.21", "x509sat"],
  ["1.3.6.1.4.1.311.17.1", "x509sat"],
  ["1.3.6.1.4.1.311.20.2", "x509sat"],
  ["1.3.6.1.4.1.311.21.1", "x509sat"],
  ["1.3.6.1.4.1.311.21.2", "x509sat"],
  ["1.3.6.1.4.1.311.21.3", "x509sat"],
  ["1.3.6.1.4.1.311.21.4", "x509sat"],
  ["1.3.6.1.4.1.311.60.2.1.1", "x509sat"],
  ["1.3.6.1.4.1.311.60.2.1.2", "x509sat"],
  ["1.3.6.1.4.1.311.60.2.1.3", "x509sat"],
  ["1.2.840.113533.7.65.0", "x509ce"],
  ["1.3.6.1.4.1.311.21.7", "x509ce"],
  ["1.3.6.1.4.1.311.21.10", "x509ce"],
  ["1.2.840.10040.4.1", "x509af"],
  ["0.9.2342.19200300.100.1.1", "x509af"],
  ["2.5.29.55", "pkixac"],
  ["1.3.6.1.5.5.7.1.6", "pkixac"],
  ["1.3.6.1.5.5.7.1.10", "pkixac"],
  ["1.3.6.1.5.5.7.1.1", "pkix1implicit"],
  ["1.3.6.1.5.5.7.2.2", "pkix1implicit"],
  ["1.2.840.10046.2.1", "pkix1explicit"],
  ["1.3.6.1.5.5.7.1.7", "pkix1explicit"],
  ["1.3.6.1.5.5.7.1.8", "pkix1explicit"],
  ["1.3.6.1.5.5.7.1.24", "pkix1explicit"],
  ["1.3.6.1.5.5.7.2.1", "pkix1explicit"],
  ["1.3.6.1.5.5.7.1.2", "pkixqualified"],
  ["1.3.6.1.5.5.7.1.3", "pkixqualified"],
  ["1.3.6.1.5.5.7.1.12", "logotypecertextn"],
  ["1.3.6.1.5.5.7.1.13", "wlancertextn"],
  ["1.3.6.1.5.5.7.1.14", "pkixproxy"],
  ["1.3.6.1.5.5.7.1.25", "mudurl"],
  ["1.2.840.10045.1.1", "pkcs-1"],
  ["1.2.840.10045.2.1", "pkcs-1"],
  ["1.2.840.10045.2.13", "pkcs-1"],
  ["1.2.840.113549.1.1.8", "pkcs-1"],
  ["1.2.840.113549.1.1.10", "pkcs-1"],
  ["1.3.132.1.12", "pkcs-1"],
  ["1.3.6.1.4.1.11129.2.4.2", "tls"],
  ["1.3.6.1.4.1.11129.2.4.5", "tls"],
]);

/** Arcs of X.520's attributes (2.5.4) that are no names. */
const ATTRIBUTES_OF_X509AF = new Set([36, 37, 38, 39, 40, 53, 58, 59]);
const ATTRIBUTES_OF_X509IF = new Set([1, 31, 32, 33, 34, 49]);
const ATTRIBUTES_OF_NOBODY = new Set([22, 57, 60, 61, 62, 63, 64, 68, 69, 70, 71]);
const LAST_ATTRIBUTE = 67;

const EXTENSIONS = new Set([
  ...[3, 9, 14, 15, 16, 17, 18, 19, 20, 21, 23, 24, 27, 28, 29, 30, 31, 32, 33, 35, 36, 37],
  ...[40, 44, 45, 46, 47, 51, 53, 54, 58, 59, 60, 61],
]);

const NETSCAPE_EXTENSIONS = new Set([1, 2, 3, 4, 7, 8, 12, 13]);
const LAST_OCSP = 7;

/** The protocol that reads what `identifier` names; undefined for one that nobody reads. */
export function protocolOfIdentifier(identifier: string): string | undefined {
  const exact = EXACT.get(identifier);
  if (exact !== undefined) return exact;
  const cut = identifier.lastIndexOf(".");
  const last = Number(identifier.slice(cut + 1));
  switch (identifier.slice(0, cut)) {
    case "2.5.4":
      return protocolOfAttribute(last);
    case "2.5.29":
      return EXTENSIONS.has(last) ? "x509ce" : undefined;
    case "2.16.840.1.113730.1":
      return NETSCAPE_EXTENSIONS.has(last) ? "ns_cert_exts" : undefined;
    case "1.3.6.1.5.5.7.48.1":
      return last >= 1 && last <= LAST_OCSP ? "ocsp" : undefined;
    case "1.3.6.1.5.5.7.9":
      return last >= 1 && last <= 5 ? "x509sat" : undefined;
    default:
      return undefined;
  }
}

function protocolOfAttribute(arc: number): string | undefined {
  if (arc === 55 || arc === 72) return "pkixac";
  if (ATTRIBUTES_OF_X509AF.has(arc)) return "x509af";
  if (ATTRIBUTES_OF_X509IF.has(arc)) return "x509if";
  return arc > LAST_ATTRIBUTE || ATTRIBUTES_OF_NOBODY.has(arc) ? undefined : "x509sat";
}
