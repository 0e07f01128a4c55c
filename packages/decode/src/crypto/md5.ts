/** MD5, RFC 1321: for fingerprints only, it protects nothing. */

import { HASH_BLOCK, padMessage } from "./octets.ts";

/** Left rotations of the four rounds (RFC 1321 §3.4). */
const ROTATIONS = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
] as const;

/** The integer part of 2^32 times |sin(i + 1)| (RFC 1321 §3.4). */
const SINES: Uint32Array = Uint32Array.from({ length: 64 }, (_, i) =>
  Math.floor(2 ** 32 * Math.abs(Math.sin(i + 1))),
);

/** The digest of `octets`: 16 octets. */
export function md5(octets: Uint8Array): Uint8Array {
  const view = padMessage(octets, 0, true);
  const state = Uint32Array.of(0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476);
  for (let off = 0; off < view.byteLength; off += HASH_BLOCK) addBlock(state, view, off);
  const digest = new DataView(new ArrayBuffer(16));
  for (let i = 0; i < 4; i += 1) digest.setUint32(4 * i, state[i]!, true);
  return new Uint8Array(digest.buffer);
}

function addBlock(state: Uint32Array, view: DataView, off: number): void {
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  for (let i = 0; i < 64; i += 1) {
    const round = i >>> 4;
    const mixed =
      (a + mix(round, b, c, d) + SINES[i]! + view.getUint32(off + 4 * word(round, i), true)) | 0;
    const rotation = ROTATIONS[round as 0 | 1 | 2 | 3][(i & 3) as 0 | 1 | 2 | 3];
    a = d;
    d = c;
    c = b;
    b = (b + ((mixed << rotation) | (mixed >>> (32 - rotation)))) | 0;
  }
  state[0]! += a;
  state[1]! += b;
  state[2]! += c;
  state[3]! += d;
}

function mix(round: number, b: number, c: number, d: number): number {
  switch (round) {
    case 0:
      return (b & c) | (~b & d);
    case 1:
      return (d & b) | (~d & c);
    case 2:
      return b ^ c ^ d;
    default:
      return c ^ (b | ~d);
  }
}

/** Index of the word that step `i` of a round takes. */
function word(round: number, i: number): number {
  switch (round) {
    case 0:
      return i;
    case 1:
      return (5 * i + 1) & 15;
    case 2:
      return (3 * i + 5) & 15;
    default:
      return (7 * i) & 15;
  }
}
