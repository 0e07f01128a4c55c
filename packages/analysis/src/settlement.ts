/**
 * Brings hosts, conversations, services and names up to date with the flows.
 *
 * A packet is counted in its flow alone, which costs one lookup; the flow keeps what the other tables
 * don't know of yet, as a cache does that writes back. Reading one of those tables, or losing the
 * flow, settles the difference. So the cost follows the number of flows that changed, not of packets.
 */
import type { ApplicationCounters } from "./application-counters.ts";
import type { ConversationTable } from "./conversation-table.ts";
import { PORTS, TAG, tagHasPorts, tagIpProtocol, tagIpVersion } from "./flow-key.ts";
import {
  FIRST_NANOSECONDS,
  FIRST_SECONDS,
  FLOW_DOUBLES,
  FLOW_WORDS,
  KEY,
  LAST_NANOSECONDS,
  LAST_SECONDS,
  META,
  NAME,
  NAME_GENERATION,
  ORIGINATOR_HIGH,
  PENDING_BYTES,
  PENDING_PACKETS,
  PROTOCOL_MASK,
  SERVICE,
  SERVICE_PORT_MASK,
  SETTLED,
} from "./flow-layout.ts";
import type { FlowTable } from "./flow-table.ts";
import type { HostTable } from "./host-table.ts";
import type { NamePool } from "./name-pool.ts";
import type { ServiceTable } from "./service-table.ts";

export interface SettledTables {
  readonly hosts: HostTable;
  readonly conversations: ConversationTable;
  readonly services: ServiceTable;
  readonly applications: ApplicationCounters;
  readonly pool: NamePool;
}

export class Settlement {
  readonly #flows: FlowTable;
  readonly #tables: SettledTables;
  /** One bit for each flow that has something pending. */
  readonly #dirty: Int32Array;
  /** IP version, low address, high address: key of the conversation. */
  readonly #pair: Int32Array = new Int32Array(9);

  constructor(flows: FlowTable, tables: SettledTables) {
    this.#flows = flows;
    this.#tables = tables;
    this.#dirty = new Int32Array(Math.ceil(flows.capacity / 32));
  }

  get memoryLength(): number {
    return this.#dirty.byteLength;
  }

  /** Notes that a flow has something pending. */
  mark(row: number): void {
    this.#dirty[row >>> 5]! |= 1 << (row & 31);
  }

  /** Settles every flow that has something pending. */
  settleAll(): void {
    const words = (this.#flows.size + 31) >>> 5;
    for (let i = 0; i < words; i++) {
      while (this.#dirty[i] !== 0) {
        const bits = this.#dirty[i]!;
        this.settle((i << 5) | (31 - Math.clz32(bits & -bits)));
      }
    }
  }

  /** Hands what a flow has pending to the tables that sum up flows. */
  settle(row: number): void {
    this.#dirty[row >>> 5]! &= ~(1 << (row & 31));
    const { words, doubles } = this.#flows;
    const base = row * FLOW_WORDS;
    const packetsOut = words[base + PENDING_PACKETS]!;
    const packetsIn = words[base + PENDING_PACKETS + 1]!;
    if (packetsOut + packetsIn === 0) return;
    const bytesOut = words[base + PENDING_BYTES]! >>> 0;
    const bytesIn = words[base + PENDING_BYTES + 1]! >>> 0;
    words[base + PENDING_PACKETS] = 0;
    words[base + PENDING_PACKETS + 1] = 0;
    words[base + PENDING_BYTES] = 0;
    words[base + PENDING_BYTES + 1] = 0;
    const meta = words[base + META]!;
    const flows = (meta & SETTLED) === 0 ? 1 : 0;
    words[base + META] = meta | SETTLED;
    const seconds = doubles[row * FLOW_DOUBLES + LAST_SECONDS]!;
    const tag = words[base + KEY + TAG]!;
    this.#readPair(base, tagIpVersion(tag));
    const packets = packetsOut + packetsIn;
    const { applications, conversations, services, pool } = this.#tables;

    if ((meta & ORIGINATOR_HIGH) === 0) {
      this.#settleHosts(row, packetsOut, bytesOut, packetsIn, bytesIn, flows);
      const pair = conversations.touch(this.#pair, seconds, bytesOut + bytesIn);
      conversations.add(pair, packets, bytesOut, bytesIn, flows, seconds);
    } else {
      this.#settleHosts(row, packetsIn, bytesIn, packetsOut, bytesOut, flows);
      const pair = conversations.touch(this.#pair, seconds, bytesOut + bytesIn);
      conversations.add(pair, packets, bytesIn, bytesOut, flows, seconds);
    }

    if (tagHasPorts(tag)) {
      const port = words[base + SERVICE]! & SERVICE_PORT_MASK;
      // Bytes in are those towards the service, which is not always the responder.
      const ports = words[base + KEY + PORTS]!;
      const responderPort = (meta & ORIGINATOR_HIGH) === 0 ? ports & 0xffff : ports >>> 16;
      const isResponder = port === responderPort;
      const service = services.touch(tagIpProtocol(tag), port, seconds, bytesOut + bytesIn);
      services.add(
        service,
        packets,
        isResponder ? bytesIn : bytesOut,
        isResponder ? bytesOut : bytesIn,
        flows,
        seconds,
      );
    }

    const name = words[base + NAME]! - 1;
    if (name >= 0 && pool.generation(name) === words[base + NAME_GENERATION]) {
      pool.add(name, packets, bytesIn, bytesOut, flows, seconds);
      const bytes = bytesIn + bytesOut;
      applications.add(pool.application(name), meta & PROTOCOL_MASK, packets, bytes, flows);
    }
  }

  #settleHosts(
    row: number,
    packetsFromLow: number,
    bytesFromLow: number,
    packetsFromHigh: number,
    bytesFromHigh: number,
    flows: number,
  ): void {
    const pair = this.#pair;
    const isSame =
      pair[1] === pair[5] && pair[2] === pair[6] && pair[3] === pair[7] && pair[4] === pair[8];
    const { hosts } = this.#tables;
    const bytes = bytesFromLow + bytesFromHigh;
    const low = this.#touchHost(row, 1, bytes);
    hosts.add(low, packetsFromLow, bytesFromLow, packetsFromHigh, bytesFromHigh, flows);
    const high = this.#touchHost(row, 5, bytes);
    // A host that talks to itself has one flow, not two.
    const again = isSame ? 0 : flows;
    hosts.add(high, packetsFromHigh, bytesFromHigh, packetsFromLow, bytesFromLow, again);
  }

  /** Row of the host whose address begins at `at` of the pair, seen from the flow's first to its last packet. */
  #touchHost(row: number, at: number, weight: number): number {
    const { words, doubles } = this.#flows;
    const pair = this.#pair;
    const base = row * FLOW_WORDS;
    const doubleBase = row * FLOW_DOUBLES;
    const { hosts } = this.#tables;
    const host = hosts.touch(
      pair[0]!,
      pair[at]!,
      pair[at + 1]!,
      pair[at + 2]!,
      pair[at + 3]!,
      doubles[doubleBase + LAST_SECONDS]!,
      words[base + LAST_NANOSECONDS]!,
      weight,
    );
    if (host < 0) return host;
    hosts.extendBack(host, doubles[doubleBase + FIRST_SECONDS]!, words[base + FIRST_NANOSECONDS]!);
    return host;
  }

  #readPair(base: number, ipVersion: number): void {
    const words = this.#flows.words;
    const pair = this.#pair;
    const key = base + KEY;
    pair[0] = ipVersion;
    pair[1] = words[key + 2]!;
    pair[5] = words[key + 3]!;
    for (let i = 1; i < 4; i++) {
      pair[1 + i] = words[key + 2 + 2 * i]!;
      pair[5 + i] = words[key + 3 + 2 * i]!;
    }
  }
}
