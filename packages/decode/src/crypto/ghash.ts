/** GHASH, NIST SP 800-38D §6.4: products in GF(2^128), four bits at a time from a table of sixteen. */

const BLOCK = 16;

/** What the four bits that a shift drops add to the first word (the polynomial of §6.3). */
const REDUCTION: Uint32Array = Uint32Array.from({ length: 16 }, (_, dropped) => {
  let value = 0;
  for (let bit = 0; bit < 4; bit += 1) {
    if (dropped & (1 << bit)) value ^= 0xe100_0000 >>> (3 - bit);
  }
  return value;
});

export class GhashKey {
  /** Four words for each multiple of the key by a polynomial of degree three. */
  readonly #table = new Uint32Array(64);
  readonly #sum = new Uint32Array(4);

  /** @param key 16 octets */
  constructor(key: Uint8Array) {
    const table = this.#table;
    const view = new DataView(key.buffer, key.byteOffset, BLOCK);
    for (let i = 0; i < 4; i += 1) table[4 * 8 + i] = view.getUint32(4 * i);
    for (let row = 4; row > 0; row >>>= 1) this.#halve(8 * row, 4 * row);
    for (let row = 2; row < 16; row += 1) {
      const top = 1 << (31 - Math.clz32(row));
      if (row === top) continue;
      for (let i = 0; i < 4; i += 1)
        table[4 * row + i] = table[4 * top + i]! ^ table[4 * (row - top) + i]!;
    }
  }

  /** Associated data and ciphertext, each padded to whole blocks, and their lengths. */
  digest(associated: Uint8Array, ciphertext: Uint8Array): Uint8Array {
    this.#sum.fill(0);
    this.#add(associated);
    this.#add(ciphertext);
    const lengths = new DataView(new ArrayBuffer(BLOCK));
    lengths.setUint32(4, associated.length << 3);
    lengths.setUint32(12, ciphertext.length << 3);
    this.#add(new Uint8Array(lengths.buffer));
    const digest = new DataView(new ArrayBuffer(BLOCK));
    for (let i = 0; i < 4; i += 1) digest.setUint32(4 * i, this.#sum[i]!);
    return new Uint8Array(digest.buffer);
  }

  #add(octets: Uint8Array): void {
    const sum = this.#sum;
    for (let off = 0; off < octets.length; off += BLOCK) {
      const stop = Math.min(BLOCK, octets.length - off);
      for (let i = 0; i < stop; i += 1) sum[i >>> 2]! ^= octets[off + i]! << (24 - 8 * (i & 3));
      this.#multiply();
    }
  }

  /** The sum times the key, from the highest power of x down. */
  #multiply(): void {
    const table = this.#table;
    const sum = this.#sum;
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let nibble = 31; nibble >= 0; nibble -= 1) {
      const row = 4 * ((sum[nibble >>> 3]! >>> (28 - 4 * (nibble & 7))) & 15);
      const dropped = d & 15;
      d = (d >>> 4) | (c << 28);
      c = (c >>> 4) | (b << 28);
      b = (b >>> 4) | (a << 28);
      a = (a >>> 4) ^ REDUCTION[dropped]!;
      a ^= table[row]!;
      b ^= table[row + 1]!;
      c ^= table[row + 2]!;
      d ^= table[row + 3]!;
    }
    sum[0] = a;
    sum[1] = b;
    sum[2] = c;
    sum[3] = d;
  }

  /** The element at `from` times x, to `to`. */
  #halve(from: number, to: number): void {
    const table = this.#table;
    const carry = table[from + 3]! & 1;
    for (let i = 3; i > 0; i -= 1) {
      table[to + i] = (table[from + i]! >>> 1) | (table[from + i - 1]! << 31);
    }
    table[to] = (table[from]! >>> 1) ^ (carry ? 0xe100_0000 : 0);
  }
}
