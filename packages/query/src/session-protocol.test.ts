import { MessageChannel } from "node:worker_threads";
import { afterEach, describe, expect, test } from "vitest";
import { connectSession } from "./connect-session.ts";
import { QueryError } from "./errors.ts";
import { EVERYTHING } from "./range.ts";
import { type ServedSession, serveSession } from "./serve-session.ts";
import type { Session, Subscription } from "./session.ts";

const SCOPE = { range: EVERYTHING, filter: "" };
const SUBSCRIPTION: Subscription = { filter: "tcp", window: 60, topLimit: 5, rowLimit: 20 };

type ServedPart = Partial<ServedSession>;

/** Of a session that each test overrides in part; what is not overridden must not be asked. */
function serve(session: ServedPart): { client: Session; channel: MessageChannel } {
  const channel = new MessageChannel();
  serveSession(channel.port1, { close: async () => undefined, ...session });
  opened.push(channel);
  return { client: connectSession(channel.port2), channel };
}

const opened: MessageChannel[] = [];
afterEach(() => {
  for (const channel of opened.splice(0)) channel.port1.close();
});

describe("a session over a message port", () => {
  test("passes questions and answers, bigints included", async () => {
    const { client } = serve({ summary: async (question) => ({ asked: question }) as never });
    const question = { range: { from: -5n, to: 2n ** 70n }, filter: "dns" };
    expect(await client.summary(question)).toEqual({ asked: question });
  });

  test("keeps answers apart that come out of order", async () => {
    let resolve = (): void => undefined;
    const promise = new Promise<void>((done) => {
      resolve = done;
    });
    const { client } = serve({
      packet: async (number) => {
        if (number === 1) await promise;
        return number as never;
      },
    });
    const first = client.packet(1);
    expect(await client.packet(2)).toBe(2);
    resolve();
    expect(await first).toBe(1);
  });

  test("answers with an error what is not served", async () => {
    const { client } = serve({ status: async () => "here" as never });
    expect(await client.status()).toBe("here");
    await expect(client.fields()).rejects.toMatchObject({
      code: "QUERY_FAILED",
      message: expect.stringContaining("fields"),
    });
    const problem = new Promise((resolve) => client.live(() => undefined, resolve));
    expect(await problem).toMatchObject({ code: "QUERY_FAILED" });
  });

  test("carries errors with code and place", async () => {
    const { client } = serve({
      summary: async () => {
        throw new QueryError("QUERY_BAD_FILTER", "no such field", 7, {
          length: 3,
          suggestion: "tcp.port",
        });
      },
    });
    const error = await client.summary(SCOPE).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(QueryError);
    expect(error).toMatchObject({
      code: "QUERY_BAD_FILTER",
      message: "no such field",
      column: 7,
      length: 3,
      suggestion: "tcp.port",
    });
  });

  test("calls what is not a question's fault QUERY_FAILED", async () => {
    const { client } = serve({
      fields: async () => {
        throw new RangeError("broken");
      },
    });
    await expect(client.fields()).rejects.toMatchObject({
      code: "QUERY_FAILED",
      message: "broken",
    });
  });

  test("streams frames for what was granted, and problems by epoch", async () => {
    const calls: unknown[] = [];
    const { client } = serve({
      live: (onFrame, onProblem) => ({
        subscribe: (subscription, epoch) => {
          calls.push(["subscribe", subscription, epoch]);
          if (epoch === 2) onProblem?.(new QueryError("QUERY_BAD_LIMIT", "too long"), epoch);
        },
        grant: () => onFrame(Uint8Array.of(1, 2, 3).buffer),
        close: () => calls.push(["close"]),
      }),
      fields: async () => [],
    });
    const frames: ArrayBuffer[] = [];
    const problems: unknown[] = [];
    const stream = client.live(
      (frame) => frames.push(frame),
      (problem, epoch) => problems.push([problem.code, epoch]),
    );
    stream.subscribe(SUBSCRIPTION, 1);
    stream.grant();
    stream.subscribe(SUBSCRIPTION, 2);
    stream.close();
    await client.fields();
    expect(calls).toEqual([
      ["subscribe", SUBSCRIPTION, 1],
      ["subscribe", SUBSCRIPTION, 2],
      ["close"],
    ]);
    expect(frames).toEqual([]);
    expect(problems).toEqual([]);
  });

  test("delivers a stream's frames and problems until it is closed", async () => {
    const { client } = serve({
      live: (onFrame, onProblem) => ({
        subscribe: (_, epoch) => onProblem?.(new QueryError("QUERY_BUSY", "full"), epoch),
        grant: () => onFrame(Uint8Array.of(7).buffer),
        close: () => undefined,
      }),
      fields: async () => [],
    });
    const frames: number[] = [];
    const problems: unknown[] = [];
    const stream = client.live(
      (frame) => frames.push(new Uint8Array(frame)[0]!),
      (problem, epoch) => problems.push([problem.code, epoch]),
    );
    stream.subscribe(SUBSCRIPTION, 9);
    stream.grant();
    stream.grant();
    await client.fields();
    expect(frames).toEqual([7, 7]);
    expect(problems).toEqual([["QUERY_BUSY", 9]]);
  });

  test("says why a stream can't be opened", async () => {
    const { client } = serve({
      live: () => {
        throw new QueryError("QUERY_CLOSED", "gone");
      },
      fields: async () => [],
    });
    const problems: unknown[] = [];
    client.live(
      () => undefined,
      ({ code }, epoch) => problems.push([code, epoch]),
    );
    await client.fields();
    expect(problems).toEqual([["QUERY_CLOSED", 0]]);
  });

  test("rejects what is open when the port closes, and what comes after", async () => {
    const { client, channel } = serve({ fields: () => new Promise(() => undefined) });
    const open = client.fields();
    channel.port1.close();
    await expect(open).rejects.toMatchObject({ code: "QUERY_CLOSED" });
    await expect(client.fields()).rejects.toMatchObject({ code: "QUERY_CLOSED" });
  });

  test("closes the session at the other end, and its streams", async () => {
    const calls: string[] = [];
    const { client } = serve({
      live: () => ({
        subscribe: () => undefined,
        grant: () => undefined,
        close: () => calls.push("stream"),
      }),
      close: async () => {
        calls.push("session");
      },
    });
    client.live(() => undefined);
    await client.close();
    await client.close();
    expect(calls).toEqual(["stream", "session"]);
    await expect(client.fields()).rejects.toMatchObject({ code: "QUERY_CLOSED" });
  });
});
