/** Classic pcap, bytes built by hand after draft-ietf-opsawg-pcap and libpcap's savefile sources. */
import { describe, expect, test } from "vitest";
import { fromHex, readCapture } from "./capture-rows.contract.ts";

const LITTLE_REST = "0200 0400 00000000 00000000 00000400 01000000";
const BIG_REST = "0002 0004 00000000 00000000 00040000 00000001";
/** 0x5f000001 s, 0x000f423f = 999999 units, 3 of 60 octets. */
const LITTLE_RECORD = "0100005f 3f420f00 03000000 3c000000 aabbcc";
const BIG_RECORD = "5f000001 000f423f 00000003 0000003c aabbcc";

const PACKET = {
  time: "1593835521.999999000",
  originalLength: 60,
  interfaceId: 0,
  linkType: 1,
  position: 24,
  hex: "aabbcc",
};
const IN_NANOSECONDS = { ...PACKET, time: "1593835521.000999999" };

test.for([
  ["little-endian", `d4c3b2a1 ${LITTLE_REST} ${LITTLE_RECORD}`, "pcap", PACKET],
  ["big-endian", `a1b2c3d4 ${BIG_REST} ${BIG_RECORD}`, "pcap", PACKET],
  [
    "nanoseconds, little-endian",
    `4d3cb2a1 ${LITTLE_REST} ${LITTLE_RECORD}`,
    "pcap (nanosecond)",
    IN_NANOSECONDS,
  ],
  [
    "nanoseconds, big-endian",
    `a1b23c4d ${BIG_REST} ${BIG_RECORD}`,
    "pcap (nanosecond)",
    IN_NANOSECONDS,
  ],
  [
    "Kuznetzov's longer records",
    `34cdb2a1 ${LITTLE_REST} 0100005f 3f420f00 03000000 3c000000 07000000 0008 00 00 aabbcc`,
    "pcap (modified)",
    PACKET,
  ],
  [
    "Ixia's longer header, microseconds",
    `ab01001c ${LITTLE_REST} 13000000 ${LITTLE_RECORD}`,
    "pcap",
    { ...PACKET, position: 28 },
  ],
  [
    "Ixia's longer header, nanoseconds",
    `ac01001c ${LITTLE_REST} 13000000 ${LITTLE_RECORD}`,
    "pcap (nanosecond)",
    { ...IN_NANOSECONDS, position: 28 },
  ],
  [
    "AIX: interface type 6 is Ethernet, nanoseconds",
    "a1b2c3d4 0002 0002 00000000 00000000 00040000 00000006 5f000001 000f423f 0000003c 00000003 aabbcc",
    "pcap (AIX)",
    IN_NANOSECONDS,
  ],
  [
    "version 2.1: lengths the other way round",
    "d4c3b2a1 0200 0100 00000000 00000000 00000400 01000000" +
      "0100005f 3f420f00 3c000000 03000000 aabbcc",
    "pcap",
    PACKET,
  ],
  [
    "version 2.3: the smaller length is the captured one",
    "d4c3b2a1 0200 0300 00000000 00000000 00000400 01000000" +
      "0100005f 3f420f00 3c000000 03000000 aabbcc",
    "pcap",
    PACKET,
  ],
  [
    "DLT 12 is raw IP",
    `d4c3b2a1 0200 0400 00000000 00000000 00000400 0c000000 ${LITTLE_RECORD}`,
    "pcap",
    { ...PACKET, linkType: 101 },
  ],
] as const)("%s", ([, hex, format, expected]) => {
  const { rows, problem, reader } = readCapture(fromHex(hex));
  expect(rows).toEqual([expected]);
  expect(reader.format).toBe(format);
  expect(problem).toBeUndefined();
});

test("the upper bits of the link type are the length of the frame check sequence", () => {
  const header = fromHex("d4c3b2a1 0200 0400 00000000 00000000 00000400 01000024");
  const { reader } = readCapture(header);
  expect(reader.interfaces).toEqual([
    {
      name: undefined,
      description: undefined,
      linkType: 1,
      snapLength: 262_144,
      section: 0,
      timeResolution: 6,
      timeOffset: 0,
      fcsLength: 4,
      filter: undefined,
      operatingSystem: undefined,
      statistics: undefined,
    },
  ]);
});

test("a fraction of more than a second is carried over", () => {
  const record = "0100005f ffffffff 00000000 00000000";
  const { rows } = readCapture(fromHex(`d4c3b2a1 ${LITTLE_REST} ${record}`));
  expect(rows[0]!.time).toBe(`${1_593_835_521 + 4294}.967295000`);
});

test("a captured length over the snap length and the original length is believed", () => {
  const header = "d4c3b2a1 0200 0400 00000000 00000000 01000000 01000000";
  const { rows } = readCapture(fromHex(`${header} 0100005f 00000000 03000000 02000000 aabbcc`));
  expect(rows).toMatchObject([{ originalLength: 2, hex: "aabbcc" }]);
});

describe("damage", () => {
  test("a captured length that no packet has ends the reading there", () => {
    const bytes = fromHex(
      `d4c3b2a1 ${LITTLE_REST} ${LITTLE_RECORD} 0100005f 00000000 ffffff7f ffffff7f 00`,
    );
    const { rows, problem } = readCapture(bytes);
    expect(rows).toEqual([PACKET]);
    expect(problem).toMatchObject({ code: "PCAP_DAMAGED", position: 43 });
    expect(problem!.message).toContain("byte 43");
  });

  test("a file that ends inside a record is cut short", () => {
    const { rows, problem } = readCapture(
      fromHex(`d4c3b2a1 ${LITTLE_REST} ${LITTLE_RECORD} 0100005f 00000000 08000000 08000000 11`),
    );
    expect(rows).toEqual([PACKET]);
    expect(problem).toMatchObject({ code: "PCAP_CUT_SHORT", position: 43 });
    expect(problem!.message).toContain("ends at byte 60");
  });

  test("a version before 2 is not supported", () => {
    const { problem } = readCapture(
      fromHex("d4c3b2a1 0100 0400 00000000 00000000 00000400 01000000"),
    );
    expect(problem).toMatchObject({ code: "PCAP_UNSUPPORTED", position: 4 });
  });
});
