/** What is told of packets of which the capture has kept the first octets alone. */

import { describe, expect, test } from "vitest";
import { decode } from "../decoder.ts";
import { columnsOf, fieldTexts } from "../field-texts.ts";
import type { Layer } from "../layer.ts";
import { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { DecodeStatus } from "../status.ts";
import { Dissector } from "./dissector.ts";

const CUT = "[Packet size limited during capture]";
const HEADERS = 14 + 20;
/** MSS, SACK permitted, timestamps, window scale. */
const SYN =
  "c35001bb 00001000 00000000 a002 faf0 0000 0000 020405b4 0402 080a 00000001 00000000 01 030307";

function latin1(text: string): string {
  return Array.from(text, (c) => c.charCodeAt(0).toString(16).padStart(2, "0")).join("");
}

function frame(number: number, transport: string): Uint8Array {
  const body = transport.replaceAll(" ", "");
  const length = (20 + body.length / 2).toString(16).padStart(4, "0");
  const ip = `4500${length}0000400040${number.toString(16).padStart(2, "0")}0000c0000201c6336402`;
  const octets = `0200000000020200000000010800${ip}${body}`.match(/../g) ?? [];
  return Uint8Array.from(octets, (pair) => Number.parseInt(pair, 16));
}

function udp(ports: string, payload: string): Uint8Array {
  const body = payload.replaceAll(" ", "");
  return frame(17, `${ports}${(8 + body.length / 2).toString(16).padStart(4, "0")}0000${body}`);
}

function tcp(ports: string, sequence: number, payload: string): Uint8Array {
  const place = sequence.toString(16).padStart(8, "0");
  return frame(6, `${ports}${place}000000015018faf000000000${payload}`);
}

function cut(octets: Uint8Array, kept: number): Packet {
  const packet = new Packet();
  packet.linkType = 1;
  packet.originalLength = octets.length;
  decode(packet, new DataView(octets.buffer), 0, Math.min(kept, octets.length));
  return packet;
}

function read(octets: Uint8Array, kept: number, dissector = new Dissector()): Layer[] {
  return dissector.dissect(cut(octets, kept));
}

function protocols(layers: readonly Layer[]): string {
  return fieldTexts(layers, "frame.protocols").join().replace("eth:ethertype:ip:", "");
}

describe("A TCP header", () => {
  test("that is cut in its options tells its connection, its flags and the length of its payload", () => {
    const packet = cut(frame(6, `${SYN}${"00".repeat(10)}`), HEADERS + 26);
    expect(packet.status).toBe(DecodeStatus.Truncated);
    expect(packet.transportStart).toBe(HEADERS);
    expect(packet.tcpFlags).toBe(0x002);
    expect([packet.payloadStart, packet.payloadEnd]).toEqual([HEADERS + 26, HEADERS + 26]);
    expect(packet.payloadLength).toBe(10);
    const layers = new Dissector().dissect(packet);
    expect(columnsOf(layers).info).toBe(
      `50000 → 443 [SYN] Seq=0 Win=64240 Len=10 MSS=1460 SACK_PERM${CUT}`,
    );
    expect(fieldTexts(layers, "tcp.stream")).toEqual(["0"]);
  });

  test.for([
    [16, "0x0002", "0"],
    [15, "", ""],
  ] as const)("of %d octets has flags and a stream from its window on", ([kept, flags, stream]) => {
    const layers = read(frame(6, SYN), HEADERS + kept);
    expect(fieldTexts(layers, "tcp.flags").join()).toBe(flags);
    expect(fieldTexts(layers, "tcp.stream").join()).toBe(stream);
    expect(fieldTexts(layers, "tcp.dstport")).toEqual(["443"]);
  });
});

test("A UDP header that is cut behind its length tells the payload's", () => {
  const packet = cut(udp("c350c351", "00".repeat(40)), HEADERS + 6);
  expect([packet.transportStart, packet.payloadLength]).toEqual([HEADERS, 40]);
  const layers = new Dissector().dissect(packet);
  expect(columnsOf(layers).info).toBe(`50000 → 50001 Len=40${CUT}`);
  expect(fieldTexts(layers, "udp.stream")).toEqual([]);
});

test("A TLS record that is cut is not continued by the next", () => {
  const dissector = new Dissector();
  const hello = `16030100a0 0100009c0303${"00".repeat(154)}`.replaceAll(" ", "");
  read(tcp("c35001bb", 1, hello), HEADERS + 20 + 40, dissector);
  const next = tcp("c35001bb", 1 + hello.length / 2, `1603030004 100000 00`.replaceAll(" ", ""));
  const layers = read(next, next.length, dissector);
  expect(fieldTexts(layers, "tls.handshake.type")).toEqual(["16"]);
  expect(fieldTexts(layers, "tls.handshake.ja3")).toEqual([]);
});

describe("A payload", () => {
  test.for([
    ["a search", udp("c350076c", latin1("M-SEARCH * HTTP/1.1\r\nHost: a")), 18, "udp:ssdp"],
    ["IKE", udp("01f401f4", `0102030405060708${"00".repeat(60)}`), 18, "udp:isakmp"],
    ["QUIC", udp("c3500310", `c1 00000001 12 ${"ab".repeat(80)}`), 18, "udp:quic"],
    ["Geneve", udp("c35017c1", `0a006558 00000100 ${"00".repeat(60)}`), 18, "udp:geneve"],
    ["SMB2", tcp("c35001bd", 1, `000000f8fe534d4240${"00".repeat(243)}`), 42, "tcp:nbss:smb2"],
    ["DoIP", tcp("c3503458", 1, `02fd0005${"00".repeat(40)}`), 6, "tcp:doip"],
    [
      "a call of NFS",
      udp("03150801", `b63928f7 00000000 00000002 000186a3 ${"00".repeat(40)}`),
      18,
      "udp:rpc",
    ],
    ["nothing on a service's port", udp("c35018ca", "ab".repeat(60)), 18, "udp:data"],
    ["nothing known", udp("c350c351", "ab".repeat(60)), 18, "udp:data"],
  ] as const)("that starts as %s is named", ([, octets, kept, expected]) => {
    const header = expected.startsWith("udp") ? HEADERS + 8 : HEADERS + 20;
    expect(protocols(read(octets, header + kept))).toBe(expected);
  });

  test("is not named after its port where it says that it is something else", () => {
    const octets = udp("c35001bb", "41".repeat(100));
    expect(protocols(read(octets, HEADERS + 8 + 60))).toBe("udp:data");
    expect(cut(octets, HEADERS + 8 + 60).protocol).toBe(Protocol.Udp);
  });

  test("that was sent before is not read again", () => {
    const dissector = new Dissector();
    const octets = tcp(
      "c3500050",
      1,
      latin1(`GET / HTTP/1.1\r\nHost: example.org\r\n${"x".repeat(60)}`),
    );
    const first = read(octets, HEADERS + 40, dissector);
    expect(protocols(first)).toBe("tcp:http");
    expect(columnsOf(first).info).toBe(`GET / HTTP/1.1 ${CUT}`);
    const again = read(octets, HEADERS + 40, dissector);
    expect(protocols(again)).toBe("tcp");
    expect(columnsOf(again).info).toContain("[TCP Retransmission]");
  });

  test("of a name that is cut gives no name", () => {
    const answer = `00018180 0001000100000000 0161 02626300 00050001 c00c 0005 0001 00000100 0010 ${latin1("\u0003www\u0007example\u0003org\u0000")}`;
    const octets = udp("00 35c350".replaceAll(" ", ""), answer);
    const whole = read(octets, octets.length);
    expect(fieldTexts(whole, "dns.cname")).toEqual(["www.example.org"]);
    const short = read(octets, octets.length - 6);
    expect(fieldTexts(short, "dns.cname")).toEqual([]);
    expect(fieldTexts(short, "dns.qry.name")).toEqual(["a.bc"]);
  });
});
