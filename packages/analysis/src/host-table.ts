/**
 * What each address sent and received.
 *
 * Counters arrive in portions, when flows settle, not per packet.
 */
import { formatIpv4, formatIpv6 } from "@wirescope/decode";
import { type MemberCounts, type Ranking, type RankMetric, rankingOf, TopRows } from "./ranking.ts";
import { LAST_SECONDS, RecordTable, WEIGHT_A, WEIGHT_B } from "./record-table.ts";

const BYTES_OUT = WEIGHT_A;
const BYTES_IN = WEIGHT_B;
const PACKETS_OUT = 3;
const PACKETS_IN = 4;
const FLOWS = 5;
const FIRST_SECONDS = 6;
const DOUBLES = 7;

/* Further words. */
const FIRST_NANOSECONDS = 0;
const LAST_NANOSECONDS = 1;
/** Upper 16 bits of the MAC address, with {@link HAS_MAC}. */
const MAC_HIGH = 2;
const MAC_LOW = 3;
const WORDS = 4;
const HAS_MAC = 0x1_0000;

/** IP version and four address words. */
const KEY_WORDS = 5;

export type HostDirection = "both" | "sent" | "received";

/** A host as lists show it: plain data. */
export interface HostRecord {
  readonly row: number;
  readonly ipVersion: 4 | 6;
  /** 32-bit words in network order; IPv4 uses the first, the others are 0. */
  readonly words: readonly [number, number, number, number];
  readonly address: string;
  /** Lower-case with colons; of hosts on the captured link only. */
  readonly mac: string | undefined;
  readonly firstSeconds: number;
  readonly firstNanoseconds: number;
  readonly lastSeconds: number;
  readonly lastNanoseconds: number;
  readonly packetsOut: number;
  readonly packetsIn: number;
  /** Octets on the wire. */
  readonly bytesOut: number;
  readonly bytesIn: number;
  readonly flows: number;
}

export class HostTable {
  /** Records of the hosts; {@link record} reads one. */
  readonly table: RecordTable;
  /** Flows of all hosts ever seen, at both ends each. */
  #flowEnds = 0;
  #size = 0;

  constructor(capacity: number, seed: number) {
    const shape = { keyWords: KEY_WORDS, doubles: DOUBLES, words: WORDS };
    this.table = new RecordTable(shape, capacity, seed, (row) => {
      if (this.#hasPackets(row)) this.#size--;
    });
  }

  /** Hosts held that have packets; ARP alone tells of others, too. */
  get size(): number {
    return this.#size;
  }

  /** Hosts since the start: exact until the first one leaves a full table, then as {@link RecordTable.seen} counts. */
  get seen(): number {
    return this.evicted > 0 ? this.table.seen : this.size;
  }

  get evicted(): number {
    return this.table.evicted;
  }

  /** Row of an address, or -1. */
  find(ipVersion: number, w0: number, w1: number, w2: number, w3: number): number {
    this.#setKey(ipVersion, w0, w1, w2, w3);
    return this.table.find();
  }

  /**
   * Row of an address, made where there is none; -1 when a full table turns it away.
   *
   * @param seconds When it was seen, with `nanoseconds`.
   * @param weight Octets that it was seen with.
   */
  touch(
    ipVersion: number,
    w0: number,
    w1: number,
    w2: number,
    w3: number,
    seconds: number,
    nanoseconds: number,
    weight: number,
  ): number {
    this.#setKey(ipVersion, w0, w1, w2, w3);
    const row = this.table.obtain(seconds, weight);
    if (row < 0) return row;
    if (this.table.made) this.#setFirst(row, seconds, nanoseconds);
    this.#extend(row, seconds, nanoseconds);
    return row;
  }

  /** Adds a portion of what the host sent and received; row -1 stands for a host turned away. */
  add(
    row: number,
    packetsOut: number,
    bytesOut: number,
    packetsIn: number,
    bytesIn: number,
    flows: number,
  ): void {
    this.#flowEnds += flows;
    if (row < 0) return;
    const doubles = this.table.doubles;
    const base = row * this.table.doubleStride;
    if (!this.#hasPackets(row)) this.#size++;
    doubles[base + PACKETS_OUT]! += packetsOut;
    doubles[base + BYTES_OUT]! += bytesOut;
    doubles[base + PACKETS_IN]! += packetsIn;
    doubles[base + BYTES_IN]! += bytesIn;
    doubles[base + FLOWS]! += flows;
  }

  /** Moves the host's first time back, if this one is earlier. */
  extendBack(row: number, seconds: number, nanoseconds: number): void {
    const first = this.table.doubles[row * this.table.doubleStride + FIRST_SECONDS]!;
    const at = row * this.table.wordStride + this.table.wordsAt + FIRST_NANOSECONDS;
    if (seconds < first || (seconds === first && nanoseconds < this.table.words[at]!)) {
      this.#setFirst(row, seconds, nanoseconds);
    }
  }

  /** Says which MAC address (16 upper and 32 lower bits) the host was last seen with. */
  setMac(row: number, high: number, low: number): void {
    const at = row * this.table.wordStride + this.table.wordsAt;
    this.table.words[at + MAC_HIGH] = high | HAS_MAC;
    this.table.words[at + MAC_LOW] = low;
  }

  /** MAC address of the host in a row, lower-case with colons; undefined where none is known to be its own. */
  mac(row: number): string | undefined {
    const at = row * this.table.wordStride + this.table.wordsAt;
    const { words } = this.table;
    return formatMacWords(words[at + MAC_HIGH]!, words[at + MAC_LOW]! >>> 0);
  }

  record(row: number): HostRecord {
    const { doubles, words, keyAt, wordsAt } = this.table;
    const base = row * this.table.doubleStride;
    const key = row * this.table.wordStride + keyAt;
    const more = row * this.table.wordStride + wordsAt;
    const ipVersion = words[key] === 6 ? 6 : 4;
    const address = [
      words[key + 1]! >>> 0,
      words[key + 2]! >>> 0,
      words[key + 3]! >>> 0,
      words[key + 4]! >>> 0,
    ] as const;
    return {
      row,
      ipVersion,
      words: address,
      address: ipVersion === 4 ? formatIpv4(address[0]) : formatIpv6(...address),
      mac: this.mac(row),
      firstSeconds: doubles[base + FIRST_SECONDS]!,
      firstNanoseconds: words[more + FIRST_NANOSECONDS]!,
      lastSeconds: doubles[base + LAST_SECONDS]!,
      lastNanoseconds: words[more + LAST_NANOSECONDS]!,
      packetsOut: doubles[base + PACKETS_OUT]!,
      packetsIn: doubles[base + PACKETS_IN]!,
      bytesOut: doubles[base + BYTES_OUT]!,
      bytesIn: doubles[base + BYTES_IN]!,
      flows: doubles[base + FLOWS]!,
    };
  }

  /**
   * The hosts that sent, received or did both the most.
   *
   * @param packets All that was counted in this direction, and its octets; what no host has (not IP)
   * is part of the other's.
   */
  top(
    by: HostDirection,
    metric: RankMetric,
    limit: number,
    packets: number,
    bytes: number,
  ): Ranking {
    const out = by !== "received";
    const into = by !== "sent";
    const first = metric === "flows" ? FLOWS : metric === "bytes" ? BYTES_OUT : PACKETS_OUT;
    const useFirst = metric === "flows" || out;
    const useSecond = metric !== "flows" && into;
    const { table } = this;
    const top = new TopRows(limit);
    let members = 0;
    for (let row = 0; row < table.used; row++) {
      const base = row * table.doubleStride;
      const counted =
        (out ? table.doubles[base + PACKETS_OUT]! : 0) +
        (into ? table.doubles[base + PACKETS_IN]! : 0);
      if (counted === 0) continue;
      members++;
      const value =
        (useFirst ? table.doubles[base + first]! : 0) +
        (useSecond ? table.doubles[base + first + 1]! : 0);
      top.offer(row, value);
    }
    if (this.evicted > 0) members = Math.max(members, this.seen);
    const total = { packets, bytes, flows: this.#flowEnds, members };
    return rankingOf(top.take(), total, (row, counts) => this.#read(row, out, into, counts));
  }

  #hasPackets(row: number): boolean {
    const base = row * this.table.doubleStride;
    return this.table.doubles[base + PACKETS_OUT]! + this.table.doubles[base + PACKETS_IN]! > 0;
  }

  #read(row: number, out: boolean, into: boolean, counts: MemberCounts): void {
    const doubles = this.table.doubles;
    const base = row * this.table.doubleStride;
    counts.bytesIn = into ? doubles[base + BYTES_IN]! : 0;
    counts.bytes = counts.bytesIn + (out ? doubles[base + BYTES_OUT]! : 0);
    counts.packets =
      (into ? doubles[base + PACKETS_IN]! : 0) + (out ? doubles[base + PACKETS_OUT]! : 0);
    counts.flows = doubles[base + FLOWS]!;
  }

  #setKey(ipVersion: number, w0: number, w1: number, w2: number, w3: number): void {
    const key = this.table.key;
    key[0] = ipVersion;
    key[1] = w0;
    key[2] = w1;
    key[3] = w2;
    key[4] = w3;
  }

  #setFirst(row: number, seconds: number, nanoseconds: number): void {
    const at = row * this.table.wordStride + this.table.wordsAt;
    this.table.doubles[row * this.table.doubleStride + FIRST_SECONDS] = seconds;
    this.table.words[at + FIRST_NANOSECONDS] = nanoseconds;
  }

  #extend(row: number, seconds: number, nanoseconds: number): void {
    const base = row * this.table.doubleStride;
    const at = row * this.table.wordStride + this.table.wordsAt;
    const last = this.table.doubles[base + LAST_SECONDS]!;
    const later =
      seconds > last ||
      (seconds === last && nanoseconds > this.table.words[at + LAST_NANOSECONDS]!);
    if (!later && !this.table.made) return;
    this.table.doubles[base + LAST_SECONDS] = seconds;
    this.table.words[at + LAST_NANOSECONDS] = nanoseconds;
  }
}

function formatMacWords(high: number, low: number): string | undefined {
  if ((high & HAS_MAC) === 0) return undefined;
  const hex = (high & 0xffff).toString(16).padStart(4, "0") + low.toString(16).padStart(8, "0");
  return hex.replace(/..(?!$)/g, "$&:");
}
