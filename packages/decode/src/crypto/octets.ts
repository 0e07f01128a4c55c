/** Runs of octets, made and joined without a platform's encoder. */

import { readHex } from "../text.ts";

/** One octet per character; `text` is ASCII. */
export function asciiOctets(text: string): Uint8Array {
  const octets = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) octets[i] = text.charCodeAt(i);
  return octets;
}

export function concatenate(...parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** Base 16, two digits per octet. */
export function hexOf(octets: Uint8Array): string {
  return readHex(
    new DataView(octets.buffer, octets.byteOffset, octets.byteLength),
    0,
    octets.length,
  );
}

/** The octets of a text in base 16. */
export function hexOctets(text: string): Uint8Array {
  return Uint8Array.from({ length: text.length / 2 }, (_, i) =>
    Number.parseInt(text.slice(2 * i, 2 * i + 2), 16),
  );
}

/** Octets of a block of MD5, SHA-1 and SHA-256. */
export const HASH_BLOCK = 64;

/**
 * The message in whole blocks, as MD5, SHA-1 and SHA-256 have it: a one bit, zeros, and its length in bits
 * (RFC 1321 §3.1 and §3.2, FIPS 180-4 §5.1.1).
 *
 * @param taken octets that were hashed before these
 */
export function padMessage(octets: Uint8Array, taken: number, littleEndian: boolean): DataView {
  const blocks = Math.ceil((octets.length + 9) / HASH_BLOCK);
  const message = new Uint8Array(blocks * HASH_BLOCK);
  message.set(octets);
  message[octets.length] = 0x80;
  const view = new DataView(message.buffer);
  const length = taken + octets.length;
  const [low, high] = littleEndian ? [8, 4] : [4, 8];
  view.setUint32(message.length - high, length >>> 29, littleEndian);
  view.setUint32(message.length - low, (length << 3) >>> 0, littleEndian);
  return view;
}
