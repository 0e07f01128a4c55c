import { describe, expect, test } from "vitest";
import { decode } from "./decoder.ts";
import { dissect, summarize } from "./dissect.ts";
import { fieldTexts, isFieldName } from "./field-texts.ts";
import { FIELDS } from "./fields.ts";
import type { Field } from "./layer.ts";
import { Packet } from "./packet.ts";

const MACS = "020000000002020000000001";
const SYN_IP = "450000341a2b400040063462c0000201c6336402";
const SYN = `${MACS}0800${SYN_IP}c95801bb00000007000000008002faf000000000020405640402010303070000`;
const PADDED_ARP = `${MACS}08060001080006040001020000000001c0000202000000000000c0000201${"00".repeat(18)}`;

function read(hex: string, linkType = 1): Packet {
  const octets = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const packet = new Packet();
  packet.number = 3;
  packet.seconds = 1_700_000_000;
  packet.nanoseconds = 42;
  packet.linkType = linkType;
  packet.originalLength = octets.length;
  decode(packet, new DataView(octets.buffer), 0, octets.length);
  return packet;
}

function outline(fields: readonly Field[], indent = ""): string[] {
  return fields.flatMap((field) => [
    `${indent}${field.label}: ${field.text}`,
    ...outline(field.children, `${indent}  `),
  ]);
}

describe("the tree", () => {
  test("a TCP segment reads as Wireshark shows it", () => {
    const layers = dissect(read(SYN));
    expect(layers.map(({ title, summary }) => `${title}, ${summary}`)).toEqual([
      "Frame 3, 66 bytes on wire, 66 bytes captured",
      "Ethernet II, Src: 02:00:00:00:00:01, Dst: 02:00:00:00:00:02",
      "Internet Protocol Version 4, Src: 192.0.2.1, Dst: 198.51.100.2",
      "Transmission Control Protocol, Src Port: 51544, Dst Port: 443",
    ]);
    expect(outline(layers[2]!.fields)).toMatchInlineSnapshot(`
      [
        "Version: 4",
        "Header Length: 20",
        "Differentiated Services Field: 0x00",
        "  Differentiated Services Codepoint: CS0 (0)",
        "  Explicit Congestion Notification: Not-ECT (0)",
        "Total Length: 52",
        "Identification: 0x1a2b",
        "Flags: 0x02 (Don't fragment)",
        "  Reserved bit: Not set",
        "  Don't fragment: Set",
        "  More fragments: Not set",
        "Fragment Offset: 0 (0 bytes)",
        "Time to Live: 64",
        "Protocol: TCP (6)",
        "Header Checksum: 0x3462 [Good]",
        "  Header checksum status: Good (1)",
        "Source Address: 192.0.2.1",
        "Destination Address: 198.51.100.2",
      ]
    `);
    expect(outline(layers[3]!.fields)).toMatchInlineSnapshot(`
      [
        "Source Port: 51544",
        "Destination Port: 443",
        "TCP Segment Len: 0",
        "Sequence Number (raw): 7",
        "Acknowledgment Number (raw): 0",
        "Header Length: 32",
        "Flags: 0x0002 (SYN)",
        "  Reserved: Not set",
        "  Accurate ECN: Not set",
        "  Congestion Window Reduced: Not set",
        "  ECN-Echo: Not set",
        "  Urgent: Not set",
        "  Acknowledgment: Not set",
        "  Push: Not set",
        "  Reset: Not set",
        "  Syn: Set",
        "  Fin: Not set",
        "Window: 64240",
        "Checksum: 0x0000",
        "Urgent Pointer: 0",
        "Options: Maximum Segment Size, SACK Permitted, No-Operation (NOP), Window Scale, End of Option List (EOL), End of Option List (EOL)",
        "  TCP Option - Maximum Segment Size: ",
        "    Kind: Maximum Segment Size (2)",
        "      Length: 4",
        "      MSS Value: 1380",
        "  TCP Option - SACK Permitted: ",
        "    Kind: SACK Permitted (4)",
        "      Length: 2",
        "  TCP Option - No-Operation (NOP): ",
        "    Kind: No-Operation (NOP) (1)",
        "  TCP Option - Window Scale: ",
        "    Kind: Window Scale (3)",
        "      Length: 3",
        "      Shift count: 7",
        "      Multiplier: 128",
        "  TCP Option - End of Option List (EOL): ",
        "    Kind: End of Option List (EOL) (0)",
        "  TCP Option - End of Option List (EOL): ",
        "    Kind: End of Option List (EOL) (0)",
      ]
    `);
  });

  test("every field lies inside its packet and knows its octets", () => {
    const packet = read(SYN);
    const check = (field: Field): void => {
      expect(field.start).toBeLessThanOrEqual(field.end);
      expect(field.end).toBeLessThanOrEqual(packet.end);
      field.children.forEach(check);
    };
    const layers = dissect(packet);
    for (const layer of layers) layer.fields.forEach(check);
    const port = layers[3]!.fields.find(({ name }) => name === "tcp.dstport")!;
    expect([port.start, port.end, port.value]).toEqual([36, 38, 443]);
    expect([layers[3]!.start, layers[3]!.end]).toEqual([34, 66]);
  });

  test("a wrong header checksum is said", () => {
    const bad = dissect(read(SYN.replace("40063462", "4006dead")));
    expect(fieldTexts(bad, "ip.checksum.status")).toEqual(["0"]);
  });

  test("unknown octets are data", () => {
    const layers = dissect(read("010203", 147));
    expect(layers.map(({ protocol }) => protocol)).toEqual(["frame", "data"]);
    expect(fieldTexts(layers, "data.data")).toEqual(["010203"]);
  });

  test("dissecting leaves the packet as it was", () => {
    const packet = read(SYN);
    const before = structuredClone({ ...packet, view: undefined });
    dissect(packet);
    expect(structuredClone({ ...packet, view: undefined })).toEqual(before);
  });

  test("layers survive structured cloning", () => {
    const layers = dissect(read(SYN));
    expect(structuredClone(layers)).toEqual(layers);
  });
});

describe("field texts", () => {
  const layers = dissect(read(SYN));

  test.for([
    ["frame.number", ["3"]],
    ["frame.time", ["Nov 14, 2023 22:13:20.000000042 UTC"]],
    ["frame.time_epoch", ["1700000000.000000042"]],
    ["frame.protocols", ["eth:ethertype:ip:tcp"]],
    ["eth.addr", ["02:00:00:00:00:02", "02:00:00:00:00:01"]],
    ["ip.addr", ["192.0.2.1", "198.51.100.2"]],
    ["ip.flags", ["0x02"]],
    ["tcp.port", ["51544", "443"]],
    ["tcp.flags", ["0x0002"]],
    ["tcp.flags.syn", ["1"]],
    ["tcp.options.mss_val", ["1380"]],
    ["ip", ["Internet Protocol Version 4, Src: 192.0.2.1, Dst: 198.51.100.2"]],
    ["_ws.col.Protocol", ["TCP"]],
    ["udp.port", []],
    ["_ws.col.Nothing", []],
  ] as const)("%s", ([name, texts]) => {
    expect(fieldTexts(layers, name)).toEqual(texts);
    expect(isFieldName(name)).toBe(name !== "_ws.col.Nothing");
  });

  test("the tree shows the time that is printed in Wireshark's way in ISO 8601", () => {
    const time = layers[0]?.fields.find((field) => field.name === "frame.time");
    expect(time?.text).toBe("2023-11-14T22:13:20.000000042Z");
  });

  test.for(["", "tcp.nosuch", "TCP", "nosuch"])("%s is no name of a field", (name) => {
    expect(isFieldName(name)).toBe(false);
  });

  test("tunnels give every occurrence, outermost first", () => {
    const inner = "45000014000000004001000001010101020202020";
    const outer = `${MACS}0800450000280000000040040000c0000201c6336402${inner}`.slice(0, 108);
    expect(fieldTexts(dissect(read(outer)), "ip.src")).toEqual(["192.0.2.1", "1.1.1.1"]);
  });

  test("IPv6 answers to the names of IP, its numbers in Wireshark's bases", () => {
    const addresses = `${"0".repeat(31)}1${"0".repeat(31)}2`;
    const layers = dissect(read(`6000d26d00080001${addresses}3b00050200000100`, 101));
    const names = ["ip.version", "ipv6.version", "ipv6.flow", "ipv6.opt.type"];
    expect(names.map((name) => fieldTexts(layers, name))).toEqual([
      ["6"],
      ["6"],
      ["0x00d26d"],
      ["0x05", "0x01"],
    ]);
  });

  test("a group without a value of its own says that it is there", () => {
    const record = "1503030002020a";
    const segment = `c95801bb00000007000000015018faf000000000${record}`;
    const ip = "4500002f1a2b400040060000c0000201c6336402";
    const layers = dissect(read(`${MACS}0800${ip}${segment}`));
    expect(fieldTexts(layers, "tls.record.length")).toEqual(["2"]);
    expect(fieldTexts(layers, "tls.record")).toEqual(["1"]);
    expect(fieldTexts(layers, "tls.handshake")).toEqual([]);
  });

  test("times before 1970 carry the sign of the whole", () => {
    const packet = read(SYN);
    packet.seconds = -2;
    packet.nanoseconds = 750_000_000;
    expect(fieldTexts(dissect(packet), "frame.time_epoch")).toEqual(["-1.250000000"]);
  });
});

describe("rows", () => {
  test.for([
    ["SYN", SYN, "TCP", "51544 → 443 [SYN] Seq=7 Win=64240 Len=0 MSS=1380 SACK_PERM WS=128"],
    ["ARP", PADDED_ARP, "ARP", "Who has 192.0.2.1? Tell 192.0.2.2"],
    [
      "ping",
      `${MACS}0800450000200000000040010000c0000201c633640208000000123400010102030a`,
      "ICMP",
      "Echo (ping) request  id=0x1234, seq=1/256, ttl=64",
    ],
    [
      "a later fragment",
      `${MACS}0800450000180000000240110000c0000201c633640201020304`,
      "IPv4",
      "Fragmented IP protocol (proto=UDP 17, off=16)",
    ],
    ["an unknown type", `${MACS}88b501020304`, "Local experimental 1", "Ethernet II, 4 bytes"],
    ["an unnamed type", `${MACS}beef01`, "0xbeef", "Ethernet II, 1 bytes"],
    [
      "an unread IP protocol",
      `${MACS}0800450000160000000040540000c0000201c6336402aabb`,
      "IPv4",
      "TTP (84)",
    ],
    ["a cut header", `${MACS}08004500`, "IPv4", "[Malformed packet: IPv4]"],
  ] as const)("%s", ([, hex, protocol, info]) => {
    const row = summarize(read(hex));
    expect([row.protocol, row.info]).toEqual([protocol, info]);
  });

  test("addresses are the innermost network's, else the link's", () => {
    expect(summarize(read(SYN))).toMatchObject({
      source: "192.0.2.1",
      destination: "198.51.100.2",
    });
    const arp = PADDED_ARP.replace("020000000002", "ffffffffffff");
    expect(summarize(read(arp))).toMatchObject({
      source: "02:00:00:00:00:01",
      destination: "Broadcast",
    });
  });

  test("a link type that is not read is named by its number", () => {
    expect(summarize(read("0102", 147)).protocol).toBe("LINKTYPE 147");
  });
});

describe("the field table", () => {
  test("names are Wireshark's form and one type belongs to each", () => {
    const types = new Map<string, string>();
    for (const { name, type, description } of FIELDS) {
      expect(name).toMatch(/^[a-z0-9_-]+(\.[a-zA-Z0-9_-]+)*$/);
      expect(description).not.toBe("");
      const width = (text: string): string => text.replace(/^(u?int)\d+$/, "$1");
      expect(width(types.get(name) ?? type)).toBe(width(type));
      types.set(name, type);
    }
  });

  test.for(["ip.addr", "ipv6.addr", "eth.addr", "tcp.port", "udp.port", "sctp.port", "wlan.addr"])(
    "%s stands for both sides",
    (name) => {
      expect(FIELDS.some((field) => field.name === name)).toBe(true);
    },
  );
});
