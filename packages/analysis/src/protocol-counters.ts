/**
 * Packets, octets and flows of each protocol. A packet counts for one protocol, its flow's; when a flow
 * is identified late, its earlier packets move, so that the protocols always add up to the totals.
 */
import { PROTOCOL_COUNT } from "@wirescope/decode";
import { type Ranking, type RankMetric, type RankTotal, rankingOf, TopRows } from "./ranking.ts";

export class ProtocolCounters {
  /** By Protocol code, as are all columns. */
  readonly packets: Float64Array = new Float64Array(PROTOCOL_COUNT);
  /** Octets on the wire. */
  readonly bytes: Float64Array = new Float64Array(PROTOCOL_COUNT);
  /** Of {@link packets}, those that a port number alone named. */
  readonly packetsByPort: Float64Array = new Float64Array(PROTOCOL_COUNT);
  readonly flows: Float64Array = new Float64Array(PROTOCOL_COUNT);

  addPacket(protocol: number, bytes: number, byPort: boolean): void {
    this.packets[protocol]!++;
    this.bytes[protocol]! += bytes;
    if (byPort) this.packetsByPort[protocol]!++;
  }

  addFlow(protocol: number): void {
    this.flows[protocol]!++;
  }

  /** Moves a flow and what it has counted so far from one protocol to another (or the same). */
  moveFlow(
    from: number,
    fromByPort: boolean,
    to: number,
    toByPort: boolean,
    packets: number,
    bytes: number,
  ): void {
    this.packets[from]! -= packets;
    this.bytes[from]! -= bytes;
    this.flows[from]!--;
    if (fromByPort) this.packetsByPort[from]! -= packets;
    this.packets[to]! += packets;
    this.bytes[to]! += bytes;
    this.flows[to]!++;
    if (toByPort) this.packetsByPort[to]! += packets;
  }

  /** Codes of all protocols that have packets, ascending. */
  seen(): number[] {
    const codes: number[] = [];
    for (let code = 0; code < PROTOCOL_COUNT; code++) {
      if (this.packets[code] !== 0) codes.push(code);
    }
    return codes;
  }

  top(metric: RankMetric, limit: number, total: Omit<RankTotal, "members">): Ranking {
    const codes = this.seen();
    const top = new TopRows(limit);
    for (const code of codes) top.offer(code, this[metric][code]!);
    return rankingOf(top.take(), { ...total, members: codes.length }, (code, counts) => {
      counts.packets = this.packets[code]!;
      counts.bytes = this.bytes[code]!;
      counts.flows = this.flows[code]!;
      counts.bytesIn = counts.bytes;
    });
  }
}
