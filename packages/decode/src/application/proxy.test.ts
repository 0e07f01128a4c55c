import { describe, expect, test } from "vitest";
import { columnsOf, fieldTexts } from "../field-texts.ts";
import {
  ascii,
  dissectAll,
  octets,
  readsAnything,
  type Sample,
} from "./application-protocol.contract.ts";
import { PROXY_PROTOCOL } from "./proxy.ts";
import { EXAMPLE_HELLO, handshake, record } from "./tls-messages.contract.ts";

const HELLO = record(22, handshake(1, EXAMPLE_HELLO), 0x0301);
const LINE = ascii("PROXY TCP4 192.0.2.1 198.51.100.7 52176 443\r\n");
/** PROXY, TCP over IPv4, and twelve octets of addresses. */
const BINARY = octets("0d0a0d0a000d0a515549540a 21 11 000c c0000201 c6336407 cbd0 01bb");

function up(...parts: readonly Uint8Array[]): Sample {
  const payload = Uint8Array.from(parts.flatMap((part) => [...part]));
  return { transport: "tcp", from: 50_000, to: 8444, payload };
}

describe("What stands behind the header is read", () => {
  test("a line and TLS, over segments", () => {
    const whole = Uint8Array.from([...LINE, ...HELLO]);
    const packets = dissectAll([up(whole.slice(0, 100)), up(whole.slice(100))]);
    expect(fieldTexts(packets[0]!, "proxy.v1.proto")).toEqual(["TCP4"]);
    expect(fieldTexts(packets[1]!, "tls.handshake.extensions_server_name")).toEqual([
      "www.example.org",
    ]);
  });

  test("binary, and HTTP", () => {
    const [layers] = dissectAll([up(BINARY, ascii("GET / HTTP/1.1\r\nHost: a\r\n\r\n"))]);
    expect(fieldTexts(layers!, "proxy.src.ipv4")).toEqual(["192.0.2.1"]);
    expect(fieldTexts(layers!, "proxy.dst.ipv4")).toEqual(["198.51.100.7"]);
    expect(fieldTexts(layers!, "proxy.srcport")).toEqual(["52176"]);
    expect(fieldTexts(layers!, "proxy.dstport")).toEqual(["443"]);
    expect(fieldTexts(layers!, "http.host")).toEqual(["a"]);
    expect(columnsOf(layers!).protocol).toBe("HTTP");
  });

  test("a header by itself, and then TLS", () => {
    const [header, hello] = dissectAll([up(LINE), up(HELLO)]);
    expect(columnsOf(header!).protocol).toBe("PROXY");
    expect(fieldTexts(hello!, "frame.protocols")).toEqual(["raw:ip:tcp:tls"]);
  });
});

readsAnything(PROXY_PROTOCOL, [up(LINE, HELLO), up(BINARY)]);
