import { describe, expect, test } from "vitest";
import { columnsOf, fieldTexts } from "../field-texts.ts";
import { Protocol } from "../protocol.ts";
import {
  ascii,
  dissectAll,
  octets,
  packetsOf,
  readsAnything,
  talk,
} from "./application-protocol.contract.ts";
import { identify } from "./identify.ts";
import { RDP_PROTOCOL } from "./rdp.ts";

/** After the annotated examples of MS-RDPBCGR §4.1.1 and §4.1.2. */
const COOKIE = ascii("Cookie: mstshash=eltons\r\n");
const REQUEST = Uint8Array.from([
  ...octets("0300002c 27 e0 0000 0000 00"),
  ...COOKIE,
  ...octets("01 00 0800 0b000000"),
]);
const CONFIRM = octets("03000013 0e d0 0000 1234 00 02 1f 0800 02000000");
const FAILURE = octets("03000013 0e d0 0000 1234 00 03 00 0800 05000000");
const FAST_PATH = octets("04 06 01020304");

const { up, down } = talk("tcp", 3389);

const PLAIN = octets("03000013 0e d0 0000 1234 00 02 00 0800 00000000");
const SAMPLES = [up(REQUEST), down(CONFIRM), down(FAILURE), down(PLAIN), up(FAST_PATH)];

describe("A negotiation", () => {
  const packets = dissectAll(SAMPLES);

  test.for([
    [0, "rdp.rt_cookie", ["Cookie: mstshash=eltons"]],
    [0, "rdp.neg_type", ["0x01"]],
    [0, "rdp.neg_length", ["8"]],
    [0, "rdp.negReq.requestedProtocols", ["0x0000000b"]],
    [0, "rdp.negReq.requestedProtocols.ssl", ["1"]],
    [0, "rdp.negReq.requestedProtocols.rdstls", ["0"]],
    [0, "frame.protocols", ["raw:ip:tcp:cotp:rdp"]],
    [1, "frame.protocols", ["raw:ip:tcp:tpkt:cotp:rdp"]],
    [1, "rdp.negReq.selectedProtocol", ["0x00000002"]],
    [1, "rdp.negRsp.flags.restricted_admin_mode_supported", ["1"]],
    [2, "rdp.negFailure.failureCode", ["0x00000005"]],
    [4, "rdp.fastpath.numevents", ["1"]],
    [4, "rdp.fastpathPDULength", ["6"]],
    [4, "frame.protocols", ["raw:ip:tcp:tpkt:rdp"]],
  ] as const)("packet %i, %s", ([index, name, expected]) => {
    expect(fieldTexts(packets[index]!, name)).toEqual(expected);
  });

  test("The packet list names the steps", () => {
    expect(packets.map((layers) => columnsOf(layers).info)).toEqual([
      "Cookie: mstshash=eltons, Negotiate Request",
      "Negotiate Response",
      "Negotiate Failure, failureCode Server requires Enhanced RDP Security with CredSSP",
      "Negotiate Response",
      "Fast-Path PDU",
    ]);
    expect(new Set(packets.map((layers) => columnsOf(layers).protocol))).toEqual(new Set(["RDP"]));
  });
});

test("The negotiation names the protocol on any port", () => {
  const packets = packetsOf([
    { ...up(REQUEST), to: 4000 },
    { ...down(CONFIRM), from: 4000 },
  ]);
  expect(packets.map(identify)).toEqual([Protocol.Rdp, Protocol.Rdp]);
});

readsAnything(RDP_PROTOCOL, SAMPLES);
