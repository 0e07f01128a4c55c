/** What live streams of every answerer must do; a part of `session.contract.ts`. */
import { describe, expect, test } from "vitest";
import { figuresOf, total } from "./figures.contract.ts";
import type { LiveFrame } from "./live-frame.ts";
import { decodeLiveFrame } from "./live-frame-decoder.ts";
import { EVERYTHING } from "./range.ts";
import type { Session, Subscription } from "./session.ts";
import { type KnownPacket, START_SECONDS } from "./traffic.contract.ts";

export interface SessionUnderTest {
  readonly session: Session;
  /** Sends live frames to whoever was granted some; `now` is in microseconds since 1970. */
  tick(now: number): Promise<void>;
  close(): Promise<void>;
}

/** `made` gives the session, which has taken all of `packets`, once the tests run. */
export function describeLiveStream(
  made: () => SessionUnderTest,
  packets: readonly KnownPacket[],
): void {
  describe("a live stream", () => {
    const subscription: Subscription = { filter: "", window: 600, topLimit: 5, rowLimit: 50 };
    const now = (START_SECONDS + 120) * 1e6;

    test("sends a frame for each grant, and none without", async () => {
      const { frames, stream } = open(made().session);
      stream.subscribe(subscription, 1);
      await made().tick(now);
      expect(frames).toHaveLength(0);
      stream.grant();
      await made().tick(now);
      await made().tick(now);
      expect(frames).toHaveLength(1);
      expectWholeFrame(frames[0]!, packets);
      stream.close();
    });

    test("follows its filter", async () => {
      const { frames, stream } = open(made().session);
      stream.subscribe({ ...subscription, filter: "dns", rowLimit: 10 }, 7);
      stream.grant();
      await made().session.summary({ range: EVERYTHING, filter: "dns" });
      await made().tick(now);
      const selected = packets.filter(({ kind }) => kind === "dns");
      expect(frames[0]).toMatchObject({ epoch: 7 });
      expect(frames[0]!.totals).toMatchObject(figuresOf(selected));
      expect(frames[0]!.totals.allPackets).toBe(packets.length);
      expect(Array.from(frames[0]!.rows.number)).toEqual(
        selected.slice(-10).map(({ number }) => number),
      );
      stream.close();
    });

    test("says what is wrong with a subscription, and goes on with the next", async () => {
      const { frames, problems, stream } = open(made().session);
      stream.subscribe({ ...subscription, filter: "tcp &&" }, 3);
      stream.grant();
      await made().tick(now);
      stream.subscribe({ ...subscription, window: 0 }, 4);
      await made().tick(now);
      stream.subscribe(subscription, 5);
      await made().tick(now);
      expect(problems).toEqual([
        ["QUERY_BAD_FILTER", 3],
        ["QUERY_BAD_LIMIT", 4],
      ]);
      expect(frames.map(({ epoch }) => epoch)).toEqual([5]);
      stream.close();
    });
  });
}

function expectWholeFrame(frame: LiveFrame, packets: readonly KnownPacket[]): void {
  const { packets: count, bytes } = figuresOf(packets);
  expect(frame.totals).toMatchObject({ packets: count, bytes, allPackets: count, lastHeld: count });
  expect(total(frame.timeline.packets.flatMap((series) => Array.from(series)))).toBe(count);
  expect(total(frame.timeline.bytes.flatMap((series) => Array.from(series)))).toBe(bytes);
  expect(frame.timeline.packets[0]!.length).toBeLessThanOrEqual(600);
  expect(frame.rows.skipped).toBe(0);
  expect(Array.from(frame.rows.number)).toEqual(packets.slice(-50).map(({ number }) => number));
  expect(frame.sources.labels.length).toBe(5);
  expect(frame.hosts.members).toBeGreaterThan(5);
}

function open(session: Session): {
  frames: LiveFrame[];
  problems: [string, number][];
  stream: ReturnType<Session["live"]>;
} {
  const frames: LiveFrame[] = [];
  const problems: [string, number][] = [];
  const stream = session.live(
    (frame) => frames.push(decodeLiveFrame(frame)),
    (problem, epoch) => problems.push([problem.code, epoch]),
  );
  return { frames, problems, stream };
}
