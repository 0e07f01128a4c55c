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
import { BITTORRENT_PROTOCOL } from "./bittorrent.ts";
import { BT_DHT_PROTOCOL } from "./bt-dht.ts";
import { identify } from "./identify.ts";

const HASH = "h".repeat(20);
const PEER = "-XX0001-abcdefghijkl";

function tcp(payload: Uint8Array): Sample {
  return { transport: "tcp", from: 50_000, to: 6881, payload };
}

const PEERS = [
  tcp(ascii(`\x13BitTorrent protocol${"\0".repeat(8)}${HASH}${PEER}`)),
  tcp(octets("00000001 01 00000005 04 00000084 0000000d 06 00000084 00000000 00004000")),
  tcp(octets("00000000 ffffffffff")),
];

describe("Peers", () => {
  const packets = dissectAll(PEERS);

  test("The packet list names the messages", () => {
    expect(packets.map((layers) => columnsOf(layers).info)).toEqual([
      "Handshake  ",
      "Unchoke  Have, Piece (Idx:0x84)  Request, Piece (Idx:0x84,Begin:0x0,Len:0x4000)  ",
      "Keep-Alive  Continuation data  ",
    ]);
    expect(fieldTexts(packets[0]!, "bittorrent.info_hash")).toEqual(["68".repeat(20)]);
    expect(fieldTexts(packets[1]!, "bittorrent.msg.type")).toEqual(["1", "4", "6"]);
  });

  readsAnything(BITTORRENT_PROTOCOL, PEERS);
});

function udp(text: string): Sample {
  return { transport: "udp", from: 50_000, to: 50_001, payload: ascii(text) };
}

const NODE = `${HASH}\x7f\0\0\x01\x1a\xe1`;
/** After the examples of BEP 5. */
const DHT = [
  udp("d1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t2:aa1:y1:qe"),
  udp(`d1:rd2:id20:abcdefghij01234567895:nodes26:${NODE}e1:t2:aa1:y1:re`),
  udp("d1:eli201e23:A Generic Error Ocurrede1:t2:aa1:y1:ee"),
];

describe("The hash table", () => {
  const packets = dissectAll(DHT);

  test.for([
    [0, "bt-dht.id", ["6162636465666768696a30313233343536373839"]],
    [0, "bt-dht.bencoded.string", ["a", "id", "q", "ping", "t", "aa", "y", "q"]],
    [1, "bt-dht.ip", ["127.0.0.1"]],
    [1, "bt-dht.port", ["6881"]],
    [2, "bt-dht.bencoded.int", ["201"]],
  ] as const)("packet %i, %s", ([index, name, expected]) => {
    expect(fieldTexts(packets[index]!, name)).toEqual(expected);
  });

  test("Queries, responses and errors are known by their content", () => {
    expect(packetsOf(DHT).map(identify)).toEqual(DHT.map(() => Protocol.BtDht));
    expect(columnsOf(packets[1]!).info).toBe("BitTorrent DHT Protocol reply=1 nodes");
  });

  readsAnything(BT_DHT_PROTOCOL, DHT);
});
