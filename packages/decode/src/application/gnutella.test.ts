import fc from "fast-check";
import { expect, test } from "vitest";
import { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { GNUTELLA_PROTOCOL } from "./gnutella.ts";

/** A ping with a GGEP extension, as gtk-gnutella sends it over UDP. */
const PING = Uint8Array.from(
  "a3af3102ea8ade26ff55958e6c218503 00 01 00 05000000 c382514b40"
    .replaceAll(" ", "")
    .match(/../g)!
    .map((octet) => Number.parseInt(octet, 16)),
);

function isDatagram(octets: Uint8Array, length = octets.length): boolean {
  const packet = new Packet();
  packet.payloadLength = length;
  const view = new DataView(octets.buffer, octets.byteOffset, octets.length);
  return GNUTELLA_PROTOCOL.datagram!.matches(view, 0, octets.length, packet);
}

function isStream(text: string): boolean {
  const octets = new TextEncoder().encode(text);
  const view = new DataView(octets.buffer);
  return GNUTELLA_PROTOCOL.stream!.matches(view, 0, octets.length, new Packet());
}

test("a descriptor whose length fits its datagram is Gnutella", () => {
  expect(isDatagram(PING)).toBe(true);
  expect(isDatagram(PING.slice(0, 25), PING.length)).toBe(true);
  expect(isDatagram(PING, PING.length + 1)).toBe(false);
  expect(GNUTELLA_PROTOCOL.protocols).toEqual([Protocol.Gnutella]);
});

test("a part of a reliable datagram is Gnutella, one beyond their number is not", () => {
  const part = Uint8Array.of(0x47, 0x4e, 0x44, 0x10, 0x40, 0x8b, 1, 1, 0x54);
  expect(isDatagram(part)).toBe(true);
  part[6] = 2;
  expect(isDatagram(part)).toBe(false);
});

test("a type, TTL or number of hops that no servent sends is not", () => {
  for (const [at, octet] of [
    [16, 0x55],
    [17, 16],
    [18, 200],
  ] as const) {
    const other = PING.slice();
    other[at] = octet;
    expect(isDatagram(other)).toBe(false);
  }
});

test("both lines of the handshake are Gnutella, and its name alone is not", () => {
  expect(isStream("GNUTELLA CONNECT/0.6\r\n")).toBe(true);
  expect(isStream("GNUTELLA/0.6 200 OK\r\n")).toBe(true);
  expect(isStream("GNUTELLA is a network")).toBe(false);
});

test("no prefix of a descriptor's header and no random octets pass", () => {
  for (let length = 1; length < 23; length++) expect(isDatagram(PING.slice(0, length))).toBe(false);
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), (octets) => {
      expect(isDatagram(octets)).toBe(false);
    }),
    { seed: 6346, numRuns: 2000 },
  );
});
