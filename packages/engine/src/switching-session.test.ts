import { type LiveStream, QueryError, type Session, type Subscription } from "@wirescope/query";
import { describe, expect, test } from "vitest";
import { SwitchingSession } from "./switching-session.ts";

const SUBSCRIPTION: Subscription = { filter: "tcp", window: 60, topLimit: 10, rowLimit: 100 };

/** Notes what is asked of it, and sends frames and problems when the test says so. */
class FakeStream implements LiveStream {
  readonly said: string[] = [];
  readonly send: (frame: ArrayBuffer) => void;
  readonly complain: (problem: QueryError, epoch: number) => void;

  constructor(...[onFrame, onProblem]: Parameters<Session["live"]>) {
    this.send = onFrame;
    this.complain = (problem, epoch) => onProblem?.(problem, epoch);
  }

  subscribe(subscription: Subscription, epoch: number): void {
    this.said.push(`subscribe ${subscription.filter} ${epoch}`);
  }

  grant(): void {
    this.said.push("grant");
  }

  close(): void {
    this.said.push("close");
  }
}

function fakeSession(version: string): {
  session: Session;
  streams: FakeStream[];
  closed: string[];
} {
  const streams: FakeStream[] = [];
  const closed: string[] = [];
  const session = {
    status: async () => ({ version }),
    live: (...listeners: Parameters<Session["live"]>) => {
      const stream = new FakeStream(...listeners);
      streams.push(stream);
      return stream;
    },
    close: async () => {
      closed.push(version);
    },
  };
  return { session: session as unknown as Session, streams, closed };
}

async function switching(first: Session): Promise<SwitchingSession> {
  const session = new SwitchingSession();
  await session.switchTo(first);
  return session;
}

describe("before the first session", () => {
  test("questions and streams wait for it", async () => {
    const first = fakeSession("1");
    const session = new SwitchingSession();
    const status = session.status();
    const stream = session.live(() => undefined);
    stream.subscribe(SUBSCRIPTION, 7);
    stream.grant();
    await session.switchTo(first.session);
    expect(await status).toEqual({ version: "1" });
    expect(first.streams[0]!.said).toEqual(["subscribe tcp 7", "grant"]);
  });

  test("a close lets nobody wait for ever", async () => {
    const session = new SwitchingSession();
    const status = session.status();
    await session.close();
    await expect(status).rejects.toMatchObject({ code: "QUERY_CLOSED" });
  });
});

describe("switching", () => {
  test("asks the new session and closes the old one", async () => {
    const first = fakeSession("1");
    const second = fakeSession("2");
    const session = await switching(first.session);
    expect(await session.status()).toEqual({ version: "1" });
    await session.switchTo(second.session);
    expect(await session.status()).toEqual({ version: "2" });
    expect(first.closed).toEqual(["1"]);
    expect(second.closed).toEqual([]);
  });

  test("survives an old session that is gone already", async () => {
    const first = fakeSession("1");
    first.session.close = () => Promise.reject(new QueryError("QUERY_CLOSED", "gone"));
    const session = await switching(first.session);
    await session.switchTo(fakeSession("2").session);
    expect(await session.status()).toEqual({ version: "2" });
  });
});

describe("a live stream across a switch", () => {
  test("asks for the same again, with the frames that are still owed", async () => {
    const first = fakeSession("1");
    const second = fakeSession("2");
    const session = await switching(first.session);
    const frames: number[] = [];
    const stream = session.live((frame) => frames.push(frame.byteLength));
    stream.subscribe(SUBSCRIPTION, 7);
    stream.grant();
    stream.grant();
    first.streams[0]!.send(new ArrayBuffer(1));
    await session.switchTo(second.session);
    expect(first.streams[0]!.said.at(-1)).toBe("close");
    expect(second.streams[0]!.said).toEqual(["subscribe tcp 7", "grant"]);
    second.streams[0]!.send(new ArrayBuffer(2));
    expect(frames).toEqual([1, 2]);
  });

  test("hears nothing from the old session any more", async () => {
    const first = fakeSession("1");
    const session = await switching(first.session);
    const heard: string[] = [];
    session.live(
      () => heard.push("frame"),
      () => heard.push("problem"),
    );
    await session.switchTo(fakeSession("2").session);
    first.streams[0]!.send(new ArrayBuffer(1));
    first.streams[0]!.complain(new QueryError("QUERY_BUSY", "busy"), 1);
    expect(heard).toEqual([]);
  });

  test("passes problems on", async () => {
    const first = fakeSession("1");
    const heard: unknown[] = [];
    const session = await switching(first.session);
    session.live(
      () => heard.push("frame"),
      ({ code }, epoch) => heard.push(code, epoch),
    );
    first.streams[0]!.complain(new QueryError("QUERY_BAD_FILTER", "bad"), 3);
    expect(heard).toEqual(["QUERY_BAD_FILTER", 3]);
  });

  test("that was closed is not opened again", async () => {
    const session = await switching(fakeSession("1").session);
    const second = fakeSession("2");
    session.live(() => undefined).close();
    await session.switchTo(second.session);
    expect(second.streams).toEqual([]);
  });

  test("that never subscribed grants nothing", async () => {
    const session = await switching(fakeSession("1").session);
    const second = fakeSession("2");
    session.live(() => undefined);
    await session.switchTo(second.session);
    expect(second.streams[0]!.said).toEqual([]);
  });
});
