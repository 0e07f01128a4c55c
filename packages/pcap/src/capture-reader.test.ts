/** What holds for every capture, whatever its format and however its bytes arrive. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PacketBatch } from "./batch.ts";
import { CaptureReader } from "./capture-reader.ts";
import { type CaptureRow, concat, fromHex, readCapture, toHex } from "./capture-rows.contract.ts";
import { PcapWriter } from "./pcap-writer.ts";
import { type PcapngPacket, PcapngWriter } from "./pcapng-writer.ts";

const packets = fc.array(
  fc.record({
    seconds: fc.integer({ min: 0, max: 0xffff_ffff }),
    nanoseconds: fc.integer({ min: 0, max: 999_999_999 }),
    bytes: fc.uint8Array({ maxLength: 80 }),
    originalLength: fc.integer({ min: 0, max: 0xffff_ffff }),
    interfaceId: fc.integer({ min: 0, max: 1 }),
    comments: fc.array(fc.string({ unit: "grapheme", maxLength: 10 }), { maxLength: 2 }),
  }),
  { maxLength: 20 },
);

function writePcap(list: readonly PcapngPacket[], resolution: "microseconds" | "nanoseconds") {
  const writer = new PcapWriter({ linkType: 113, resolution });
  return concat([writer.header(), ...list.map((each) => writer.packet(each))]);
}

function writePcapng(list: readonly PcapngPacket[]) {
  const writer = new PcapngWriter();
  return concat([
    writer.header({ application: "test" }),
    writer.interface({ linkType: 1, name: "eth0" }),
    writer.interface({ linkType: 101, snapLength: 96, filter: "ip" }),
    ...list.map((each) => writer.packet(each)),
  ]);
}

const SAMPLE: readonly PcapngPacket[] = [
  { seconds: 1, nanoseconds: 5000, bytes: fromHex("00112233"), comments: ["first"] },
  { seconds: 2, nanoseconds: 0, bytes: fromHex(""), interfaceId: 1 },
  { seconds: 3, nanoseconds: 999_999_000, bytes: new Uint8Array(300).fill(7) },
];
const SAMPLES = [
  ["pcap", writePcap(SAMPLE, "microseconds")],
  ["pcapng", writePcapng(SAMPLE)],
] as const;

describe("round trip", () => {
  test("pcap in nanoseconds", () => {
    fc.assert(
      fc.property(packets, (list) => {
        const { rows, problem } = readCapture(writePcap(list, "nanoseconds"));
        expect(problem).toBeUndefined();
        expect(rows.map(withoutPosition)).toEqual(
          list.map((each) => ({ ...expected(each), interfaceId: 0, linkType: 113 })),
        );
      }),
      { seed: 11 },
    );
  });

  test("pcap in microseconds loses what is below", () => {
    const [, bytes] = SAMPLES[0];
    const cut = writePcap(
      [{ seconds: 9, nanoseconds: 1999, bytes: fromHex("01") }],
      "microseconds",
    );
    expect(readCapture(bytes).rows.map(({ time }) => time)).toEqual([
      "1.000005000",
      "2.000000000",
      "3.999999000",
    ]);
    expect(readCapture(cut).rows[0]!.time).toBe("9.000001000");
  });

  test("pcapng with two interfaces and comments", () => {
    fc.assert(
      fc.property(packets, (list) => {
        const { rows, problem, reader } = readCapture(writePcapng(list));
        expect(problem).toBeUndefined();
        expect(rows.map(withoutPosition)).toEqual(list.map(expected));
        const comments = list.map((each, index) => reader.comments.get(index + 1) ?? each.comments);
        expect(comments).toEqual(list.map((each) => each.comments));
      }),
      { seed: 12 },
    );
  });
});

test.for(SAMPLES)("%s reads the same however it is cut into chunks", ([, bytes]) => {
  const whole = readCapture(bytes);
  expect(whole.rows).toHaveLength(SAMPLE.length);
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 120 }), { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 1, max: 4 }),
      (cuts, capacity) => {
        const reading = readCapture(bytes, cuts, { capacity });
        expect(reading.rows).toEqual(whole.rows);
        expect(reading.problem).toBeUndefined();
      },
    ),
    { seed: 13 },
  );
});

test.for(SAMPLES)("%s cut after any byte yields a prefix and says so", ([, bytes]) => {
  const whole = readCapture(bytes);
  const ends = new Set([...whole.rows.map(({ position }) => position), bytes.length]);
  for (let length = 1; length < bytes.length; length++) {
    const { rows, problem } = readCapture(bytes.subarray(0, length), [7]);
    expect(rows).toEqual(whole.rows.slice(0, rows.length));
    if (ends.has(length)) expect(problem).toBeUndefined();
    if (problem !== undefined) {
      expect(problem.code).toBe(length < 4 ? "PCAP_NOT_A_CAPTURE" : "PCAP_CUT_SHORT");
      expect(problem.position).toBeLessThan(length);
    }
  }
});

test.for(SAMPLES)("%s with random octets changed neither throws nor hangs", ([, bytes]) => {
  const change = fc.tuple(fc.nat(bytes.length - 1), fc.nat(255));
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), fc.nat(64), (changes, cut) => {
      const changed = bytes.slice();
      for (const [offset, octet] of changes) changed[offset] = octet;
      const { rows, problem } = readCapture(changed, [cut + 1]);
      expect(rows.length).toBeLessThanOrEqual(bytes.length / 16);
      if (problem !== undefined) expect(problem.position).toBeLessThanOrEqual(bytes.length);
    }),
    { seed: 14, numRuns: 2000 },
  );
});

test.for(SAMPLES)("%s goes on from a checkpoint after any packet", ([, bytes]) => {
  const whole = readCapture(bytes);
  const reader = new CaptureReader();
  const batch = new PacketBatch(1);
  reader.push(bytes);
  for (let read = 0; read <= whole.rows.length; read++) {
    const checkpoint = structuredClone(reader.checkpoint());
    const rest = bytes.subarray(checkpoint.position);
    const resumed = readCapture(rest, [50], { reader: CaptureReader.resume(checkpoint) });
    expect(resumed.rows).toEqual(whole.rows.slice(read));
    expect(resumed.problem).toBeUndefined();
    expect(resumed.reader.packetCount).toBe(whole.rows.length);
    expect(reader.next(batch)).toBe(read < whole.rows.length);
  }
});

describe("what is no capture", () => {
  test.for([
    ["nothing", "", "PCAP_EMPTY", "empty"],
    ["a PNG image", "89504e470d0a1a0a0000000d49484452", "PCAP_NOT_A_CAPTURE", "a PNG image"],
    ["text", toHex(new TextEncoder().encode("time,source\n1,2\n")), "PCAP_NOT_A_CAPTURE", "text"],
    ["three octets of pcap", "d4c3b2", "PCAP_NOT_A_CAPTURE", "no format"],
    ["Zstandard", "28b52ffd 04008843", "PCAP_NOT_A_CAPTURE", "Decompress it first"],
    ["snoop", "736e6f6f70000000 00000002 00000004", "PCAP_NOT_A_CAPTURE", "editcap"],
    ["noise", "00ff00ff00ff00ff00ff00ff00ff00ff", "PCAP_NOT_A_CAPTURE", "no format"],
    ["pcapng without byte order", "0a0d0d0a 0000001c 00000000 00000000", "PCAP_NOT_A_CAPTURE", ""],
  ] as const)("%s", ([, hex, code, text]) => {
    const { rows, problem } = readCapture(fromHex(hex), [5]);
    expect(rows).toEqual([]);
    expect(problem).toMatchObject({ code, position: 0 });
    expect(problem!.message).toContain(text);
  });
});

test("a length that the file does not have is not allocated", () => {
  const header = fromHex("d4c3b2a1 0200 0400 00000000 00000000 00000400 e7000000");
  const record = fromHex("00000000 00000000 00000008 00000008");
  const reader = new CaptureReader();
  const batch = new PacketBatch(1);
  const before = process.memoryUsage().arrayBuffers;
  reader.push(concat([header, record]));
  expect(reader.next(batch)).toBe(false);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000);
  reader.end();
  expect(reader.problem?.code).toBe("PCAP_CUT_SHORT");
});

function expected(packet: PcapngPacket): Omit<CaptureRow, "position"> {
  const interfaceId = packet.interfaceId ?? 0;
  return {
    time: `${packet.seconds}.${String(packet.nanoseconds).padStart(9, "0")}`,
    originalLength: packet.originalLength ?? packet.bytes.length,
    interfaceId,
    linkType: interfaceId === 0 ? 1 : 101,
    hex: toHex(packet.bytes),
  };
}

function withoutPosition({ position: _, ...row }: CaptureRow): Omit<CaptureRow, "position"> {
  return row;
}
