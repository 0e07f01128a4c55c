import { describe, expect, test } from "vitest";
import { ascii } from "./application-protocol.contract.ts";
import * as http from "./http.ts";
import { lineEnd } from "./text-line.ts";

function view(text: string): DataView {
  return new DataView(ascii(text).buffer);
}

describe("Start lines", () => {
  test.for([
    ["GET / HTTP/1.1\r\nHost: a\r\n\r\n", true],
    ["POST /x HTTP/1.0\n", true],
    ["GET /a path that is cut", true],
    ["CONNECT example.com:443 HTTP/1.1\r\n", true],
    ["GET / HTTP/2\r\n", false],
    ["GET out of here\r\n", false],
    ["GET cut", false],
    ["GETTING / HTTP/1.1\r\n", false],
    ["get / HTTP/1.1\r\n", false],
    ["GET ", false],
    ["G", false],
  ] as const)("%j is a request: %s", ([text, expected]) => {
    expect(http.isRequest(view(text), 0, text.length)).toBe(expected);
  });

  test.for([
    ["HTTP/1.1 200 OK\r\n", true],
    ["HTTP/1.0 404", true],
    ["HTTP/1.1", false],
    ["HTTP/2 200 OK", false],
  ] as const)("%j is a response: %s", ([text, expected]) => {
    expect(http.isResponse(view(text), 0, text.length)).toBe(expected);
  });
});

describe("Headers", () => {
  const text = "GET / HTTP/1.1\r\nUser-Agent: x\r\nhOsT:  example.com\r\n\r\nHost: body\r\n";

  function value(name: string, end: number = text.length): string | undefined {
    const message = view(text);
    const start = http.findHeader(message, 0, end, name);
    return start < 0 ? undefined : text.slice(start, lineEnd(message, start, end));
  }

  test("A header is found in either case, spaces left out", () => {
    expect(value("host:")).toBe("example.com");
    expect(value("user-agent:")).toBe("x");
  });

  test("The body is not searched", () => {
    expect(value("body:")).toBeUndefined();
  });

  test("A cut message gives what is there", () => {
    expect(value("host:", text.indexOf("ample"))).toBe("ex");
    expect(value("host:", text.indexOf("hOsT"))).toBeUndefined();
  });

  test.for([
    ["example.com:8080", "example.com"],
    ["example.com", "example.com"],
    ["[2001:db8::1]:80", "[2001:db8::1]"],
  ] as const)("%s without its port is %s", ([host, expected]) => {
    expect(http.withoutPort(host)).toBe(expected);
  });
});
