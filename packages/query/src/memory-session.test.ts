import { MessageChannel } from "node:worker_threads";
import { describe, expect, test } from "vitest";
import { connectSession } from "./connect-session.ts";
import { MemorySession } from "./memory-session.ts";
import { EVERYTHING } from "./range.ts";
import { Recorder } from "./recorder.ts";
import { RingArchive } from "./ring-archive.ts";
import { serveSession } from "./serve-session.ts";
import { describeSession, type SessionUnderTest } from "./session.contract.ts";
import type { Session } from "./session.ts";
import { batchesOf, INTERFACES, type KnownPacket, knownPackets } from "./traffic.contract.ts";

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
