import { describe, expect, test } from "vitest";
import { FILTER_ERROR_CODES, FilterError } from "./errors.ts";
import { filterFields } from "./field-table.ts";
import { compileFilter } from "./filter.ts";

function failure(text: string): FilterError {
  try {
    compileFilter(text);
  } catch (error) {
    if (error instanceof FilterError) return error;
    throw error;
  }
  throw new Error(`${text} is accepted`);
}

describe("Types are checked, with the place of what does not fit", () => {
  test.for([
    ["tcp.prt == 80", "FILTER_UNKNOWN_FIELD", 1, 7, "tcp.port"],
    ["TCP.PORT == 80", "FILTER_UNKNOWN_FIELD", 1, 8, "tcp.port"],
    ["ip && bootp", "FILTER_UNKNOWN_FIELD", 7, 5, "dhcp"],
    ["tls.sni", "FILTER_UNKNOWN_FIELD", 1, 7, "tls.handshake.extensions_server_name"],
    ["qwertyuiop", "FILTER_UNKNOWN_FIELD", 1, 10, undefined],
    ["ip.src == ip.dstt", "FILTER_UNKNOWN_FIELD", 11, 7, "ip.dst"],
    ["tcp.port == 65536", "FILTER_BAD_VALUE", 13, 5, undefined],
    ["tcp.port == -1", "FILTER_BAD_VALUE", 13, 2, undefined],
    ["tcp.port == http", "FILTER_TYPE_MISMATCH", 13, 4, undefined],
    ["tcp.port == web", "FILTER_BAD_VALUE", 13, 3, undefined],
    ['tcp.port == "80"', "FILTER_BAD_VALUE", 13, 4, undefined],
    ["tcp.port == 089", "FILTER_BAD_VALUE", 13, 3, undefined],
    ["ip.addr == 256.0.0.1", "FILTER_BAD_VALUE", 12, 9, undefined],
    ["ip.addr == 10.0.0.0/33", "FILTER_BAD_VALUE", 12, 11, undefined],
    ["ip.addr == fe80::1", "FILTER_BAD_VALUE", 12, 7, undefined],
    ["ipv6.addr == 1::2::3", "FILTER_BAD_VALUE", 14, 7, undefined],
    ["eth.addr == 00:11:22", "FILTER_BAD_VALUE", 13, 8, undefined],
    ["tcp.flags.syn == maybe", "FILTER_BAD_VALUE", 18, 5, undefined],
    ["frame.time > yesterday", "FILTER_BAD_VALUE", 14, 9, undefined],
    ["tcp.port in {80, x}", "FILTER_BAD_VALUE", 18, 1, undefined],
    ['tcp.port contains "8"', "FILTER_TYPE_MISMATCH", 1, 8, undefined],
    ['ip.src matches "1"', "FILTER_TYPE_MISMATCH", 1, 6, undefined],
    ["ip.src == tcp.port", "FILTER_TYPE_MISMATCH", 11, 8, undefined],
    ["tcp.port[0] == 1", "FILTER_TYPE_MISMATCH", 1, 11, undefined],
    ["http.host & 1", "FILTER_TYPE_MISMATCH", 1, 9, undefined],
    ["dns == 1", "FILTER_TYPE_MISMATCH", 1, 8, "dns"],
    ["len(tcp.port) > 1", "FILTER_TYPE_MISMATCH", 5, 8, undefined],
    ["len() > 1", "FILTER_TYPE_MISMATCH", 1, 5, undefined],
    ["lenn(http.host) > 1", "FILTER_UNKNOWN_FUNCTION", 1, 4, "len"],
    ['http.host matches "("', "FILTER_BAD_PATTERN", 19, 3, undefined],
    ["80", "FILTER_SYNTAX", 1, 2, undefined],
    ['"tcp"', "FILTER_SYNTAX", 1, 5, undefined],
    ["tcp.port in {tcp.port + 1}", "FILTER_SYNTAX", 14, 12, undefined],
    ['tcp.port == "', "FILTER_BAD_STRING", 13, 1, undefined],
    [`${"!".repeat(500)}tcp`, "FILTER_TOO_COMPLEX", 101, 1, undefined],
  ] as const)("%s", ([text, code, column, length, suggestion]) => {
    const error = failure(text);
    expect([error.code, error.column, error.length, error.suggestion]).toEqual([
      code,
      column,
      length,
      suggestion,
    ]);
  });

  test("The table has every code", () => {
    const codes = new Set(
      [
        "tcp.prt",
        "tcp.port == x",
        "dns == 1",
        "x(dns)",
        'ip matches "("',
        "(",
        "'",
        "!".repeat(500),
      ].map((text) => failure(text).code),
    );
    expect([...codes].sort()).toEqual([...FILTER_ERROR_CODES].sort());
  });

  test("The message of an error names the suggestion", () => {
    expect(failure("tcp.prt == 80").message).toBe(
      "There is no field tcp.prt. Did you mean tcp.port?",
    );
  });

  test.for([
    [
      "ip.addr contains 10",
      "contains looks into texts and octets, and ip.addr is an IPv4 address.",
    ],
    ["tcp.port[0] == 1", "tcp.port is a number and has no octets to slice."],
    ["lower(eth.src) == 1", "lower() takes a string, not a MAC address."],
  ] as const)("%s has its types called by their names", ([text, message]) => {
    expect(failure(text).message).toBe(message);
  });
});

describe("What is accepted", () => {
  test.for([
    "tcp.port == 0x1bb",
    "tcp.port == 0b1010",
    "tcp.port == 0777",
    "tcp.port == 'A'",
    "80 == tcp.port",
    "1 < tcp.port < 1024",
    "arp.opcode == request",
    "tcp.flags.syn == True",
    "tcp.flags.syn == Set",
    'frame.time >= "2026-01-31 12:00:00.5"',
    "frame.time_epoch < 1600000000.123456789",
    "eth.addr == A4-83-E7-00-12-9F",
    "eth.addr contains 00:11",
    "http.host == example.com",
    'udp contains "abc"',
    "udp contains 616263",
    "tcp[13] & 2",
    "http.request.method[0:2] == 47:45",
    'string(tcp.port) matches r"^80\\d?$"',
    "abs(ip.ttl - 64) < 5",
    "max(tcp.srcport, tcp.dstport) == 443",
    "ip.src == ip.dst",
    "eth.src[0:4] == ip.src[0:4]",
  ])("%s", (text) => {
    const filter = compileFilter(text);
    expect(compileFilter(filter.text).text).toBe(filter.text);
  });

  test("The empty filter is empty", () => {
    expect(compileFilter("  ")).toMatchObject({ text: "", empty: true });
  });

  test("Every field and protocol of the decoder is known", () => {
    for (const name of filterFields().keys()) expect(compileFilter(name).text).toBe(name);
  });
});
