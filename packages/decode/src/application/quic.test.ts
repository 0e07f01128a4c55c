import { describe, expect, test } from "vitest";
import { DecodeStatus } from "../status.ts";
import { octets } from "./application-protocol.contract.ts";
import * as quic from "./quic.ts";

function view(text: string): DataView {
  return new DataView(octets(text).buffer);
}

/** The header of the client's Initial in RFC 9001 §A.2. */
const INITIAL = "c3 00000001 08 8394c8f03e515708 00 00 449e";

describe("Long headers", () => {
  test("Version and identifiers are where RFC 9000 puts them", () => {
    const packet = view(INITIAL);
    expect(quic.check(packet, 0, packet.byteLength)).toBe(DecodeStatus.Ok);
    expect(quic.version(packet, 0)).toBe(quic.VERSION_1);
    expect(quic.packetType(packet, 0)).toBe(0);
    expect(quic.destinationIdStart(0)).toBe(5);
    expect(quic.sourceIdStart(packet, 0)).toBe(14);
  });

  test("Version 2 counts packet types from another start", () => {
    expect(quic.packetType(view("d3 6b3343cf 00 00"), 0)).toBe(0);
    expect(quic.packetType(view("c3 6b3343cf 00 00"), 0)).toBe(3);
  });

  test.for([
    ["a short header", "43 00000001 00 00", DecodeStatus.BadVersion],
    ["an unknown version", "c3 12345678 00 00", DecodeStatus.BadVersion],
    ["a draft", "c3 ff00001d 00 00", DecodeStatus.Ok],
    ["mvfst", "c3 faceb002 00 00", DecodeStatus.Ok],
    ["an identifier of 21 octets", "c3 00000001 15 00", DecodeStatus.BadLength],
    ["a source identifier of 21 octets", "c3 00000001 00 15", DecodeStatus.BadLength],
    ["an identifier that is cut", "c3 00000001 08 8394", DecodeStatus.Truncated],
    ["too little", "c3 000000", DecodeStatus.Truncated],
  ] as const)("%s", ([, octets, status]) => {
    expect(quic.check(view(octets), 0, view(octets).byteLength)).toBe(status);
  });
});
