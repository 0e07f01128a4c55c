import { describe, expect, test } from "vitest";
import { columnsOf, fieldTexts } from "../field-texts.ts";
import { ascii, dissectAll, octets, readsAnything, talk } from "./application-protocol.contract.ts";
import { SOCKS_PROTOCOL } from "./socks.ts";

const { up, down } = talk("tcp", 1080);

const REQUEST = ascii("GET / HTTP/1.1\r\nHost: example.com\r\n\r\n");
/** RFC 1928 §3, §4 and §6 with RFC 1929, to example.com port 80. */
const VERSION_5 = [
  up(octets("05 02 00 02")),
  down(octets("05 02")),
  up(octets("01 03 626f62 02 7077")),
  down(octets("01 00")),
  up(Uint8Array.from([...octets("05 01 00 03 0b"), ...ascii("example.com"), 0, 80])),
  down(octets("05 00 00 01 0a000001 0050")),
  up(REQUEST),
];
/** Version 4a: an address of 0.0.0.1 and the name behind the user's. */
const VERSION_4 = [
  up(Uint8Array.from([...octets("04 01 01bb 00000001"), ...ascii("bob\0example.com\0")])),
  down(octets("00 5a 01bb 00000000")),
  up(octets("17 0303 0003 aabbcc")),
  down(ascii("????")),
];

describe("Version 5", () => {
  const packets = dissectAll(VERSION_5);

  test.for([
    [0, "socks.auth_method", ["0", "2"]],
    [1, "socks.auth_accepted_method", ["2"]],
    [2, "socks.username", ["bob"]],
    [3, "socks.auth_status", ["0"]],
    [4, "socks.remote_name", ["example.com"]],
    [4, "socks.port", ["80"]],
    [5, "socks.results", ["0"]],
    [5, "socks.dst", ["10.0.0.1"]],
    [6, "frame.protocols", ["raw:ip:tcp:socks:http"]],
    [6, "http.host", ["example.com"]],
  ] as const)("packet %i, %s", ([index, name, expected]) => {
    expect(fieldTexts(packets[index]!, name)).toEqual(expected);
  });

  test("The packet list names the steps", () => {
    expect(packets.slice(0, 6).map((layers) => columnsOf(layers).info)).toEqual([
      "Version: 5 Connect to server request",
      "Version: 5 Connect to server response",
      "Version: 5 User authentication request",
      "Version: 5 User authentication reply",
      "Version: 5 Command Request - Connect",
      "Version: 5 Command Response - Connect",
    ]);
  });

  readsAnything(SOCKS_PROTOCOL, VERSION_5);
});

describe("Version 4", () => {
  const packets = dissectAll(VERSION_4);

  test("The name stands behind the user's", () => {
    expect(fieldTexts(packets[0]!, "socks.v4a_dns_name")).toEqual(["example.com"]);
    expect(fieldTexts(packets[0]!, "socks.dstport")).toEqual(["443"]);
    expect(fieldTexts(packets[1]!, "socks.results")).toEqual(["90"]);
  });

  test("What the connection carries is read, or left as data", () => {
    expect(fieldTexts(packets[2]!, "frame.protocols")).toEqual(["raw:ip:tcp:socks:tls"]);
    expect(fieldTexts(packets[3]!, "frame.protocols")).toEqual(["raw:ip:tcp:socks:data"]);
  });

  readsAnything(SOCKS_PROTOCOL, VERSION_4);
});
