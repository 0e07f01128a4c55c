/** HMAC (RFC 2104) and HKDF (RFC 5869) with SHA-256, and the labels of TLS 1.3 (RFC 8446 §7.1). */

import { asciiOctets, concatenate } from "./octets.ts";
import { SHA256_LENGTH, sha256 } from "./sha256.ts";

const BLOCK = 64;
const INNER_PAD = 0x36;
const OUTER_PAD = 0x5c;

export function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
  const block = new Uint8Array(BLOCK);
  block.set(key.length > BLOCK ? sha256(key) : key);
  const inner = sha256(concatenate(xorAll(block, INNER_PAD), message));
  return sha256(concatenate(xorAll(block, OUTER_PAD), inner));
}

/** RFC 5869 §2.2. */
export function hkdfExtract(salt: Uint8Array, secret: Uint8Array): Uint8Array {
  return hmacSha256(salt, secret);
}

/** RFC 5869 §2.3. @param length octets wanted, at most 255 × 32 */
export function hkdfExpand(key: Uint8Array, info: Uint8Array, length: number): Uint8Array {
  const output = new Uint8Array(length);
  let block = new Uint8Array(0);
  for (let filled = 0, counter = 1; filled < length; filled += SHA256_LENGTH, counter += 1) {
    block = new Uint8Array(hmacSha256(key, concatenate(block, info, Uint8Array.of(counter))));
    output.set(block.subarray(0, length - filled), filled);
  }
  return output;
}

/** HKDF-Expand-Label with an empty context (RFC 8446 §7.1). */
export function expandLabel(secret: Uint8Array, label: string, length: number): Uint8Array {
  const name = asciiOctets(`tls13 ${label}`);
  const head = Uint8Array.of(length >>> 8, length & 0xff, name.length);
  return hkdfExpand(secret, concatenate(head, name, Uint8Array.of(0)), length);
}

function xorAll(octets: Uint8Array, mask: number): Uint8Array {
  return octets.map((octet) => octet ^ mask);
}
