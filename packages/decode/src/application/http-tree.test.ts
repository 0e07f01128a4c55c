import { describe, expect, test } from "vitest";
import { columnsOf, fieldTexts } from "../field-texts.ts";
import { Conversation } from "../stream/conversation.ts";
import { Tree } from "../tree.ts";
import {
  ascii,
  dissectAll,
  packetsOf,
  readsAnything,
  talk,
} from "./application-protocol.contract.ts";
import { httpMemory } from "./http-memory.ts";
import { HTTP_PROTOCOL } from "./http-tree.ts";

const { up, down } = talk("tcp", 80);

const SAMPLES = [
  up(
    "GET /search?q=a&b=c HTTP/1.1\r\nHost: example.com\r\nCookie: a=1; b=2\r\n" +
      "Authorization: Basic dXNlcjpwYXNz\r\n\r\n",
  ),
  down(
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 21\r\n\r\n" +
      '{"a": "b", "c": [12]}',
  ),
  up(
    "POST /form HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n" +
      "Content-Length: 9\r\n\r\nk=v%20w&x",
  ),
  down(
    "HTTP/1.1 404 Not Found\r\nContent-Type: text/html; charset=x\r\n" +
      "Transfer-Encoding: chunked\r\n\r\n4\r\n<a>\n\r\n5;x=y\r\n</a>\n\r\n0\r\n\r\n",
  ),
  down("no message at all\r\n"),
];

describe("A conversation", () => {
  const packets = dissectAll(SAMPLES);

  test.for([
    [0, "http.request.method", ["GET"]],
    [0, "http.request.uri", ["/search?q=a&b=c"]],
    [0, "http.request.uri.path", ["/search"]],
    [0, "http.request.uri.query.parameter", ["q=a", "b=c"]],
    [0, "http.request.version", ["HTTP/1.1"]],
    [0, "http.request.full_uri", ["http://example.com/search?q=a&b=c"]],
    [0, "http.host", ["example.com"]],
    [0, "http.cookie_pair", ["a=1", "b=2"]],
    [0, "http.authbasic", ["user:pass"]],
    [
      0,
      "http.request.line",
      [
        "Host: example.com\\r\\n",
        "Cookie: a=1; b=2\\r\\n",
        "Authorization: Basic dXNlcjpwYXNz\\r\\n",
      ],
    ],
    [1, "http.response.code", ["200"]],
    [1, "http.response.code.desc", ["OK"]],
    [1, "http.response.phrase", ["OK"]],
    [1, "http.content_length", ["21"]],
    [1, "http.request_in", ["1"]],
    [1, "http.response_for.uri", ["http://example.com/search?q=a&b=c"]],
    [1, "http.time", ["0.000000000"]],
    [1, "json.key", ["a", "c"]],
    [1, "json.value.string", ["b"]],
    [1, "json.value.number", ["12"]],
    [1, "frame.protocols", ["raw:ip:tcp:http:json"]],
    [2, "urlencoded-form.key", ["k", "x"]],
    [2, "urlencoded-form.value", ["v w"]],
    [3, "http.chunk_size", ["4", "5", "0"]],
    [3, "frame.protocols", ["raw:ip:tcp:http:data-text-lines"]],
    [4, "frame.protocols", ["raw:ip:tcp:http:data"]],
  ] as const)("packet %i, %s", ([index, name, expected]) => {
    expect(fieldTexts(packets[index]!, name)).toEqual(expected);
  });

  test("The packet list shows start lines and what the bodies are", () => {
    expect(packets.map((layers) => columnsOf(layers).info)).toEqual([
      "GET /search?q=a&b=c HTTP/1.1 ",
      "HTTP/1.1 200 OK , JavaScript Object Notation (application/json)",
      "POST /form HTTP/1.1  (application/x-www-form-urlencoded)",
      "HTTP/1.1 404 Not Found  (text/html)",
      "Continuation",
    ]);
    expect(columnsOf(packets[1]!).protocol).toBe("HTTP/JSON");
    expect(columnsOf(packets[3]!).protocol).toBe("HTTP");
  });
});

describe("Bodies", () => {
  test.for([
    ["image/gif", "GIF89a\u0001\u0000\u0002\u0000", "image-gif"],
    ["image/png", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x02", "png"],
    ["image/jpeg", "\xff\xd8\xff\xe0", "image-jfif"],
    ["image/gif", "no image", "media"],
    ["text/xml", "<a b='c'>d</a>", "xml"],
    ["text/html", "<?xml version='1.0'?>", "data-text-lines:xml"],
    ["application/zip", "PK", "media"],
    ["application/octet-stream", "\0\u0001", "data"],
    ["application/ocsp-request", "0", "ocsp"],
    ["", "x", "data"],
  ] as const)("%s with %j is %s", ([type, body, expected]) => {
    const header = `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n`;
    const typed = type === "" ? "" : `Content-Type: ${type}\r\n`;
    const [layers] = dissectAll([down(`${header}${typed}\r\n${body}`)]);
    expect(fieldTexts(layers!, "frame.protocols")).toEqual([`raw:ip:tcp:http:${expected}`]);
  });

  test("What an XML document holds can be filtered by", () => {
    const body = "<?xml version='1.0'?><a b='c'>d</a>";
    const [layers] = dissectAll([
      down(`HTTP/1.1 200 OK\r\nContent-Length: 35\r\nContent-Type: text/xml\r\n\r\n${body}`),
    ]);
    expect(fieldTexts(layers!, "xml.tag")).toEqual(["<a b='c'>"]);
    expect(fieldTexts(layers!, "xml.attribute")).toEqual(["b='c'"]);
    expect(fieldTexts(layers!, "xml.cdata")).toEqual(["d"]);
  });
});

describe("Message lengths", () => {
  const packet = packetsOf([SAMPLES[1]!])[0]!;

  function length(text: string, method: string = "GET"): number {
    const conversation = new Conversation(0, packet);
    httpMemory(conversation).ask({ method, uri: "/", frame: 1, seconds: 0, nanoseconds: 0 });
    const view = new DataView(ascii(text).buffer);
    return HTTP_PROTOCOL.messageLength!(view, 0, text.length, conversation, packet);
  }

  test.for([
    ["a request ends with its header", "GET / HTTP/1.1\r\nA: b\r\n\r\nrest", "GET", 24],
    ["a header that has not ended is waited for", "GET / HTTP/1.1\r\nA: b\r\n", "GET", 0],
    ["a length counts", "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nabc", "GET", 541 - 1],
    ["a response to HEAD has none", "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n", "HEAD", 40],
    ["nor has one of status 304", "HTTP/1.1 304 No\r\nContent-Length: 500\r\n\r\n", "GET", 40],
    ["without a length the connection ends it", "HTTP/1.1 200 OK\r\n\r\nabc", "GET", Infinity],
    [
      "chunks that are cut are waited for",
      `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab`,
      "GET",
      0,
    ],
    [
      "chunks end with an empty one",
      `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nnext`,
      "GET",
      52,
    ],
    ["line breaks in front are part of the message", "\r\nGET / HTTP/1.0\r\n\r\n", "GET", 20],
    ["what is no message is taken as it is", "what is this\r\nand that", "GET", 22],
  ] as const)("%s", ([, text, method, expected]) => {
    expect(length(text, method)).toBe(expected);
  });
});

test("A tunnel holds another protocol once the proxy agreed", () => {
  const packets = packetsOf([
    up("CONNECT example.com:443 HTTP/1.1\r\n\r\n"),
    down("HTTP/1.1 200 Connection established\r\n\r\n"),
    up("\x16\x03\x01\0\x05\x01\0\0\x01\0"),
    down("something else"),
  ]);
  const conversation = new Conversation(0, packets[0]!);
  const trees = packets.map((packet) => {
    const tree = new Tree(packet);
    HTTP_PROTOCOL.dissect(packet, tree, conversation);
    return tree;
  });
  expect(fieldTexts(trees[0]!.layers, "http.proxy_connect_host")).toEqual(["example.com"]);
  expect(fieldTexts(trees[0]!.layers, "http.proxy_connect_port")).toEqual(["443"]);
  const steps = trees.map(({ protocols }) => protocols);
  expect(steps).toEqual([["http"], ["http"], ["http", "tls"], ["http", "data"]]);
});

readsAnything(HTTP_PROTOCOL, SAMPLES);
