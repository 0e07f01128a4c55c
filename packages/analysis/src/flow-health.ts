/**
 * What is known of how well a flow does: TCP's health and the answers of DNS, each in a pool of rows of
 * its own that flows refer to.
 */
import { type Packet, Protocol } from "@wirescope/decode";
import { TAG, tagIpProtocol } from "./flow-key.ts";
import { BY_PORT, FLOW_WORDS, HEALTH, KEY, META, PROTOCOL_MASK } from "./flow-layout.ts";
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
    this.tcp = new TcpHealth(flows.capacity);
    this.queries = new QueryHealth(flows.capacity);
  }

  get memoryLength(): number {
    return this.tcp.pool.memoryLength + this.queries.pool.memoryLength;
  }

  /** Gives a new TCP flow its row. */
  open(row: number): void {
    this.#flows.words[row * FLOW_WORDS + HEALTH] = this.tcp.pool.take() + 1;
  }

  /** Takes back what a flow has that leaves. */
  leave(row: number): void {
    const words = this.#flows.words;
    const at = row * FLOW_WORDS;
    const health = words[at + HEALTH]! - 1;
    if (health < 0) return;
    const isTcp = tagIpProtocol(words[at + KEY + TAG]!) === IP_PROTOCOL_TCP;
    (isTcp ? this.tcp.pool : this.queries.pool).give(health);
    words[at + HEALTH] = 0;
  }

  /** As {@link TcpHealth.holeStart}, of a flow. */
  holeStart(row: number, side: number): number | undefined {
    const health = this.#flows.words[row * FLOW_WORDS + HEALTH]! - 1;
    return health < 0 ? undefined : this.tcp.holeStart(health, side);
  }

  /** Takes a packet with payload of a flow that content has shown to be DNS or LLMNR. */
  takeQuery(row: number, packet: Packet): void {
    const words = this.#flows.words;
    const at = row * FLOW_WORDS;
    const meta = words[at + META]!;
    const protocol = meta & PROTOCOL_MASK;
    if ((meta & BY_PORT) !== 0 || (protocol !== Protocol.Dns && protocol !== Protocol.Llmnr))
      return;
    if (packet.ipProtocol === IP_PROTOCOL_TCP) {
      const { view, payloadStart, payloadEnd } = packet;
      const code = responseCode(view, payloadStart + STREAM_PREFIX, payloadEnd);
      const health = words[at + HEALTH]! - 1;
      if (code >= 0 && health >= 0) this.tcp.setAnswerCode(health, code);
      return;
    }
    if (packet.ipProtocol !== IP_PROTOCOL_UDP) return;
    if (words[at + HEALTH] === 0) words[at + HEALTH] = this.queries.pool.take() + 1;
    const health = words[at + HEALTH]! - 1;
    if (health >= 0) this.queries.take(health, packet);
  }
}
