/** What the writers refuse, and the bytes that they promise to other programs. */
import { expect, test } from "vitest";
import { concat, readCapture, toHex } from "./capture-rows.contract.ts";
import { PcapError } from "./errors.ts";
import { linkTypeName } from "./link-type.ts";
import { PcapWriter } from "./pcap-writer.ts";
import { PcapngWriter } from "./pcapng-writer.ts";

const PACKET = { seconds: 1, nanoseconds: 2_000, bytes: Uint8Array.of(0xaa) };

test("pcap bytes, microseconds", () => {
  const writer = new PcapWriter({ linkType: 1, snapLength: 65_535 });
  expect(toHex(writer.header())).toBe("d4c3b2a1020004000000000000000000ffff000001000000");
  expect(toHex(writer.packet({ ...PACKET, originalLength: 60 }))).toBe(
    "0100000002000000010000003c000000aa",
  );
});

test("pcapng bytes are padded and their lengths agree", () => {
  const writer = new PcapngWriter();
  writer.interface({ linkType: 1 });
  expect(toHex(writer.packet(PACKET))).toBe(
    "060000002400000000000000" + "00000000d0d19a3b" + "0100000001000000aa00000024000000",
  );
});

test("packets around the builder's first capacity are whole", () => {
  for (let length = 1990; length < 2060; length++) {
    const writer = new PcapngWriter();
    const bytes = new Uint8Array(length).fill(length);
    const { rows, problem } = readCapture(
      concat([
        writer.header(),
        writer.interface({ linkType: 1 }),
        writer.packet({ ...PACKET, bytes, comments: ["c"] }),
      ]),
    );
    expect(problem).toBeUndefined();
    expect(rows[0]!.hex).toBe(toHex(bytes));
  }
});

test("interface statistics are read back", () => {
  const writer = new PcapngWriter();
  const { reader } = readCapture(
    concat([
      writer.header({ comment: "about the file" }),
      writer.interface({ linkType: 1 }),
      writer.statistics(0, PACKET, { received: 2 ** 40, systemDropped: 3 }),
    ]),
  );
  expect(reader.interfaces[0]!.statistics).toMatchObject({ received: 2 ** 40, systemDropped: 3 });
  expect(reader.fileComments).toEqual(["about the file"]);
});

test.for([
  ["a time before 1970", { seconds: -1 }],
  ["a time with a fraction", { seconds: 1.5 }],
  ["a second of nanoseconds", { nanoseconds: 1_000_000_000 }],
  ["an original length over 32 bits", { originalLength: 2 ** 32 }],
] as const)("%s is refused by both", ([, change]) => {
  const pcap = new PcapWriter({ linkType: 1 });
  const pcapng = new PcapngWriter();
  pcapng.interface({ linkType: 1 });
  expect(() => pcap.packet({ ...PACKET, ...change })).toThrow(PcapError);
  expect(() => pcapng.packet({ ...PACKET, ...change })).toThrow(PcapError);
});

test("an interface that was not described is refused", () => {
  const writer = new PcapngWriter();
  writer.interface({ linkType: 1 });
  const write = () => writer.packet({ ...PACKET, interfaceId: 1 });
  expect(write).toThrow(expect.objectContaining({ code: "PCAP_NOT_WRITABLE" }));
});

test("link types without a name keep their number", () => {
  expect(linkTypeName(1)).toBe("Ethernet");
  expect(linkTypeName(113)).toBe("Linux cooked v1");
  expect(linkTypeName(147)).toBe("LINKTYPE 147");
});
