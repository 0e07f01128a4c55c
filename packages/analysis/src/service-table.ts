/** What went over each service: an IP protocol and the port that answers. In is towards the service. */
import { TrafficTable } from "./traffic-table.ts";

const PROTOCOL_SHIFT = 16;

export interface ServiceRecord {
  readonly row: number;
  /** IANA number: 6 TCP, 17 UDP, 132 SCTP. */
  readonly ipProtocol: number;
  readonly port: number;
  readonly packets: number;
  readonly bytesOut: number;
  readonly bytesIn: number;
  readonly flows: number;
}

export class ServiceTable extends TrafficTable {
  constructor(capacity: number, seed: number) {
    super({ keyWords: 1, words: 0, capacity, directed: true }, seed);
  }

  /** Row of a service, made where there is none; -1 when a full table turns it away. */
  touch(ipProtocol: number, port: number, seconds: number, weight: number): number {
    this.table.key[0] = (ipProtocol << PROTOCOL_SHIFT) | port;
    return this.table.obtain(seconds, weight);
  }

  record(row: number): ServiceRecord {
    const key = this.table.words[row * this.table.wordStride + this.table.keyAt]!;
    const { packets, bytesOut, bytesIn, flows } = this.counts(row);
    return {
      row,
      ipProtocol: key >>> PROTOCOL_SHIFT,
      port: key & 0xffff,
      packets,
      bytesOut,
      bytesIn,
      flows,
    };
  }
}
