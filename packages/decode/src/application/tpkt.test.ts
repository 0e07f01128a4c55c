import { describe, expect, test } from "vitest";
import { columnsOf, fieldTexts } from "../field-texts.ts";
import { Protocol } from "../protocol.ts";
import {
  dissectAll,
  octets,
  packetsOf,
  readsAnything,
  talk,
} from "./application-protocol.contract.ts";
import { identify } from "./identify.ts";
import { TPKT_PROTOCOL, tpktLength } from "./tpkt.ts";

/** A connection of class 0 after RFC 1006 §4 and X.224 §13: request, confirm, data in two parts, disconnect. */
const REQUEST = octets("03000016 11 e0 0000 0112 00 c1020620 c2020301 c0010a");
const CONFIRM = octets("03000016 11 d0 0112 0009 00 c0010a c1020620 c2024142");
const FRAGMENT = octets("0300000a 02 f0 00 0102 03");
const DATA = octets("0300000a 02 f0 80 040506");
const DISCONNECT = octets("0300000b 06 80 0009 0112 80");

const { up, down } = talk("tcp", 102);

const SAMPLES = [up(REQUEST), down(CONFIRM), up(FRAGMENT), up(DATA), down(DISCONNECT)];

describe("A connection", () => {
  const packets = dissectAll(SAMPLES);

  test.for([
    [0, "tpkt.version", ["3"]],
    [0, "tpkt.length", ["22"]],
    [0, "cotp.li", ["17"]],
    [0, "cotp.type", ["0x0e"]],
    [0, "cotp.srcref", ["0x0112"]],
    [0, "cotp.destref", ["0x0000"]],
    [0, "cotp.class", ["0"]],
    [0, "cotp.parameter_code", ["0xc1", "0xc2", "0xc0"]],
    [0, "cotp.src-tsap-bytes", ["0620"]],
    [0, "cotp.tpdu_size", ["1024"]],
    [1, "cotp.dst-tsap", ["AB"]],
    [2, "cotp.eot", ["0"]],
    [2, "data.data", []],
    [3, "cotp.eot", ["1"]],
    [3, "cotp.tpdu-number", ["0x00"]],
    [3, "data.data", ["040506"]],
    [4, "cotp.cause", ["128"]],
  ] as const)("packet %i, %s", ([index, name, expected]) => {
    expect(fieldTexts(packets[index]!, name)).toEqual(expected);
  });

  test("The packet list names the TPDUs", () => {
    expect(packets.map((layers) => columnsOf(layers).info)).toEqual([
      "CR TPDU src-ref: 0x0112 dst-ref: 0x0000",
      "CC TPDU src-ref: 0x0009 dst-ref: 0x0112",
      "DT TPDU (0) [COTP fragment, 3 bytes]",
      "DT TPDU (0) EOT",
      "DR TPDU src-ref: 0x0112 dst-ref: 0x0009",
    ]);
    expect(columnsOf(packets[0]!).protocol).toBe("COTP");
  });
});

test("What is no TPKT continues an earlier one", () => {
  const [, continued] = dissectAll([up(DATA), up(octets("80818283"))]);
  expect(columnsOf(continued!)).toMatchObject({ protocol: "TPKT", info: "Continuation" });
  expect(fieldTexts(continued!, "tpkt.continuation_data")).toEqual(["80818283"]);
  const [alone] = dissectAll([up(octets("80818283"))]);
  expect(alone!.at(-1)?.protocol).toBe("data");
});

test("The length counts the header; what cannot be one is the header alone", () => {
  const view = new DataView(REQUEST.buffer);
  expect(tpktLength(view, 0, 3)).toBe(0);
  expect(tpktLength(view, 0, 22)).toBe(22);
  expect(tpktLength(new DataView(octets("03000001").buffer), 0, 4)).toBe(4);
  expect(tpktLength(new DataView(octets("8003").buffer), 0, 2)).toBe(2);
});

test("The signature needs the port beside a header of its shape", () => {
  expect(packetsOf([up(DATA)]).map(identify)).toEqual([Protocol.Tpkt]);
  const elsewhere = packetsOf([{ ...up(DATA), to: 4000 }])[0]!;
  expect(identify(elsewhere)).toBe(Protocol.Tcp);
});

readsAnything(TPKT_PROTOCOL, SAMPLES);
