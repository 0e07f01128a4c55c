/** Makes slice batches and writes their rows. */
import {
  HIGH_ADDRESS,
  LOW_ADDRESS,
  PORTS,
  TAG,
  tagHasPorts,
  tagIpProtocol,
  tagIpVersion,
  tagVlan,
} from "./flow-key.ts";
import {
  BY_PORT,
  FLOW_DOUBLES,
  FLOW_WORDS,
  HEALTH,
  KEY,
  META,
  ORIGINATOR_HIGH,
  PROTOCOL_MASK,
  SERIAL,
  SERVICE,
  SERVICE_PORT_MASK,
  TUNNEL,
} from "./flow-layout.ts";
import { flowStatePlace } from "./flow-state-name.ts";
import { IP_PROTOCOL_ICMP, IP_PROTOCOL_ICMPV6 } from "./ip-protocol.ts";
import type { SliceBatch } from "./slice-batch.ts";
import {
  FIGURE_BYTES,
  FIGURE_FIRST,
  FIGURE_HEALTH,
  FIGURE_LAST,
  FIGURE_PACKETS,
  FIGURE_PAYLOAD,
  MINUTE,
} from "./slice-figures.ts";
import { HEALTH_COUNTERS } from "./slice-health.ts";
import type { SlicedFlow } from "./sliced-flow.ts";
import { HAS_INITIAL_RTT, INITIAL_RTT, RTT_SMOOTHED, SIDE_WORDS, STATUS } from "./tcp-layout.ts";

/** A batch of `count` rows that are to be written. */
export function createSliceBatch(
  minute: number,
  count: number,
  texts: readonly string[],
  flowsMerged: number,
): SliceBatch {
  const doubles = (): Float64Array => new Float64Array(count);
  const words = (): Uint32Array => new Uint32Array(count);
  const integers = (): Int32Array => new Int32Array(count);
  return {
    minute,
    count,
    flow: doubles(),
    previous: doubles(),
    ipVersion: new Uint8Array(count),
    ipProtocol: new Uint8Array(count),
    vlan: new Int16Array(count),
    tunnel: new Uint16Array(count),
    originator: new Uint32Array(4 * count),
    responder: new Uint32Array(4 * count),
    originatorPort: integers(),
    responderPort: integers(),
    servicePort: integers(),
    icmpType: integers(),
    icmpIdentifier: integers(),
    protocol: new Uint16Array(count),
    protocolByPort: new Uint8Array(count),
    application: integers(),
    name: words(),
    state: new Uint8Array(count),
    firstSeconds: doubles(),
    firstNanoseconds: words(),
    lastSeconds: doubles(),
    lastNanoseconds: words(),
    packetsOut: doubles(),
    packetsIn: doubles(),
    bytesOut: doubles(),
    bytesIn: doubles(),
    payloadOut: doubles(),
    payloadIn: doubles(),
    health: {
      retransmissionsOut: words(),
      retransmissionsIn: words(),
      outOfOrderOut: words(),
      outOfOrderIn: words(),
      duplicateAcksOut: words(),
      duplicateAcksIn: words(),
      zeroWindowsOut: words(),
      zeroWindowsIn: words(),
      gapsOut: words(),
      gapsIn: words(),
      resetsOut: words(),
      resetsIn: words(),
    },
    initialRtt: words(),
    rttOut: words(),
    rttIn: words(),
    texts,
    flowsMerged,
  };
}

/** Buffers of all columns, for handing a batch to another thread without a copy. */
export function sliceBuffers(batch: SliceBatch): ArrayBuffer[] {
  return [...Object.values(batch), ...Object.values(batch.health)]
    .filter((column) => ArrayBuffer.isView(column))
    .map((column) => column.buffer as ArrayBuffer);
}

/** Fills a batch row by row. */
export class SliceRows {
  readonly batch: SliceBatch;
  /** In the order of {@link HEALTH_COUNTERS}. */
  readonly #health: readonly Uint32Array[];

  constructor(batch: SliceBatch) {
    this.batch = batch;
    this.#health = HEALTH_COUNTERS.map((name) => batch.health[name]);
  }

  /**
   * Writes a flow's slice.
   *
   * @param figures What it counted, in row 0.
   * @param name Place of its name in the batch's texts.
   */
  writeFlow(at: number, flow: SlicedFlow, figures: Float64Array, name: number): void {
    const { batch } = this;
    const { words, doubles } = flow;
    const base = flow.row * FLOW_WORDS;
    const tag = words[base + KEY + TAG]!;
    const meta = words[base + META]!;
    const ports = words[base + KEY + PORTS]!;
    const ipProtocol = tagIpProtocol(tag);
    const hasPorts = tagHasPorts(tag);
    const isIcmp = ipProtocol === IP_PROTOCOL_ICMP || ipProtocol === IP_PROTOCOL_ICMPV6;
    const isHigh = (meta & ORIGINATOR_HIGH) !== 0;
    const before = flow.previous * MINUTE;
    batch.flow[at] = doubles[flow.row * FLOW_DOUBLES + SERIAL]!;
    // When the clock was put back a later minute may have been before this one.
    batch.previous[at] = before > batch.minute ? 0 : before;
    batch.ipVersion[at] = tagIpVersion(tag);
    batch.ipProtocol[at] = ipProtocol;
    batch.vlan[at] = tagVlan(tag);
    batch.tunnel[at] = words[base + TUNNEL]!;
    const low = base + KEY + LOW_ADDRESS;
    const high = base + KEY + HIGH_ADDRESS;
    writeAddress(batch.originator, at, words, isHigh ? high : low);
    writeAddress(batch.responder, at, words, isHigh ? low : high);
    const lowPort = hasPorts ? ports >>> 16 : -1;
    const highPort = hasPorts ? ports & 0xffff : -1;
    batch.originatorPort[at] = isHigh ? highPort : lowPort;
    batch.responderPort[at] = isHigh ? lowPort : highPort;
    batch.servicePort[at] = hasPorts ? words[base + SERVICE]! & SERVICE_PORT_MASK : -1;
    batch.icmpType[at] = isIcmp ? ports >>> 16 : -1;
    batch.icmpIdentifier[at] = isIcmp ? ports & 0xffff : -1;
    batch.protocol[at] = meta & PROTOCOL_MASK;
    batch.protocolByPort[at] = (meta & BY_PORT) === 0 ? 0 : 1;
    batch.application[at] = flow.application;
    batch.name[at] = name;
    batch.state[at] = flowStatePlace(doubles, words, flow.row);
    this.#writeFigures(at, figures, 0);
    if (flow.countersAt < 0) return;
    const line = base + HEALTH;
    const hasInitial = (words[line + STATUS]! & HAS_INITIAL_RTT) !== 0;
    const initial = flow.counters[flow.countersAt + INITIAL_RTT]!;
    // Zero stands for no measurement, and the clock may have gone backwards.
    batch.initialRtt[at] = hasInitial && initial >= 0 ? Math.max(1, initial) : 0;
    batch.rttOut[at] = words[line + RTT_SMOOTHED]!;
    batch.rttIn[at] = words[line + SIDE_WORDS + RTT_SMOOTHED]!;
  }

  /** Writes what is put together for a protocol: the row of `figures` that begins at `figuresAt`. */
  writeSum(
    at: number,
    protocol: number,
    byPort: boolean,
    figures: Float64Array,
    figuresAt: number,
  ): void {
    const { batch } = this;
    batch.vlan[at] = -1;
    batch.originatorPort[at] = -1;
    batch.responderPort[at] = -1;
    batch.servicePort[at] = -1;
    batch.icmpType[at] = -1;
    batch.icmpIdentifier[at] = -1;
    batch.application[at] = -1;
    batch.protocol[at] = protocol;
    batch.protocolByPort[at] = byPort ? 1 : 0;
    this.#writeFigures(at, figures, figuresAt);
  }

  #writeFigures(at: number, figures: Float64Array, figuresAt: number): void {
    const { batch } = this;
    batch.packetsOut[at] = figures[figuresAt + FIGURE_PACKETS]!;
    batch.packetsIn[at] = figures[figuresAt + FIGURE_PACKETS + 1]!;
    batch.bytesOut[at] = figures[figuresAt + FIGURE_BYTES]!;
    batch.bytesIn[at] = figures[figuresAt + FIGURE_BYTES + 1]!;
    batch.payloadOut[at] = figures[figuresAt + FIGURE_PAYLOAD]!;
    batch.payloadIn[at] = figures[figuresAt + FIGURE_PAYLOAD + 1]!;
    batch.firstSeconds[at] = figures[figuresAt + FIGURE_FIRST]!;
    batch.firstNanoseconds[at] = figures[figuresAt + FIGURE_FIRST + 1]!;
    batch.lastSeconds[at] = figures[figuresAt + FIGURE_LAST]!;
    batch.lastNanoseconds[at] = figures[figuresAt + FIGURE_LAST + 1]!;
    for (let i = 0; i < this.#health.length; i++) {
      this.#health[i]![at] = figures[figuresAt + FIGURE_HEALTH + i]!;
    }
  }
}

/** Words 1 to 3 of both ends of a flow's key alternate. */
function writeAddress(to: Uint32Array, at: number, words: Int32Array, from: number): void {
  for (let i = 0; i < 4; i++) to[4 * at + i] = words[from + 2 * i]!;
}
