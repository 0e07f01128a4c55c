import { encodeLiveFrame, QueryError, type Session, type Subscription } from "@wirescope/query";
import { describe, expect, test } from "vitest";
import { EMPTY_FRAME } from "../../../../packages/query/src/live-frame.contract.ts";
import { FrameScheduler } from "./frame-scheduler.ts";
import { LiveFeed } from "./live-feed.ts";

function frame(epoch: number, packets: number): ArrayBuffer {
  return encodeLiveFrame({
    ...EMPTY_FRAME,
    epoch,
    watermark: packets * 1e6,
    totals: { ...EMPTY_FRAME.totals, packets, allPackets: packets },
  });
}

function makeFeed() {
  const wire = {
    frame: (_: ArrayBuffer) => {},
    problem: (_: QueryError, __: number) => {},
    subscriptions: [] as { subscription: Subscription; epoch: number }[],
    grants: 0,
    closed: 0,
  };
  const session = {
    live: (onFrame: typeof wire.frame, onProblem: typeof wire.problem) => {
      wire.frame = onFrame;
      wire.problem = onProblem;
      return {
        subscribe: (subscription: Subscription, epoch: number) =>
          void wire.subscriptions.push({ subscription, epoch }),
        grant: () => {
          wire.grants += 1;
        },
        close: () => {
          wire.closed += 1;
        },
      };
    },
  } as unknown as Session;
  const frames: (() => void)[] = [];
  const received: number[] = [];
  const problems: string[] = [];
  const feed = new LiveFeed(
    new FrameScheduler((callback) => void frames.push(callback)),
    (arrived) => received.push(arrived.totals.packets),
    (error) => problems.push(error.message),
  );
  feed.open(session);
  feed.subscribe("dns", 60);
  function paint(): void {
    for (const run of frames.splice(0)) run();
  }
  return { feed, wire, session, received, problems, paint };
}

describe("LiveFeed", () => {
  test("Frames are shown with the next paint, the newest one of several", () => {
    const { feed, wire, received, paint } = makeFeed();
    wire.frame(frame(1, 10));
    wire.frame(frame(1, 20));
    expect(feed.shown.getSnapshot()).toBeUndefined();
    paint();
    expect(feed.shown.getSnapshot()?.totals.packets).toBe(20);
    expect(feed.pending.getSnapshot()).toBe(false);
    expect(received).toEqual([10, 20]);
  });

  test("Each painted frame grants another one, and none before it is painted", () => {
    const { wire, paint } = makeFeed();
    expect(wire.grants).toBe(2);
    wire.frame(frame(1, 10));
    wire.frame(frame(1, 20));
    expect(wire.grants).toBe(2);
    paint();
    expect(wire.grants).toBe(4);
  });

  test("Frames of an earlier subscription are dropped, but paid for", () => {
    const { feed, wire, received, paint } = makeFeed();
    feed.subscribe("tls", 60);
    wire.frame(frame(1, 10));
    paint();
    expect(feed.shown.getSnapshot()).toBeUndefined();
    expect(feed.pending.getSnapshot()).toBe(true);
    expect(received).toEqual([]);
    expect(wire.grants).toBe(3);
  });

  test("A paused view stays as it is and counts what arrives", () => {
    const { feed, wire, paint } = makeFeed();
    wire.frame(frame(1, 10));
    paint();
    feed.setPaused(true);
    wire.frame(frame(1, 25));
    paint();
    expect(feed.shown.getSnapshot()?.totals.packets).toBe(10);
    expect(feed.pause.getSnapshot()).toEqual({ paused: true, at: 10e6, arrived: 15 });
    feed.setPaused(false);
    expect(feed.shown.getSnapshot()?.totals.packets).toBe(25);
    expect(feed.pause.getSnapshot().paused).toBe(false);
  });

  test("A new question is answered while paused, once", () => {
    const { feed, wire, paint } = makeFeed();
    wire.frame(frame(1, 10));
    paint();
    feed.setPaused(true);
    feed.subscribe("tls", 60);
    wire.frame(frame(2, 3));
    paint();
    wire.frame(frame(2, 7));
    paint();
    expect(feed.shown.getSnapshot()?.totals.packets).toBe(3);
    expect(feed.pause.getSnapshot().arrived).toBe(4);
  });

  test("Refused subscriptions and unreadable frames are reported", () => {
    const { feed, wire, problems, paint } = makeFeed();
    wire.problem(new QueryError("QUERY_BAD_FILTER", "Unknown field.", 1), 1);
    wire.problem(new QueryError("QUERY_BAD_FILTER", "Of an earlier filter.", 1), 0);
    wire.frame(new ArrayBuffer(3));
    paint();
    expect(problems).toHaveLength(2);
    expect(problems[0]).toBe("Unknown field.");
    expect(feed.shown.getSnapshot()).toBeUndefined();
    expect(wire.grants).toBe(3);
  });

  test("Another session closes the stream of the one before", () => {
    const { feed, wire, session } = makeFeed();
    feed.open(session);
    expect(wire.closed).toBe(1);
  });
});
