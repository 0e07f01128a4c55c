/**
 * Packets in, everything that is counted out: totals, protocols, timeline, flows, hosts, services,
 * conversations and names.
 *
 * Every packet is counted exactly once in totals, protocols, timeline and (with an IP header) one flow.
 * Whatever a bounded table lets go stays in all sums.
 */
import type { Packet } from "@wirescope/decode";
import { ApplicationCounters } from "./application-counters.ts";
import { ConversationTable } from "./conversation-table.ts";
import { FlowBook } from "./flow-book.ts";
import { FlowHealth } from "./flow-health.ts";
import { FLOW_DOUBLES, LAST_SECONDS } from "./flow-layout.ts";
import { type FlowCursor, type FlowOrder, type FlowRows, flowRows } from "./flow-order.ts";
import { type FlowRecord, readFlowRecord } from "./flow-record.ts";
import { FlowTable } from "./flow-table.ts";
import { type HostDirection, type HostRecord, HostTable } from "./host-table.ts";
import { Identification } from "./identification.ts";
import { LinkAddresses } from "./link-addresses.ts";
import { NamePool } from "./name-pool.ts";
import { NameTable } from "./name-table.ts";
import { type AnalysisOptions, DEFAULT_ANALYSIS_OPTIONS } from "./options.ts";
import { ProtocolCounters } from "./protocol-counters.ts";
import type { Ranking, RankMetric, RankTotal } from "./ranking.ts";
import { ServiceTable } from "./service-table.ts";
import { Settlement } from "./settlement.ts";
import { SliceLedger } from "./slice-ledger.ts";
import { Timeline } from "./timeline.ts";
import { Totals } from "./totals.ts";

export class Analysis {
  readonly options: AnalysisOptions;
  readonly totals: Totals = new Totals();
  readonly protocols: ProtocolCounters = new ProtocolCounters();
  readonly timeline: Timeline;
  readonly flows: FlowTable;
  /** Names of addresses, its own or those that the options give. */
  readonly names: NameTable;
  /** What flows exchange by the minute, where the options ask for it. */
  readonly ledger: SliceLedger | undefined;
  readonly #hosts: HostTable;
  readonly #addresses: LinkAddresses;
  readonly #services: ServiceTable;
  readonly #conversations: ConversationTable;
  readonly #pool: NamePool;
  readonly #applications: ApplicationCounters = new ApplicationCounters(this.protocols);
  readonly #settlement: Settlement;
  readonly #health: FlowHealth;
  readonly #identification: Identification;
  readonly #book: FlowBook;

  constructor(options: Partial<AnalysisOptions> = {}) {
    const all = { ...DEFAULT_ANALYSIS_OPTIONS, ...options };
    const seed = all.hashSeed;
    this.options = all;
    this.timeline = new Timeline(all.timeline);
    this.#hosts = new HostTable(all.hostCapacity, seed + 1);
    this.#addresses = new LinkAddresses(this.#hosts);
    this.#services = new ServiceTable(all.serviceCapacity, seed + 2);
    this.#conversations = new ConversationTable(all.conversationCapacity, seed + 3);
    this.#pool = new NamePool(all.nameCapacity, seed + 4, all.applicationOf);
    this.names = all.names ?? new NameTable(Math.ceil(all.nameCapacity / 2), seed + 5, this.#pool);
    this.flows = new FlowTable(all.flowCapacity, seed, (row) => this.#leave(row));
    this.#health = new FlowHealth(this.flows);
    this.#settlement = new Settlement(this.flows, {
      hosts: this.#hosts,
      conversations: this.#conversations,
      services: this.#services,
      pool: this.#pool,
      applications: this.#applications,
    });
    const { flows, protocols, timeline, names } = this;
    this.#identification = new Identification({
      flows,
      protocols,
      timeline,
      pool: this.#pool,
      applications: this.#applications,
      names: all.names === undefined ? names : undefined,
      health: this.#health,
    });
    const health = this.#health;
    this.ledger =
      all.sliceCapacity === 0
        ? undefined
        : new SliceLedger({ flows, health, pool: this.#pool }, all.sliceCapacity);
    this.#book = new FlowBook({
      totals: this.totals,
      flows,
      protocols,
      addresses: this.#addresses,
      settlement: this.#settlement,
      identification: this.#identification,
      health,
      ledger: this.ledger,
      idleSeconds: all.flowIdleSeconds,
    });
  }

  /**
   * Counts a packet fresh from `decode`. Sets `packet.protocol` and `protocolByPort` to what its flow is
   * known to be.
   */
  add(packet: Packet): void {
    this.totals.add(packet);
    if (packet.ipVersion === 0) {
      this.#addresses.learnArp(packet);
    } else {
      this.#book.add(packet);
    }
    const bytes = packet.originalLength;
    if (this.ledger !== undefined && packet.ipVersion === 0) {
      const { protocol, protocolByPort, seconds, nanoseconds } = packet;
      this.ledger.addWithoutFlow(protocol, protocolByPort, bytes, seconds, nanoseconds);
    }
    this.protocols.addPacket(packet.protocol, bytes, packet.protocolByPort);
    this.timeline.add(packet.protocol, packet.seconds, packet.nanoseconds, bytes);
  }

  /** Up to date with every packet at the time it is read, as are the tables below. */
  get hosts(): HostTable {
    this.#settlement.settleAll();
    return this.#hosts;
  }

  get services(): ServiceTable {
    this.#settlement.settleAll();
    return this.#services;
  }

  get conversations(): ConversationTable {
    this.#settlement.settleAll();
    return this.#conversations;
  }

  /** Names of flows, with what their flows exchanged. */
  get flowNames(): NamePool {
    this.#settlement.settleAll();
    return this.#pool;
  }

  /**
   * Hosts by what they sent, received or both. For `both`, an IP packet counts at either end: rows and
   * other add up to twice the IP packets and once the rest.
   */
  topHosts(by: HostDirection, metric: RankMetric, limit: number): Ranking {
    const { packets, wireBytes, ipPackets, ipBytes } = this.totals;
    return by === "both"
      ? this.hosts.top(by, metric, limit, packets + ipPackets, wireBytes + ipBytes)
      : this.hosts.top(by, metric, limit, packets, wireBytes);
  }

  topServices(metric: RankMetric, limit: number): Ranking {
    return this.services.top(metric, limit, this.#total());
  }

  topConversations(metric: RankMetric, limit: number): Ranking {
    return this.conversations.top(metric, limit, this.#total());
  }

  topNames(metric: RankMetric, limit: number): Ranking {
    return this.flowNames.top(metric, limit, this.#total());
  }

  topProtocols(metric: RankMetric, limit: number): Ranking {
    return this.protocols.top(metric, limit, this.#total());
  }

  /** Row of the flow that a packet fresh from `decode` belongs to; -1 without one. */
  flowOf(packet: Packet): number {
    return packet.ipVersion === 0 ? -1 : this.#book.find(packet);
  }

  /** Rows as {@link ApplicationCounters} numbers them. */
  topApplications(metric: RankMetric, limit: number): Ranking {
    this.#settlement.settleAll();
    return this.#applications.top(metric, limit, this.#total());
  }

  /** MAC address of a host, where one is known to be its own. Settles nothing. */
  macOf(ipVersion: number, w0: number, w1: number, w2: number, w3: number): string | undefined {
    const row = this.#hosts.find(ipVersion, w0, w1, w2, w3);
    return row < 0 ? undefined : this.#hosts.mac(row);
  }

  /** Valid for rows `0 … flows.size - 1`, which are other flows once packets are added. */
  flowRecord(row: number): FlowRecord {
    return readFlowRecord(this.flows, this.#pool, this.#health, row);
  }

  hostRecord(row: number): HostRecord {
    return this.hosts.record(row);
  }

  /** Rows of the next `limit` flows in an order, behind where an earlier answer ended. */
  flowRows(order: FlowOrder, limit: number, after?: FlowCursor): FlowRows {
    return flowRows(this.flows, order, limit, after);
  }

  /** Flows held whose last packet came at `sinceSeconds` (since 1970) or later. */
  activeFlows(sinceSeconds: number): number {
    const { doubles, size } = this.flows;
    let count = 0;
    for (let row = 0; row < size; row++) {
      if (doubles[row * FLOW_DOUBLES + LAST_SECONDS]! >= sinceSeconds) count++;
    }
    return count;
  }

  /** Octets that the tables take at present, without JavaScript's own overhead for names. */
  get memoryLength(): number {
    return (
      this.flows.memoryLength +
      this.#health.memoryLength +
      this.#identification.memoryLength +
      this.#hosts.table.memoryLength +
      this.#services.table.memoryLength +
      this.#conversations.table.memoryLength +
      this.#pool.table.memoryLength +
      this.#pool.characters +
      (this.options.names === undefined ? this.names.memoryLength : 0) +
      this.timeline.memoryLength +
      this.#settlement.memoryLength +
      (this.ledger?.memoryLength ?? 0)
    );
  }

  /** A flow leaves its table: what it counted moves on, what it held is free. */
  #leave(row: number): void {
    this.#settlement.settle(row);
    this.ledger?.leave(row);
    this.#health.leave(row);
    this.#identification.leave(row);
  }

  #total(): Omit<RankTotal, "members"> {
    const { packets, wireBytes, flowsSeen } = this.totals;
    return { packets, bytes: wireBytes, flows: flowsSeen };
  }
}
