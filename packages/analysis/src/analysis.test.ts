import { decode, Protocol } from "@wirescope/decode";
import { expect, test } from "vitest";
import {
  arpFrame,
  clientHello,
  decodeFrame,
  dnsMessage,
  type FrameSpec,
  packetOf,
  TCP,
  text,
} from "../test/frames.ts";
import { Analysis } from "./analysis.ts";
import type { FlowRecord } from "./flow-record.ts";

const CLIENT = "192.168.1.7";
const SERVER = "93.184.216.34";
const OUT: FrameSpec = {
  from: CLIENT,
  to: SERVER,
  transport: "tcp",
  fromPort: 50_000,
  toPort: 443,
};
const IN: FrameSpec = { ...OUT, from: SERVER, to: CLIENT, fromPort: 443, toPort: 50_000 };

function analyse(frames: readonly (readonly [FrameSpec, number])[]): Analysis {
  const analysis = new Analysis();
  for (const [spec, seconds] of frames) analysis.add(packetOf(spec, seconds));
  return analysis;
}

function flowsOf(analysis: Analysis): FlowRecord[] {
  return analysis
    .flowRows("start", 1000)
    .rows.map((row) => analysis.flowRecord(row))
    .reverse();
}

/** Octets of Ethernet, IPv4 and TCP without options. */
const HEADERS = 54;

const HANDSHAKE: (readonly [FrameSpec, number])[] = [
  [{ ...OUT, flags: TCP.syn }, 1],
  [{ ...IN, flags: TCP.syn | TCP.ack }, 1.1],
  [{ ...OUT, flags: TCP.ack }, 1.2],
];

const NEW_SYN: FrameSpec = { ...OUT, flags: TCP.syn, sequence: 0x1234_5678 };
const REFUSED: (readonly [FrameSpec, number])[] = [
  [{ ...OUT, flags: TCP.syn }, 1],
  [{ ...IN, flags: TCP.rst | TCP.ack }, 1],
];

test("a TLS connection: ends, counts, state, protocol and name", () => {
  const hello = clientHello("www.example.org");
  const analysis = analyse([
    ...HANDSHAKE,
    [{ ...OUT, payload: hello }, 1.3],
    [{ ...IN, flags: TCP.ack }, 1.4],
  ]);
  const [flow, ...rest] = flowsOf(analysis);
  expect(rest).toEqual([]);
  expect(flow).toMatchObject({
    id: 1,
    originator: CLIENT,
    originatorPort: 50_000,
    responder: SERVER,
    responderPort: 443,
    servicePort: 443,
    ipProtocol: 6,
    protocol: Protocol.Tls,
    protocolByPort: false,
    name: "www.example.org",
    state: "established",
    firstSeconds: 1,
    firstNanoseconds: 0,
    packetsOut: 3,
    packetsIn: 2,
    bytesOut: 3 * 54 + hello.length,
    bytesIn: 2 * 54,
    payloadOut: hello.length,
    payloadIn: 0,
  });
  expect(analysis.protocols.seen()).toEqual([Protocol.Tls]);
  const words = flow!.responderWords;
  expect(analysis.names.of(4, ...words)).toEqual([
    { name: "www.example.org", source: "tls", seconds: 1 },
  ]);
  const names = analysis.topNames("bytes", 5);
  expect(analysis.flowNames.record(names.rows[0]!)).toMatchObject({
    name: "www.example.org",
    packets: 5,
    bytesIn: 3 * 54 + hello.length,
    bytesOut: 2 * 54,
    flows: 1,
  });
  expect(names.other).toEqual({ packets: 0, bytes: 0, flows: 0, members: 0 });
});

test("packets carry the protocol of their flow", () => {
  const analysis = new Analysis();
  for (const [spec, seconds] of HANDSHAKE) analysis.add(packetOf(spec, seconds));
  analysis.add(packetOf({ ...OUT, payload: clientHello("a.example") }, 2));
  const acknowledgement = packetOf({ ...IN, flags: TCP.ack }, 3);
  expect(acknowledgement.protocol).toBe(Protocol.Tcp);
  analysis.add(acknowledgement);
  expect(acknowledgement.protocol).toBe(Protocol.Tls);
});

test("a payload of which nothing was captured is named after its port", () => {
  const analysis = new Analysis();
  const packet = packetOf({ ...OUT, payload: clientHello("a.example") }, 1);
  decode(packet, packet.view, 0, HEADERS);
  analysis.add(packet);
  expect(flowsOf(analysis)[0]).toMatchObject({ protocol: Protocol.Tls, protocolByPort: true });
  const acknowledging = analyse([[{ ...OUT, flags: TCP.ack }, 1]]);
  expect(flowsOf(acknowledging)[0]).toMatchObject({ protocol: Protocol.Tcp });
});

test("content overrules what a port suggests", () => {
  const odd = { ...OUT, fromPort: 50_001 };
  const analysis = new Analysis();
  const opaque = packetOf({ ...odd, payload: Uint8Array.of(0xff, 0xfe, 0xfd, 0xfc) }, 1);
  analysis.add(opaque);
  expect(opaque.protocolByPort).toBe(true);
  expect(analysis.protocols.packetsByPort[opaque.protocol]).toBe(1);
  const plain = packetOf({ ...odd, payload: text("GET / HTTP/1.1\r\nHost: h.example\r\n\r\n") }, 2);
  analysis.add(plain);
  expect(plain.protocol).toBe(Protocol.Http);
  expect(analysis.protocols.seen()).toEqual([Protocol.Http]);
  expect(analysis.protocols.packetsByPort.every((count) => count === 0)).toBe(true);
  expect(flowsOf(analysis)[0]!.name).toBe("h.example");
});

test("identification gives up after a few packets each way", () => {
  const odd = { ...OUT, toPort: 50_009 };
  const analysis = new Analysis();
  const noise = Uint8Array.of(0xff, 0xfe, 0xfd, 0xfc);
  for (let i = 0; i < 4; i++) {
    analysis.add(packetOf({ ...odd, sequence: 4 * i, payload: noise }, i));
  }
  analysis.add(packetOf({ ...odd, sequence: 16, payload: clientHello("late.example") }, 9));
  expect(flowsOf(analysis)[0]).toMatchObject({ protocol: Protocol.Tcp, name: undefined });
});

test("DNS answers name addresses", () => {
  const ask: FrameSpec = { from: CLIENT, to: "192.168.1.1", fromPort: 40_000, toPort: 53 };
  const answer: FrameSpec = { from: "192.168.1.1", to: CLIENT, fromPort: 53, toPort: 40_000 };
  const analysis = analyse([
    [{ ...ask, payload: dnsMessage("example.org") }, 1],
    [{ ...answer, payload: dnsMessage("example.org", [SERVER]) }, 2],
  ]);
  expect(flowsOf(analysis)[0]).toMatchObject({ protocol: Protocol.Dns, name: "example.org" });
  expect(analysis.names.of(4, 0x5db8_d822, 0, 0, 0)).toEqual([
    { name: "example.org", source: "dns", seconds: 2 },
  ]);
});

test("a SYN and ACK that is seen first comes from the responder", () => {
  const [flow] = flowsOf(analyse([[{ ...IN, flags: TCP.syn | TCP.ack }, 1]]));
  expect(flow).toMatchObject({ originator: CLIENT, responder: SERVER, state: "handshake" });
  expect(flow).toMatchObject({ packetsOut: 0, packetsIn: 1 });
});

test("in a connection joined in the middle the well-known port is the responder's", () => {
  const [flow] = flowsOf(analyse([[{ ...IN, payload: text("x") }, 1]]));
  expect(flow).toMatchObject({ originator: CLIENT, servicePort: 443, state: "one-sided" });
  expect(flow).toMatchObject({ packetsOut: 0, packetsIn: 1 });
});

test("without a handshake and a well-known port the sender of the first packet is the originator", () => {
  const [flow] = flowsOf(analyse([[{ ...IN, fromPort: 50_001, payload: text("x") }, 1]]));
  expect(flow).toMatchObject({ originator: SERVER, state: "one-sided" });
});

test("an ICMP exchange is one flow, begun by the request", () => {
  const echo = (type: number, id: number): Uint8Array => Uint8Array.of(type, 0, 0, 0, 0, id, 0, 1);
  const ask: FrameSpec = { from: CLIENT, to: SERVER, transport: "icmp" };
  const answer: FrameSpec = { from: SERVER, to: CLIENT, transport: "icmp" };
  const flows = flowsOf(
    analyse([
      [{ ...answer, payload: echo(0, 7) }, 1],
      [{ ...ask, payload: echo(8, 7) }, 2],
      [{ ...ask, payload: echo(8, 8) }, 3],
    ]),
  );
  expect(flows).toHaveLength(2);
  expect(flows[0]).toMatchObject({
    originator: CLIENT,
    originatorPort: undefined,
    icmpType: 8,
    icmpIdentifier: 7,
    packetsOut: 1,
    packetsIn: 1,
    state: "active",
  });
});

test.for<[string, (readonly [FrameSpec, number])[], string[]]>([
  ["an unanswered SYN", HANDSHAKE.slice(0, 1), ["handshake"]],
  [
    "both FINs",
    [...HANDSHAKE, [{ ...OUT, flags: 0x11 }, 2], [{ ...IN, flags: 0x11 }, 2]],
    ["closed"],
  ],
  ["one FIN", [...HANDSHAKE, [{ ...IN, flags: 0x11 }, 2]], ["closing"]],
  ["a RST", [...HANDSHAKE, [{ ...IN, flags: TCP.rst }, 2]], ["reset"]],
  ["a repeated SYN", [HANDSHAKE[0]!, HANDSHAKE[0]!], ["handshake"]],
  ["another SYN", [HANDSHAKE[0]!, [NEW_SYN, 2]], ["handshake", "handshake"]],
  ["a repeated SYN, refused each time", [...REFUSED, ...REFUSED], ["reset"]],
  ["a SYN behind its answer", [HANDSHAKE[1]!, HANDSHAKE[0]!], ["handshake"]],
  [
    "a SYN in a connection joined late",
    [
      [OUT, 1],
      [NEW_SYN, 2],
    ],
    ["one-sided", "handshake"],
  ],
  [
    "a SYN after a RST",
    [...HANDSHAKE, [{ ...IN, flags: TCP.rst }, 2], [NEW_SYN, 3]],
    ["reset", "handshake"],
  ],
  [
    "a SYN on an established connection",
    [...HANDSHAKE, [NEW_SYN, 3]],
    ["established", "handshake"],
  ],
])("TCP: %s", ([, frames, states]) => {
  const analysis = analyse(frames);
  expect(flowsOf(analysis).map(({ state }) => state)).toEqual(states);
  expect(analysis.totals.flowsSeen).toBe(states.length);
});

test.for([
  [300, 2],
  [0, 1],
] as const)("with an idle limit of %i s, a silence of 301 s leaves %i flows", ([limit, flows]) => {
  const analysis = new Analysis({ flowIdleSeconds: limit });
  for (const seconds of [1000, 1300, 1601]) analysis.add(packetOf(OUT, seconds));
  expect(analysis.totals.flowsSeen).toBe(flows);
  expect(analysis.flows.size).toBe(flows);
});

test("time stamps out of order widen a flow, its hosts and nothing else", () => {
  const analysis = analyse([
    [OUT, 10.5],
    [OUT, 9.25],
    [IN, 11],
  ]);
  const times = { firstSeconds: 9, firstNanoseconds: 250_000_000, lastSeconds: 11 };
  expect(flowsOf(analysis)).toHaveLength(1);
  expect(flowsOf(analysis)[0]).toMatchObject(times);
  const hosts = analysis.hosts;
  expect(hosts.record(hosts.find(4, 0x5db8_d822, 0, 0, 0))).toMatchObject(times);
});

test("packets that are not IP are in totals, protocols and other", () => {
  const analysis = new Analysis();
  analysis.add(decodeFrame(arpFrame(CLIENT, "192.168.1.1", 3), 1));
  analysis.add(packetOf(OUT, 2));
  expect(analysis.totals.packets).toBe(2);
  expect(analysis.protocols.packets[Protocol.Arp]).toBe(1);
  expect(analysis.topHosts("both", "packets", 10).other.packets).toBe(1);
  expect(analysis.topHosts("sent", "bytes", 10).other).toMatchObject({ packets: 1, bytes: 42 });
  expect(analysis.topServices("bytes", 10).other.packets).toBe(1);
  expect(analysis.topConversations("bytes", 10).other.packets).toBe(1);
});

test("hosts, services and conversations know directions", () => {
  const analysis = analyse([
    [{ ...OUT, payload: new Uint8Array(46) }, 1],
    [IN, 2],
    [IN, 3],
  ]);
  const sent = analysis.topHosts("sent", "packets", 1);
  expect(analysis.hostRecord(sent.rows[0]!)).toMatchObject({
    address: SERVER,
    packetsOut: 2,
    packetsIn: 1,
    bytesOut: 108,
    bytesIn: 100,
    flows: 1,
    mac: undefined,
  });
  const services = analysis.topServices("bytes", 1);
  expect(analysis.services.record(services.rows[0]!)).toMatchObject({
    ipProtocol: 6,
    port: 443,
    packets: 3,
    bytesIn: 100,
    bytesOut: 108,
  });
  expect(services.bytesIn[0]).toBe(100);
  const conversations = analysis.topConversations("bytes", 1);
  expect(analysis.conversations.record(conversations.rows[0]!)).toMatchObject({
    a: SERVER,
    b: CLIENT,
    bytesAToB: 108,
    bytesBToA: 100,
    flows: 1,
  });
});

test("a host that talks to itself has one flow and both directions", () => {
  const analysis = analyse([[{ ...OUT, from: CLIENT, to: CLIENT }, 1]]);
  const hosts = analysis.hosts;
  expect(hosts.size).toBe(1);
  expect(hosts.record(0)).toMatchObject({ flows: 1, packetsOut: 1, packetsIn: 1 });
  const { other } = analysis.topHosts("both", "bytes", 1);
  expect(other).toEqual({ packets: 0, bytes: 0, flows: 0, members: 0 });
});

test("octets beyond 2^32 between two looks are counted", () => {
  const analysis = new Analysis();
  const packet = packetOf(OUT, 1);
  for (let i = 0; i < 3; i++) {
    packet.originalLength = 0xffff_ffff;
    analysis.add(packet);
  }
  expect(analysis.topHosts("sent", "bytes", 1).bytes[0]).toBe(3 * 0xffff_ffff);
  expect(flowsOf(analysis)[0]!.bytesOut).toBe(3 * 0xffff_ffff);
});

test("pages of flows visit each flow once, in order", () => {
  const analysis = new Analysis();
  for (let i = 0; i < 97; i++) {
    for (let k = 0; k <= i % 7; k++) analysis.add(packetOf({ ...OUT, fromPort: 1000 + i }, i + k));
  }
  for (const order of ["bytes", "packets", "start", "last", "duration"] as const) {
    const seen: number[] = [];
    let page = analysis.flowRows(order, 10);
    for (;;) {
      seen.push(...page.rows);
      if (page.cursor === undefined) break;
      page = analysis.flowRows(order, 10, page.cursor);
    }
    expect(seen).toHaveLength(97);
    expect(new Set(seen).size).toBe(97);
  }
  const bytes = analysis.flowRows("bytes", 97).rows.map((row) => analysis.flowRecord(row).bytesOut);
  expect(bytes).toEqual([...bytes].sort((a, b) => b - a));
});

test("active flows are those since a time", () => {
  const analysis = analyse([
    [OUT, 10],
    [{ ...OUT, fromPort: 1 }, 20],
  ]);
  expect(analysis.activeFlows(0)).toBe(2);
  expect(analysis.activeFlows(20)).toBe(1);
  expect(analysis.activeFlows(21)).toBe(0);
});
