import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeFrame, type FrameSpec, frame, packetOf, TCP } from "../test/frames.ts";
import { Analysis } from "./analysis.ts";
import type { TcpRecord } from "./health-record.ts";

/** Where the numbers of each side begin: one of them wraps within a few segments. */
const OUT_START = 0xffff_ff00;
const IN_START = 5000;

const OUT: FrameSpec = {
  from: "10.0.0.1",
  to: "10.0.0.2",
  transport: "tcp",
  fromPort: 40_000,
  toPort: 80,
};
const IN: FrameSpec = {
  from: "10.0.0.2",
  to: "10.0.0.1",
  transport: "tcp",
  fromPort: 80,
  toPort: 40_000,
};

/** A packet: its time in milliseconds, sender, relative numbers, octets of payload, and what else it has. */
type Step = readonly [
  milliseconds: number,
  side: "out" | "in",
  sequence: number,
  acknowledgment: number,
  length: number,
  more?: Partial<FrameSpec>,
];

const HANDSHAKE: readonly Step[] = [
  [0, "out", 0, 0, 0, { flags: TCP.syn, window: 5000 }],
  [20, "in", 0, 1, 0, { flags: TCP.syn | TCP.ack, window: 5000 }],
  [30, "out", 1, 1, 0],
];

function healthOf(steps: readonly Step[]): TcpRecord {
  const analysis = new Analysis();
  for (const [milliseconds, side, sequence, acknowledgment, length, more] of steps) {
    const isOut = side === "out";
    const spec: FrameSpec = {
      ...(isOut ? OUT : IN),
      sequence: (sequence + (isOut ? OUT_START : IN_START)) >>> 0,
      acknowledgment: (acknowledgment + (isOut ? IN_START : OUT_START)) >>> 0,
      payload: new Uint8Array(length),
      ...more,
    };
    analysis.add(packetOf(spec, 1000 + milliseconds / 1000));
  }
  expect(analysis.flows.size).toBe(1);
  const { health } = analysis.flowRecord(0);
  if (health?.kind !== "tcp") throw new Error("A TCP flow has the health of TCP.");
  return health;
}

const NOTHING_WRONG = {
  retransmissionsOut: 0,
  retransmissionsIn: 0,
  outOfOrderOut: 0,
  outOfOrderIn: 0,
  duplicateAcksOut: 0,
  duplicateAcksIn: 0,
  zeroWindowsOut: 0,
  zeroWindowsIn: 0,
  gapsOut: 0,
  gapsIn: 0,
  keepAlivesOut: 0,
  keepAlivesIn: 0,
  resetsOut: 0,
  resetsIn: 0,
};

test("a connection in order has nothing wrong, though its numbers wrap", () => {
  const health = healthOf([
    ...HANDSHAKE,
    [40, "out", 1, 1, 200],
    [60, "in", 1, 201, 0],
    [90, "in", 1, 201, 1000],
    [91, "in", 1001, 201, 1000],
    [101, "out", 201, 2001, 0],
    [110, "out", 201, 2001, 500],
    [131, "in", 2001, 701, 0],
    [140, "out", 701, 2001, 0, { flags: TCP.fin | TCP.ack }],
    [160, "in", 2001, 702, 0, { flags: TCP.fin | TCP.ack }],
    [170, "out", 702, 2002, 0],
  ]);
  expect(health).toMatchObject(NOTHING_WRONG);
  expect(health.initialRtt).toBeCloseTo(0.03, 6);
  expect(health.timeToFirstByte).toBeCloseTo(0.05, 6);
  expect(health.rttLeastOut).toBeCloseTo(0.02, 6);
  expect(health.rttLeastIn).toBeCloseTo(0.01, 6);
});

const ANOMALIES: readonly (readonly [string, readonly Step[], Partial<TcpRecord>])[] = [
  [
    "a segment that comes again is a retransmission",
    [
      [40, "out", 1, 1, 100],
      [300, "out", 1, 1, 100],
      [310, "in", 1, 101, 0],
    ],
    { retransmissionsOut: 1 },
  ],
  [
    "a SYN that comes again is a retransmission",
    [[40, "in", 0, 1, 0, { flags: TCP.syn | TCP.ack }]],
    { retransmissionsIn: 1 },
  ],
  [
    "what was acknowledged and comes again is a retransmission",
    [
      [40, "out", 1, 1, 100],
      [41, "in", 1, 101, 0],
      [42, "out", 1, 1, 100],
    ],
    { retransmissionsOut: 1 },
  ],
  [
    "a hole that is filled within a round trip was left by reordering",
    [
      [40, "out", 101, 1, 100],
      [41, "out", 1, 1, 100],
      [60, "in", 1, 201, 0],
    ],
    { gapsOut: 1, outOfOrderOut: 1 },
  ],
  [
    "a hole that is filled later was left by loss",
    [
      [40, "out", 101, 1, 100],
      [90, "out", 1, 1, 100],
      [110, "in", 1, 201, 0],
    ],
    { gapsOut: 1, retransmissionsOut: 1 },
  ],
  [
    "a segment that comes again behind a newer one, within a round trip, was doubled on the way",
    [
      [40, "out", 1, 1, 100],
      [41, "out", 101, 1, 100],
      [42, "out", 1, 1, 100],
    ],
    { outOfOrderOut: 1 },
  ],
  [
    "the newest segment that comes again is a retransmission, however soon",
    [
      [40, "out", 1, 1, 100],
      [41, "out", 101, 1, 100],
      [42, "out", 101, 1, 100],
    ],
    { retransmissionsOut: 1 },
  ],
  [
    "what fills a hole behind two duplicate acknowledgments was sent again at once",
    [
      [40, "out", 101, 1, 100],
      [50, "in", 1, 1, 0],
      [51, "in", 1, 1, 0],
      [52, "in", 1, 1, 0],
      [53, "out", 1, 1, 100],
    ],
    { gapsOut: 1, retransmissionsOut: 1, duplicateAcksIn: 2 },
  ],
  [
    "a repeated acknowledgment is a duplicate, one with another window is not",
    [
      [40, "in", 1, 1, 0],
      [50, "in", 1, 1, 0],
      [60, "in", 1, 1, 0, { window: 900 }],
    ],
    { duplicateAcksIn: 1 },
  ],
  [
    "a segment that was not captured, but acknowledged, leaves a gap only",
    [
      [40, "out", 101, 1, 100],
      [60, "in", 1, 201, 0],
      [70, "out", 201, 1, 100],
    ],
    { gapsOut: 1 },
  ],
  [
    "an empty segment one octet back keeps alive, and its answer is no duplicate",
    [
      [40, "in", 1, 1, 0],
      [9000, "out", 0, 1, 0],
      [9020, "in", 1, 1, 0],
    ],
    { keepAlivesOut: 1 },
  ],
  [
    "a closed window is counted, the probe of it and its answer are not",
    [
      [40, "out", 1, 1, 100],
      [50, "in", 1, 101, 0, { window: 0 }],
      [900, "out", 101, 1, 1],
      [910, "in", 1, 101, 0, { window: 0 }],
      [950, "in", 1, 101, 0, { window: 500 }],
      [960, "out", 101, 1, 200],
    ],
    { zeroWindowsIn: 2 },
  ],
  [
    "a reset is counted for who sent it, and its numbers for nothing",
    [
      [40, "in", 700, 0, 0, { flags: TCP.rst }],
      [41, "in", 1, 1, 100],
    ],
    { resetsIn: 1 },
  ],
];

describe("after a handshake", () => {
  test.for(ANOMALIES)("%s", ([, steps, expected]) => {
    const health = healthOf([...HANDSHAKE, ...steps]);
    expect(health).toMatchObject({ ...NOTHING_WRONG, ...expected });
  });
});

test("a capture of one direction knows gaps, the handshake's time, and no answer", () => {
  const health = healthOf([
    [0, "out", 0, 0, 0, { flags: TCP.syn }],
    [30, "out", 1, 1, 0],
    [31, "out", 1, 1, 100],
    [90, "out", 101, 2001, 100],
  ]);
  expect(health).toMatchObject(NOTHING_WRONG);
  expect(health.initialRtt).toBeCloseTo(0.03, 6);
  expect(health.timeToFirstByte).toBeUndefined();
});

test("an answer of an older connection before the SYN-ACK spoils nothing", () => {
  const health = healthOf([
    [0, "out", 0, 0, 0, { flags: TCP.syn }],
    [10, "in", 900_000, 77, 0],
    [11, "out", 77, 0, 0, { flags: TCP.rst }],
    [20, "in", 0, 1, 0, { flags: TCP.syn | TCP.ack }],
    [30, "out", 1, 1, 0],
    [31, "out", 1, 1, 100],
    [50, "in", 1, 101, 100],
  ]);
  expect(health).toMatchObject({ ...NOTHING_WRONG, resetsOut: 1 });
  expect(health.initialRtt).toBeCloseTo(0.03, 6);
});

test("a server that speaks first has no time to first byte", () => {
  const health = healthOf([
    ...HANDSHAKE,
    [40, "in", 1, 1, 100],
    [50, "out", 1, 101, 100],
    [70, "in", 101, 101, 100],
  ]);
  expect(health.timeToFirstByte).toBeUndefined();
});

test("any packets of a connection are counted without an exception, and never more often than they came", () => {
  const word = fc.oneof(fc.integer({ min: 0, max: 0xffff_ffff }), fc.integer({ min: 0, max: 300 }));
  const step = fc.record({
    isOut: fc.boolean(),
    flags: fc.integer({ min: 0, max: 0xff }).map((flags) => flags & ~TCP.syn),
    sequence: word,
    acknowledgment: word,
    window: fc.integer({ min: 0, max: 3 }),
    length: fc.integer({ min: 0, max: 4 }),
    at: fc.double({ min: 0, max: 9000, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const analysis = new Analysis({ flowIdleSeconds: 0 });
      for (const { isOut, length, at, ...rest } of steps) {
        const spec = { ...(isOut ? OUT : IN), ...rest, payload: new Uint8Array(length) };
        analysis.add(decodeFrame(frame(spec), at));
      }
      if (steps.length === 0) return;
      const { health } = analysis.flowRecord(0);
      if (health?.kind !== "tcp") throw new Error("A TCP flow has the health of TCP.");
      for (const figure of Object.values(health)) {
        if (typeof figure !== "number") continue;
        expect(figure).toBeGreaterThanOrEqual(0);
        expect(figure).toBeLessThan(9000);
      }
      expect(
        health.retransmissionsOut + health.retransmissionsIn + health.gapsOut,
      ).toBeLessThanOrEqual(2 * steps.length);
    }),
    { seed: 9293, numRuns: 300 },
  );
});
