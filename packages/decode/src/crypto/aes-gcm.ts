/** AES-128 in Galois/Counter Mode with nonces of 96 bits and tags of 128, NIST SP 800-38D. */

import { AES_BLOCK, type Aes128 } from "./aes128.ts";
import { GhashKey } from "./ghash.ts";

export const TAG_LENGTH = 16;

/**
 * What `sealed`, ciphertext and tag, holds; undefined where the tag is another.
 *
 * @param nonce 12 octets
 */
export function openAes128Gcm(
  cipher: Aes128,
  nonce: Uint8Array,
  associated: Uint8Array,
  sealed: Uint8Array,
): Uint8Array | undefined {
  const length = sealed.length - TAG_LENGTH;
  if (length < 0) return undefined;
  const counter = new Uint8Array(AES_BLOCK);
  counter.set(nonce);
  if (!hasTag(cipher, counter, associated, sealed, length)) return undefined;
  const text = sealed.slice(0, length);
  const mask = new Uint8Array(AES_BLOCK);
  for (let off = 0, block = 2; off < length; off += AES_BLOCK, block += 1) {
    setCounter(counter, block);
    cipher.encrypt(counter, 0, mask);
    const stop = Math.min(AES_BLOCK, length - off);
    for (let i = 0; i < stop; i += 1) text[off + i]! ^= mask[i]!;
  }
  return text;
}

function hasTag(
  cipher: Aes128,
  counter: Uint8Array,
  associated: Uint8Array,
  sealed: Uint8Array,
  length: number,
): boolean {
  const hashKey = new Uint8Array(AES_BLOCK);
  cipher.encrypt(new Uint8Array(AES_BLOCK), 0, hashKey);
  const digest = new GhashKey(hashKey).digest(associated, sealed.subarray(0, length));
  setCounter(counter, 1);
  const mask = new Uint8Array(AES_BLOCK);
  cipher.encrypt(counter, 0, mask);
  let difference = 0;
  for (let i = 0; i < TAG_LENGTH; i += 1) {
    difference |= digest[i]! ^ mask[i]! ^ sealed[length + i]!;
  }
  return difference === 0;
}

function setCounter(counter: Uint8Array, block: number): void {
  counter[12] = block >>> 24;
  counter[13] = block >>> 16;
  counter[14] = block >>> 8;
  counter[15] = block;
}
