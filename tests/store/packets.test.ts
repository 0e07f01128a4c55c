/** Packets of a live capture on disk: every one, through crashes and full disks, for any tool to read. */
import { execFileSync } from "node:child_process";
import { chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readSegments } from "../../packages/store/src/packets/read-segments.fixture.ts";
import { udpFrame } from "../capture/frame.ts";
import { VethPair } from "../capture/veth.ts";
import { whyNoLiveTests } from "../requirements.ts";
import { PacketProcess } from "./packet-process.ts";

const reason = whyNoLiveTests("tshark", "mount");
const FRAME_LENGTH = 1000;
/** Who a process becomes that gives root up. */
const USER = Number(process.env["SUDO_UID"] ?? 65_534);

const open: { end: () => unknown }[] = [];
let data: string;
let directory: string;
let wire: VethPair;
let sequence: number;

beforeEach(() => {
  if (reason !== undefined) return;
  data = mkdtempSync(join(tmpdir(), "wirescope-keeping-"));
  directory = join(data, "packets");
  mkdirSync(directory);
  for (const path of [data, directory]) chownSync(path, USER, USER);
  open.push({ end: () => rmSync(data, { recursive: true }) });
  wire = new VethPair();
  open.push({ end: () => wire.remove() });
  sequence = 0;
});
afterEach(async () => {
  for (const { end } of open.splice(0).reverse()) await end();
});

async function keep(budget = 64 << 20): Promise<PacketProcess> {
  const process = await PacketProcess.start({ directory, budget, interfaces: [wire.near] });
  open.push({ end: () => process.stop() });
  return process;
}

function send(count: number): void {
  const frames = Array.from({ length: count }, () => {
    sequence += 1;
    return udpFrame({ length: FRAME_LENGTH, destinationPort: 9, sequence });
  });
  wire.send(frames);
}

/** Packets in all segments, none of which is damaged. */
function counted(): number {
  return readSegments(directory).length;
}

/** The same, as tshark counts them. */
function countedByTshark(): number {
  const segments = readdirSync(directory).filter((name) => name.endsWith(".pcapng"));
  return segments.reduce((sum, name) => {
    const args = ["-r", join(directory, name), "-T", "fields", "-e", "frame.number"];
    const stdout = execFileSync("tshark", args, { stdio: ["ignore", "pipe", "ignore"] });
    return sum + String(stdout).trim().split("\n").length;
  }, 0);
}

function sizeOnDisk(): number {
  return readdirSync(directory).reduce(
    (sum, name) => sum + statSync(join(directory, name)).size,
    0,
  );
}

describe.skipIf(reason !== undefined)(`packets on disk ${reason ?? ""}`, () => {
  test("are all that were captured, and go on through a restart", async () => {
    const first = await keep();
    send(3000);
    await first.until(({ packets }) => packets === 3000);
    expect(await first.stop()).toBe(0);
    expect(counted()).toBe(3000);
    const second = await keep();
    send(500);
    await second.until(({ packets }) => packets === 500);
    await second.stop();
    expect(countedByTshark()).toBe(3500);
    expect(readdirSync(directory)).toContain("packets-0000000000003001.pcapng");
  });

  test("are whole after a crash", async () => {
    for (let round = 1; round <= 5; round += 1) {
      const process = await keep();
      send(1000);
      await process.until(({ lastNumber }) => lastNumber === 1000 * round);
      await process.kill();
      expect(counted()).toBe(1000 * round);
    }
    const last = await keep();
    expect(await last.stop()).toBe(0);
    expect(counted()).toBe(5000);
  });

  test("stay within their budget", async () => {
    const budget = 4 << 20;
    const process = await keep(budget);
    for (let burst = 0; burst < 20; burst += 1) {
      send(500);
      await process.until(({ packets }) => packets === 500 * (burst + 1));
    }
    await process.stop();
    expect(sizeOnDisk()).toBeLessThanOrEqual(budget);
    expect(sizeOnDisk()).toBeGreaterThan(budget / 2);
    expect(counted()).toBeLessThan(10_000);
  });

  test("stop where the disk is full, which is said, and go on by themselves", async () => {
    const options = (size: string): string => `size=${size},uid=${USER},gid=${USER},mode=700`;
    execFileSync("mount", ["-t", "tmpfs", "-o", options("2m"), "tmpfs", directory]);
    open.push({ end: () => execFileSync("umount", [directory]) });
    const process = await keep();
    send(5000);
    const full = await process.until(({ extent }) => extent.problem !== undefined);
    expect(full.extent.problem).toContain("is full");
    await process.until(({ packets }) => packets === 5000);
    const before = counted();
    expect(before).toBeGreaterThan(1000);
    await process.until(({ unwritten }) => unwritten === 5000 - before);
    execFileSync("mount", ["-o", `remount,${options("32m")}`, directory]);
    let sent = 5000;
    await process.until(({ extent }) => {
      if (extent.problem === undefined) return true;
      send(1);
      sent += 1;
      return false;
    });
    send(100);
    const last = await process.until(({ lastNumber }) => lastNumber === sent + 100);
    await process.stop();
    expect(counted()).toBe(sent + 100 - last.unwritten);
  });
});
