import { describe, expect, test } from "vitest";
import { columnsOf, fieldTexts } from "../field-texts.ts";
import { ascii, dissectAll, octets, readsAnything, talk } from "./application-protocol.contract.ts";
import { GQUIC_PROTOCOL } from "./gquic-tree.ts";

const { up, down } = talk("udp", 4433);

/** A Client Hello of two values: padding and a server name. */
const HELLO = [
  ...ascii("CHLO"),
  ...[2, 0, 0, 0],
  ...ascii("PAD\0"),
  ...[4, 0, 0, 0],
  ...ascii("SNI\0"),
  ...[19, 0, 0, 0],
  ...ascii("----"),
  ...ascii("www.example.org"),
];

const HASH = new Array<number>(12).fill(0xaa);
const CID = [0, 0, 0, 0, 0, 0, 1, 2];
/** The frame of the handshake's stream with two octets of length. */
const STREAM = [0xa0, 1, 0, HELLO.length, ...HELLO];

const CONNECTION = [
  up(Uint8Array.from([0x09, ...CID, ...ascii("Q043"), 1, ...HASH, ...STREAM])),
  down(Uint8Array.from([0x00, 7, ...octets("f1e2d3c4b5a697887766554433221100")])),
  up(Uint8Array.from([0x08, ...CID, 2, ...octets("00112233445566778899aabbccddeeff")])),
  down(Uint8Array.from([0x09, ...CID, ...ascii("Q039Q035")])),
];

describe("Google's QUIC", () => {
  const packets = dissectAll(CONNECTION);

  test("The packet list tells what is in the clear", () => {
    expect(packets.map((layers) => columnsOf(layers).info)).toEqual([
      "Client Hello, PKN: 1, CID: 258",
      "Payload (Encrypted), PKN: 7",
      "Payload (Encrypted), PKN: 2, CID: 258",
      "Version Negotiation, CID: 258",
    ]);
    expect(packets.map((layers) => columnsOf(layers).protocol)).toEqual(
      new Array<string>(4).fill("GQUIC"),
    );
  });

  test.for([
    [0, "gquic.version", ["Q043"]],
    [0, "gquic.cid", ["258"]],
    [0, "gquic.packet_number", ["1"]],
    [0, "gquic.tag.sni", ["www.example.org"]],
    [3, "gquic.version", ["Q039", "Q035"]],
  ] as const)("packet %i, %s", ([index, name, expected]) => {
    expect(fieldTexts(packets[index]!, name)).toEqual(expected);
  });

  test("Q046 has a long header and short ones", () => {
    const long = Uint8Array.from([
      0xc3,
      ...ascii("Q046"),
      0x50,
      ...CID,
      0,
      0,
      0,
      1,
      ...HASH,
      ...STREAM,
    ]);
    const short = Uint8Array.from([0x40, 9, ...octets("00112233445566778899aabbccddeeff")]);
    const infos = dissectAll([up(long), down(short)]).map((layers) => columnsOf(layers).info);
    expect(infos).toEqual(["Client Hello, PKN: 1, CID: 258", "Payload (Encrypted), PKN: 9"]);
  });
});

readsAnything(GQUIC_PROTOCOL, CONNECTION);
