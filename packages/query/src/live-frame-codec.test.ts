import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { QueryError } from "./errors.ts";
import type { LiveFrame, LiveRanking, LiveRows, LiveTimeline } from "./live-frame.ts";
import { decodeLiveFrame } from "./live-frame-decoder.ts";
import { encodeLiveFrame } from "./live-frame-encoder.ts";
import { TOTAL_NAMES } from "./live-frame-layout.ts";
import { STATES } from "./status.ts";

const SEED = 20261122;

const count = fc.double({ noNaN: true, noDefaultInfinity: true });
const text = fc.string({ unit: "grapheme", maxLength: 12 });

function float64s(length: number): fc.Arbitrary<Float64Array> {
  return fc.array(count, { minLength: length, maxLength: length }).map((v) => Float64Array.from(v));
}

function texts(length: number): fc.Arbitrary<string[]> {
  return fc.array(text, { minLength: length, maxLength: length });
}

const ranking: fc.Arbitrary<LiveRanking> = fc.nat({ max: 5 }).chain((n) =>
  fc.record({
    labels: texts(n),
    names: texts(n),
    filters: texts(n),
    packets: float64s(n),
    bytes: float64s(n),
    bytesIn: float64s(n),
    members: count,
  }),
);

const timeline: fc.Arbitrary<LiveTimeline> = fc
  .tuple(fc.nat({ max: 4 }), fc.nat({ max: 6 }))
  .chain(([series, buckets]) => {
    const columns = fc.array(float64s(buckets), { minLength: series, maxLength: series });
    return fc.record({
      start: count,
      step: count,
      names: texts(series),
      packets: columns,
      bytes: columns,
    });
  });

const rows: fc.Arbitrary<LiveRows> = fc.nat({ max: 7 }).chain((n) =>
  fc.record({
    number: float64s(n),
    time: float64s(n),
    length: fc.uint32Array({ minLength: n, maxLength: n }),
    protocolByPort: fc.uint8Array({ minLength: n, maxLength: n }),
    protocol: texts(n),
    source: texts(n),
    destination: texts(n),
    info: texts(n),
    skipped: count,
  }),
);

const frames: fc.Arbitrary<LiveFrame> = fc.record({
  epoch: fc.nat({ max: 0xffffffff }),
  watermark: count,
  state: fc.constantFrom(...STATES),
  progress: count,
  totals: fc.record(
    Object.fromEntries(TOTAL_NAMES.map((name) => [name, count])),
  ) as unknown as fc.Arbitrary<LiveFrame["totals"]>,
  timeline,
  protocols: ranking,
  applications: ranking,
  sources: ranking,
  destinations: ranking,
  hosts: ranking,
  services: ranking,
  rows,
});

/** Plain arrays, so that equality looks at values and not at the buffer behind a view. */
function plain(frame: LiveFrame): unknown {
  return JSON.parse(
    JSON.stringify(frame, (_, value: unknown) =>
      ArrayBuffer.isView(value) ? Array.from(value as Float64Array, String) : value,
    ),
  );
}

describe("the live frame's wire form", () => {
  test("gives back what was encoded", () => {
    fc.assert(
      fc.property(frames, (frame) => {
        expect(plain(decodeLiveFrame(encodeLiveFrame(frame)))).toEqual(plain(frame));
      }),
      { seed: SEED },
    );
  });

  test("holds a frame larger than the first buffer", () => {
    const [frame] = fc.sample(frames, { seed: SEED, numRuns: 1 }) as [LiveFrame];
    const series = Float64Array.from({ length: 600 }, (_, i) => i);
    const wide: LiveFrame = {
      ...frame,
      timeline: {
        start: 0,
        step: 1,
        names: Array.from({ length: 13 }, (_, i) => `series ${i}`),
        packets: Array.from({ length: 13 }, () => series),
        bytes: Array.from({ length: 13 }, () => series),
      },
    };
    expect(plain(decodeLiveFrame(encodeLiveFrame(wide)))).toEqual(plain(wide));
  });

  test("is rejected when cut anywhere", () => {
    for (const frame of fc.sample(frames, { seed: SEED, numRuns: 5 })) {
      const bytes = encodeLiveFrame(frame);
      for (let length = 0; length < bytes.byteLength; length++) {
        expect(() => decodeLiveFrame(bytes.slice(0, length))).toThrow(QueryError);
      }
    }
  });

  test("is a frame or a QueryError whatever octets are changed", () => {
    fc.assert(
      fc.property(
        frames,
        fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 8 }),
        (frame, changes) => {
          const bytes = new Uint8Array(encodeLiveFrame(frame));
          for (const [at, value] of changes) bytes[at % bytes.length] = value;
          try {
            decodeLiveFrame(bytes.buffer as ArrayBuffer);
          } catch (error) {
            expect(error).toBeInstanceOf(QueryError);
            expect((error as QueryError).code).toBe("QUERY_BAD_FRAME");
          }
        },
      ),
      { seed: SEED, numRuns: 500 },
    );
  });

  test("names the version that it is not", () => {
    const bytes = new Uint8Array(40);
    bytes.set([1, 9]);
    expect(() => decodeLiveFrame(bytes.buffer)).toThrow("version 9");
  });
});
