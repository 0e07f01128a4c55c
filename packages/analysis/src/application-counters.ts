/**
 * Packets, octets and flows of each application: of what a flow's name belongs to, else of its
 * protocol. Every packet counts for one, so that they add up to the totals.
 *
 * A row is the code of a protocol below {@link PROTOCOL_COUNT}, and {@link PROTOCOL_COUNT} plus the
 * number of an application above.
 */
import { PROTOCOL_COUNT, Protocol } from "@wirescope/decode";
import type { ProtocolCounters } from "./protocol-counters.ts";
import { type Ranking, type RankMetric, type RankTotal, rankingOf, TopRows } from "./ranking.ts";

interface Counts {
  packets: number;
  bytes: number;
  flows: number;
}

export class ApplicationCounters {
  readonly #protocols: ProtocolCounters;
  /** By application number. */
  readonly #applications: Counts[] = [];
  /** By protocol code: what applications have taken of it. */
  readonly #taken: Counts[] = Array.from({ length: PROTOCOL_COUNT }, noCounts);

  constructor(protocols: ProtocolCounters) {
    this.#protocols = protocols;
  }

  /** Adds a portion of a flow; an `application` of -1 leaves it with its protocol. */
  add(application: number, protocol: number, packets: number, bytes: number, flows: number): void {
    if (application < 0 || !talksToName(protocol)) return;
    while (this.#applications.length <= application) this.#applications.push(noCounts());
    addTo(this.#applications[application]!, packets, bytes, flows);
    addTo(this.#taken[protocol]!, packets, bytes, flows);
  }

  top(metric: RankMetric, limit: number, total: Omit<RankTotal, "members">): Ranking {
    const top = new TopRows(limit);
    let members = 0;
    for (let row = 0; row < PROTOCOL_COUNT + this.#applications.length; row++) {
      const counts = this.#read(row);
      if (counts.packets <= 0) continue;
      members++;
      top.offer(row, counts[metric]);
    }
    return rankingOf(top.take(), { ...total, members }, (row, counts) => {
      const { packets, bytes, flows } = this.#read(row);
      counts.packets = packets;
      counts.bytes = bytes;
      counts.flows = flows;
      counts.bytesIn = bytes;
    });
  }

  #read(row: number): Counts {
    if (row >= PROTOCOL_COUNT) return this.#applications[row - PROTOCOL_COUNT]!;
    const taken = this.#taken[row]!;
    const { packets, bytes, flows } = this.#protocols;
    return {
      packets: packets[row]! - taken.packets,
      bytes: bytes[row]! - taken.bytes,
      flows: flows[row]! - taken.flows,
    };
  }
}

/**
 * True where a flow's name is whom it talks to; flows that only ask for a name are not that name's
 * application.
 */
export function talksToName(protocol: number): boolean {
  switch (protocol) {
    case Protocol.Dns:
    case Protocol.Mdns:
    case Protocol.Llmnr:
    case Protocol.Nbns:
    case Protocol.Dhcp:
    case Protocol.Dhcpv6:
      return false;
    default:
      return true;
  }
}

function noCounts(): Counts {
  return { packets: 0, bytes: 0, flows: 0 };
}

function addTo(counts: Counts, packets: number, bytes: number, flows: number): void {
  counts.packets += packets;
  counts.bytes += bytes;
  counts.flows += flows;
}
