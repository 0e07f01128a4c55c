/** Packets from memory, from disk and from before a restart, each once, saved for other tools to open. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { PacketDetail, PacketRow, PacketsPage } from "@wirescope/query";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { wirescope } from "../command/wirescope.ts";
import { DataDirectory } from "../data-directory.ts";
import { whyNoLiveTests } from "../requirements.ts";
import { connect, Namespace } from "./namespace.ts";
import { PATIENCE, Program } from "./program.ts";

const reason = whyNoLiveTests("tshark");
const SENDER = fileURLToPath(new URL("udp-sender.mjs", import.meta.url));
const PROGRAM = fileURLToPath(new URL("../../apps/wirescope/bin/wirescope.cjs", import.meta.url));
const WIRE = "kept0";
const AWAY = "198.51.100.9";
const BURST = 2000;

interface Captured {
  readonly number: number;
  readonly length: number;
}

/** What tshark finds in a file, in its order. */
function packetsIn(path: string): Captured[] {
  const args = ["-r", path, "-T", "fields", "-e", "frame.number", "-e", "frame.len"];
  return String(execFileSync("tshark", args, { stdio: ["ignore", "pipe", "ignore"] }))
    .trim()
    .split("\n")
    .map((line) => {
      const [number, length] = line.split("\t").map(Number);
      return { number: number!, length: length! };
    });
}

describe.skipIf(reason !== undefined)(`packets that are kept ${reason ?? ""}`, () => {
  const data = new DataDirectory();
  const out = mkdtempSync(join(tmpdir(), "wirescope-saved-"));
  let home: Namespace;
  let away: Namespace;
  let program: Program;

  beforeAll(async () => {
    home = new Namespace("kept-home");
    away = new Namespace("kept-away");
    connect(
      { namespace: home, interfaceName: WIRE, address: "198.51.100.8" },
      { namespace: away, interfaceName: "away0", address: AWAY },
    );
    program = await start();
  }, 120_000);
  afterAll(async () => {
    await program?.stop();
    home?.remove();
    away?.remove();
    data.remove();
    rmSync(out, { recursive: true });
  });

  function start(): Promise<Program> {
    const args = ["-i", WIRE, "-f", "udp port 4000", "--keep-packets", "16MB"];
    return Program.start(home, args, { data: data.path });
  }

  async function send(): Promise<void> {
    const before = (await program.status()).packets;
    home.run(process.execPath, SENDER, AWAY, String(BURST));
    await program.until(({ packets }) => packets === before + BURST);
  }

  /** Every packet that is held, those of earlier captures included, oldest first. */
  async function everything(): Promise<PacketRow[]> {
    const rows: PacketRow[] = [];
    let cursor: number | undefined = 0;
    while (cursor !== undefined) {
      const query = { from: "1970-01-01T00:00:00Z", limit: "700", cursor: String(cursor) };
      const page: PacketsPage = await program.ask("/api/v1/packets", query);
      rows.push(...page.packets);
      ({ cursor } = page);
    }
    return rows;
  }

  /** What `export` saves, beside the running program. */
  async function save(name: string, ...args: string[]): Promise<Captured[]> {
    const path = join(out, name);
    const words = ["export", "--data", data.path, "-o", path, ...args];
    await home.runAside(process.execPath, PROGRAM, ...words);
    return packetsIn(path);
  }

  test("are saved once where memory and disk both hold them", async () => {
    await send();
    const rows = await everything();
    expect(rows.map(({ number }) => number)).toEqual(
      Array.from({ length: BURST }, (_, i) => i + 1),
    );
    const saved = await save("both.pcapng");
    expect(saved.map(({ length }) => length)).toEqual(rows.map(({ length }) => length));
  });

  test("go on with their numbers after a restart, and those from before are still there", async () => {
    expect(await program.stop()).toBe(0);
    program = await start();
    await send();
    await vi.waitFor(async () => expect(await save("again.pcapng")).toHaveLength(2 * BURST), {
      timeout: PATIENCE,
    });
    const rows = await everything();
    expect(rows.map(({ number }) => number)).toEqual(
      Array.from({ length: 2 * BURST }, (_, i) => i + 1),
    );
    const [old] = rows as [PacketRow];
    const detail = await program.ask<PacketDetail>(`/api/v1/packets/${old.number}`);
    expect(detail.row).toEqual(old);
  });

  test("are found by range and filter, the same for the page, the API and the command", async () => {
    const rows = await everything();
    const [from, to] = [rows[500]!.timestamp, rows[3500]!.timestamp];
    const args = ["--from", from, "--to", to, "-Y", "frame.len > 500 && ip.dst == 198.51.100.9"];
    const wanted = rows.slice(500, 3500).filter(({ length }) => length > 500);
    expect((await save("some.pcapng", ...args)).map(({ length }) => length)).toEqual(
      wanted.map(({ length }) => length),
    );
  });

  test("are found by what history knows of their flows, from before a restart too", async () => {
    const rows = await everything();
    const to = rows[BURST]!.timestamp;
    const ask = (filter: string): Promise<PacketsPage> =>
      program.ask("/api/v1/packets", { from: "1970-01-01T00:00:00Z", to, filter, cursor: "0" });
    const sent = await ask('app == "UDP" && flow.responder == "198.51.100.9" && frame.len > 500');
    const wanted = rows.slice(0, BURST).filter(({ length }) => length > 500);
    expect(sent.packets.map(({ number }) => number)).toEqual(
      wanted.slice(0, sent.packets.length).map(({ number }) => number),
    );
    expect(sent.packets.length).toBeGreaterThan(0);
    expect((await ask('app == "DNS"')).packets).toEqual([]);
    const args = ["--to", to, "-Y", 'app == "UDP" && frame.len > 500'];
    expect(await save("flows.pcapng", ...args)).toHaveLength(wanted.length);
  });

  test("are saved from disk when nothing runs any more", async () => {
    await program.stop();
    const path = join(out, "after.pcapng");
    const { status } = await wirescope(["export", "--data", data.path, "-o", path]);
    expect(status).toBe(0);
    expect(packetsIn(path)).toHaveLength(2 * BURST);
    const of = join(out, "of.pcapng");
    const words = ["--data", data.path, "-o", of, "-Y", 'direction == "external" && app == "UDP"'];
    expect((await wirescope(["export", ...words])).status).toBe(0);
    expect(packetsIn(of)).toHaveLength(2 * BURST);
    expect(readdirSync(join(data.path, "packets")).length).toBeGreaterThan(2);
  });
});
