/** Runs of octets, made and joined without a platform's encoder. */

import { hex } from "../text.ts";

/** One octet per character; `text` is ASCII. */
export function asciiOctets(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
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
  let text = "";
  for (const octet of octets) text += hex(octet, 2);
  return text;
}

/** The octets of a text in base 16. */
export function hexOctets(text: string): Uint8Array {
  return Uint8Array.from({ length: text.length / 2 }, (_, i) =>
    Number.parseInt(text.slice(2 * i, 2 * i + 2), 16),
  );
}
