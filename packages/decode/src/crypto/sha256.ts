/** SHA-256, FIPS 180-4 §6.2. */

import { HASH_BLOCK, padMessage } from "./octets.ts";

export const SHA256_LENGTH = 32;

/** First 32 bits of the fractional parts of the cube roots of the first 64 primes (FIPS 180-4 §4.2.2). */
const CONSTANTS: Int32Array = primeRoots(64, 1 / 3);
/** Likewise of the square roots of the first eight (§5.3.3). */
const INITIAL: Int32Array = primeRoots(8, 1 / 2);

function primeRoots(count: number, power: number): Int32Array {
  const primes: number[] = [];
  for (let candidate = 2; primes.length < count; candidate += 1) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  }
  return Int32Array.from(primes, (prime) => {
    const root = prime ** power;
    return Math.floor((root - Math.floor(root)) * 2 ** 32);
  });
}

/** The message schedule of the block at hand (§6.2.2). */
const w: Int32Array = new Int32Array(64);

/** The hash behind whole blocks, which any number of messages may go on from. */
export class Sha256State {
  readonly #words: Int32Array = INITIAL.slice();
  /** Octets of the blocks. */
  readonly #taken: number;

  /** @param blocks a multiple of 64 octets */
  constructor(blocks: Uint8Array) {
    const view = new DataView(blocks.buffer, blocks.byteOffset, blocks.byteLength);
    for (let off = 0; off < blocks.length; off += HASH_BLOCK) addBlock(this.#words, view, off);
    this.#taken = blocks.length;
  }

  /** The digest of the blocks and `octets` behind them: 32 octets. */
  digest(octets: Uint8Array): Uint8Array {
    const view = padMessage(octets, this.#taken, false);
    const state = this.#words.slice();
    for (let off = 0; off < view.byteLength; off += HASH_BLOCK) addBlock(state, view, off);
    const digest = new DataView(new ArrayBuffer(SHA256_LENGTH));
    for (let i = 0; i < 8; i += 1) digest.setInt32(4 * i, state[i]!);
    return new Uint8Array(digest.buffer);
  }
}

const START: Sha256State = new Sha256State(new Uint8Array(0));

/** The digest of `octets`: 32 octets. */
export function sha256(octets: Uint8Array): Uint8Array {
  return START.digest(octets);
}

/** @param taken octets of the blocks before these */
function addBlock(state: Int32Array, view: DataView, off: number): void {
  for (let i = 0; i < 16; i += 1) w[i] = view.getInt32(off + 4 * i);
  for (let i = 16; i < 64; i += 1) {
    const s0 = rotate(w[i - 15]!, 7) ^ rotate(w[i - 15]!, 18) ^ (w[i - 15]! >>> 3);
    const s1 = rotate(w[i - 2]!, 17) ^ rotate(w[i - 2]!, 19) ^ (w[i - 2]! >>> 10);
    w[i] = (w[i - 16]! + s0 + w[i - 7]! + s1) | 0;
  }
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  let e = state[4]!;
  let f = state[5]!;
  let g = state[6]!;
  let h = state[7]!;
  for (let i = 0; i < 64; i += 1) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + CONSTANTS[i]! + w[i]!) | 0;
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0]! += a;
  state[1]! += b;
  state[2]! += c;
  state[3]! += d;
  state[4]! += e;
  state[5]! += f;
  state[6]! += g;
  state[7]! += h;
}

function rotate(value: number, bits: number): number {
  return (value >>> bits) | (value << (32 - bits));
}
