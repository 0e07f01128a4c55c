import { describe, expect, test } from "vitest";
import { columnsOf, fieldTexts } from "../field-texts.ts";
import { ascii, dissectAll, octets, readsAnything, talk } from "./application-protocol.contract.ts";
import { WEBSOCKET_PROTOCOL } from "./websocket.ts";

const { up, down } = talk("tcp", 80);

/** The upgrade of RFC 6455 §1.2 and the frames of its §5.7. */
const SAMPLES = [
  up(ascii("GET /chat HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n")),
  down(ascii("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n")),
  down(octets("810548656c6c6f")),
  up(octets("818537fa213d7f9f4d5158")),
  down(octets("010348656c")),
  down(octets("80026c6f")),
  down(octets("890548656c6c6f")),
  up(octets("8a8537fa213d7f9f4d5158")),
  down(octets("827e0003010203")),
  up(octets("880503e8627965")),
];

describe("A conversation", () => {
  const packets = dissectAll(SAMPLES);

  test.for([
    [2, "websocket.payload.text", ["Hello"]],
    [2, "frame.protocols", ["raw:ip:tcp:http:websocket:data-text-lines"]],
    [3, "websocket.masking_key", ["37fa213d"]],
    [3, "websocket.payload.text", ["Hello"]],
    [4, "websocket.fin", ["0"]],
    [4, "websocket.payload.text", []],
    [5, "websocket.payload.text", ["Hello"]],
    [6, "websocket.payload.ping", ["48656c6c6f"]],
    [8, "websocket.payload_length_ext_16", ["3"]],
    [8, "data.data", ["010203"]],
    [9, "websocket.payload.close.status_code", ["1000"]],
    [9, "websocket.payload.close.reason", ["bye"]],
  ] as const)("packet %i, %s", ([index, name, expected]) => {
    expect(fieldTexts(packets[index]!, name)).toEqual(expected);
  });

  test("The packet list names the frames", () => {
    expect(packets.slice(2, 8).map((layers) => columnsOf(layers).info)).toEqual([
      "WebSocket Text [FIN] ",
      "WebSocket Text [FIN] [MASKED]",
      "WebSocket Text[FRAGMENT]  ",
      "WebSocket Continuation [FIN] ",
      "WebSocket Ping [FIN] ",
      "WebSocket Pong [FIN] [MASKED]",
    ]);
  });
});

readsAnything(WEBSOCKET_PROTOCOL, SAMPLES);
