/** What each pair of addresses exchanged; `a` is the numerically lower one, and out is from a to b. */
import { formatIpv4, formatIpv6 } from "@wirescope/decode";
import { TrafficTable } from "./traffic-table.ts";

/** IP version, then four words of each address. */
const KEY_WORDS = 9;

export interface ConversationRecord {
  readonly row: number;
  readonly ipVersion: 4 | 6;
  readonly a: string;
  readonly b: string;
  readonly packets: number;
  readonly bytesAToB: number;
  readonly bytesBToA: number;
  readonly flows: number;
}

export class ConversationTable extends TrafficTable {
  constructor(capacity: number, seed: number) {
    super({ keyWords: KEY_WORDS, words: 0, capacity, directed: false }, seed);
  }

  /**
   * Row of a pair, made where there is none; -1 when a full table turns it away.
   *
   * @param pair IP version, the four words of the lower address, the four of the higher.
   */
  touch(pair: Int32Array, seconds: number, weight: number): number {
    const key = this.table.key;
    for (let i = 0; i < KEY_WORDS; i++) key[i] = pair[i]!;
    return this.table.obtain(seconds, weight);
  }

  record(row: number): ConversationRecord {
    const at = row * this.table.wordStride + this.table.keyAt;
    const ipVersion = this.table.words[at] === 6 ? 6 : 4;
    const { packets, bytesOut, bytesIn, flows } = this.counts(row);
    return {
      row,
      ipVersion,
      a: this.#address(ipVersion, at + 1),
      b: this.#address(ipVersion, at + 5),
      packets,
      bytesAToB: bytesOut,
      bytesBToA: bytesIn,
      flows,
    };
  }

  #address(ipVersion: 4 | 6, at: number): string {
    const words = this.table.words;
    if (ipVersion === 4) return formatIpv4(words[at]!);
    return formatIpv6(words[at]!, words[at + 1]!, words[at + 2]!, words[at + 3]!);
  }
}
