import { describe, expect, test } from "vitest";
import { columnsOf, fieldTexts } from "../field-texts.ts";
import { Protocol } from "../protocol.ts";
import {
  ascii,
  dissectAll,
  octets,
  packetsOf,
  readsAnything,
  type Sample,
} from "./application-protocol.contract.ts";
import { HpackDecoder } from "./hpack.ts";
import { HTTP2_PROTOCOL } from "./http2.ts";
import { identify } from "./identify.ts";

const PREFACE = ascii("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
/** RFC 7541 C.4.1: the first request, with the Huffman code. */
const REQUEST_BLOCK = octets("828684418cf1e3c2e5f23a6ba0ab90f4ff");

function frame(type: number, flags: number, stream: number, payload: Uint8Array): Uint8Array {
  const octetsOfFrame = new Uint8Array(9 + payload.length);
  const view = new DataView(octetsOfFrame.buffer);
  view.setUint16(1, payload.length);
  octetsOfFrame.set([type, flags], 3);
  view.setUint32(5, stream);
  octetsOfFrame.set(payload, 9);
  return octetsOfFrame;
}

function up(...parts: Uint8Array[]): Sample {
  const payload = Uint8Array.from(parts.flatMap((part) => [...part]));
  return { transport: "tcp", from: 50_000, to: 8080, payload };
}

function down(...parts: Uint8Array[]): Sample {
  return { ...up(...parts), from: 8080, to: 50_000 };
}

/** `:status: 404`, then `content-type: text/plain` as a literal with an indexed name. */
const RESPONSE_BLOCK = Uint8Array.from([0x8d, 0x5f, 10, ...ascii("text/plain")]);

const SAMPLES = [
  up(PREFACE, frame(4, 0, 0, octets("000300000064 000400100000"))),
  down(frame(4, 1, 0, new Uint8Array())),
  up(frame(1, 5, 1, REQUEST_BLOCK)),
  down(
    frame(1, 4, 1, RESPONSE_BLOCK),
    frame(0, 0, 1, ascii("not ")),
    frame(0, 1, 1, ascii("here\n")),
  ),
  down(frame(7, 0, 0, octets("00000001 00000000")), frame(3, 0, 1, octets("00000008"))),
  up(frame(8, 0, 0, octets("00010000")), frame(6, 0, 0, octets("0102030405060708"))),
];

describe("A connection", () => {
  const packets = dissectAll(SAMPLES);

  test.for([
    [0, "http2.type", ["4"]],
    [0, "http2.settings.max_concurrent_streams", ["100"]],
    [1, "http2.flags.ack.settings", ["1"]],
    [2, "http2.headers.method", ["GET"]],
    [2, "http2.headers.authority", ["www.example.com"]],
    [2, "http2.request.full_uri", ["http://www.example.com/"]],
    [2, "http2.streamid", ["1"]],
    [3, "http2.headers.status", ["404"]],
    [3, "http2.headers.content_type", ["text/plain"]],
    [3, "frame.protocols", ["raw:ip:tcp:http:http2:data-text-lines"]],
    [4, "http2.goaway.last_stream_id", ["1"]],
    [4, "http2.rst_stream.error", ["8"]],
    [5, "http2.window_update.window_size_increment", ["65536"]],
    [5, "http2.ping", ["0102030405060708"]],
  ] as const)("packet %i, %s", ([index, name, expected]) => {
    expect(fieldTexts(packets[index]!, name)).toEqual(expected);
  });

  test("The packet list names the frames", () => {
    expect(packets.map((layers) => columnsOf(layers).info)).toEqual([
      "Magic, SETTINGS[0]",
      "SETTINGS[0]",
      "HEADERS[1]: GET /",
      "HEADERS[1]: 404 Not Found, DATA[1], DATA[1] (text/plain)",
      "GOAWAY[0], RST_STREAM[1]",
      "WINDOW_UPDATE[0], PING[0]",
    ]);
  });
});

describe("Header blocks", () => {
  function decode(decoder: HpackDecoder, block: string): string[] {
    const view = new DataView(octets(block).buffer);
    return decoder.decode(view, 0, view.byteLength).map(({ name, value }) => `${name}: ${value}`);
  }

  test("The examples of RFC 7541 C.4 share a table", () => {
    const decoder = new HpackDecoder();
    const first = [":method: GET", ":scheme: http", ":path: /", ":authority: www.example.com"];
    expect(decode(decoder, "828684418cf1e3c2e5f23a6ba0ab90f4ff")).toEqual(first);
    expect(decode(decoder, "828684be5886a8eb10649cbf")).toEqual([
      ...first,
      "cache-control: no-cache",
    ]);
    expect(decode(decoder, "828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf")).toEqual([
      ":method: GET",
      ":scheme: https",
      ":path: /index.html",
      ":authority: www.example.com",
      "custom-key: custom-value",
    ]);
  });

  test.for([
    ["an index that nobody has", "ff80808001"],
    ["a string that is cut", "4003616263"],
    ["a code that never ends", "4084ffffffff00"],
  ] as const)("%s ends the block", ([, block]) => {
    expect(decode(new HpackDecoder(), block)).toEqual([]);
  });

  test("A table that shrinks forgets its entries", () => {
    const decoder = new HpackDecoder();
    expect(decode(decoder, "400161016220be")).toEqual(["a: b"]);
  });
});

test("The preface names the protocol on any port", () => {
  const packets = packetsOf([{ ...SAMPLES[0]!, to: 4000 }]);
  expect(packets.map(identify)).toEqual([Protocol.Http2]);
});

readsAnything(HTTP2_PROTOCOL, SAMPLES);
