import { expect, test } from "vitest";
import { Protocol } from "../protocol.ts";
import { octets, packetsOf, readSamples, type Sample } from "./application-protocol.contract.ts";
import { type ExpectedMessage, readsMessages } from "./expected-message.contract.ts";
import { identify } from "./identify.ts";
import { RTMP_PROTOCOL } from "./rtmp.ts";

const UP = { transport: "tcp", from: 40_000, to: 1935, layers: "rtmpt", protocol: "RTMP" } as const;
const DOWN = { ...UP, from: UP.to, to: UP.from };

/** A time, zero, and octets that nobody looks at. */
const PART = `000003e8 00000000 ${"00".repeat(1528)}`;
const C0_C1 = { ...UP, hex: `03 ${PART}` };
const S0_S1_S2 = { ...DOWN, hex: `03 ${PART} ${PART}` };
const BEFORE = [C0_C1, S0_S1_S2, { ...UP, hex: PART }];

/** A command in two chunks. */
const CONNECT = [
  "0300000000008d1400000000020007636f6e6e656374003ff0000000000000030003617070020004",
  "6c6976650008666c617368566572020008464d4c452f332e300005746355726c02001972746d703a",
  "2f2f6d656469612e6578616d706c652f6c69766500047479706502000a6e6f6e7072697661746500",
  "04667061640100000c6361706162696c69746965",
].join("");
const REST = "c37300406de00000000000000009";
const METADATA = [
  "0400000a000035120100000002000d40736574446174614672616d6502000a6f6e4d657461446174",
  "61080000000100057769647468004094000000000000000009",
].join("");

/* Made after the specification; values are those that tshark reads in the same octets. */
const MESSAGES: readonly ExpectedMessage[] = [
  {
    ...C0_C1,
    name: "A client greets",
    fields: { "rtmpt.handshake.c0": ["03"] },
    info: "Handshake C0+C1",
  },
  {
    ...UP,
    name: "The first chunk of a command tells nothing yet",
    before: BEFORE,
    hex: CONNECT,
    fields: {
      "rtmpt.header.format": ["0"],
      "rtmpt.header.csid": ["3"],
      "rtmpt.header.timestamp": ["0"],
      "rtmpt.header.bodysize": ["141"],
      "rtmpt.header.typeid": ["0x14"],
      "rtmpt.header.streamid": ["0"],
      "amf.string": [],
    },
    protocol: "TCP",
    info: "40000 → 1935 [PSH, ACK] Seq=3074 Ack=3074 Win=65535 Len=140",
  },
  {
    ...DOWN,
    name: "A server says how it went",
    before: BEFORE,
    hex: [
      "0300000000005314000000000200075f726573756c74003ff0000000000000030006666d73566572",
      "020007464d532f332c30000009030004636f646502001d4e6574436f6e6e656374696f6e2e436f6e",
      "6e6563742e53756363657373000009",
    ].join(""),
    fields: {
      "amf.amf0_type": ["0x02", "0x00", "0x03", "0x02", "0x03", "0x02"],
      "amf.number": ["1"],
      "amf.string": [
        "_result",
        "fmsVer",
        "FMS/3,0",
        "",
        "code",
        "NetConnection.Connect.Success",
        "",
      ],
    },
    info: "_result('NetConnection.Connect.Success')",
  },
  {
    ...DOWN,
    name: "A stream begins",
    before: BEFORE,
    hex: "020000000000060400000000000000000001",
    fields: { "rtmpt.ucm.eventtype": ["0"] },
    info: "Stream Begin 1",
  },
  {
    ...UP,
    name: "Data has a name and members",
    before: BEFORE,
    hex: METADATA,
    fields: { "amf.arraylength": ["1"], "amf.number": ["1280"] },
    info: "@setDataFrame()",
  },
  {
    ...UP,
    name: "A capture that begins behind the handshake",
    hex: "02000000000004030000000000011170",
    fields: { "rtmpt.scm.seq": ["70000"] },
    info: "Acknowledgement 70000",
  },
];

readsMessages("RTMP", RTMP_PROTOCOL, MESSAGES);

function sample(from: typeof UP | typeof DOWN, hex: string): Sample {
  return { transport: "tcp", from: from.from, to: from.to, payload: octets(hex) };
}

const GREETINGS = BEFORE.map((message) => sample(message, message.hex));

test("A server's greeting has three parts, a client's last comes by itself", () => {
  expect(readSamples(...GREETINGS.slice(0, 2)).info).toBe("Handshake S0+S1+S2");
  expect(readSamples(...GREETINGS).info).toBe("Handshake C2");
});

test("A command in two chunks is read with the second", () => {
  const { info, texts } = readSamples(...GREETINGS, sample(UP, CONNECT + REST));
  expect(info).toBe("connect('live')");
  expect(texts("amf.string")).toContain("rtmp://media.example/live");
});

test("A server sets its window, the other's, and the size of chunks", () => {
  const { info, texts } = readSamples(
    ...GREETINGS,
    sample(
      DOWN,
      [
        "020000000000040500000000002625a0020000000000050600000000002625a00202000000000004",
        "010000000000001000",
      ].join(""),
    ),
  );
  expect(texts("rtmpt.scm.was")).toEqual(["2500000", "2500000"]);
  expect(texts("rtmpt.scm.limittype")).toEqual(["2"]);
  expect(texts("rtmpt.scm.chunksize")).toEqual(["4096"]);
  expect(info).toBe(
    "Window Acknowledgement Size 2500000|Set Peer Bandwidth 2500000,Dynamic|Set Chunk Size 4096",
  );
});

test("Sound goes on with a shorter header", () => {
  const { info, texts } = readSamples(
    ...GREETINGS,
    sample(UP, "0500001400000c0801000000af0000000000000000000000"),
    sample(UP, "45 000014 00000c 08 af010000000000000000 0000"),
  );
  expect(texts("rtmpt.header.format")).toEqual(["1"]);
  expect(texts("rtmpt.header.timestampdelta")).toEqual(["20"]);
  expect(info).toBe("Audio Data");
});

test("A client's greeting is known on any port", () => {
  const greeting = { ...sample(UP, C0_C1.hex), to: 50_000 };
  const [packet] = packetsOf([greeting]);
  expect(identify(packet!)).toBe(Protocol.Rtmp);
});
