import { describe, expect, test } from "vitest";
import type { Timer } from "../state/hold.ts";
import { LiveSocket, type Socket } from "./live-socket.ts";

/** States of a `WebSocket`, which Node does not have in every version. */
const CONNECTING = 0;
const OPEN = 1;
const CLOSING = 2;

class FakeSocket implements Socket {
  binaryType: BinaryType = "blob";
  onopen: (() => void) | null = null;
  onclose: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  readyState: number = OPEN;
  readonly sent: string[] = [];
  closed = false;

  send(text: string): void {
    this.sent.push(text);
  }

  close(): void {
    this.closed = true;
    this.onclose?.();
  }
}

const WANTED = { filter: "dns", window: 60, topLimit: 10, rowLimit: 100 };
const SUBSCRIBE = JSON.stringify({ type: "subscribe", epoch: 3, ...WANTED });
const GRANT = '{"type":"grant"}';

function makeLive() {
  const sockets: FakeSocket[] = [];
  const waits: { milliseconds: number; run: () => void }[] = [];
  const timer: Timer = {
    now: () => 0,
    after: (milliseconds, run) => {
      waits.push({ milliseconds, run });
      return () => void waits.pop();
    },
  };
  const frames: ArrayBuffer[] = [];
  const problems: unknown[] = [];
  const live = new LiveSocket({
    open: () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket;
    },
    timer,
    clock: () => 5000,
    onFrame: (frame) => frames.push(frame),
    onProblem: (epoch, problem) => problems.push([epoch, problem]),
  });
  return { live, sockets, waits, frames, problems };
}

describe("LiveSocket", () => {
  test("What was asked before the connection stood is sent when it does", () => {
    const { live, sockets } = makeLive();
    live.subscribe(WANTED, 3);
    live.grant();
    live.grant();
    expect(sockets[0]!.sent).toEqual([]);
    sockets[0]!.onopen!();
    expect(sockets[0]!.sent).toEqual([SUBSCRIBE, GRANT, GRANT]);
    expect(live.connection.getSnapshot()).toEqual({ kind: "connected" });
  });

  test("A lost connection is tried again with growing waits, and says since when", () => {
    const { live, sockets, waits } = makeLive();
    sockets[0]!.onclose!();
    expect(live.connection.getSnapshot()).toEqual({ kind: "lost", since: 5000, retryAt: 5500 });
    waits[0]!.run();
    sockets[1]!.onclose!();
    expect(waits.map((wait) => wait.milliseconds)).toEqual([500, 1000]);
  });

  test("After a break the subscription and the unused grants are sent again", () => {
    const { live, sockets, waits, frames } = makeLive();
    live.subscribe(WANTED, 3);
    live.grant();
    live.grant();
    sockets[0]!.onopen!();
    sockets[0]!.onmessage!({ data: new ArrayBuffer(8) });
    sockets[0]!.onclose!();
    waits[0]!.run();
    sockets[1]!.onopen!();
    expect(frames).toHaveLength(1);
    expect(sockets[1]!.sent).toEqual([SUBSCRIBE, GRANT]);
  });

  test("A refused subscription is reported, and text that is no message is not", () => {
    const { sockets, problems } = makeLive();
    sockets[0]!.onmessage!({ data: '{"type":"problem","epoch":3,"problem":{"column":4}}' });
    sockets[0]!.onmessage!({ data: "nonsense" });
    sockets[0]!.onmessage!({ data: "null" });
    expect(problems).toEqual([[3, { column: 4 }]]);
  });

  test("A socket that is closing gets nothing; the next one gets what was asked meanwhile", () => {
    const { live, sockets, waits } = makeLive();
    sockets[0]!.onopen!();
    sockets[0]!.readyState = CLOSING;
    live.subscribe(WANTED, 3);
    live.grant();
    sockets[0]!.onclose!();
    waits[0]!.run();
    sockets[1]!.onopen!();
    expect(sockets.map((socket) => socket.sent)).toEqual([[], [SUBSCRIBE, GRANT]]);
  });

  test("Closing ends it for good: nothing is sent, received or tried again", () => {
    const { live, sockets, waits, frames } = makeLive();
    sockets[0]!.onopen!();
    live.close();
    live.grant();
    sockets[0]!.onmessage!({ data: new ArrayBuffer(8) });
    expect(sockets[0]!.closed).toBe(true);
    expect([sockets[0]!.sent, frames, waits]).toEqual([[], [], []]);
  });

  test("A connection that is still being made is closed when it stands", () => {
    const { live, sockets } = makeLive();
    sockets[0]!.readyState = CONNECTING;
    live.close();
    expect(sockets[0]!.closed).toBe(false);
    sockets[0]!.onopen!();
    expect(sockets[0]!.closed).toBe(true);
  });
});
