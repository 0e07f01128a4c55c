/** For tests: reports of minutes, from few words or at random. */
import { HEALTH_COUNTERS, type SliceBatch } from "@wirescope/analysis";
import { Protocol } from "@wirescope/decode";
import type { HostSighting, MinuteReport } from "@wirescope/query";
import { parseAddress } from "./address-octets.ts";

/** A slice; what is left out is that of a TLS flow of ten packets. */
export interface SliceSpec {
  readonly flow?: number;
  readonly previous?: number;
  /** Undefined for traffic without addresses. */
  readonly originator?: string | undefined;
  readonly responder?: string | undefined;
  readonly originatorPort?: number;
  readonly responderPort?: number;
  readonly ipProtocol?: number;
  readonly protocol?: number;
  readonly byPort?: boolean;
  readonly name?: string;
  readonly packetsOut?: number;
  readonly packetsIn?: number;
  readonly bytesOut?: number;
  readonly bytesIn?: number;
  readonly retransmissionsOut?: number;
}

const PLAIN = {
  flow: 1,
  previous: 0,
  originator: "192.168.1.2",
  responder: "198.51.100.7",
  originatorPort: 50_000,
  responderPort: 443,
  ipProtocol: 6,
  protocol: Protocol.Tls as number,
  byPort: false,
  name: "",
  packetsOut: 4,
  packetsIn: 6,
  bytesOut: 600,
  bytesIn: 5400,
  retransmissionsOut: 0,
} as const;

export function batchOf(minute: number, specs: readonly SliceSpec[]): SliceBatch {
  const slices = specs.map((spec) => ({ ...PLAIN, ...spec }));
  const count = slices.length;
  const texts = ["", ...new Set(slices.map(({ name }) => name).filter((name) => name !== ""))];
  const originator = slices.map((slice) => addressOf(slice.originator));
  const responder = slices.map((slice) => addressOf(slice.responder));
  return {
    minute,
    count,
    flow: Float64Array.from(slices, ({ flow }) => flow),
    previous: Float64Array.from(slices, ({ previous }) => previous),
    ipVersion: Uint8Array.from(originator, ({ ipVersion }) => ipVersion),
    ipProtocol: Uint8Array.from(slices, ({ ipProtocol }) => ipProtocol),
    vlan: new Int16Array(count).fill(-1),
    tunnel: new Uint16Array(count),
    originator: Uint32Array.from(originator.flatMap(({ words }) => words)),
    responder: Uint32Array.from(responder.flatMap(({ words }) => words)),
    originatorPort: Int32Array.from(slices, ({ originatorPort }) => originatorPort),
    responderPort: Int32Array.from(slices, ({ responderPort }) => responderPort),
    servicePort: Int32Array.from(slices, ({ responderPort }) => responderPort),
    icmpType: new Int32Array(count).fill(-1),
    icmpIdentifier: new Int32Array(count).fill(-1),
    protocol: Uint16Array.from(slices, ({ protocol }) => protocol),
    protocolByPort: Uint8Array.from(slices, ({ byPort }) => (byPort ? 1 : 0)),
    application: new Int32Array(count).fill(-1),
    name: Uint32Array.from(slices, ({ name }) => texts.indexOf(name)),
    state: new Uint8Array(count).fill(2),
    firstSeconds: new Float64Array(count).fill(minute + 1),
    firstNanoseconds: new Uint32Array(count).fill(1),
    lastSeconds: new Float64Array(count).fill(minute + 58),
    lastNanoseconds: new Uint32Array(count).fill(999_999_999),
    packetsOut: Float64Array.from(slices, ({ packetsOut }) => packetsOut),
    packetsIn: Float64Array.from(slices, ({ packetsIn }) => packetsIn),
    bytesOut: Float64Array.from(slices, ({ bytesOut }) => bytesOut),
    bytesIn: Float64Array.from(slices, ({ bytesIn }) => bytesIn),
    payloadOut: new Float64Array(count),
    payloadIn: new Float64Array(count),
    health: Object.fromEntries(
      HEALTH_COUNTERS.map((name) => [
        name,
        Uint32Array.from(slices, (slice) =>
          name === "retransmissionsOut" ? slice.retransmissionsOut : 0,
        ),
      ]),
    ) as SliceBatch["health"],
    initialRtt: new Uint32Array(count).fill(12_345),
    rttOut: new Uint32Array(count),
    rttIn: new Uint32Array(count),
    texts,
    flowsMerged: 0,
  };
}

export function reportOf(
  minute: number,
  specs: readonly SliceSpec[],
  rest: Partial<Omit<MinuteReport, "slices">> = {},
): MinuteReport {
  const slices = batchOf(minute, specs);
  const sum = (...columns: Float64Array[]): number =>
    columns.reduce((all, column) => column.reduce((a, b) => a + b, all), 0);
  const hosts: readonly HostSighting[] = [];
  return {
    slices,
    hosts,
    packets: sum(slices.packetsOut, slices.packetsIn),
    wireBytes: sum(slices.bytesOut, slices.bytesIn),
    malformed: 0,
    kernelDrops: 0,
    interfaceDrops: 0,
    reportsLost: 0,
    interfaces: ["eth0"],
    ...rest,
  };
}

/** Flows of a busy office at random: few clients, many servers, most of them seldom. */
export function randomSlices(random: () => number, count: number, minute: number): SliceSpec[] {
  const below = (limit: number): number => Math.floor(limit * random());
  return Array.from({ length: count }, (_, i) => {
    const server = Math.floor(4000 * random() ** 3);
    const isIpv6 = server % 5 === 0;
    const client = below(60) + 2;
    return {
      flow: i + 1 + below(1000) * 1000,
      previous: random() < 0.5 ? 0 : minute - 60,
      originator: isIpv6 ? `fd00::${client.toString(16)}` : `192.168.1.${client}`,
      responder: isIpv6
        ? `2001:db8:${server.toString(16)}::1`
        : `198.18.${server >> 8}.${server & 255}`,
      originatorPort: 32_768 + below(28_000),
      responderPort: [443, 443, 80, 53, 8080][below(5)]!,
      protocol: [Protocol.Tls, Protocol.Quic, Protocol.Http, Protocol.Dns][below(4)]!,
      byPort: random() < 0.1,
      name: random() < 0.7 ? `host${server}.example${server % 300}.com` : "",
      packetsOut: 1 + below(2000),
      packetsIn: below(2000),
      bytesOut: 60 + below(2_000_000),
      bytesIn: below(3_000_000),
      retransmissionsOut: random() < 0.03 ? below(9) : 0,
    };
  });
}

/** mulberry32: the same numbers in [0, 1) for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function addressOf(text: string | undefined): { ipVersion: number; words: readonly number[] } {
  const parsed = text === undefined ? undefined : parseAddress(text);
  return parsed ?? { ipVersion: 0, words: [0, 0, 0, 0] };
}
