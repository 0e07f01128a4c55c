import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decode } from "../decoder.ts";
import { columnsOf, fieldTexts } from "../field-texts.ts";
import type { Layer } from "../layer.ts";
import { Packet } from "../packet.ts";
import { Dissector } from "./dissector.ts";

function hexOf(octets: Uint8Array): string {
  return Array.from(octets, (octet) => octet.toString(16).padStart(2, "0")).join("");
}

/** A DNS query for example.org over UDP, header included: 37 octets. */
const DATAGRAM = "d4310035002500001234010000010000000000000765786d706c65036f7267000001000100";

interface Part {
  /** In units of 8 octets. */
  readonly offset: number;
  readonly octets: string;
  readonly more: boolean;
  readonly id?: number;
  readonly seconds?: number;
}

function octetsOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function word(value: number): string {
  return value.toString(16).padStart(4, "0");
}

function ipv4(part: Part): string {
  const flags = part.offset | (part.more ? 0x2000 : 0);
  const total = word(20 + part.octets.length / 2);
  return `4500${total}${word(part.id ?? 7)}${word(flags)}40110000c0000201c6336402${part.octets}`;
}

function ipv6(part: Part): string {
  const flags = (part.offset << 3) | (part.more ? 1 : 0);
  const payload = word(8 + part.octets.length / 2);
  const addresses = `${"20010db8".padEnd(32, "0")}${"20010db8".padEnd(31, "0")}1`;
  return `60000000${payload}2c40${addresses}1100${word(flags)}0000${word(part.id ?? 7)}${part.octets}`;
}

class Receiver {
  readonly #dissector = new Dissector();
  #number = 0;

  take(hex: string, seconds = 0): Layer[] {
    this.#number += 1;
    const octets = octetsOf(hex);
    const packet = new Packet();
    packet.number = this.#number;
    packet.seconds = 1_700_000_000 + seconds;
    packet.linkType = 101;
    packet.originalLength = octets.length;
    decode(packet, new DataView(octets.buffer), 0, octets.length);
    return this.#dissector.dissect(packet);
  }
}

const PARTS: readonly Part[] = [
  { offset: 0, octets: DATAGRAM.slice(0, 32), more: true },
  { offset: 2, octets: DATAGRAM.slice(32, 64), more: true },
  { offset: 4, octets: DATAGRAM.slice(64), more: false },
];

function name(layers: readonly Layer[]): string {
  return fieldTexts(layers, "frame.protocols")[0] ?? "";
}

describe.for([
  ["IPv4", ipv4, "raw:ip", "Fragmented IP protocol (proto=UDP 17, off=0, ID=0007)"],
  ["IPv6", ipv6, "raw:ipv6:ipv6.fraghdr", "IPv6 fragment (off=0 more=y ident=0x00000007 nxt=17)"],
] as const)("%s", ([title, make, prefix, info]) => {
  test("the last part to come carries the datagram", () => {
    const receiver = new Receiver();
    const [first, second, third] = PARTS.map((part) => receiver.take(make(part)));
    expect(name(first!)).toBe(`${prefix}:data`);
    expect(columnsOf(first!)).toMatchObject({ protocol: title, info });
    expect(name(second!)).toBe(`${prefix}:data`);
    expect(name(third!)).toBe(`${prefix}:udp:dns`);
    expect(fieldTexts(third!, "udp.srcport")).toEqual(["54321"]);
    const udp = third!.find(({ protocol }) => protocol === "udp");
    expect(udp?.source?.title).toBe(`Reassembled ${title}`);
    expect([udp?.start, udp?.end]).toEqual([0, 8]);
    expect(udp?.source?.bytes).toEqual(octetsOf(DATAGRAM));
  });

  test("parts come in any order, and more than once", () => {
    const receiver = new Receiver();
    const order = [2, 2, 0, 0, 1].map((index) => receiver.take(make(PARTS[index]!)));
    expect(order.map((layers) => name(layers).endsWith("udp:dns"))).toEqual([
      false,
      false,
      false,
      false,
      true,
    ]);
  });

  test("parts of two datagrams are told apart", () => {
    const receiver = new Receiver();
    receiver.take(make(PARTS[0]!));
    receiver.take(make(PARTS[1]!));
    const other = receiver.take(make({ ...PARTS[2]!, id: 8 }));
    expect(name(other)).toBe(`${prefix}:data`);
  });

  test("a part that comes after half a minute starts anew", () => {
    const receiver = new Receiver();
    receiver.take(make(PARTS[0]!));
    receiver.take(make(PARTS[1]!));
    expect(name(receiver.take(make(PARTS[2]!), 31))).toBe(`${prefix}:data`);
  });
});

test("Of overlapping parts the one with the lower offset stays", () => {
  const receiver = new Receiver();
  receiver.take(ipv4({ offset: 2, octets: "ff".repeat(16), more: true }));
  receiver.take(ipv4({ offset: 0, octets: DATAGRAM.slice(0, 64), more: true }));
  const last = receiver.take(ipv4(PARTS[2]!));
  expect(last.find(({ protocol }) => protocol === "udp")?.source?.bytes).toEqual(
    octetsOf(DATAGRAM),
  );
});

test("Nothing throws on parts of any place and content", () => {
  const part = fc.record({
    offset: fc.integer({ min: 0, max: 20 }),
    octets: fc.uint8Array({ maxLength: 64 }).map(hexOf),
    more: fc.boolean(),
    id: fc.integer({ min: 0, max: 2 }),
    seconds: fc.integer({ min: 0, max: 60 }),
  });
  fc.assert(
    fc.property(fc.array(part, { maxLength: 20 }), fc.boolean(), (parts, six) => {
      const receiver = new Receiver();
      for (const sent of parts) {
        const layers = receiver.take(six ? ipv6(sent) : ipv4(sent), sent.seconds);
        expect(layers[0]?.protocol).toBe("frame");
      }
    }),
    { seed: 5, numRuns: 300 },
  );
});
