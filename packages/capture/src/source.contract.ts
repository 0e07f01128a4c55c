/**
 * What every back-end owes its reader, proven on a wire that the caller provides: the same traffic
 * goes through each of them.
 */
import { readdirSync, readFileSync } from "node:fs";
import { PacketBatch } from "@wirescope/pcap";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { CaptureHandle } from "./handle.ts";
import { attachCapture } from "./open.ts";
import type { CaptureOptions, CaptureSource } from "./source.ts";

/** An interface on which nothing is heard but what {@link send} says. */
interface CaptureWire {
  readonly interfaceName: string;
  send(frames: readonly Uint8Array[]): void;
  down(): void;
  up(): void;
  /** How many listeners hold the interface promiscuous. */
  promiscuity(): number;
  /** Takes the interface away. Safe to call twice. */
  remove(): void;
}

/** A UDP frame to a port, as the wire carries it; `tags` are (TPID, TCI) pairs, outermost first. */
interface FrameRequest {
  readonly length: number;
  readonly destinationPort: number;
  readonly sequence: number;
  readonly tags?: readonly (readonly [number, number])[];
}

export interface CaptureContract {
  readonly name: string;
  open(options: CaptureOptions): Promise<CaptureHandle>;
  wire(): CaptureWire;
  frame(request: FrameRequest): Uint8Array;
  /** Sends so many datagrams over loopback to a port where nobody listens. */
  sendOverLoopback(count: number, port: number): Promise<void>;
  /** Octets of the smallest kernel buffer that the back-end takes. */
  readonly smallBuffer: number;
  /** Milliseconds after which a lone packet has arrived for certain. */
  readonly longestDelay: number;
  /** Drops are known only once the source is stopped. */
  readonly dropsAtStop: boolean;
}

const PORT = 40_999;
const OTHER_PORT = 40_998;
/** Loopback is shared with other test processes. */
const LOOPBACK_PORT: number = 20_000 + (process.pid % 20_000);
/** Longer than any test: a wait that nothing ends fails by the test's own time limit. */
const FOREVER = 600_000;
interface Received {
  readonly bytes: Uint8Array;
  readonly originalLength: number;
  readonly seconds: number;
  readonly nanoseconds: number;
}

export function captureContract(contract: CaptureContract): void {
  describe(contract.name, () => {
    const wires: CaptureWire[] = [];
    const sources: CaptureSource[] = [];

    afterEach(async () => {
      for (const source of sources.splice(0)) await source.stop();
      for (const wire of wires.splice(0)) wire.remove();
    });

    function newWire(): CaptureWire {
      const wire = contract.wire();
      wires.push(wire);
      return wire;
    }

    /** The handle travels as it does between threads. */
    async function capture(
      interfaceName: string,
      options: Partial<CaptureOptions> = {},
    ): Promise<CaptureSource> {
      const handle = await contract.open({ ...DEFAULTS, interface: interfaceName, ...options });
      const source = attachCapture(structuredClone(handle));
      sources.push(source);
      return source;
    }

    function receiveUntilQuiet(source: CaptureSource): Promise<Received[]> {
      return receiveWhile(source, contract.longestDelay);
    }

    function frames(count: number, destinationPort: number = PORT): Uint8Array[] {
      return Array.from({ length: count }, (_, sequence) =>
        contract.frame({ length: 60 + ((sequence * 37) % 1455), destinationPort, sequence }),
      );
    }

    test("every packet arrives once, whole, in order and in time", async () => {
      const wire = newWire();
      const source = await capture(wire.interfaceName);
      const sent = frames(2000);
      const began = Date.now() / 1000;
      wire.send(sent);
      const received = await receive(source, sent.length);
      expect(received.length).toBe(sent.length);
      received.forEach((packet, index) => {
        expect(Buffer.compare(packet.bytes, sent[index]!)).toBe(0);
        expect(packet.originalLength).toBe(sent[index]!.length);
      });
      const times = received.map((packet) => packet.seconds + packet.nanoseconds / 1e9);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(times[0]).toBeGreaterThan(began - 1);
      expect(times.at(-1)).toBeLessThan(Date.now() / 1000 + 1);
      expect(source.counts()).toMatchObject({ received: sent.length, kernelDropped: 0 });
    });

    test("the interface is described as the packets need it", async () => {
      const wire = newWire();
      const source = await capture(wire.interfaceName, { snapLength: 128 });
      expect(source.interface).toMatchObject({
        name: wire.interfaceName,
        linkType: 1,
        snapLength: 128,
      });
      expect(source.isUp()).toBe(true);
      expect(source.problem).toBeUndefined();
    });

    test("the snap length cuts what is kept and not what is counted", async () => {
      const wire = newWire();
      const source = await capture(wire.interfaceName, { snapLength: 96 });
      const sent = frames(200);
      wire.send(sent);
      const received = await receive(source, sent.length);
      expect(received.map((packet) => packet.originalLength)).toEqual(
        sent.map((frame) => frame.length),
      );
      expect(received.map((packet) => packet.bytes)).toEqual(
        sent.map((frame) => frame.subarray(0, 96)),
      );
    });

    test("a filter lets through what it names", async () => {
      const wire = newWire();
      const source = await capture(wire.interfaceName, { filter: `udp dst port ${PORT}` });
      const wanted = frames(50);
      const others = frames(50, OTHER_PORT);
      wire.send(wanted.flatMap((frame, index) => [others[index]!, frame]));
      const received = await receive(source, wanted.length);
      expect(received.map((packet) => packet.bytes)).toEqual(wanted);
      expect((await receiveUntilQuiet(source)).length).toBe(0);
    });

    test("a filter and the snap length work together", async () => {
      const wire = newWire();
      const source = await capture(wire.interfaceName, {
        filter: `udp port ${PORT}`,
        snapLength: 64,
      });
      const frame = contract.frame({ length: 1000, destinationPort: PORT, sequence: 1 });
      wire.send([frame]);
      const [packet] = await receive(source, 1);
      expect(packet).toMatchObject({ bytes: frame.subarray(0, 64), originalLength: 1000 });
    });

    test.for([
      ["udp foo", "syntax error"],
      ["udp port 99999", "illegal port number 99999 > 65535"],
      ["vlan 5000", "VLAN tag 5000"],
    ])("the bad filter %s is refused in libpcap's words", async ([filter, words]) => {
      const wire = newWire();
      await expect(capture(wire.interfaceName, { filter: filter! })).rejects.toMatchObject({
        code: "CAPTURE_BAD_FILTER",
        message: expect.stringContaining(words!) as unknown,
      });
    });

    test.for([
      ["802.1Q", [[0x8100, 0x602a]]],
      ["a priority tag", [[0x8100, 0xe000]]],
      [
        "802.1ad around 802.1Q",
        [
          [0x88a8, 0x0064],
          [0x8100, 0x002a],
        ],
      ],
    ] as const)("tags stay in the frame: %s", async ([, tags]) => {
      const wire = newWire();
      const source = await capture(wire.interfaceName);
      const frame = contract.frame({ length: 200, destinationPort: PORT, sequence: 7, tags });
      wire.send([frame]);
      const [packet] = await receive(source, 1);
      expect(packet).toMatchObject({ bytes: frame, originalLength: frame.length });
    });

    test("a filter sees tags", async () => {
      const wire = newWire();
      const source = await capture(wire.interfaceName, { filter: "vlan 42 and udp" });
      const tagged = [43, 42].map((vlan) =>
        contract.frame({
          length: 100,
          destinationPort: PORT,
          sequence: vlan,
          tags: [[0x8100, vlan]],
        }),
      );
      wire.send([...frames(1), ...tagged]);
      const [packet] = await receive(source, 1);
      expect(packet?.bytes).toEqual(tagged[1]);
      expect((await receiveUntilQuiet(source)).length).toBe(0);
    });

    test("packets that found no room are counted", async () => {
      const wire = newWire();
      const source = await capture(wire.interfaceName, {
        bufferLength: contract.smallBuffer,
        snapLength: 1514,
      });
      const sent = Array.from({ length: 1000 }, (_, sequence) =>
        contract.frame({ length: 1514, destinationPort: PORT, sequence }),
      );
      const rounds = 10;
      for (let round = 0; round < rounds; round += 1) wire.send(sent);
      await receiveUntilQuiet(source);
      if (contract.dropsAtStop) await source.stop();
      const { received, kernelDropped } = source.counts();
      expect(kernelDropped).toBeGreaterThan(0);
      expect(received + kernelDropped).toBe(sent.length * rounds);
      expect(source.counts().kernelDropped).toBe(kernelDropped);
    });

    test("an interface that goes down and up again is survived", async () => {
      const wire = newWire();
      const source = await capture(wire.interfaceName);
      const sent = frames(20);
      wire.send(sent.slice(0, 10));
      expect((await receive(source, 10)).length).toBe(10);
      wire.down();
      expect((await receiveUntilQuiet(source)).length).toBe(0);
      expect(source.isUp()).toBe(false);
      expect(source.problem).toBeUndefined();
      wire.up();
      wire.send(sent.slice(10));
      expect((await receive(source, 10)).map((packet) => packet.bytes)).toEqual(sent.slice(10));
      expect(source.isUp()).toBe(true);
    });

    test("an interface that is removed ends the capture with its reason", async () => {
      const wire = newWire();
      const source = await capture(wire.interfaceName);
      wire.remove();
      const batch = new PacketBatch();
      while (await source.next(batch, 100));
      expect(source.problem).toMatchObject({ code: "CAPTURE_INTERFACE_GONE" });
      expect(source.isUp()).toBe(false);
    });

    test("an interface that does not exist is refused with those that do", async () => {
      await expect(capture("nosuch0")).rejects.toMatchObject({
        code: "CAPTURE_NO_INTERFACE",
        message: expect.stringMatching(/"nosuch0".*\blo\b/) as unknown,
      });
    });

    test("several interfaces are captured at once", async () => {
      const [first, second] = [newWire(), newWire()];
      const [one, two] = [await capture(first.interfaceName), await capture(second.interfaceName)];
      const sent = frames(40);
      first.send(sent.slice(0, 25));
      second.send(sent.slice(25));
      const [atOne, atTwo] = await Promise.all([receive(one, 25), receive(two, 15)]);
      expect(atOne.map((packet) => packet.bytes)).toEqual(sent.slice(0, 25));
      expect(atTwo.map((packet) => packet.bytes)).toEqual(sent.slice(25));
    });

    test("loopback shows each packet once", async () => {
      const source = await capture("lo", { filter: `udp dst port ${LOOPBACK_PORT}` });
      await contract.sendOverLoopback(20, LOOPBACK_PORT);
      expect((await receiveUntilQuiet(source)).length).toBe(20);
    });

    test.for([
      [true, 1],
      [false, 0],
    ] as const)(
      "promiscuous %s is what the interface is set to",
      async ([promiscuous, expected]) => {
        const wire = newWire();
        const source = await capture(wire.interfaceName, { promiscuous });
        expect(wire.promiscuity()).toBe(expected);
        await source.stop();
        await vi.waitFor(() => expect(wire.promiscuity()).toBe(0));
      },
    );

    test("waiting gives way to the event loop and ends in time", async () => {
      const wire = newWire();
      const source = await capture(wire.interfaceName);
      const batch = new PacketBatch();
      let turned = false;
      setImmediate(() => {
        turned = true;
      });
      expect(await source.next(batch, 50)).toBe(true);
      expect(turned).toBe(true);
      expect(batch.count).toBe(0);
    });

    test("stopping ends a wait, gives everything back and may be repeated", async () => {
      const wire = newWire();
      await (await capture(wire.interfaceName)).stop();
      await vi.waitFor(() => expect(resources().children).toBe(0));
      const before = resources();
      const source = await capture(wire.interfaceName);
      wire.send(frames(10));
      const seen = await receive(source, 10);
      const batch = new PacketBatch();
      const waiting = source.next(batch, FOREVER);
      await source.stop();
      expect(await waiting).toBe(false);
      expect(await source.next(batch, FOREVER)).toBe(false);
      await source.stop();
      expect(source.counts().received).toBe(seen.length);
      expect(source.isUp()).toBe(false);
      await vi.waitFor(() => expect(resources()).toEqual(before));
    });
  });
}

const DEFAULTS: Omit<CaptureOptions, "interface"> = {
  snapLength: 262_144,
  promiscuous: true,
  filter: "",
  bufferLength: 0,
  backend: undefined,
};

async function receive(source: CaptureSource, count: number): Promise<Received[]> {
  const batch = new PacketBatch(512);
  const received: Received[] = [];
  while (received.length < count && (await source.next(batch, FOREVER))) {
    received.push(...copyRows(batch));
  }
  return received;
}

/** Until nothing came for `quiet` milliseconds. */
async function receiveWhile(source: CaptureSource, quiet: number): Promise<Received[]> {
  const batch = new PacketBatch(512);
  const received: Received[] = [];
  let heard = performance.now();
  while (performance.now() - heard < quiet && (await source.next(batch, quiet))) {
    if (batch.count > 0) heard = performance.now();
    received.push(...copyRows(batch));
  }
  return received;
}

function copyRows(batch: PacketBatch): Received[] {
  return Array.from({ length: batch.count }, (_, row) => {
    const start = batch.start[row]!;
    return {
      bytes: new Uint8Array(batch.bytes.subarray(start, start + batch.capturedLength[row]!)),
      originalLength: batch.originalLength[row]!,
      seconds: batch.seconds[row]!,
      nanoseconds: batch.nanoseconds[row]!,
    };
  });
}

/** Descriptors and children of this process. */
function resources(): { readonly descriptors: number; readonly children: number } {
  return {
    descriptors: readdirSync("/proc/self/fd").length,
    children: readdirSync("/proc").filter(isOwnChild).length,
  };
}

function isOwnChild(entry: string): boolean {
  if (!/^\d+$/.test(entry)) return false;
  try {
    return new RegExp(`^PPid:\\s*${process.pid}$`, "m").test(
      readFileSync(`/proc/${entry}/status`, "utf8"),
    );
  } catch {
    return false;
  }
}
