/** What only the ring promises, and how a back-end is chosen. */
import { attachCapture, type CaptureOptions, openCapture } from "@wirescope/capture";
import { PacketBatch } from "@wirescope/pcap";
import { afterEach, describe, expect, test } from "vitest";
import { whyNoLiveTests } from "../requirements.ts";
import { udpFrame } from "./frame.ts";
import { ip, VethPair } from "./veth.ts";

const OPTIONS: CaptureOptions = {
  interface: "lo",
  snapLength: 1514,
  promiscuous: false,
  filter: "",
  bufferLength: 0,
  backend: undefined,
};

describe.skipIf(whyNoLiveTests() !== undefined)("ring", () => {
  const pairs: VethPair[] = [];

  afterEach(() => {
    for (const pair of pairs.splice(0)) pair.remove();
  });

  function newPair(): VethPair {
    const pair = new VethPair();
    pairs.push(pair);
    return pair;
  }

  function frames(count: number): Uint8Array[] {
    return Array.from({ length: count }, (_, sequence) =>
      udpFrame({ length: 100, destinationPort: 9, sequence }),
    );
  }

  test("packets that arrived before the interface was removed are handed out", async () => {
    const pair = newPair();
    const source = attachCapture(await openCapture({ ...OPTIONS, interface: pair.near }));
    pair.send(frames(50));
    pair.remove();
    const batch = new PacketBatch();
    let received = 0;
    while (await source.next(batch, 1000)) received += batch.count;
    expect(received).toBe(50);
    expect(source.problem).toMatchObject({ code: "CAPTURE_INTERFACE_GONE" });
    await source.stop();
  });

  test("an interface that is down is waited for, and may be renamed meanwhile", async () => {
    const pair = newPair();
    pair.down();
    const filter = "udp port 9";
    const source = attachCapture(await openCapture({ ...OPTIONS, interface: pair.near, filter }));
    const batch = new PacketBatch();
    expect(await source.next(batch, 1)).toBe(true);
    expect(source.isUp()).toBe(false);
    const renamed = `${pair.near}r`;
    ip("link", "set", pair.near, "name", renamed);
    ip("link", "set", renamed, "up");
    expect(source.isUp()).toBe(true);
    pair.send(frames(5));
    let received = 0;
    while (received < 5 && (await source.next(batch, 60_000))) received += batch.count;
    expect(received).toBe(5);
    await source.stop();
    ip("link", "set", renamed, "name", pair.near);
  });

  test("a batch that outlives its source reads zeros, and the process goes on", async () => {
    const pair = newPair();
    const source = attachCapture(await openCapture({ ...OPTIONS, interface: pair.near }));
    pair.send(frames(1));
    const batch = new PacketBatch();
    while (batch.count === 0 && (await source.next(batch, 60_000)));
    const start = batch.start[0]!;
    expect(batch.view.getUint16(start + 12)).toBe(0x0800);
    await source.stop();
    expect(batch.view.getUint16(start + 12)).toBe(0);
  });

  test("the ring is the first choice, and libpcap reads what it cannot", async () => {
    const pair = newPair();
    for (const [name, backend] of [
      [pair.near, "ring"],
      ["any", "libpcap"],
    ] as const) {
      const source = attachCapture(await openCapture({ ...OPTIONS, interface: name }));
      expect(source.backend).toBe(backend);
      await source.stop();
    }
  });

  test("a tunnel is read as raw IP", async () => {
    const name = `ws${process.pid}t`;
    ip("tuntap", "add", "dev", name, "mode", "tun");
    try {
      const source = attachCapture(
        await openCapture({ ...OPTIONS, interface: name, backend: "ring" }),
      );
      expect(source.interface.linkType).toBe(101);
      await source.stop();
    } finally {
      ip("link", "delete", name);
    }
  });
});
