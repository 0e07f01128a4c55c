// @ts-check
/** Changes to octets that parsers are most often wrong about. */

/** @typedef {import("@wirescope/sample").Random} Random */

/** Values at the edges of lengths and counts. */
const EDGES = [0, 1, 2, 3, 4, 7, 8, 15, 16, 0x3f, 0x40, 0x7f, 0x80, 0xc0, 0xfe, 0xff];

/**
 * Changes `bytes[0 … length − 1]` in place, up to eight times.
 *
 * @param {Random} random
 * @param {Uint8Array} bytes its capacity bounds the result
 * @param {number} length at least 1
 * @param {Uint8Array} other octets of another seed, for splices
 * @param {readonly number[]} places offsets at which headers begin; changes cluster behind them
 * @returns {number} the new length
 */
export function mutate(random, bytes, length, other, places) {
  let now = length;
  for (let round = 1 + (random.uint32() & 7); round > 0 && now > 0; round -= 1) {
    now = change(random, bytes, now, other, place(random, now, places));
  }
  return now;
}

/**
 * @param {Random} random
 * @param {number} length
 * @param {readonly number[]} places
 */
function place(random, length, places) {
  if (places.length === 0 || (random.uint32() & 3) === 0) return random.integer(0, length - 1);
  return Math.min(length - 1, random.pick(places) + random.integer(0, 23));
}

/**
 * @param {Random} random
 * @param {Uint8Array} bytes
 * @param {number} length
 * @param {Uint8Array} other
 * @param {number} at
 * @returns {number}
 */
function change(random, bytes, length, other, at) {
  switch (random.uint32() % 9) {
    case 0:
      bytes[at] = (bytes[at] ?? 0) ^ (1 << (random.uint32() & 7));
      return length;
    case 1:
      bytes[at] = random.pick(EDGES);
      return length;
    case 2:
      bytes[at] = random.uint32();
      return length;
    case 3: {
      const edge = random.pick([0, 1, 0x7fff, 0x8000, 0xffff, length, length - at]);
      bytes[at] = edge >>> 8;
      if (at + 1 < length) bytes[at + 1] = edge;
      return length;
    }
    case 4:
      bytes[at] = (bytes[at] ?? 0) + random.pick([-1, 1]);
      return length;
    case 5:
      return at;
    case 6: {
      const count = random.integer(1, 64);
      bytes.copyWithin(Math.min(at + count, bytes.length), at, length);
      return Math.min(length + count, bytes.length);
    }
    case 7: {
      const count = random.integer(1, 64);
      bytes.copyWithin(at, Math.min(at + count, length), length);
      return Math.max(at, length - count);
    }
    default: {
      const from = random.integer(0, other.length);
      const part = other
        .subarray(from, from + random.integer(1, 200))
        .subarray(0, bytes.length - at);
      bytes.set(part, at);
      return Math.max(length, at + part.length);
    }
  }
}
