/** A capture is killed at any moment: its minutes are there afterwards, as the interface counted them. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Database } from "../../packages/store/src/duckdb/database.ts";
import { seeded } from "../../packages/store/src/minute-report.fixture.ts";
import { whyNoLiveTests } from "../requirements.ts";
import { type Counters, connect, Namespace } from "./namespace.ts";

const reason = whyNoLiveTests("bash");
const CHILD = fileURLToPath(new URL("history-capture.mjs", import.meta.url));
const HOME = { interfaceName: "home0", address: "198.51.100.1" };
const AWAY = { interfaceName: "away0", address: "198.51.100.2" };
const PORT = 4000;
const START = 1_800_000_000;
const KILLS = 20;
/** Minutes that the child may have given to history and that history has not taken. */
const UNDER_WAY = 3;

type Said =
  | { readonly kind: "open" }
  | { readonly kind: "begun"; readonly minute: number }
  | { readonly kind: "captured"; readonly packets: number }
  | { readonly kind: "taken"; readonly minute: number };

/** The capture in a process of its own, and what it has said. */
class Capture {
  readonly exited: Promise<unknown>;
  captured = 0;
  readonly taken: number[] = [];
  #isOpen = false;
  #begun = 0;
  readonly #child: ChildProcess;

  constructor(namespace: Namespace, directory: string) {
    const [program, ...words] = namespace.command(
      process.execPath,
      CHILD,
      directory,
      HOME.interfaceName,
    );
    this.#child = spawn(program!, words, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
    this.exited = once(this.#child, "exit");
    this.#child.on("message", (said: Said) => {
      if (said.kind === "open") this.#isOpen = true;
      else if (said.kind === "begun") this.#begun = said.minute;
      else if (said.kind === "captured") this.captured = said.packets;
      else this.taken.push(said.minute);
    });
  }

  /** Resolves when `holds` does, after something was said, or when the process has ended. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds() && this.isRunning) {
      await Promise.race([once(this.#child, "message"), this.exited]);
    }
  }

  async opened(): Promise<void> {
    await this.until(() => this.#isOpen);
    if (!this.#isOpen) throw new Error("The capture ended before it began.");
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Resolves when packets that come are of `minute`. */
  async begin(minute: number): Promise<void> {
    if (this.isRunning) this.#child.send(minute, () => {});
    await this.until(() => this.#begun === minute);
  }

  kill(): void {
    this.#child.kill("SIGKILL");
  }
}

describe.skipIf(reason !== undefined)(`history of a capture ${reason ?? ""}`, () => {
  const root = mkdtempSync(join(tmpdir(), "wirescope-history-"));
  const directory = join(root, "data");
  let home: Namespace;
  let away: Namespace;
  let capture: Capture | undefined;

  beforeAll(() => {
    home = new Namespace("history-home");
    away = new Namespace("history-away");
    connect({ namespace: home, ...HOME }, { namespace: away, ...AWAY });
    // Nobody asks for addresses or answers, so that only what is sent on purpose is on the wire.
    away.ip("link", "set", AWAY.interfaceName, "arp", "off");
  });

  afterAll(() => {
    capture?.kill();
    home?.remove();
    away?.remove();
    rmSync(root, { recursive: true, force: true });
  });

  /** Sends datagrams of growing length. */
  async function send(count: number): Promise<void> {
    const line = `for i in $(seq ${count}); do printf '%*s' $i x >&3; done`;
    await away.runAside("bash", "-c", `exec 3<>/dev/udp/${HOME.address}/${PORT}; ${line}`);
  }

  function counters(): Counters {
    return home.counters(HOME.interfaceName);
  }

  test(`survives ${KILLS} kills up to the last full minute`, { timeout: 600_000 }, async () => {
    const random = seeded(815);
    const taken = new Set<number>();
    /** What the interface counted in each minute that was over. */
    const counted = new Map<number, Counters>();
    let minute = START;
    for (let kill = 0; kill < KILLS; kill++) {
      capture = new Capture(home, directory);
      await capture.opened();
      let sent = 0;
      let ended = 0;
      const minutes = 1 + Math.floor(3 * random());
      for (let i = 0; i <= minutes; i++, minute += 60) {
        const before = counters();
        await capture.begin(minute);
        if (i === minutes) setTimeout(() => capture?.kill(), 150 * random());
        for (let burst = 0; burst < 3 && capture.isRunning; burst++) {
          const count = Math.ceil(40 * random());
          sent += count;
          await send(count);
          await capture.until(() => capture?.captured === sent);
        }
        if (i === minutes) break;
        const after = counters();
        counted.set(minute, {
          packets: after.packets - before.packets,
          bytes: after.bytes - before.bytes,
        });
        ended++;
        await capture.until(() => ended - (capture?.taken.length ?? 0) <= UNDER_WAY);
      }
      await capture.exited;
      for (const one of capture.taken) taken.add(one);
      // What was captured in the minute of the kill is lost, and nothing else.
      minute += 60;

      const database = await Database.open(join(directory, "history.duckdb"));
      const connection = await database.connect();
      const rows = await connection.rows(
        `SELECT minute, m.packets AS packets, m.bytes AS bytes, s.packets AS of_slices, s.bytes AS octets
FROM minutes AS m LEFT JOIN (SELECT minute, sum(packets_out + packets_in) AS packets,
sum(bytes_out + bytes_in) AS bytes FROM slices GROUP BY minute) AS s USING (minute)`,
      );
      database.close();
      const held = new Map(
        rows.map((row) => [
          Number(row["minute"]),
          [row["packets"], row["bytes"], row["of_slices"], row["octets"]].map(Number),
        ]),
      );
      expect(rows).toHaveLength(held.size);
      expect([...taken].filter((one) => !held.has(one))).toEqual([]);
      for (const [one, figures] of held) {
        const { packets, bytes } = counted.get(one) ?? { packets: 0, bytes: 0 };
        expect(packets).toBeGreaterThan(0);
        expect(figures).toEqual([packets, bytes, packets, bytes]);
      }
    }
    expect(taken.size).toBeGreaterThan(KILLS / 2);
  });
});
