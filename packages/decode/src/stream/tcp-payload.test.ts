import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decode } from "../decoder.ts";
import { columnsOf, fieldTexts } from "../field-texts.ts";
import type { Layer } from "../layer.ts";
import { Packet } from "../packet.ts";
import { Dissector } from "./dissector.ts";

const CLIENT = "c0000201";
const SERVER = "c6336402";

interface Sent {
  /** Offset of the payload in its direction's stream, from 0. */
  readonly at: number;
  readonly payload: string;
  readonly fromServer?: boolean;
  readonly flags?: number;
  readonly ack?: number;
}

function hexOf(text: string): string {
  return Array.from(text, (c) => c.charCodeAt(0).toString(16).padStart(2, "0")).join("");
}

function word(value: number): string {
  return (value >>> 0).toString(16).padStart(8, "0");
}

/** A connection of port 50001 to 80 whose frames are made and dissected one after another. */
class Connection {
  readonly #dissector = new Dissector();
  readonly #start: number;
  #number = 0;

  constructor(start = 1000) {
    this.#start = start;
  }

  send({ at, payload, fromServer = false, flags = 0x18, ack = 0 }: Sent): Layer[] {
    this.#number += 1;
    const body = hexOf(payload);
    const length = (40 + payload.length).toString(16).padStart(4, "0");
    const ends = fromServer ? SERVER + CLIENT : CLIENT + SERVER;
    const ports = fromServer ? "0050c351" : "c3510050";
    const sequence = word(this.#start + 1 + at);
    const tcp = `${ports}${sequence}${word(this.#start + 1 + ack)}50${flags.toString(16).padStart(2, "0")}faf000000000`;
    const hex = `0200000000020200000000010800${`4500${length}000040004006`}0000${ends}${tcp}${body}`;
    const octets = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
    const packet = new Packet();
    packet.number = this.#number;
    packet.seconds = 1_700_000_000;
    packet.nanoseconds = this.#number;
    packet.linkType = 1;
    packet.originalLength = octets.length;
    decode(packet, new DataView(octets.buffer), 0, octets.length);
    return this.#dissector.dissect(packet);
  }
}

const REQUEST = "GET /a HTTP/1.1\r\nHost: example.org\r\nX-Long: 0123456789\r\n\r\n";
const RESPONSE =
  "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nContent-Type: text/plain\r\n\r\n0123456789";

function names(layers: readonly Layer[]): string {
  return layers
    .map(({ protocol }) => protocol)
    .slice(4)
    .join(":");
}

describe("messages over several segments", () => {
  test("an octet that begins no message holds back none", () => {
    const connection = new Connection();
    expect(names(connection.send({ at: 0, payload: "\0" }))).toBe("");
    expect(names(connection.send({ at: 1, payload: REQUEST }))).toBe("http");
  });

  test("what is not understood on a port whose protocol takes anything is TCP's alone", () => {
    const layers = new Connection().send({ at: 0, payload: "HELLO 2.4\n" });
    expect(names(layers)).toBe("");
    expect(columnsOf(layers).info).not.toContain("reassembled");
  });

  test("the segment that completes a message carries it, the others add to it", () => {
    const connection = new Connection();
    const first = connection.send({ at: 0, payload: REQUEST.slice(0, 20) });
    expect(names(first)).toBe("");
    expect(columnsOf(first).protocol).toBe("TCP");
    expect(columnsOf(first).info).toContain("[TCP segment of a reassembled PDU]");
    const last = connection.send({ at: 20, payload: REQUEST.slice(20) });
    expect(names(last)).toBe("http");
    expect(fieldTexts(last, "http.host")).toEqual(["example.org"]);
    const [layer] = last.slice(-1);
    expect(layer?.source?.title).toBe("Reassembled TCP");
    expect(layer?.source?.bytes.length).toBe(REQUEST.length);
    expect([layer?.start, layer?.end]).toEqual([0, REQUEST.length]);
  });

  test("sequence numbers wrap inside a message", () => {
    const connection = new Connection(0xffff_fff0);
    connection.send({ at: 0, payload: REQUEST.slice(0, 30) });
    const last = connection.send({ at: 30, payload: REQUEST.slice(30) });
    expect(fieldTexts(last, "http.request.uri")).toEqual(["/a"]);
  });

  test("a message of known length is put together in any order", () => {
    const connection = new Connection();
    const head = RESPONSE.length - 10;
    connection.send({ at: 0, payload: REQUEST });
    connection.send({ at: 0, payload: RESPONSE.slice(0, head + 1), fromServer: true });
    const late = connection.send({
      at: head + 5,
      payload: RESPONSE.slice(head + 5),
      fromServer: true,
    });
    expect(names(late)).toBe("");
    expect(columnsOf(late).info).toContain("[TCP Previous segment not captured]");
    const filled = connection.send({
      at: head + 1,
      payload: RESPONSE.slice(head + 1, head + 5),
      fromServer: true,
    });
    expect(fieldTexts(filled, "http.response.code")).toEqual(["200"]);
  });

  test("a segment that was sent before is not read again", () => {
    const connection = new Connection();
    connection.send({ at: 0, payload: REQUEST });
    const again = connection.send({ at: 0, payload: REQUEST });
    expect(names(again)).toBe("");
    expect(columnsOf(again).protocol).toBe("TCP");
    expect(columnsOf(again).info).toMatch(/^\[TCP Retransmission\] 50001 → 80 /);
  });

  test("two messages of one segment are read both", () => {
    const both = new Connection().send({ at: 0, payload: REQUEST + REQUEST });
    expect(fieldTexts(both, "http.request.uri")).toEqual(["/a", "/a"]);
    expect(fieldTexts(both, "frame.protocols")).toEqual(["eth:ethertype:ip:tcp:http"]);
  });

  test("an answer without a length is read when the connection ends", () => {
    const connection = new Connection();
    connection.send({ at: 0, payload: REQUEST });
    const start = "HTTP/1.0 200 OK\r\n\r\nabc";
    const begun = connection.send({ at: 0, payload: start, fromServer: true });
    expect(columnsOf(begun).info).toBe("HTTP/1.0 200 OK  [TCP segment of a reassembled PDU]");
    const fin = connection.send({ at: start.length, payload: "", fromServer: true, flags: 0x11 });
    expect(fieldTexts(fin, "http.response.code")).toEqual(["200"]);
  });

  test("what begins behind a gap is read where it stands", () => {
    const connection = new Connection();
    connection.send({ at: 0, payload: REQUEST });
    const behind = connection.send({ at: REQUEST.length + 100, payload: REQUEST });
    expect(names(behind)).toBe("http");
    expect(columnsOf(behind).info).toMatch(/^\[TCP Previous segment not captured\] GET /);
  });

  test("the first octets that came stay", () => {
    const connection = new Connection();
    const head = RESPONSE.length - 10;
    connection.send({ at: 0, payload: RESPONSE.slice(0, head + 1), fromServer: true });
    connection.send({ at: head + 5, payload: RESPONSE.slice(head + 5), fromServer: true });
    const last = connection.send({ at: head + 1, payload: "1234??", fromServer: true });
    const bytes = last.at(-1)?.source?.bytes ?? [];
    expect(String.fromCharCode(...bytes)).toBe(RESPONSE);
  });
});

describe("streams", () => {
  test("a SYN with another number opens another stream", () => {
    const connection = new Connection();
    const streams = [
      connection.send({ at: -1, payload: "", flags: 2 }),
      connection.send({ at: -1, payload: "", flags: 2 }),
      connection.send({ at: 500, payload: "", flags: 2 }),
      connection.send({ at: 501, payload: "x" }),
    ].map((layers) => fieldTexts(layers, "tcp.stream")[0]);
    expect(streams).toEqual(["0", "0", "1", "1"]);
  });

  test("an acknowledgment of what is missing is told once, and once more behind the gap", () => {
    const connection = new Connection();
    const marked = [
      connection.send({ at: -1, payload: "", flags: 2 }),
      connection.send({ at: -1, payload: "", flags: 0x12, fromServer: true }),
      connection.send({ at: 0, payload: "ask" }),
      connection.send({ at: 0, payload: "answer", ack: 3, fromServer: true }),
      connection.send({ at: 6, payload: "", ack: 9, flags: 0x10, fromServer: true }),
      connection.send({ at: 6, payload: "more", ack: 9, fromServer: true }),
      connection.send({ at: 9, payload: "", ack: 6, flags: 0x10 }),
      connection.send({ at: 10, payload: "and", ack: 9, fromServer: true }),
      connection.send({ at: 13, payload: "more", ack: 9, fromServer: true }),
    ].map((layers) => fieldTexts(layers, "tcp.analysis.ack_lost_segment").length);
    expect(marked).toEqual([0, 0, 0, 0, 1, 0, 0, 1, 0]);
  });

  test("any cut of a stream into segments, in order, gives the same messages", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 3 * REQUEST.length - 1 }), { maxLength: 12 }),
        (cuts) => {
          const stream = REQUEST.repeat(3);
          const told = cuts.filter((cut) => cut % REQUEST.length > 10);
          const bounds = [...new Set([0, ...told, stream.length])].sort((a, b) => a - b);
          const connection = new Connection();
          const uris = bounds
            .slice(0, -1)
            .flatMap((from, index) =>
              fieldTexts(
                connection.send({ at: from, payload: stream.slice(from, bounds[index + 1]) }),
                "http.request.uri",
              ),
            );
          expect(uris).toEqual(["/a", "/a", "/a"]);
        },
      ),
      { seed: 7, numRuns: 200 },
    );
  });

  test("nothing throws on segments of any place and content", () => {
    const segment = fc.record({
      at: fc.integer({ min: -40, max: 200 }),
      payload: fc.oneof(fc.string({ maxLength: 60 }), fc.constant(REQUEST), fc.constant(RESPONSE)),
      fromServer: fc.boolean(),
      flags: fc.integer({ min: 0, max: 63 }),
      ack: fc.integer({ min: -40, max: 200 }),
    });
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 30 }), (segments) => {
        const connection = new Connection(0xffff_ffd0);
        for (const sent of segments) {
          const payload = sent.payload.replace(/[^\0-\xff]/g, "?");
          expect(connection.send({ ...sent, payload })[0]?.protocol).toBe("frame");
        }
      }),
      { seed: 11, numRuns: 300 },
    );
  });
});
