/** JA3 and JA3S (github.com/salesforce/ja3): a hello's choices as decimal numbers, and the MD5 of that. */

import { md5 } from "../crypto/md5.ts";
import { asciiOctets, hexOf } from "../crypto/octets.ts";
import { isGrease } from "./tls-cipher.ts";
import type { HelloTraits } from "./tls-traits.ts";

/** `771,4865-4866,0-23,29-23,0`: version, cipher suites, extensions, groups, point formats. */
export function ja3Full(hello: HelloTraits): string {
  return [
    String(hello.version),
    joined(hello.cipherSuites),
    joined(hello.extensions),
    joined(hello.groups),
    hello.pointFormats.join("-"),
  ].join(",");
}

/** `771,4865,51-43` of a ServerHello: version, cipher suite, extensions. */
export function ja3sFull(hello: HelloTraits): string {
  return `${hello.version},${hello.cipherSuites.join("-")},${hello.extensions.join("-")}`;
}

/** The fingerprint itself: 32 digits in base 16. */
export function ja3Digest(full: string): string {
  return hexOf(md5(asciiOctets(full)));
}

function joined(values: readonly number[]): string {
  return values.filter((value) => !isGrease(value)).join("-");
}
