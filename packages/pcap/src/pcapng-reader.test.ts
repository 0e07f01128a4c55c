/** pcapng, block by block, bytes built by hand after draft-ietf-opsawg-pcapng. */
import { describe, expect, test } from "vitest";
import { MAX_COMMENTS } from "./annotations.ts";
import { concat, fromHex, readCapture, toHex } from "./capture-rows.contract.ts";
import { BlockType } from "./pcapng-block.ts";
import { PcapngWriter } from "./pcapng-writer.ts";

const MICROSECOND = "00060000 00000001";

/** A whole block around `body`, in the given byte order. */
function block(type: number, body: string, littleEndian = false): Uint8Array<ArrayBuffer> {
  const content = fromHex(body);
  const bytes = new Uint8Array(12 + content.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, type, littleEndian);
  view.setUint32(4, bytes.length, littleEndian);
  bytes.set(content, 8);
  view.setUint32(bytes.length - 4, bytes.length, littleEndian);
  return bytes;
}

const SECTION = block(BlockType.SectionHeader, "1a2b3c4d 0001 0000 ffffffffffffffff");
const LITTLE_SECTION = block(BlockType.SectionHeader, "4d3c2b1a 0100 0000 ffffffffffffffff", true);
const ETHERNET = block(BlockType.InterfaceDescription, "0001 0000 00000000");
/** Three octets of 60 at 0x0006_0000_0000_0001 µs on interface 0. */
const ENHANCED = block(
  BlockType.EnhancedPacket,
  `00000000 ${MICROSECOND} 00000003 0000003c aabbcc00`,
);
const TIME = "1688849860.263937000";

function rowsOf(...blocks: readonly Uint8Array[]) {
  const { rows, problem } = readCapture(concat(blocks));
  expect(problem).toBeUndefined();
  return rows;
}

function problemOf(...blocks: readonly Uint8Array[]) {
  return readCapture(concat(blocks)).problem;
}

describe("packets", () => {
  test("an Enhanced Packet Block", () => {
    expect(rowsOf(SECTION, ETHERNET, ENHANCED)).toEqual([
      {
        time: TIME,
        originalLength: 60,
        interfaceId: 0,
        linkType: 1,
        position: SECTION.length + ETHERNET.length,
        hex: "aabbcc",
      },
    ]);
  });

  test("an obsolete Packet Block and its drop count", () => {
    const body = `0000 0005 ${MICROSECOND} 00000003 0000003c aabbcc00`;
    const bytes = concat([SECTION, ETHERNET, block(BlockType.Packet, body)]);
    const { rows, reader } = readCapture(bytes);
    expect(rows).toMatchObject([{ time: TIME, interfaceId: 0, hex: "aabbcc" }]);
    expect(reader.droppedCount).toBe(5);
  });

  test("an unknown drop count of an obsolete Packet Block counts nothing", () => {
    const body = `0000 ffff ${MICROSECOND} 00000000 00000000`;
    const { reader } = readCapture(concat([SECTION, ETHERNET, block(BlockType.Packet, body)]));
    expect(reader.droppedCount).toBe(0);
  });

  test("a Simple Packet Block has time 0 and is cut by the snap length of interface 0", () => {
    const limited = block(BlockType.InterfaceDescription, "0001 0000 00000002");
    const simple = block(BlockType.SimplePacket, "00000005 aabb0000");
    expect(rowsOf(SECTION, limited, simple)).toMatchObject([
      { time: "0.000000000", originalLength: 5, hex: "aabb" },
    ]);
  });

  test("a Simple Packet Block without a snap length is whole", () => {
    const simple = block(BlockType.SimplePacket, "00000003 aabbcc00");
    expect(rowsOf(SECTION, ETHERNET, simple)).toMatchObject([{ originalLength: 3, hex: "aabbcc" }]);
  });

  test("a total length without the padding is rounded up", () => {
    const bytes = ENHANCED.slice();
    new DataView(bytes.buffer).setUint32(4, bytes.length - 1);
    new DataView(bytes.buffer).setUint32(bytes.length - 4, bytes.length - 1);
    expect(rowsOf(SECTION, ETHERNET, bytes)).toMatchObject([{ hex: "aabbcc" }]);
  });
});

describe("sections and interfaces", () => {
  test("each section has its byte order and counts its interfaces anew", () => {
    const raw = block(BlockType.InterfaceDescription, "6500 0000 00000000", true);
    const little = block(
      BlockType.EnhancedPacket,
      "00000000 00000600 01000000 01000000 01000000 dd000000",
      true,
    );
    const bytes = concat([SECTION, ETHERNET, ENHANCED, LITTLE_SECTION, raw, little]);
    const { rows, reader } = readCapture(bytes, [11]);
    expect(rows).toMatchObject([
      { interfaceId: 0, linkType: 1, time: TIME, hex: "aabbcc" },
      { interfaceId: 1, linkType: 101, time: TIME, hex: "dd" },
    ]);
    expect(reader.interfaces.map(({ section }) => section)).toEqual([0, 1]);
  });

  test.for([
    ["nanoseconds", "0009 0001 09000000", "1688849.860263937"],
    ["tenths", "0009 0001 01000000", "168884986026393.700000000"],
    ["2^-20", "0009 0001 94000000", "1610612736.000000953"],
    ["an offset of -10 s", "000e 0008 fffffffffffffff6", "1688849850.263937000"],
  ] as const)("time in %s", ([, options, time]) => {
    const idb = block(BlockType.InterfaceDescription, `0001 0000 00000000 ${options} 00000000`);
    expect(rowsOf(SECTION, idb, ENHANCED)).toMatchObject([{ time }]);
  });

  test("names, filter, frame check sequence and statistics are kept", () => {
    const text = (code: string, value: string) => {
      const octets = toHex(new TextEncoder().encode(value));
      return code + (octets.length / 2).toString(16).padStart(4, "0") + octets.padEnd(8, "0");
    };
    const options = [
      text("0002", "eth0"),
      text("0003", "cable"),
      text("000b", "\0tcp"),
      text("000c", "Unix"),
      "000d 0001 04000000",
      text("0001", "note"),
    ].join("");
    const padded = options.replace(/(6361626c65)/, "$1000000");
    const idb = block(BlockType.InterfaceDescription, `0001 0000 00000060 ${padded}`);
    const isb = block(
      BlockType.InterfaceStatistics,
      "00000000 00000000 00000000 0004 0008 0000000000000009 0005 0008 0000000000000002 00000000",
    );
    const { reader, problem } = readCapture(concat([SECTION, idb, isb]));
    expect(problem).toBeUndefined();
    expect(reader.interfaces).toMatchObject([
      {
        name: "eth0",
        description: "cable",
        snapLength: 96,
        filter: "tcp",
        operatingSystem: "Unix",
        fcsLength: 4,
        statistics: { received: 9, interfaceDropped: 2, delivered: undefined },
      },
    ]);
    expect(reader.fileComments).toEqual(["note"]);
  });
});

describe("what is beside the packets", () => {
  test("unknown, custom and secrets blocks are passed over, the last counted", () => {
    const custom = block(0x0bad, "00000001 01020304");
    const secrets = block(BlockType.DecryptionSecrets, "544c534b 00000004 41424344");
    const long = block(0x4000_0bad, "00".repeat(100_000));
    const bytes = concat([SECTION, custom, ETHERNET, secrets, long, ENHANCED]);
    const { rows, reader, problem } = readCapture(bytes, [1000]);
    expect(problem).toBeUndefined();
    expect(rows).toMatchObject([{ hex: "aabbcc" }]);
    expect(reader.secretsCount).toBe(1);
  });

  test("a checkpoint inside a long block goes on behind it", () => {
    const long = block(0x4000_0bad, "00".repeat(100_000));
    const bytes = concat([SECTION, ETHERNET, long, ENHANCED]);
    const { reader } = readCapture(bytes.subarray(0, 50_000));
    const checkpoint = reader.checkpoint();
    expect(checkpoint.position).toBe(bytes.length - ENHANCED.length);
    expect(reader.problem).toMatchObject({
      code: "PCAP_CUT_SHORT",
      position: SECTION.length + ETHERNET.length,
    });
  });

  test("names of IPv4 and IPv6 addresses, several to an address", () => {
    const records =
      "0001 000c c0000201 61 2e 62 00 63 2e 64 00" +
      "0002 0012 20010db8 00000000 00000000 00000001 7600 0000" +
      "00000000";
    const { reader } = readCapture(concat([SECTION, block(BlockType.NameResolution, records)]));
    expect(reader.resolvedNames).toEqual([
      { ipVersion: 4, address: [0xc000_0201, 0, 0, 0], name: "a.b" },
      { ipVersion: 4, address: [0xc000_0201, 0, 0, 0], name: "c.d" },
      { ipVersion: 6, address: [0x2001_0db8, 0, 0, 1], name: "v" },
    ]);
  });

  test("drop counts of Enhanced Packet Blocks add up", () => {
    const body = `00000000 ${MICROSECOND} 00000000 00000000 0004 0008 0000000000000003 00000000`;
    const packet = block(BlockType.EnhancedPacket, body);
    const { reader } = readCapture(concat([SECTION, ETHERNET, packet, packet]));
    expect(reader.droppedCount).toBe(6);
  });

  test("comments beyond the bound are counted", () => {
    const writer = new PcapngWriter();
    const parts = [writer.header(), writer.interface({ linkType: 1 })];
    const packet = { seconds: 0, nanoseconds: 0, bytes: new Uint8Array(0) };
    for (let index = 0; index < 101; index++) {
      const comments = Array.from({ length: MAX_COMMENTS / 100 }, () => "x");
      parts.push(writer.packet({ ...packet, comments }));
    }
    const { reader } = readCapture(concat(parts));
    expect(reader.comments.size).toBe(100);
    expect(reader.commentsDropped).toBe(MAX_COMMENTS / 100);
  });
});

describe("damage", () => {
  const before = SECTION.length + ETHERNET.length + ENHANCED.length;

  test.for([
    ["two lengths that differ", "00000006 00000020", "PCAP_DAMAGED", "ends with the length"],
    ["a length below the block's minimum", "00000006 00000010", "PCAP_DAMAGED", "fewer than"],
    ["a length beyond the bound", "00000006 7fffff00", "PCAP_DAMAGED", "more than"],
    ["a section without byte order", "0a0d0d0a 00000020", "PCAP_DAMAGED", "byte-order"],
  ] as const)("%s", ([, head, code, text]) => {
    const rest = new Uint8Array(64).fill(0x11);
    const bytes = concat([SECTION, ETHERNET, ENHANCED, fromHex(head), rest]);
    const { rows, problem } = readCapture(bytes, [13]);
    expect(rows).toHaveLength(1);
    expect(problem).toMatchObject({ code, position: before });
    expect(problem!.message).toContain(text);
  });

  test("an interface that was not described", () => {
    const packet = block(BlockType.EnhancedPacket, `00000007 ${MICROSECOND} 00000000 00000000`);
    expect(problemOf(SECTION, ETHERNET, packet)!.message).toContain("names interface 7");
    const simple = block(BlockType.SimplePacket, "00000000");
    expect(problemOf(SECTION, simple)!.message).toContain("names interface 0");
  });

  test("a captured length that the block cannot hold", () => {
    const body = `00000000 ${MICROSECOND} 00000005 00000005 aabbcc00`;
    const packet = block(BlockType.EnhancedPacket, body);
    expect(problemOf(SECTION, ETHERNET, packet)!.message).toContain("5 captured octets");
    const simple = block(BlockType.SimplePacket, "00000009 aabbcc00");
    expect(problemOf(SECTION, ETHERNET, simple)!.message).toContain("9 captured octets");
  });

  test("an option that runs past its block", () => {
    const body = `00000000 ${MICROSECOND} 00000000 00000000 0001 00ff 41414141`;
    const packet = block(BlockType.EnhancedPacket, body);
    const { rows, problem } = readCapture(concat([SECTION, ETHERNET, packet]));
    expect(rows).toEqual([]);
    expect(problem!.message).toContain("option");
  });

  test("a section of another version", () => {
    const later = block(BlockType.SectionHeader, "1a2b3c4d 0002 0000 ffffffffffffffff");
    expect(problemOf(SECTION, ETHERNET, ENHANCED, later)).toMatchObject({
      code: "PCAP_UNSUPPORTED",
      position: before,
    });
  });
});
