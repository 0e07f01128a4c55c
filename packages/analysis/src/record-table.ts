/**
 * A bounded hash table of fixed-size records over typed arrays.
 *
 * Buckets hold chains, linked by row index, instead of open addressing: a full table replaces a record
 * for every new one, and a chain gives up a record without a tombstone, so that lookups stay as short
 * after a million replacements as before. A record lies in one piece (doubles, then words), because
 * one cache line per lookup costs less than one per column.
 *
 * A full table lets go what eviction.ts chooses, but not for every newcomer: it samples them by weight
 * (sample and hold: Estan and Varghese, "New directions in traffic measurement and accounting", 2002).
 * One that weighs {@link ADMISSION_WEIGHT} or more is always let in, a million tiny ones are turned
 * away at the cost of a lookup each.
 */
import { DistinctCount } from "./distinct-count.ts";
import { Eviction } from "./eviction.ts";
import { hashKeys, hashWords } from "./hash.ts";

/** Weight of newcomers, in octets, after which a full table lets one in. */
export const ADMISSION_WEIGHT = 4096;
/** Rows allocated at first. */
const FIRST_ROWS = 256;
/** How many times larger a table becomes that is full. */
const GROWTH = 8;

/* Every record begins with these doubles. */
/** Seconds since 1970 of the last use. */
export const LAST_SECONDS = 0;
/** The two doubles whose sum is the record's weight. */
export const WEIGHT_A = 1;
export const WEIGHT_B = 2;

export interface RecordShape {
  /** 32-bit words of the key, at most 12. */
  readonly keyWords: number;
  /** 64-bit fields, the first three as above. */
  readonly doubles: number;
  /** Further 32-bit fields. */
  readonly words: number;
}

export class RecordTable {
  readonly capacity: number;
  /** Scratch for the key: fill it, then call {@link find} or {@link obtain}. */
  readonly key: Int32Array;
  /** Field `f` of row `r` is `doubles[r * doubleStride + f]`. Replaced when the table grows. */
  doubles: Float64Array;
  /** Signed word `w` of row `r` is `words[r * wordStride + w]`; the same memory as {@link doubles}. */
  words: Int32Array;
  readonly doubleStride: number;
  readonly wordStride: number;
  /** Offset of the key, and of the first further word, inside a row of {@link words}. */
  readonly keyAt: number;
  readonly wordsAt: number;
  /** Rows in use are `0 … used - 1`, except those that {@link isFree}. */
  used = 0;
  /** Records held. */
  size = 0;
  /** Records that left for others. */
  evicted = 0;
  /** True when the last {@link obtain} made a record. */
  made = false;
  /** Row that {@link obtain} is about to reuse is announced here first. */
  readonly #leave: (row: number) => void;
  readonly #keyWords: number;
  readonly #hashAt: number;
  readonly #nextAt: number;
  readonly #generationAt: number;
  readonly #hashKeys: Int32Array;
  #rows: number;
  /** First row of each bucket plus one; 0 for none. */
  #heads: Int32Array;
  #shift: number;
  readonly #eviction: Eviction;
  /** Weight of the newcomers turned away since the last one that was let in. */
  #waiting = 0;
  /** Row plus one of the first free row below `used`. */
  #free = 0;
  /** Records made so far. */
  #made = 0;
  readonly #seed: number;
  /** All keys, from when the first record has to leave. */
  #keys: DistinctCount | undefined;

  /** `leave` is told of each row before its record leaves. */
  constructor(
    shape: RecordShape,
    capacity: number,
    seed: number,
    leave: (row: number) => void = ignore,
  ) {
    this.capacity = capacity;
    this.key = new Int32Array(shape.keyWords);
    this.#keyWords = shape.keyWords;
    this.keyAt = 2 * shape.doubles;
    this.#hashAt = this.keyAt + shape.keyWords;
    this.#nextAt = this.#hashAt + 1;
    this.#generationAt = this.#hashAt + 2;
    this.wordsAt = this.#hashAt + 3;
    this.doubleStride = Math.ceil((this.wordsAt + shape.words) / 2);
    this.wordStride = 2 * this.doubleStride;
    this.#rows = Math.min(FIRST_ROWS, capacity);
    this.doubles = new Float64Array(this.#rows * this.doubleStride);
    this.words = new Int32Array(this.doubles.buffer);
    this.#eviction = new Eviction({
      stride: this.doubleStride,
      lastSeconds: LAST_SECONDS,
      weight: WEIGHT_A,
    });
    const bits = bucketBits(this.#rows);
    this.#shift = 32 - bits;
    this.#heads = new Int32Array(1 << bits);
    this.#seed = seed;
    this.#hashKeys = hashKeys(seed);
    this.#leave = leave;
  }

  get memoryLength(): number {
    return this.doubles.byteLength + this.#heads.byteLength + (this.#keys?.memoryLength ?? 0);
  }

  /** Keys since the start: exact until a full table lets the first one go, then a few percent off at most. */
  get seen(): number {
    if (this.#keys === undefined) return this.#made;
    return Math.max(this.size, this.#keys.estimate());
  }

  /** Row whose key equals the scratch, or -1. */
  find(): number {
    return this.#probe(hashWords(this.#hashKeys, this.key, this.#keyWords));
  }

  /**
   * Row whose key equals the scratch; made, with every field zero, where there is none. -1 when the
   * table is full and the newcomer was not let in; it counts as made and evicted then.
   *
   * @param seconds Time of use, against which idleness is measured when a record has to leave.
   * @param weight What the caller is about to count, in octets; infinite to be let in at any rate.
   */
  obtain(seconds: number, weight: number): number {
    const hash = hashWords(this.#hashKeys, this.key, this.#keyWords);
    const found = this.#probe(hash);
    this.made = false;
    if (found >= 0) return found;
    if (this.size === this.capacity && !this.#admits(weight)) {
      this.#countKeys().add(this.key, 0, this.#keyWords);
      this.evicted++;
      return -1;
    }
    this.made = true;
    const row = this.#takeRow(seconds);
    this.#keys?.add(this.key, 0, this.#keyWords);
    const base = row * this.wordStride;
    const words = this.words;
    for (let i = 0; i < this.#keyWords; i++) words[base + this.keyAt + i] = this.key[i]!;
    words[base + this.#hashAt] = hash;
    this.#link(row, hash);
    this.size++;
    this.#made++;
    return row;
  }

  /** Number that changes each time the row is given to another record; tells stale references. */
  generation(row: number): number {
    return this.words[row * this.wordStride + this.#generationAt]!;
  }

  /** True for a row between others that holds no record. */
  isFree(row: number): boolean {
    return this.words[row * this.wordStride + this.#nextAt] === FREE;
  }

  /** Lets go of a row before its turn. */
  remove(row: number): void {
    this.#unlink(row);
    this.#clear(row);
    const base = row * this.wordStride;
    this.words[base + this.#nextAt] = FREE;
    // Eviction passes over it.
    this.doubles[row * this.doubleStride + WEIGHT_A] = Number.POSITIVE_INFINITY;
    this.words[base + this.#hashAt] = this.#free;
    this.#free = row + 1;
    this.size--;
  }

  /** Row that would be let go next, or -1 when the search met free rows only. */
  weakest(seconds: number): number {
    return this.#eviction.choose(this.doubles, this.used, seconds);
  }

  /** Lets the record of a row leave for good and counts it. */
  evict(row: number): void {
    this.#countKeys();
    this.#leave(row);
    this.remove(row);
    this.evicted++;
  }

  #probe(hash: number): number {
    const words = this.words;
    const key = this.key;
    const stride = this.wordStride;
    const { keyAt } = this;
    const keyWords = this.#keyWords;
    const hashAt = this.#hashAt;
    let row = this.#heads[hash >>> this.#shift]! - 1;
    while (row >= 0) {
      const base = row * stride;
      if (words[base + hashAt] === hash) {
        let i = 0;
        while (i < keyWords && words[base + keyAt + i] === key[i]) i++;
        if (i === keyWords) return row;
      }
      row = words[base + this.#nextAt]! - 1;
    }
    return -1;
  }

  /** The keys so far, which the records alone tell until the first of them leaves. */
  #countKeys(): DistinctCount {
    if (this.#keys !== undefined) return this.#keys;
    const keys = new DistinctCount(this.#seed);
    for (let row = 0; row < this.used; row++) {
      if (!this.isFree(row))
        keys.add(this.words, row * this.wordStride + this.keyAt, this.#keyWords);
    }
    this.#keys = keys;
    return keys;
  }

  #admits(weight: number): boolean {
    this.#waiting += weight;
    if (this.#waiting < ADMISSION_WEIGHT) return false;
    this.#waiting = 0;
    return true;
  }

  #takeRow(seconds: number): number {
    if (this.#free === 0) {
      if (this.used < this.capacity) {
        if (this.used === this.#rows) this.#grow();
        return this.used++;
      }
      this.evict(this.weakest(seconds));
    }
    const row = this.#free - 1;
    this.#free = this.words[row * this.wordStride + this.#hashAt]!;
    this.doubles[row * this.doubleStride + WEIGHT_A] = 0;
    return row;
  }

  #link(row: number, hash: number): void {
    const bucket = hash >>> this.#shift;
    this.words[row * this.wordStride + this.#nextAt] = this.#heads[bucket]!;
    this.#heads[bucket] = row + 1;
  }

  #unlink(row: number): void {
    const words = this.words;
    const base = row * this.wordStride;
    const bucket = words[base + this.#hashAt]! >>> this.#shift;
    const next = words[base + this.#nextAt]!;
    if (this.#heads[bucket] === row + 1) {
      this.#heads[bucket] = next;
      return;
    }
    let at = (this.#heads[bucket]! - 1) * this.wordStride + this.#nextAt;
    while (words[at] !== row + 1) at = (words[at]! - 1) * this.wordStride + this.#nextAt;
    words[at] = next;
  }

  /** Zeroes a row and makes references to it stale. */
  #clear(row: number): void {
    const base = row * this.wordStride;
    const generation = this.words[base + this.#generationAt]!;
    this.words.fill(0, base, base + this.wordStride);
    this.words[base + this.#generationAt] = generation + 1;
  }

  #grow(): void {
    this.#rows = Math.min(this.#rows * GROWTH, this.capacity);
    const doubles = new Float64Array(this.#rows * this.doubleStride);
    doubles.set(this.doubles);
    this.doubles = doubles;
    this.words = new Int32Array(doubles.buffer);
    const bits = bucketBits(this.#rows);
    this.#shift = 32 - bits;
    this.#heads = new Int32Array(1 << bits);
    for (let row = 0; row < this.used; row++) {
      this.#link(row, this.words[row * this.wordStride + this.#hashAt]!);
    }
  }
}

/** Next-row value of rows that hold no record; no table has as many rows. */
const FREE = -1;

/**
 * Buckets per row: most lookups of keys that a full table does not hold then end at an empty bucket,
 * without touching a record.
 */
const BUCKETS_PER_ROW = 2;

/** Bits of the index of the buckets that a table of so many rows has, 2 … 31. */
export function bucketBits(rows: number): number {
  return Math.ceil(Math.log2(rows * BUCKETS_PER_ROW));
}

function ignore(): void {}
