/** SHA-1 (RFC 3174) of short messages, for identifiers that are defined by it; it protects nothing. */

import { HASH_BLOCK, padMessage } from "./octets.ts";

const DIGEST_WORDS = 5;
const ROUNDS = 80;
const CONSTANTS = [0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6] as const;

/** Digest of `message`, 20 octets. */
export function sha1(message: Uint8Array): Uint8Array {
  const view = padMessage(message, 0, false);
  const state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0);
  const schedule = new Int32Array(ROUNDS);
  for (let at = 0; at < view.byteLength; at += HASH_BLOCK) compress(state, schedule, view, at);
  const digest = new DataView(new ArrayBuffer(DIGEST_WORDS * 4));
  state.forEach((word, i) => {
    digest.setInt32(4 * i, word);
  });
  return new Uint8Array(digest.buffer);
}

function compress(state: Int32Array, schedule: Int32Array, view: DataView, at: number): void {
  for (let i = 0; i < 16; i++) schedule[i] = view.getInt32(at + 4 * i);
  for (let i = 16; i < ROUNDS; i++) {
    const mixed = schedule[i - 3]! ^ schedule[i - 8]! ^ schedule[i - 14]! ^ schedule[i - 16]!;
    schedule[i] = rotate(mixed, 1);
  }
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  let e = state[4]!;
  for (let i = 0; i < ROUNDS; i++) {
    const phase = Math.floor(i / 20);
    const next = (rotate(a, 5) + choose(phase, b, c, d) + e + schedule[i]! + CONSTANTS[phase]!) | 0;
    e = d;
    d = c;
    c = rotate(b, 30);
    b = a;
    a = next;
  }
  state[0]! += a;
  state[1]! += b;
  state[2]! += c;
  state[3]! += d;
  state[4]! += e;
}

function choose(phase: number, b: number, c: number, d: number): number {
  if (phase === 0) return (b & c) | (~b & d);
  return phase === 2 ? (b & c) | (b & d) | (c & d) : b ^ c ^ d;
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
