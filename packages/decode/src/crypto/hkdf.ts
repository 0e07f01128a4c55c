/** HMAC (RFC 2104) and HKDF (RFC 5869) with SHA-256, and the labels of TLS 1.3 (RFC 8446 §7.1). */

import { asciiOctets, concatenate } from "./octets.ts";
import { SHA256_LENGTH, Sha256State, sha256 } from "./sha256.ts";

const BLOCK = 64;
const INNER_PAD = 0x36;
const OUTER_PAD = 0x5c;

/** A key of HMAC with SHA-256, ready for any number of messages. */
export class HmacKey {
  readonly #inner: Sha256State;
  readonly #outer: Sha256State;

  constructor(key: Uint8Array) {
    const block = new Uint8Array(BLOCK);
    block.set(key.length > BLOCK ? sha256(key) : key);
    for (let i = 0; i < BLOCK; i += 1) block[i]! ^= INNER_PAD;
    this.#inner = new Sha256State(block);
    for (let i = 0; i < BLOCK; i += 1) block[i]! ^= INNER_PAD ^ OUTER_PAD;
    this.#outer = new Sha256State(block);
  }

  /** The code of a message: 32 octets. */
  sign(message: Uint8Array): Uint8Array {
    return this.#outer.digest(this.#inner.digest(message));
  }
}

/** RFC 5869 §2.2. */
export function hkdfExtract(salt: HmacKey, secret: Uint8Array): Uint8Array {
  return salt.sign(secret);
}

/** RFC 5869 §2.3. @param length octets wanted, at most 255 × 32 */
export function hkdfExpand(key: HmacKey, info: Uint8Array, length: number): Uint8Array {
  const output = new Uint8Array(length);
  let block = new Uint8Array(0);
  for (let filled = 0, counter = 1; filled < length; filled += SHA256_LENGTH, counter += 1) {
    block = new Uint8Array(key.sign(concatenate(block, info, Uint8Array.of(counter))));
    output.set(block.subarray(0, length - filled), filled);
  }
  return output;
}

/** What HKDF-Expand-Label with an empty context expands (RFC 8446 §7.1). */
export function labelInfo(label: string, length: number): Uint8Array {
  const name = asciiOctets(`tls13 ${label}`);
  const head = Uint8Array.of(length >>> 8, length & 0xff, name.length);
  return concatenate(head, name, Uint8Array.of(0));
}
