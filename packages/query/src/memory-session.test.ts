import { MessageChannel } from "node:worker_threads";
import { describe, expect, test } from "vitest";
import type { Coverage } from "./answer.ts";
import { connectSession } from "./connect-session.ts";
import { MemorySession } from "./memory-session.ts";
import type { RawPacket } from "./packet.ts";
import { EVERYTHING, type TimeRange } from "./range.ts";
import { Recorder } from "./recorder.ts";
import { RingArchive } from "./ring-archive.ts";
import { serveSession } from "./serve-session.ts";
import { describeSession, type SessionUnderTest } from "./session.contract.ts";
import type { Session } from "./session.ts";
import { toUnixNanos } from "./timestamp.ts";
import {
  batchesOf,
  INTERFACES,
  type KnownPacket,
  knownPackets,
  START_SECONDS,
} from "./traffic.contract.ts";

function inMemory(packets: readonly KnownPacket[]): MemorySession {
  const recorder = new Recorder({ archive: new RingArchive() });
  for (const batch of batchesOf(packets)) recorder.feed(batch, INTERFACES);
  return new MemorySession(recorder, { version: "0.0.0", mode: "live", startedAt: 0n });
}

/** A session at the other end of a message channel. Its messages arrive in order. */
function overPort(inner: MemorySession): SessionUnderTest {
  const { port1, port2 } = new MessageChannel();
  serveSession(port1, inner);
  const session = connectSession(port2);
  return {
    session,
    tick: async (now) => {
      await session.fields();
      await inner.tick(now);
      await session.fields();
    },
    close: async () => {
      await session.close();
      port1.close();
    },
  };
}

describeSession("MemorySession over a ring", async (packets) => {
  const session = inMemory(packets);
  return { session, tick: (now) => session.tick(now), close: () => session.close() };
});

describeSession("a session over a message port", async (packets) => overPort(inMemory(packets)));

test("addresses of which only ARP tells are no hosts", async () => {
  const session = inMemory(knownPackets(100).filter(({ kind }) => kind === "arp"));
  const question = { range: EVERYTHING, filter: "", cursor: undefined, limit: 10 };
  expect(await session.hosts(question)).toMatchObject({ hosts: [], total: 0 });
  expect((await session.summary(question)).hosts).toBe(0);
});

describe("packets as they were captured", () => {
  test("come page by page, of the filter and the range, each once", async () => {
    const known = knownPackets(700);
    const session = inMemory(known);
    const { seconds, nanoseconds } = known[650]!;
    const range = { from: undefined, to: toUnixNanos(seconds, nanoseconds) };
    const question = { range, filter: "tcp", direction: "forward", limit: 100 } as const;
    const rows: RawPacket[] = [];
    let cursor: number | undefined;
    do {
      const page = await session.packetData({ ...question, cursor });
      rows.push(...page.packets);
      ({ cursor } = page);
    } while (cursor !== undefined);
    const wanted = known.slice(0, 650).filter(({ kind }) => kind === "tls" || kind === "http");
    expect(rows).toEqual(
      wanted.map(({ number, seconds: second, nanoseconds: rest, originalLength, bytes }) => ({
        ...{ number, seconds: second, nanoseconds: rest, originalLength, bytes },
        interface: INTERFACES[0],
      })),
    );
  });

  test("fill a page by their octets as well", async () => {
    const [first] = knownPackets(1) as [KnownPacket];
    const bytes = new Uint8Array(200_000);
    bytes.set(first.bytes);
    const recorder = new Recorder({ archive: new RingArchive() });
    const large = Array.from({ length: 50 }, (_, i) => ({ ...first, number: i + 1, bytes }));
    for (const batch of batchesOf(large)) recorder.feed(batch, INTERFACES);
    const session = new MemorySession(recorder, { version: "0.0.0", mode: "live" });
    const page = await session.packetData({
      ...{ range: EVERYTHING, filter: "", cursor: undefined, direction: "backward", limit: 1000 },
    });
    expect(page.packets.map(({ number }) => number)).toEqual(
      Array.from({ length: 21 }, (_, i) => 50 - i),
    );
    expect(page.cursor).toBe(30);
    expect(new Set(page.packets.map((packet) => packet.bytes.buffer)).size).toBe(1);
  });

  test.for([
    { direction: "sideways" as "forward", limit: 1, code: "QUERY_BAD_DIMENSION" },
    { direction: "forward" as const, limit: 0, code: "QUERY_BAD_LIMIT" },
  ])("that can't be asked for so are refused: $code", async ({ direction, limit, code }) => {
    const session = inMemory(knownPackets(10));
    const question = { range: EVERYTHING, filter: "", cursor: undefined, direction, limit };
    await expect(session.packetData(question)).rejects.toMatchObject({ code });
  });
});

describe("a time before the capture began", () => {
  const minute = (n: number): bigint => toUnixNanos(START_SECONDS + 60 * n, 0);
  const known = knownPackets(100);

  async function coverages(mode: "live" | "file", range: TimeRange): Promise<Coverage[]> {
    const recorder = new Recorder({ archive: new RingArchive() });
    for (const batch of batchesOf(known)) recorder.feed(batch, INTERFACES);
    const session = new MemorySession(recorder, { version: "0", mode, startedAt: minute(0) });
    const scope = { range, filter: "" };
    const answers = [
      await session.summary(scope),
      await session.timeline({ ...scope, by: "total", step: undefined }),
      await session.packets({ ...scope, cursor: undefined, direction: "forward", limit: 1 }),
    ];
    return answers.map(({ coverage }) => coverage);
  }

  test("is a gap", async () => {
    for (const coverage of await coverages("live", { from: minute(-2), to: minute(1) })) {
      const gap = { from: "2026-03-01T11:58:00.000000000Z", to: "2026-03-01T12:00:00.000000000Z" };
      expect(coverage).toMatchObject({ kind: "exact", gaps: [gap] });
    }
  });

  test("alone is not known", async () => {
    for (const coverage of await coverages("live", { from: minute(-2), to: minute(-1) })) {
      const gap = { from: "2026-03-01T11:58:00.000000000Z", to: "2026-03-01T11:59:00.000000000Z" };
      expect(coverage).toMatchObject({ kind: "none", gaps: [gap] });
      expect(coverage.note).toBe("The capture began after this time.");
    }
  });

  test("does not exist for a file", async () => {
    for (const coverage of await coverages("file", { from: minute(-2), to: minute(-1) })) {
      expect(coverage).toMatchObject({ kind: "exact", gaps: [] });
    }
  });
});

describe("a session over a message port", () => {
  const scope = { range: EVERYTHING, filter: "" };
  const questions: readonly { name: string; ask: (session: Session) => Promise<unknown> }[] = [
    { name: "status", ask: (session) => session.status() },
    { name: "interfaces", ask: (session) => session.interfaces() },
    { name: "summary", ask: (session) => session.summary({ ...scope, filter: "udp" }) },
    {
      name: "timeline",
      ask: (session) => session.timeline({ ...scope, by: "protocol", step: 5 }),
    },
    {
      name: "top",
      ask: (session) => session.top({ ...scope, by: "host", metric: "flows", limit: 3 }),
    },
    {
      name: "flows",
      ask: (session) => session.flows({ ...scope, sort: "start", cursor: undefined, limit: 20 }),
    },
    { name: "hosts", ask: (session) => session.hosts({ ...scope, cursor: undefined, limit: 20 }) },
    {
      name: "packets",
      ask: (session) => session.packets({ ...scope, cursor: 40, direction: "backward", limit: 20 }),
    },
    {
      name: "packetData",
      ask: (session) => session.packetData({ ...scope, cursor: 9, direction: "forward", limit: 5 }),
    },
    { name: "packet", ask: (session) => session.packet(17) },
    { name: "fields", ask: (session) => session.fields() },
  ];

  test.for(questions)("answers $name as the session itself does", async ({ ask }) => {
    const inner = inMemory(knownPackets(300));
    const direct = await ask(inner);
    const made = overPort(inner);
    expect(await ask(made.session)).toEqual(direct);
    await made.close();
  });
});
