import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clientHello, dnsMessage, type FrameSpec, packetOf, TCP, text } from "../test/frames.ts";
import { Analysis } from "./analysis.ts";
import { FLOW_WORDS } from "./flow-layout.ts";
import type { FlowRecord } from "./flow-record.ts";
import { HEAD_LENGTH, StreamHead } from "./stream-heads.ts";
import { TCP_WORDS } from "./tcp-layout.ts";

const START = 0xffff_fff0;
const OUT: FrameSpec = {
  from: "10.0.0.1",
  to: "192.0.2.2",
  transport: "tcp",
  fromPort: 40_000,
  toPort: 8000,
};
const SYN: FrameSpec = { ...OUT, flags: TCP.syn, sequence: START - 1 };

/** A piece of a stream: offset, then its octets. */
type Piece = readonly [offset: number, octets: Uint8Array];

function cut(message: Uint8Array, ...at: readonly number[]): Piece[] {
  const starts = [0, ...at];
  return starts.map((start, i) => [start, message.slice(start, starts[i + 1] ?? message.length)]);
}

function analyse(pieces: readonly Piece[], spec: Partial<FrameSpec> = {}): Analysis {
  const analysis = new Analysis();
  analysis.add(packetOf({ ...SYN, ...spec, flags: TCP.syn }, 1));
  for (const [offset, payload] of pieces) {
    analysis.add(packetOf({ ...OUT, ...spec, sequence: (START + offset) >>> 0, payload }, 1));
  }
  return analysis;
}

function flowOf(pieces: readonly Piece[], spec: Partial<FrameSpec> = {}): FlowRecord {
  return analyse(pieces, spec).flowRecord(0);
}

const HELLO = clientHello("example.org");
const REQUEST = text(
  `GET /${"a".repeat(300)} HTTP/1.1\r\nUser-Agent: test\r\nHost: example.org\r\nAccept: */*\r\n\r\n`,
);

function withLength(message: Uint8Array): Uint8Array {
  return Uint8Array.of(message.length >> 8, message.length & 0xff, ...message);
}

const ANSWER = withLength(dnsMessage("example.org", ["198.51.100.7"]));

describe.for([
  ["a ClientHello", HELLO, {}],
  ["an HTTP head", REQUEST, {}],
  ["a DNS answer", ANSWER, { fromPort: 53 }],
] as const)("%s", ([, message, spec]) => {
  test.for([
    ["two segments", cut(message, 50)],
    ["segments of which the first is two octets", cut(message, 2)],
    ["many segments", cut(message, 3, 9, 14, 30, 55)],
    ["two segments, the later first", cut(message, 30).reverse()],
    ["overlapping segments", [...cut(message, 40).slice(0, 1), [20, message.slice(20)] as Piece]],
    ["segments sent twice", cut(message, 45).flatMap((piece) => [piece, piece])],
  ] as const)("in %s names its flow", ([, pieces]) => {
    const { name, protocolByPort } = flowOf(pieces, spec);
    expect(name).toBe("example.org");
    expect(protocolByPort).toBe(false);
  });
});

test("what is whole is not written again", () => {
  const other = clientHello("example.net");
  expect(
    flowOf([
      [0, HELLO.slice(0, 70)],
      [10, other.slice(10, 70)],
      [70, HELLO.slice(70)],
    ]).name,
  ).toBe("example.org");
});

test("DNS answers that share segments are read one after the other", () => {
  const answers = ["198.51.100.7", "198.51.100.8"].map((address) =>
    withLength(dnsMessage(`host-${address}.example`, [address])),
  );
  const stream = Uint8Array.from(answers.flatMap((answer) => [...answer]));
  const analysis = analyse(cut(stream, 60, 90), { fromPort: 53 });
  expect(analysis.names.of(4, 0xc633_6407, 0, 0, 0)).toHaveLength(1);
  expect(analysis.names.of(4, 0xc633_6408, 0, 0, 0)).toHaveLength(1);
});

test("a flood of unfinished beginnings takes no more than the pool has", () => {
  const analysis = new Analysis({ flowCapacity: 4096 });
  const before = analysis.memoryLength;
  for (let i = 0; i < 3000; i++) {
    const spec = { ...OUT, fromPort: 1024 + i };
    analysis.add(packetOf({ ...spec, payload: HELLO.slice(0, 60) }, i / 1000));
  }
  const tables = 4096 * (FLOW_WORDS + TCP_WORDS) * 4 * 2;
  expect(analysis.memoryLength - before).toBeLessThan(128 * HEAD_LENGTH + tables);
  // The newest are still there to be finished.
  const last = { ...OUT, fromPort: 1024 + 2999, sequence: 60, payload: HELLO.slice(60) };
  analysis.add(packetOf(last, 3));
  const named = Array.from({ length: analysis.flows.size }, (_, row) => analysis.flowRecord(row));
  expect(named.filter(({ name }) => name === "example.org")).toHaveLength(1);
});

test("pieces in any order, with repetitions, come together to what was sent", () => {
  const message = Uint8Array.from({ length: 60 }, (_, i) => i + 1);
  const piece = fc.tuple(fc.nat({ max: 59 }), fc.integer({ min: 1, max: 20 }));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const head = new StreamHead();
      head.open(0, 0, START | 0);
      const seen = new Set<number>();
      let dropped = false;
      for (const [offset, length] of pieces) {
        const payload = message.slice(offset, offset + length);
        const packet = packetOf({ ...OUT, sequence: (START + offset) >>> 0, payload });
        head.add(packet, packet.payloadStart);
        for (let i = 0; i < payload.length; i++) seen.add(offset + i);
        dropped ||= pieces.length > 8;
      }
      let whole = 0;
      while (seen.has(whole)) whole++;
      if (dropped) expect(head.whole).toBeLessThanOrEqual(whole);
      else expect(head.whole).toBe(whole);
      for (let i = 0; i < head.whole; i++) expect(head.view.getUint8(i)).toBe(message[i]);
    }),
    { seed: 793, numRuns: 300 },
  );
});

test("random segments around a beginning never throw", () => {
  const segment = fc.record({
    offset: fc.integer({ min: -40, max: HEAD_LENGTH + 40 }),
    payload: fc.uint8Array({ minLength: 1, maxLength: 90 }),
  });
  fc.assert(
    fc.property(fc.array(segment, { maxLength: 40 }), (segments) => {
      const pieces = segments.map(({ offset, payload }): Piece => [offset, payload]);
      for (const first of [HELLO.slice(0, 60), REQUEST.slice(0, 60), ANSWER.slice(0, 3)]) {
        const { payloadOut } = flowOf([[0, first], ...pieces], { toPort: 53 });
        const sum = segments.reduce((total, { payload }) => total + payload.length, first.length);
        expect(payloadOut).toBe(sum);
      }
    }),
    { seed: 7414, numRuns: 100 },
  );
});
