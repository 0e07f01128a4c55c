import { describe, expect, test } from "vitest";
import { columnsOf, fieldTexts } from "../field-texts.ts";
import { Protocol } from "../protocol.ts";
import {
  ascii,
  dissectAll,
  packetsOf,
  readsAnything,
  type Sample,
} from "./application-protocol.contract.ts";
import { FIX_PROTOCOL } from "./fix.ts";
import { identify } from "./identify.ts";

/** A message with its length counted and its checksum left at 000. */
function message(body: string): Uint8Array {
  const text = body.replaceAll("|", "\x01");
  return ascii(`8=FIX.4.4\x019=${text.length}\x01${text}10=000\x01`);
}

function up(payload: Uint8Array): Sample {
  return { transport: "tcp", from: 50_000, to: 9876, payload };
}

const LOGON = message("35=A|49=BUYER|56=SELLER|34=1|52=20240101-12:00:00|98=0|108=30|");
const ORDER = message("35=D|49=BUYER|56=SELLER|34=2|11=abc|55=ACME|54=1|38=100|40=2|44=9.5|");
const CUSTOM = message("35=U7|49=BUYER|");
const SAMPLES = [up(LOGON), up(ORDER), up(CUSTOM), up(ascii("8=O\x01\x02\x03"))];

describe("FIX", () => {
  const packets = dissectAll(SAMPLES);

  test.for([
    [0, "fix.BeginString", ["FIX.4.4"]],
    [0, "fix.MsgType", ["A"]],
    [0, "fix.SenderCompID", ["BUYER"]],
    [0, "fix.HeartBtInt", ["30"]],
    [1, "fix.Symbol", ["ACME"]],
    [1, "fix.Price", ["9.5"]],
    [1, "fix.CheckSum", ["000"]],
    [3, "fix.data", ["383d4f010203"]],
  ] as const)("packet %i, %s", ([index, name, expected]) => {
    expect(fieldTexts(packets[index]!, name)).toEqual(expected);
  });

  test("The packet list names messages by their type", () => {
    expect(packets.map((layers) => columnsOf(layers).info)).toEqual([
      "Logon",
      "NewOrderSingle",
      "FIX Message (U7)",
      "[FIX continuation]",
    ]);
  });

  test("Its first tag names it on any port", () => {
    expect(identify(packetsOf([up(LOGON)])[0]!)).toBe(Protocol.Fix);
  });

  test("A message across segments is put together", () => {
    const [first, second] = dissectAll([up(ORDER.slice(0, 40)), up(ORDER.slice(40))]);
    expect(columnsOf(first!).protocol).toBe("TCP");
    expect(fieldTexts(second!, "fix.ClOrdID")).toEqual(["abc"]);
  });

  readsAnything(FIX_PROTOCOL, SAMPLES);
});
