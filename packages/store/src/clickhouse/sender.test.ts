import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { EVENTS } from "../schema.ts";
import { ChdbServer } from "./chdb-server.contract.ts";
import { Connection, packRows } from "./connection.ts";
import { encodeNative } from "./native-block.ts";
import { packParcel } from "./parcel.ts";
import { Sender } from "./sender.ts";
import { Spool } from "./spool.ts";
import { parseStoreAddress } from "./store-address.ts";

const server = new ChdbServer();
beforeAll(() => server.start());
afterAll(() => server.stop());

let directory = "";
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "wirescope-sender-"));
});
afterEach(async () => {
  server.breaks = () => false;
  await rm(directory, { recursive: true, force: true });
});

/** What is older than it is kept leaves at once, so tests are about the present. */
const NOW = 60 * Math.floor(Date.now() / 60_000);

/** Octets that the spool puts in front of a parcel. */
const RECORD_HEAD = 12;

/** The minute of that number; one row of `events` stands for it. */
async function parcel(place: number): Promise<Uint8Array> {
  const minute = NOW + 60 * place;
  const values = new Map([
    ["time", [minute]],
    ["sensor", ["s"]],
    ["interface", ["eth0"]],
    ["kind", ["up"]],
  ] as const);
  const block = encodeNative({ table: EVENTS, count: 1, values });
  const inserts = [{ table: "events", rows: await packRows(block) }];
  return packParcel({ token: `s:${minute}`, minute, inserts });
}

/** A clock that stands still: who waits goes on at {@link pass}. */
class Clock {
  readonly pauses: number[] = [];
  #waiting: (() => void) | undefined;
  #noticed: (() => void) | undefined;

  pause = (milliseconds: number, signal: AbortSignal): Promise<void> => {
    this.pauses.push(milliseconds);
    this.#noticed?.();
    return new Promise((resolve) => {
      this.#waiting = resolve;
      signal.addEventListener("abort", () => resolve(), { once: true });
    });
  };

  /** Resolves when somebody waits. */
  async untilPause(): Promise<void> {
    if (this.#waiting !== undefined) return;
    await new Promise<void>((resolve) => {
      this.#noticed = resolve;
    });
  }

  pass(): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.();
  }
}

interface Rig {
  readonly connection: Connection;
  readonly spool: Spool;
  readonly sender: Sender;
  readonly clock: Clock;
  /** Resolves when so many minutes have arrived in all. */
  arrived(count: number): Promise<void>;
  stop(): Promise<void>;
}

async function rig(database: string, capacity = 1e6): Promise<Rig> {
  const connection = new Connection(parseStoreAddress(server.address(database)));
  const spool = await Spool.open({ directory, capacity });
  const clock = new Clock();
  const arrivals: number[] = [];
  let check = (): void => undefined;
  const sender = new Sender({
    connection,
    spool,
    pause: clock.pause,
    arrived: async (minute) => {
      arrivals.push(minute);
      check();
    },
  });
  return {
    connection,
    spool,
    sender,
    clock,
    arrived: (count) =>
      new Promise((resolve) => {
        check = () => (arrivals.length >= count ? resolve() : undefined);
        check();
      }),
    stop: async () => {
      await sender.stop();
      await connection.close();
    },
  };
}

/** Numbers of the minutes that are there. */
async function stored(database: string): Promise<readonly number[]> {
  const rows = await server.rows<{ time: number }>(
    `SELECT time FROM ${database}.events ORDER BY time`,
  );
  return rows.map(({ time }) => (time - NOW) / 60);
}

describe("Sender", () => {
  test("takes minutes to the server and out of the spool", async () => {
    const { spool, sender, arrived, stop } = await rig("plain");
    await spool.append(await parcel(1));
    sender.wake();
    await arrived(1);
    await spool.append(await parcel(2));
    sender.wake();
    await arrived(2);
    await stop();
    expect(await stored("plain")).toEqual([1, 2]);
    expect(spool.count).toBe(0);
    expect(sender.problem).toBeUndefined();
  });

  test("waits ever longer while the server is away, and loses nothing", async () => {
    const { spool, sender, clock, arrived, stop } = await rig("away");
    await spool.append(await parcel(1));
    await server.leave();
    sender.wake();
    for (const minute of [2, 3]) {
      await spool.append(await parcel(minute));
      sender.wake();
    }
    for (let i = 0; i < 6; i++) {
      await clock.untilPause();
      clock.pass();
    }
    await clock.untilPause();
    expect(sender.problem).toMatchObject({
      code: "STORE_UNREACHABLE",
      message: expect.stringMatching(/can't be reached \(ECONNREFUSED\)/),
    });
    await server.start();
    clock.pass();
    await arrived(3);
    await stop();
    expect(clock.pauses).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
    expect(await stored("away")).toEqual([1, 2, 3]);
    expect(sender.problem).toBeUndefined();
  });

  test("gives the oldest up when the server is away longer than the spool holds", async () => {
    const newest = await Promise.all([8, 9, 10].map(parcel));
    const capacity = newest.reduce((sum, { length }) => sum + length + RECORD_HEAD, 0);
    const { spool, sender, clock, arrived, stop } = await rig("long", capacity);
    await server.leave();
    for (let i = 1; i <= 10; i++) await spool.append(await parcel(i));
    sender.wake();
    await clock.untilPause();
    await server.start();
    clock.pass();
    await arrived(3);
    await stop();
    expect(spool.lost).toBe(7);
    expect(await stored("long")).toEqual([8, 9, 10]);
  });

  test("counts once what the server took without being able to say so", async () => {
    const { spool, sender, clock, arrived, stop } = await rig("twice");
    await spool.append(await parcel(1));
    sender.wake();
    await arrived(1);
    let broken = 0;
    server.breaks = (statement, moment) =>
      moment === "after" && statement.startsWith("INSERT INTO events") && broken++ < 2;
    await spool.append(await parcel(2));
    sender.wake();
    for (let i = 0; i < 2; i++) {
      await clock.untilPause();
      clock.pass();
    }
    await arrived(2);
    await stop();
    expect(broken).toBe(3);
    expect(await stored("twice")).toEqual([1, 2]);
  });

  test("leaves what is not sent to the next one", async () => {
    const first = await rig("next");
    await server.leave();
    await first.spool.append(await parcel(1));
    first.sender.wake();
    await first.clock.untilPause();
    await first.stop();
    await server.start();
    const second = await rig("next");
    second.sender.wake();
    await second.arrived(1);
    await second.stop();
    expect(await stored("next")).toEqual([1]);
  });

  test("makes tables again that somebody dropped", async () => {
    const { spool, sender, clock, arrived, connection, stop } = await rig("dropped");
    await spool.append(await parcel(1));
    sender.wake();
    await arrived(1);
    await connection.command("DROP DATABASE dropped");
    await spool.append(await parcel(2));
    sender.wake();
    await clock.untilPause();
    clock.pass();
    await arrived(2);
    await stop();
    expect(await stored("dropped")).toEqual([2]);
  });
});
