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
