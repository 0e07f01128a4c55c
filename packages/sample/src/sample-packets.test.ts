/** What the whole sample promises: order, sameness, true checksums, sound connections, safe addresses. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PacketBatch, PcapWriter } from "@wirescope/pcap";
import { describe, expect, test } from "vitest";
import { concatBytes } from "./packet/byte-writer.ts";
import { internetChecksum, pseudoHeaderSum } from "./packet/checksum.ts";
import { type SampleOptions, type SamplePacket, samplePackets } from "./sample-packets.ts";
import { SAMPLE_INTERFACE, SampleReplay, sampleBatches } from "./sample-replay.ts";

const WHOLE: readonly SamplePacket[] = [...samplePackets()];
const SHORT: SampleOptions = { durationSeconds: 15 };

interface Transport {
  readonly packet: SamplePacket;
  readonly source: string;
  readonly destination: string;
  readonly protocol: number;
  /** From the transport header to the end of the IP packet. */
  readonly bytes: Uint8Array;
}

describe("the whole sample", () => {
  test("is in strict order and inside its three minutes", () => {
    const start = Date.UTC(2026, 0, 5, 20) / 1000;
    let before = 0;
    let disordered = 0;
    for (const { seconds, nanoseconds } of WHOLE) {
      const time = (seconds - start) * 1e9 + nanoseconds;
      if (time < before) disordered++;
      before = time;
    }
    expect(disordered).toBe(0);
    expect(before).toBeGreaterThan(175e9);
    expect(before).toBeLessThan(180e9);
  });

  test("has the volume and the share of each kind that a home has", () => {
    const octets = WHOLE.reduce((sum, packet) => sum + packet.originalLength, 0);
    expect(WHOLE.length).toBeGreaterThan(50_000);
    expect(octets).toBeGreaterThan(50_000_000);
    const ports = new Map<number, number>();
    for (const { protocol, bytes } of transports()) {
      if (protocol !== 6 && protocol !== 17) continue;
      const port = Math.min((bytes[0]! << 8) | bytes[1]!, (bytes[2]! << 8) | bytes[3]!);
      ports.set(port, (ports.get(port) ?? 0) + 1);
    }
    for (const port of [22, 53, 67, 80, 123, 443, 514, 873, 1900, 5353, 5355, 8883]) {
      expect(ports.get(port), `port ${port}`).toBeGreaterThan(0);
    }
  });

  test("every header and every segment has its right checksum", () => {
    let checked = 0;
    const wrong: string[] = [];
    for (const { packet, protocol, bytes, source, destination } of transports()) {
      const version4 = packet.bytes[12] === 0x08;
      if (version4) {
        const headerLength = (packet.bytes[14]! & 0x0f) * 4;
        const header = packet.bytes.subarray(14, 14 + headerLength);
        if (internetChecksum(header) !== 0) wrong.push(`IPv4 from ${source}`);
      }
      const path = {
        source: Uint8Array.from(Buffer.from(source, "hex")),
        destination: Uint8Array.from(Buffer.from(destination, "hex")),
      };
      const bare = version4 && (protocol === 1 || protocol === 2);
      const sum = bare ? 0 : pseudoHeaderSum(path, protocol, bytes.length);
      if (internetChecksum(bytes, sum) !== 0) wrong.push(`protocol ${protocol} from ${source}`);
      checked++;
    }
    expect(wrong).toEqual([]);
    expect(checked).toBeGreaterThan(50_000);
  });

  test("all addresses are private, reserved for documentation, or groups", () => {
    const allowed =
      /^(c0a801..|c00002..|c63364..|cb0071..|00000000|ffffffff|e00000..|effffffa|20010db8.{24}|fe80.{28}|ff02.{28})$/;
    const addresses = new Set<string>();
    for (const { source, destination } of transports()) addresses.add(source).add(destination);
    expect(addresses.size).toBeGreaterThan(40);
    expect([...addresses].filter((address) => !allowed.test(address))).toEqual([]);
  });

  test("connections open with a handshake and number their octets without a gap", () => {
    const next = new Map<string, number>();
    const unopened: string[] = [];
    let repeated = 0;
    for (const { protocol, bytes, source, destination } of transports()) {
      if (protocol !== 6) continue;
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      const key = `${source}:${view.getUint16(0)}-${destination}:${view.getUint16(2)}`;
      const flags = view.getUint8(13);
      const sequence = view.getUint32(4);
      const counted = bytes.length - (view.getUint8(12) >> 4) * 4 + ((flags & 3) === 0 ? 0 : 1);
      const expected = next.get(key);
      if ((flags & 4) !== 0) continue;
      if (expected === undefined && (flags & 2) === 0) unopened.push(key);
      if (expected !== undefined && sequence !== expected) repeated++;
      next.set(key, (sequence + counted) >>> 0);
    }
    expect(unopened).toEqual([]);
    expect(next.size).toBeGreaterThan(150);
    expect(repeated).toBeGreaterThan(30);
    expect(repeated).toBeLessThan(500);
  });
});

describe("sameness", () => {
  function digest(options: SampleOptions): string {
    const hash = createHash("sha256");
    for (const { seconds, nanoseconds, bytes } of samplePackets({ ...SHORT, ...options })) {
      hash.update(`${seconds}.${nanoseconds}`).update(bytes);
    }
    return hash.digest("hex");
  }

  test("the same seed gives the same packets, another seed others", () => {
    expect(digest({ seed: 5 })).toBe(digest({ seed: 5 }));
    expect(digest({ seed: 5 })).not.toBe(digest({ seed: 6 }));
  });

  test("another start moves the times and keeps the frames of the link", () => {
    const [first] = samplePackets({ ...SHORT, startSeconds: 1000 });
    const [second] = samplePackets({ ...SHORT, startSeconds: 2000 });
    expect(first).toEqual({ ...second, seconds: 1000 });
  });
});

test("a snap length cuts the bytes and keeps the original length", () => {
  const whole = [...samplePackets(SHORT)];
  const cut = [...samplePackets({ ...SHORT, snapLength: 96 })];
  expect(cut.map(({ originalLength }) => originalLength)).toEqual(
    whole.map(({ bytes }) => bytes.length),
  );
  expect(cut.every(({ bytes }) => bytes.length <= 96)).toBe(true);
  expect(cut.some(({ bytes, originalLength }) => bytes.length < originalLength)).toBe(true);
});

describe("replay", () => {
  test("batches hold every packet once", () => {
    const packets = [...samplePackets(SHORT)];
    const batch = new PacketBatch(64);
    let index = 0;
    let different = 0;
    for (const { count, bytes, start, capturedLength, seconds } of sampleBatches(SHORT, batch)) {
      for (let row = 0; row < count; row++) {
        const packet = packets[index++]!;
        const end = start[row]! + capturedLength[row]!;
        const equal = Buffer.compare(bytes.subarray(start[row], end), packet.bytes) === 0;
        if (!equal || seconds[row] !== packet.seconds) different++;
      }
    }
    expect(different).toBe(0);
    expect(index).toBe(packets.length);
  });

  test("nothing is handed out before it is due", () => {
    const replay = new SampleReplay({ ...SHORT, startSeconds: 100 });
    const batch = new PacketBatch();
    expect(SAMPLE_INTERFACE.linkType).toBe(1);
    expect(replay.fill(batch, 100)).toBe(true);
    expect(batch.count).toBe(0);
    while (replay.fill(batch, 105) && batch.count > 0) {
      const last = batch.count - 1;
      expect(batch.seconds[last]! + batch.nanoseconds[last]! / 1e9).toBeLessThan(105);
    }
    expect(replay.nextTime).toBeGreaterThanOrEqual(105);
    while (replay.fill(batch));
    expect(replay.nextTime).toBeUndefined();
    expect(batch.count).toBe(0);
  });
});

const TSHARK = "tshark";
const installed = spawnSync(TSHARK, ["--version"]).status === 0;

test.skipIf(!installed)(
  "tshark finds nothing malformed (skipped where it is not installed)",
  () => {
    const writer = new PcapWriter({ linkType: 1, resolution: "nanoseconds" });
    const packets = WHOLE.filter(
      ({ originalLength }, index) => originalLength < 600 || index < 5000,
    );
    const folder = mkdtempSync(join(tmpdir(), "wirescope-sample-"));
    const file = join(folder, "sample.pcap");
    writeFileSync(
      file,
      concatBytes([writer.header(), ...packets.map((each) => writer.packet(each))]),
    );
    const checks = ["ip", "tcp", "udp"].flatMap((name) => ["-o", `${name}.check_checksum:TRUE`]);
    const wrong =
      "_ws.malformed || ip.checksum.status == 0 || tcp.checksum.status == 0 || " +
      "udp.checksum.status == 0 || icmp.checksum.status == 0 || icmpv6.checksum.status == 0 || " +
      "igmp.checksum.status == 0";
    const { stdout, status } = spawnSync(TSHARK, ["-n", "-r", file, ...checks, "-Y", wrong]);
    rmSync(folder, { recursive: true });
    expect(status).toBe(0);
    expect(stdout.toString()).toBe("");
  },
  60_000,
);

/** The IP packets of the sample, as far as their own lengths reach. */
function* transports(): Generator<Transport> {
  for (const packet of WHOLE) {
    const { bytes } = packet;
    const view = new DataView(bytes.buffer);
    const etherType = view.getUint16(12);
    if (etherType === 0x0800) {
      const start = 14 + (bytes[14]! & 0x0f) * 4;
      yield {
        packet,
        source: hex(bytes, 26, 30),
        destination: hex(bytes, 30, 34),
        protocol: bytes[23]!,
        bytes: bytes.subarray(start, 14 + view.getUint16(16)),
      };
    } else if (etherType === 0x86dd) {
      yield {
        packet,
        source: hex(bytes, 22, 38),
        destination: hex(bytes, 38, 54),
        protocol: bytes[20]!,
        bytes: bytes.subarray(54, 54 + view.getUint16(18)),
      };
    }
  }
}

function hex(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.subarray(start, end)).toString("hex");
}
