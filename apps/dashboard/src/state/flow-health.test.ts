import { type Flow, type FlowHealth, HEALTH_FIELDS } from "@wirescope/query";
import { describe, expect, test } from "vitest";
import { directionRows, retransmissions, roundTrip, singleRows } from "./flow-health.ts";

const ABSENT = Object.fromEntries(
  HEALTH_FIELDS.map((name) => [name, undefined]),
) as unknown as FlowHealth;

function flowOf(health: Partial<FlowHealth> | undefined): Flow {
  const traffic = { packetsOut: 3, packetsIn: 2, bytesOut: 1500, bytesIn: 90 };
  return {
    ...traffic,
    ...{ payloadOut: 0, payloadIn: 10 },
    health: health && { ...ABSENT, ...health },
  } as Flow;
}

describe("The details of a flow", () => {
  test("have a row for each figure that is known, by direction", () => {
    const rows = directionRows(
      flowOf({ rttOut: 0.0183, rttIn: 0.00042, retransmissionsOut: 2, retransmissionsIn: 0 }),
    );
    expect(rows.map(({ label, out, in: into }) => [label, out, into])).toEqual([
      ["Packets", "3", "2"],
      ["Bytes", "1.50 kB", "90 B"],
      ["Payload", "0 B", "10 B"],
      ["Round trip", "18.3 ms", "0.42 ms"],
      ["Retransmitted", "2", "0"],
    ]);
  });

  test("say that one direction is not known where the other is", () => {
    expect(directionRows(flowOf({ resetsIn: 1 })).at(-1)).toMatchObject({ out: "–", in: "1" });
  });

  test("are traffic alone where nothing judges the flow", () => {
    expect(directionRows(flowOf(undefined))).toHaveLength(3);
    expect(singleRows(flowOf(undefined))).toEqual([]);
  });

  test("have times that both directions share", () => {
    const flow = flowOf({ initialRtt: 0.0123, timeToFirstByte: 1.5 });
    expect(singleRows(flow).map(({ label, value }) => `${label} ${value}`)).toEqual([
      "Handshake 12.3 ms",
      "Time to first byte 1.50 s",
    ]);
  });

  test.for([
    [0, "no error (0)"],
    [3, "no such name (3)"],
    [23, "code (23)"],
  ] as const)("read response code %d as %s", ([responseCode, text]) => {
    expect(singleRows(flowOf({ responseCode }))).toMatchObject([{ value: text }]);
  });
});

test.for([
  ["the handshake's", { initialRtt: 0.1, rttOut: 0.2 }, 0.1],
  ["that of acknowledgments without one", { rttIn: 0.2 }, 0.2],
  ["a query's", { responseTime: 0.3 }, 0.3],
  ["none", {}, undefined],
] as const)("The round trip is %s", ([, health, seconds]) => {
  expect(roundTrip({ ...ABSENT, ...health })?.seconds).toBe(seconds);
});

test("Retransmissions of both directions are put together", () => {
  expect(retransmissions({ ...ABSENT, retransmissionsOut: 2, retransmissionsIn: 1 })).toBe(3);
  expect(retransmissions({ ...ABSENT, retransmissionsIn: 0 })).toBe(0);
  expect(retransmissions(undefined)).toBeUndefined();
});
