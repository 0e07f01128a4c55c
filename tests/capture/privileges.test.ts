/**
 * Root is given up while captures run. There is no way back, so this file needs a process of its own,
 * which vitest's forks give it, and it uses loopback, which nobody has to take down afterwards.
 */
import { createSocket } from "node:dgram";
import { readdirSync, readFileSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { attachCapture, type CaptureOptions, openCapture } from "@wirescope/capture";
import { PacketBatch } from "@wirescope/pcap";
import { expect, test, vi } from "vitest";
import {
  dropPrivileges,
  forbidNewPrivileges,
  parseStatus,
  readPrivileges,
} from "../../packages/capture/src/privileges.ts";
import { whyNoLiveTests } from "../requirements.ts";

const PORT = 40_997;
const USER = 12_345;
const GROUP = 23_456;
const OPTIONS: CaptureOptions = {
  interface: "lo",
  snapLength: 1514,
  promiscuous: false,
  filter: `udp dst port ${PORT}`,
  bufferLength: 0,
  backend: undefined,
};

const reason = whyNoLiveTests();

test.skipIf(reason !== undefined)("captures go on without root", async () => {
  const handles = [];
  for (const backend of ["ring", "libpcap", "pipe"] as const) {
    handles.push(await openCapture({ ...OPTIONS, backend }));
  }
  const sources = handles.map(attachCapture);
  forbidNewPrivileges();
  const worker = new Worker("setInterval(() => {}, 1000)", { eval: true });
  await new Promise((resolve) => worker.once("online", resolve));

  vi.stubEnv("SUDO_UID", String(USER));
  vi.stubEnv("SUDO_GID", String(GROUP));
  expect(dropPrivileges()).toEqual({
    dropped: true,
    userId: USER,
    groupId: GROUP,
    noNewPrivileges: true,
  });

  const socket = createSocket("udp4");
  const batch = new PacketBatch();
  for (const source of sources) {
    let received = 0;
    socket.send("after the drop", PORT, "127.0.0.1");
    while (received === 0 && (await source.next(batch, 2000))) received += batch.count;
    expect(batch.count).toBeGreaterThan(0);
    expect(source.counts()).toMatchObject({ kernelDropped: 0 });
  }
  socket.close();

  expect(readPrivileges("self")).toEqual({
    userIds: [USER, USER, USER, USER],
    groupIds: [GROUP, GROUP, GROUP, GROUP],
    supplementaryGroups: [GROUP],
    effectiveCapabilities: "0000000000000000",
    permittedCapabilities: "0000000000000000",
    noNewPrivileges: true,
  });
  for (const thread of readdirSync("/proc/self/task")) {
    const status = parseStatus(readFileSync(`/proc/self/task/${thread}/status`, "utf8"));
    expect(status.userIds).toEqual([USER, USER, USER, USER]);
    expect(status.permittedCapabilities).toBe("0000000000000000");
  }
  expect(() => process.setuid!(0)).toThrow();
  await expect(openCapture({ ...OPTIONS, filter: "" })).rejects.toMatchObject({
    code: "CAPTURE_NO_PERMISSION",
  });

  for (const source of sources) await source.stop();
  await worker.terminate();
  await vi.waitFor(() => expect(childrenOf(process.pid)).toEqual([]));
});

/** Also those that still belong to root. */
function childrenOf(parent: number): string[] {
  return readdirSync("/proc").filter((entry) => {
    if (!/^\d+$/.test(entry)) return false;
    try {
      const status = readFileSync(`/proc/${entry}/status`, "utf8");
      return new RegExp(`^PPid:\\s*${parent}$`, "m").test(status);
    } catch {
      return false;
    }
  });
}
