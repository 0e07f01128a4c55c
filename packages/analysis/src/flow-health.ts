/**
 * What is known of how well a flow does: TCP's health, or the answers of DNS. Each flow's record has a
 * line for what its packets touch; TCP connections have a row of counters besides.
 */
import { type Packet, Protocol } from "@wirescope/decode";
import { BY_PORT, COUNTERS, FLOW_WORDS, META, PROTOCOL_MASK } from "./flow-layout.ts";
import type { FlowTable } from "./flow-table.ts";
import { IP_PROTOCOL_TCP, IP_PROTOCOL_UDP } from "./ip-protocol.ts";
import { QueryHealth, responseCode } from "./query-health.ts";
import { TcpHealth } from "./tcp-health.ts";

/** Length in front of a DNS message over TCP (RFC 1035 §4.2.2). */
const STREAM_PREFIX = 2;

export class FlowHealth {
  readonly tcp: TcpHealth;
  readonly queries: QueryHealth;
  readonly #flows: FlowTable;

  constructor(flows: FlowTable) {
    this.#flows = flows;
    this.tcp = new TcpHealth(flows);
    this.queries = new QueryHealth(flows);
  }

  get memoryLength(): number {
    return this.tcp.pool.memoryLength;
  }

  /** Begins the health of a new flow. */
  open(row: number, isTcp: boolean): void {
    if (isTcp) this.#flows.words[row * FLOW_WORDS + COUNTERS] = this.tcp.pool.take() + 1;
  }

  /** Takes back what a flow has that leaves. */
  leave(row: number): void {
    const health = this.#flows.words[row * FLOW_WORDS + COUNTERS]! - 1;
    if (health >= 0) this.tcp.pool.give(health);
  }

  /** As {@link TcpHealth.holeStart}; undefined for what is not TCP. */
  holeStart(row: number, side: number): number | undefined {
    if (this.#flows.words[row * FLOW_WORDS + COUNTERS] === 0) return undefined;
    return this.tcp.holeStart(row, side);
  }

  /** Takes a packet with payload of a flow that content has shown to be DNS or LLMNR. */
  takeQuery(row: number, packet: Packet): void {
    const words = this.#flows.words;
    const meta = words[row * FLOW_WORDS + META]!;
    const protocol = meta & PROTOCOL_MASK;
    if ((meta & BY_PORT) !== 0 || (protocol !== Protocol.Dns && protocol !== Protocol.Llmnr))
      return;
    if (packet.ipProtocol === IP_PROTOCOL_UDP) this.queries.take(row, packet);
    if (packet.ipProtocol !== IP_PROTOCOL_TCP || words[row * FLOW_WORDS + COUNTERS] === 0) return;
    const { view, payloadStart, payloadEnd } = packet;
    const code = responseCode(view, payloadStart + STREAM_PREFIX, payloadEnd);
    if (code >= 0) this.tcp.setAnswerCode(row, code);
  }
}
