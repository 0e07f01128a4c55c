/** AES with a key of 128 bits, encryption only, FIPS 197. What it decrypts is public: no care is taken of timing. */

export const AES_BLOCK = 16;
const ROUNDS = 10;

const SBOX: Uint8Array = makeSbox();
/** The S-box and MixColumns of one octet in one step; the other columns are its rotations. */
const COLUMNS: Uint32Array = Uint32Array.from(SBOX, (s) => {
  const twice = double(s);
  return ((twice << 24) | (s << 16) | (s << 8) | (twice ^ s)) >>> 0;
});

/** Multiplication by x in GF(2^8), FIPS 197 §4.2.1. */
function double(value: number): number {
  return ((value << 1) ^ (value & 0x80 ? 0x11b : 0)) & 0xff;
}

/** Multiplicative inverses and the affine map of FIPS 197 §5.1.1. */
function makeSbox(): Uint8Array {
  const powers = new Uint8Array(256);
  const logarithms = new Uint8Array(256);
  for (let i = 0, value = 1; i < 255; i += 1) {
    powers[i] = value;
    logarithms[value] = i;
    value ^= double(value);
  }
  return Uint8Array.from({ length: 256 }, (_, value) => {
    const inverse = value === 0 ? 0 : powers[(255 - logarithms[value]!) % 255]!;
    const twice = inverse | (inverse << 8);
    return (inverse ^ (twice >>> 4) ^ (twice >>> 5) ^ (twice >>> 6) ^ (twice >>> 7) ^ 0x63) & 0xff;
  });
}

export class Aes128 {
  readonly #schedule = new Uint32Array(4 * (ROUNDS + 1));

  /** @param key 16 octets */
  constructor(key: Uint8Array) {
    const words = this.#schedule;
    for (let i = 0; i < 4; i += 1) words[i] = readWord(key, 4 * i);
    for (let i = 4, round = 1; i < words.length; i += 1) {
      let word = words[i - 1]!;
      if (i % 4 === 0) {
        word = substitute((word << 8) | (word >>> 24)) ^ (round << 24);
        round = double(round);
      }
      words[i] = words[i - 4]! ^ word;
    }
  }

  /** Encrypts the 16 octets of `input` at `from` into `output` at 0. */
  encrypt(input: Uint8Array, from: number, output: Uint8Array): void {
    const keys = this.#schedule;
    let a = readWord(input, from) ^ keys[0]!;
    let b = readWord(input, from + 4) ^ keys[1]!;
    let c = readWord(input, from + 8) ^ keys[2]!;
    let d = readWord(input, from + 12) ^ keys[3]!;
    let at = 4;
    for (let round = 1; round < ROUNDS; round += 1, at += 4) {
      const e = mixedColumn(a, b, c, d) ^ keys[at]!;
      const f = mixedColumn(b, c, d, a) ^ keys[at + 1]!;
      const g = mixedColumn(c, d, a, b) ^ keys[at + 2]!;
      const h = mixedColumn(d, a, b, c) ^ keys[at + 3]!;
      a = e;
      b = f;
      c = g;
      d = h;
    }
    writeWord(output, 0, lastColumn(a, b, c, d) ^ keys[at]!);
    writeWord(output, 4, lastColumn(b, c, d, a) ^ keys[at + 1]!);
    writeWord(output, 8, lastColumn(c, d, a, b) ^ keys[at + 2]!);
    writeWord(output, 12, lastColumn(d, a, b, c) ^ keys[at + 3]!);
  }
}

/** One column after SubBytes, ShiftRows and MixColumns. */
function mixedColumn(a: number, b: number, c: number, d: number): number {
  const second = COLUMNS[(b >>> 16) & 0xff]!;
  const third = COLUMNS[(c >>> 8) & 0xff]!;
  const fourth = COLUMNS[d & 0xff]!;
  return (
    COLUMNS[a >>> 24]! ^
    ((second >>> 8) | (second << 24)) ^
    ((third >>> 16) | (third << 16)) ^
    ((fourth >>> 24) | (fourth << 8))
  );
}

/** One column of the last round, which does not mix. */
function lastColumn(a: number, b: number, c: number, d: number): number {
  return (
    (SBOX[a >>> 24]! << 24) |
    (SBOX[(b >>> 16) & 0xff]! << 16) |
    (SBOX[(c >>> 8) & 0xff]! << 8) |
    SBOX[d & 0xff]!
  );
}

function substitute(word: number): number {
  return lastColumn(word, word, word, word);
}

function readWord(octets: Uint8Array, at: number): number {
  return (octets[at]! << 24) | (octets[at + 1]! << 16) | (octets[at + 2]! << 8) | octets[at + 3]!;
}

function writeWord(octets: Uint8Array, at: number, word: number): void {
  octets[at] = word >>> 24;
  octets[at + 1] = word >>> 16;
  octets[at + 2] = word >>> 8;
  octets[at + 3] = word;
}
