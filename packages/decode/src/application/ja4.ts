/**
 * JA4, the fingerprint of a TLS client (FoxIO, "JA4: TLS Client Fingerprinting", BSD 3-Clause).
 *
 * `t13d1516h2_8daaf6152771_e5627efa2ab1`: what the hello is, then truncated SHA-256 digests of its cipher
 * suites and of its extensions with its signature algorithms. GREASE counts nowhere.
 */

import { asciiOctets, hexOf } from "../crypto/octets.ts";
import { sha256 } from "../crypto/sha256.ts";
import { hex } from "../text.ts";
import { isGrease } from "./tls-cipher.ts";
import { ExtensionType } from "./tls-extension.ts";
import type { HelloTraits } from "./tls-traits.ts";

/** TLS over TCP, DTLS, QUIC. */
export type HelloTransport = "t" | "d" | "q";

const VERSIONS: Readonly<Record<number, string>> = {
  772: "13",
  771: "12",
  770: "11",
  769: "10",
  768: "s3",
  2: "s2",
  65279: "d1",
  65277: "d2",
  65276: "d3",
};

/** What stands where a list is empty. */
const NOTHING = "000000000000";
const DIGEST_DIGITS = 12;

export function ja4(hello: HelloTraits, transport: HelloTransport): string {
  const ciphers = hello.cipherSuites.filter(isMeant);
  const extensions = hello.extensions.filter(isMeant);
  const sni = extensions.includes(ExtensionType.ServerName) ? "d" : "i";
  const head = [
    transport,
    VERSIONS[offeredVersion(hello)] ?? "00",
    sni,
    twoDigits(ciphers.length),
    twoDigits(extensions.length),
    alpnCharacters(hello.firstAlpn),
  ].join("");
  return `${head}_${cipherDigest(ciphers)}_${extensionDigest(extensions, hello)}`;
}

function isMeant(value: number): boolean {
  return !isGrease(value);
}

/** The highest version that is offered; DTLS counts its versions down. */
function offeredVersion(hello: HelloTraits): number {
  const offered = hello.supportedVersions.filter(isMeant);
  if (offered.length === 0) return hello.version;
  const rank = (version: number): number => (version >= 0xfe00 ? 0x1_0000 - version : version);
  return offered.reduce((best, one) => (rank(one) > rank(best) ? one : best));
}

function twoDigits(count: number): string {
  return String(Math.min(count, 99)).padStart(2, "0");
}

function alpnCharacters(protocol: Uint8Array | undefined): string {
  if (protocol === undefined) return "00";
  const first = protocol[0]!;
  const last = protocol[protocol.length - 1]!;
  if (first >= 0x80 || last >= 0x80) return asciiOrNine(first) + asciiOrNine(last);
  if (isAlphanumeric(first) && isAlphanumeric(last)) return String.fromCharCode(first, last);
  return hex(first, 2).charAt(0) + hex(last, 2).charAt(1);
}

/** What FoxIO's own tools print where the description asks for base 16: databases hold theirs. */
function asciiOrNine(octet: number): string {
  return isAlphanumeric(octet) ? String.fromCharCode(octet) : "9";
}

function isAlphanumeric(octet: number): boolean {
  const isDigit = octet >= 0x30 && octet <= 0x39;
  const isLetter = (octet | 0x20) >= 0x61 && (octet | 0x20) <= 0x7a;
  return isDigit || isLetter;
}

function cipherDigest(ciphers: readonly number[]): string {
  return ciphers.length === 0 ? NOTHING : digest(hexList([...ciphers].sort(ascending)));
}

function extensionDigest(extensions: readonly number[], hello: HelloTraits): string {
  const others = extensions.filter(
    (type) => type !== ExtensionType.ServerName && type !== ExtensionType.Alpn,
  );
  if (others.length === 0) return NOTHING;
  const algorithms = hexList(hello.signatureAlgorithms.filter(isMeant));
  const sorted = hexList(others.sort(ascending));
  return digest(algorithms === "" ? sorted : `${sorted}_${algorithms}`);
}

function hexList(values: readonly number[]): string {
  return values.map((value) => hex(value, 4)).join(",");
}

function ascending(a: number, b: number): number {
  return a - b;
}

function digest(text: string): string {
  return hexOf(sha256(asciiOctets(text))).slice(0, DIGEST_DIGITS);
}
