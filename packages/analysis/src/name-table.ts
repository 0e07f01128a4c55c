/**
 * What addresses are called: up to four names each, with where they come from and since when.
 *
 * A source that speaks about one machine beats one that speaks about whatever answers there: DHCP,
 * mDNS, LLMNR, NBNS, DNS, then the names that clients ask servers for. Of equal sources the newest is first.
 */
import type { NameSource } from "@wirescope/decode";
import type { NamePool } from "./name-pool.ts";
import { LAST_SECONDS, RecordTable, WEIGHT_A } from "./record-table.ts";

export const NAMES_PER_ADDRESS = 4;

/** Best first; a name's source is kept as its place in this list. */
const SOURCES: readonly NameSource[] = ["dhcp", "mdns", "llmnr", "nbns", "dns", "tls", "http"];

/** IP version and four address words. */
const KEY_WORDS = 5;
/** Further words: of each name its row plus one, generation, and source with the seconds. */
const ROW = 0;
const GENERATION = 1;
const SOURCE = 2;
const SECONDS = 3;
const ENTRY_WORDS = 4;
const DOUBLES = 3;

/** A name of an address. */
export interface AddressName {
  readonly name: string;
  readonly source: NameSource;
  /** Seconds since 1970 when it was last said, modulo 2^32. */
  readonly seconds: number;
}

export class NameTable {
  readonly #table: RecordTable;
  readonly #pool: NamePool;

  constructor(capacity: number, seed: number, pool: NamePool) {
    const shape = { keyWords: KEY_WORDS, doubles: DOUBLES, words: ENTRY_WORDS * NAMES_PER_ADDRESS };
    this.#table = new RecordTable(shape, capacity, seed);
    this.#pool = pool;
  }

  /** Addresses that have names. */
  get size(): number {
    return this.#table.size;
  }

  /** Addresses and names that had to leave. */
  get evicted(): number {
    return this.#table.evicted + this.#pool.evicted;
  }

  get memoryLength(): number {
    return this.#table.memoryLength;
  }

  /** Notes that an address bears a name. */
  add(
    ipVersion: number,
    w0: number,
    w1: number,
    w2: number,
    w3: number,
    name: string,
    source: NameSource,
    seconds: number,
  ): void {
    const nameRow = this.#pool.intern(name, seconds);
    this.#setKey(ipVersion, w0, w1, w2, w3);
    const table = this.#table;
    const row = table.obtain(seconds, Number.POSITIVE_INFINITY);
    const base = row * table.doubleStride;
    table.doubles[base + LAST_SECONDS] = seconds;
    // All addresses weigh the same, so that the one that was named longest ago leaves.
    table.doubles[base + WEIGHT_A] = 1;
    this.#insert(row, nameRow, SOURCES.indexOf(source), seconds);
  }

  /** Names of an address, best first; empty when none is known. */
  of(ipVersion: number, w0: number, w1: number, w2: number, w3: number): AddressName[] {
    this.#setKey(ipVersion, w0, w1, w2, w3);
    const row = this.#table.find();
    const names: AddressName[] = [];
    if (row < 0) return names;
    const words = this.#table.words;
    const first = this.#firstEntry(row);
    for (let i = 0; i < NAMES_PER_ADDRESS; i++) {
      const at = first + i * ENTRY_WORDS;
      if (words[at + ROW] === 0) continue;
      const name = this.#pool.text(words[at + ROW]! - 1, words[at + GENERATION]!);
      if (name === undefined) continue;
      names.push({
        name,
        source: SOURCES[words[at + SOURCE]!]!,
        seconds: words[at + SECONDS]! >>> 0,
      });
    }
    return names;
  }

  /** Puts a name in its place and lets the last one go; a name that is there already moves up. */
  #insert(row: number, nameRow: number, source: number, seconds: number): void {
    const words = this.#table.words;
    const first = this.#firstEntry(row);
    const generation = this.#pool.generation(nameRow);
    const same = this.#find(first, nameRow, generation);
    let best = source;
    let old = same;
    if (same >= 0) {
      best = Math.min(source, words[same + SOURCE]!);
    } else {
      old = this.#room(first);
      if (this.#holdsName(old) && words[old + SOURCE]! < source) return;
    }
    let at = old;
    while (at > first && words[at - ENTRY_WORDS + SOURCE]! >= best) {
      words.copyWithin(at, at - ENTRY_WORDS, at);
      at -= ENTRY_WORDS;
    }
    words[at + ROW] = nameRow + 1;
    words[at + GENERATION] = generation;
    words[at + SOURCE] = best;
    words[at + SECONDS] = seconds;
  }

  /** Entry of a name, or -1. */
  #find(first: number, nameRow: number, generation: number): number {
    const words = this.#table.words;
    for (let i = 0; i < NAMES_PER_ADDRESS; i++) {
      const at = first + i * ENTRY_WORDS;
      if (words[at + ROW] === nameRow + 1 && words[at + GENERATION] === generation) return at;
    }
    return -1;
  }

  /** First entry that is empty or whose name has left the pool, else the last one. */
  #room(first: number): number {
    let at = first;
    for (let i = 1; i < NAMES_PER_ADDRESS && this.#holdsName(at); i++) at += ENTRY_WORDS;
    return at;
  }

  #holdsName(at: number): boolean {
    const words = this.#table.words;
    if (words[at + ROW] === 0) return false;
    return this.#pool.text(words[at + ROW]! - 1, words[at + GENERATION]!) !== undefined;
  }

  #firstEntry(row: number): number {
    return row * this.#table.wordStride + this.#table.wordsAt;
  }

  #setKey(ipVersion: number, w0: number, w1: number, w2: number, w3: number): void {
    const key = this.#table.key;
    key[0] = ipVersion;
    key[1] = w0;
    key[2] = w1;
    key[3] = w2;
    key[4] = w3;
  }
}
