/**
 * Flows by their key, over typed arrays; flow-layout.ts says where each field lies.
 *
 * A bucket holds a chain of rows, so that a full table can replace a flow for each new one without
 * tombstones piling up. The whole record lies in one piece: a packet touches two or three cache lines of it,
 * where a column for each field would cost one per field.
 *
 * A flow that ended (retired) stays for whoever lists flows, but leaves its chain, so that the next
 * packet with the same key begins a new one. A full table lets go what eviction.ts chooses.
 */
import { Eviction } from "./eviction.ts";
import { FlowKey, IPV4_KEY_WORDS } from "./flow-key.ts";
import {
  BYTES,
  FLOW_DOUBLES,
  FLOW_WORDS,
  HASH,
  KEY,
  KEY_WORDS,
  LAST_SECONDS,
  META,
  NEXT,
  RETIRED,
  SERIAL,
} from "./flow-layout.ts";
import { hashKeys, hashWords } from "./hash.ts";
import { bucketBits } from "./record-table.ts";

const FIRST_ROWS = 256;
/** How many times larger a table becomes that is full: memory that is new to the process is what costs most. */
const GROWTH = 8;
/** Large arrays begin 16 octets into a page; behind this many more, records begin with a line of the cache. */
const ALIGNMENT = 48;

export class FlowTable {
  readonly capacity: number;
  /** Scratch: fill it from a packet, then call {@link find} and, where that fails, {@link open}. */
  readonly key: FlowKey = new FlowKey();
  /** Double `f` of row `r` is `doubles[r * FLOW_DOUBLES + f]`. Replaced when the table grows. */
  doubles: Float64Array;
  /** Word `w` of row `r` is `words[r * FLOW_WORDS + w]`; the same memory as {@link doubles}. */
  words: Int32Array;
  /** Flows held, in rows `0 … size - 1`. */
  size = 0;
  /** Flows since the start. */
  seen = 0;
  /** Flows that left for others. */
  evicted = 0;
  readonly #leave: (row: number) => void;
  readonly #hashKeys: Int32Array;
  #rows: number;
  /** First row of each bucket plus one; 0 for none. */
  #heads: Int32Array;
  #shift: number;
  readonly #eviction: Eviction = new Eviction({
    stride: FLOW_DOUBLES,
    lastSeconds: LAST_SECONDS,
    weight: BYTES,
  });
  #hash = 0;

  /** `leave` is told of each row before its flow leaves. */
  constructor(capacity: number, seed: number, leave: (row: number) => void) {
    this.capacity = capacity;
    this.#leave = leave;
    this.#hashKeys = hashKeys(seed);
    this.#rows = Math.min(FIRST_ROWS, capacity);
    this.doubles = newDoubles(this.#rows);
    this.words = new Int32Array(this.doubles.buffer, ALIGNMENT);
    const bits = bucketBits(this.#rows);
    this.#shift = 32 - bits;
    this.#heads = new Int32Array(1 << bits);
  }

  get memoryLength(): number {
    return this.doubles.byteLength + this.#heads.byteLength;
  }

  /** Row of the flow that has the scratch key, or -1. */
  find(): number {
    const key = this.key.words;
    const count = this.key.count;
    const hash = hashWords(this.#hashKeys, key, count);
    this.#hash = hash;
    const words = this.words;
    let row = this.#heads[hash >>> this.#shift]! - 1;
    while (row >= 0) {
      const base = row * FLOW_WORDS + KEY;
      if (
        words[base] === key[0] &&
        words[base + 1] === key[1] &&
        words[base + 2] === key[2] &&
        words[base + 3] === key[3] &&
        (count === IPV4_KEY_WORDS || this.#restEquals(base))
      ) {
        return row;
      }
      row = words[base + NEXT - KEY]! - 1;
    }
    return -1;
  }

  /**
   * Makes a flow for the scratch key, right after {@link find} did not find it (or {@link retire} took
   * the found one out). All of its fields but key, hash and serial are zero.
   *
   * @param seconds The present, against which idleness is measured when another flow has to leave.
   */
  open(seconds: number): number {
    const row = this.#takeRow(seconds);
    const base = row * FLOW_WORDS;
    const words = this.words;
    const key = this.key.words;
    const count = this.key.count;
    for (let i = 0; i < count; i++) words[base + KEY + i] = key[i]!;
    words[base + HASH] = this.#hash;
    this.#link(row, this.#hash);
    this.seen++;
    this.doubles[row * FLOW_DOUBLES + SERIAL] = this.seen;
    return row;
  }

  /** Ends a flow: no packet finds it any more. */
  retire(row: number): void {
    this.#unlink(row);
    this.words[row * FLOW_WORDS + META]! |= RETIRED;
  }

  #restEquals(base: number): boolean {
    const words = this.words;
    const key = this.key.words;
    for (let i = IPV4_KEY_WORDS; i < KEY_WORDS; i++) {
      if (words[base + i] !== key[i]) return false;
    }
    return true;
  }

  #takeRow(seconds: number): number {
    if (this.size < this.capacity) {
      if (this.size === this.#rows) this.#grow();
      return this.size++;
    }
    const row = this.#eviction.choose(this.doubles, this.size, seconds);
    this.#leave(row);
    if ((this.words[row * FLOW_WORDS + META]! & RETIRED) === 0) this.#unlink(row);
    this.words.fill(0, row * FLOW_WORDS, (row + 1) * FLOW_WORDS);
    this.evicted++;
    return row;
  }

  #link(row: number, hash: number): void {
    const bucket = hash >>> this.#shift;
    this.words[row * FLOW_WORDS + NEXT] = this.#heads[bucket]!;
    this.#heads[bucket] = row + 1;
  }

  #unlink(row: number): void {
    const words = this.words;
    const bucket = words[row * FLOW_WORDS + HASH]! >>> this.#shift;
    const next = words[row * FLOW_WORDS + NEXT]!;
    if (this.#heads[bucket] === row + 1) {
      this.#heads[bucket] = next;
      return;
    }
    let at = (this.#heads[bucket]! - 1) * FLOW_WORDS + NEXT;
    while (words[at] !== row + 1) at = (words[at]! - 1) * FLOW_WORDS + NEXT;
    words[at] = next;
  }

  #grow(): void {
    this.#rows = Math.min(this.#rows * GROWTH, this.capacity);
    const doubles = newDoubles(this.#rows);
    doubles.set(this.doubles);
    this.doubles = doubles;
    this.words = new Int32Array(doubles.buffer, ALIGNMENT);
    const bits = bucketBits(this.#rows);
    this.#shift = 32 - bits;
    this.#heads = new Int32Array(1 << bits);
    for (let row = 0; row < this.size; row++) {
      const base = row * FLOW_WORDS;
      if ((this.words[base + META]! & RETIRED) === 0) this.#link(row, this.words[base + HASH]!);
    }
  }
}

function newDoubles(rows: number): Float64Array {
  const octets = rows * FLOW_DOUBLES * Float64Array.BYTES_PER_ELEMENT;
  return new Float64Array(new ArrayBuffer(ALIGNMENT + octets), ALIGNMENT);
}
