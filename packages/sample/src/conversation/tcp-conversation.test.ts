import { expect, test } from "vitest";
import { laptop, SITES } from "../network.ts";
import { TcpFlag } from "../packet/tcp.ts";
import { Random } from "../random.ts";
import type { Frames } from "../sample-frame.ts";
import { TcpConversation, type TcpOptions } from "./tcp-conversation.ts";

const TCP_START = 14 + 20;
const { Syn, Ack, Rst, Fin, Psh } = TcpFlag;

function conversation(options: Partial<TcpOptions> = {}): TcpConversation {
  const ports = { clientPort: 40_000, serverPort: 80 };
  const ends = { client: laptop, server: SITES[0]!, version: 4, ...ports } as const;
  return new TcpConversation({ ...ends, start: 0, random: new Random(1), ...options });
}

function segments(frames: Frames) {
  return [...frames].map(({ time, bytes }) => {
    const view = new DataView(bytes.buffer);
    const start = TCP_START + (view.getUint8(TCP_START + 12) >> 4) * 4;
    return {
      time,
      fromClient: view.getUint16(TCP_START) === 40_000,
      flags: view.getUint8(TCP_START + 13),
      sequence: view.getUint32(TCP_START + 4),
      acknowledgment: view.getUint32(TCP_START + 8),
      length: 14 + view.getUint16(16) - start,
    };
  });
}

test("a handshake takes one round trip and acknowledges both SYNs", () => {
  const [syn, answer, ack] = segments(conversation().open());
  expect([syn!.flags, answer!.flags, ack!.flags]).toEqual([Syn, Syn | Ack, Ack]);
  expect(answer!.acknowledgment).toBe((syn!.sequence + 1) >>> 0);
  expect(ack!.acknowledgment).toBe((answer!.sequence + 1) >>> 0);
  expect(answer!.time / SITES[0]!.roundTrip).toBeCloseTo(1, 0);
});

test("data goes out in full segments, the last one pushed, every second one acknowledged", () => {
  const connection = conversation();
  segments(connection.open());
  const sent = segments(connection.send("client", new Uint8Array(1448 * 4 + 10)));
  expect(sent.filter(({ fromClient }) => fromClient).map(({ length }) => length)).toEqual([
    1448, 1448, 1448, 1448, 10,
  ]);
  expect(sent.filter(({ fromClient }) => !fromClient)).toHaveLength(3);
  expect(sent.at(-2)!.flags).toBe(Psh | Ack);
  expect(sent.at(-1)!.acknowledgment).toBe((sent.at(-2)!.sequence + 10) >>> 0);
});

test("a lost segment is asked for three times and sent again after the timeout", () => {
  const connection = conversation({ loss: 1 });
  segments(connection.open());
  const [first, ...rest] = segments(connection.send("client", new Uint8Array(100)));
  const [again] = rest.splice(3, 1);
  expect(again).toMatchObject({ fromClient: true, sequence: first!.sequence, length: 100 });
  expect(rest.slice(0, 3).map(({ acknowledgment }) => acknowledgment)).toEqual(
    new Array(3).fill(first!.sequence),
  );
  expect(again!.time - first!.time).toBeGreaterThanOrEqual(200_000);
  expect(rest.at(-1)!.acknowledgment).toBe((first!.sequence + 100) >>> 0);
});

test("an unanswered SYN is repeated after one, two, four seconds", () => {
  const syns = segments(conversation().openInVain(4));
  expect(syns.map(({ time }) => time)).toEqual([0, 1e6, 3e6, 7e6]);
  expect(new Set(syns.map(({ sequence }) => sequence)).size).toBe(1);
});

test("a closed port answers with a reset, an open connection ends with two FINs", () => {
  expect(segments(conversation().openRefused()).map(({ flags }) => flags)).toEqual([
    Syn,
    Rst | Ack,
  ]);
  const connection = conversation();
  segments(connection.open());
  const end = segments(connection.close("server"));
  expect(end.map(({ flags }) => flags)).toEqual([Fin | Ack, Fin | Ack, Ack]);
  expect(end.map(({ fromClient }) => fromClient)).toEqual([false, true, false]);
});
