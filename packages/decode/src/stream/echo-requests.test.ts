import { expect, test } from "vitest";
import { decode } from "../decoder.ts";
import { columnsOf, fieldTexts } from "../field-texts.ts";
import { Packet } from "../packet.ts";
import { Dissector } from "./dissector.ts";

const ASKING = "0a000001";
const ASKED = "0a000002";
const ASKING_V6 = "20010db8000000000000000000000001";
const ASKED_V6 = "20010db8000000000000000000000002";

/** Raw IPv4 with an echo of identifier 0x1234 and sequence number 1. */
function echo(type: "08" | "00", checksum: string, from: string, to: string): string {
  return `4500001e000000004001${"0000"}${from}${to}${type}00${checksum}123400016162`;
}

function echoV6(type: "80" | "81", checksum: string, from: string, to: string): string {
  return `60000000000a3a40${from}${to}${type}00${checksum}123400016162`;
}

/** Frames, a millisecond and a half apart, as the packet list shows them. */
function readAll(
  ...frames: readonly string[]
): { info: string; texts: (name: string) => string[] }[] {
  const dissector = new Dissector();
  return frames.map((hex, index) => {
    const octets = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
    const packet = new Packet();
    packet.number = index + 1;
    packet.nanoseconds = index * 1_500_000;
    packet.linkType = 101;
    packet.originalLength = octets.length;
    decode(packet, new DataView(octets.buffer), 0, octets.length);
    const layers = dissector.dissect(packet);
    return { info: columnsOf(layers).info, texts: (name) => fieldTexts(layers, name) };
  });
}

const REQUEST = echo("08", "8467", ASKING, ASKED);
const REPLY = echo("00", "8c67", ASKED, ASKING);

test("A reply tells its request and the milliseconds since", () => {
  const [request, reply] = readAll(REQUEST, REPLY);
  expect(request?.info).toBe("Echo (ping) request  id=0x1234, seq=1/256, ttl=64");
  expect(reply?.info).toBe("Echo (ping) reply    id=0x1234, seq=1/256, ttl=64 (request in 1)");
  expect(reply?.texts("icmp.resp_to")).toEqual(["1"]);
  expect(reply?.texts("icmp.resptime")).toEqual(["1.5"]);
});

test("ICMPv6 does the same under its own names", () => {
  const [, reply] = readAll(
    echoV6("80", "1000", ASKING_V6, ASKED_V6),
    echoV6("81", "0f00", ASKED_V6, ASKING_V6),
  );
  expect(reply?.info).toBe("Echo (ping) reply id=0x1234, seq=1, hop limit=64 (request in 1)");
  expect(reply?.texts("icmpv6.resp_to")).toEqual(["1"]);
  expect(reply?.texts("icmpv6.resptime")).toEqual(["1.5"]);
});

test("A second reply answers nothing", () => {
  const [, , again] = readAll(REQUEST, REPLY, REPLY);
  expect(again?.texts("icmp.resp_to")).toEqual([]);
});

test("Neither other octets nor another address make an answer", () => {
  const other = echo("00", "8c66", ASKED, ASKING);
  const stranger = echo("00", "8c67", "0a000003", ASKING);
  const [, first, second] = readAll(REQUEST, other, stranger);
  expect(first?.texts("icmp.resp_to")).toEqual([]);
  expect(second?.texts("icmp.resp_to")).toEqual([]);
});

test("An echo can be cut anywhere", () => {
  for (let octets = 1; octets < REPLY.length / 2; octets += 1) {
    const [, cut] = readAll(REQUEST, REPLY.slice(0, 2 * octets));
    const hasHeader = octets >= 28;
    expect(cut?.texts("icmp.resp_to")).toEqual(hasHeader ? ["1"] : []);
  }
});
