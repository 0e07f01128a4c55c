/**
 * Keyed hashing of integer keys: multilinear hashing over 16-bit halves modulo 2^32
 * (Lemire and Kaser, "Strongly universal string hashing is fast", 2014).
 *
 * The upper 17 bits of the sum are strongly universal as long as the keys are secret: whoever does
 * not know them cannot choose packets that fall into one bucket more often than chance has it. Tables
 * take their bucket from the upper bits.
 */

/** 32-bit words that a key can have at most. */
const MAX_KEY_WORDS = 12;

/** Makes the secret multipliers: one to start from and two for each word of the key. */
export function hashKeys(seed: number): Int32Array {
  const keys = new Int32Array(1 + 2 * MAX_KEY_WORDS);
  let state = seed | 0;
  for (let i = 0; i < keys.length; i++) {
    // SplitMix32: every state gives another, well mixed word.
    state = (state + 0x9e3779b9) | 0;
    let word = state ^ (state >>> 16);
    word = Math.imul(word, 0x21f0aaad);
    word ^= word >>> 15;
    word = Math.imul(word, 0x735a2d97);
    keys[i] = word ^ (word >>> 15);
  }
  return keys;
}

/**
 * Hash of the first `count` words of `key`, as a signed 32-bit integer, which V8 keeps without
 * allocating; the upper bits are the good ones.
 */
export function hashWords(keys: Int32Array, key: Int32Array, count: number): number {
  let sum = keys[0]!;
  for (let i = 0; i < count; i++) {
    const word = key[i]!;
    // A zero adds nothing, and most words of IPv4 keys are zero.
    if (word === 0) continue;
    sum =
      (sum +
        Math.imul(keys[2 * i + 1]!, word & 0xffff) +
        Math.imul(keys[2 * i + 2]!, word >>> 16)) |
      0;
  }
  return sum;
}
