import { describe, expect, test } from "vitest";
import { compileFilter } from "./filter.ts";
import { inferFilter } from "./infer.ts";

function named(part: string): string {
  return ["dns.qry.name", "tls.handshake.extensions_server_name", "http.host"]
    .map((field) => `${field} contains "${part}"`)
    .join(" || ");
}

describe("Bare words", () => {
  test.for([
    ["443", "tcp.port == 443 || udp.port == 443"],
    [":443", "tcp.port == 443 || udp.port == 443"],
    ["port:https", "tcp.port == 443 || udp.port == 443"],
    ["port:8000-8999", "tcp.port in {8000..8999} || udp.port in {8000..8999}"],
    ["10.0.0.0/8", "ip.addr == 10.0.0.0/8"],
    ["host:1.2.3.4", "ip.addr == 1.2.3.4"],
    ["192.168.", "ip.addr == 192.168.0.0/16"],
    ["1.2.3.4:53", "ip.addr == 1.2.3.4 && (tcp.port == 53 || udp.port == 53)"],
    ["fe80::/10", "ipv6.addr == fe80::/10"],
    ["[2001:db8::1]:80", "ipv6.addr == 2001:db8::1 && (tcp.port == 80 || udp.port == 80)"],
    ["A4:83:E7:00:12:9F", "eth.addr == a4:83:e7:00:12:9f"],
    ["a4:83:e7", "eth.addr[0:3] == a4:83:e7"],
    ["https", "tls"],
    ["DNS", "dns"],
    ["proto:http", "http"],
    ["vlan:100", "vlan.id == 100"],
    ["github", named("github")],
    ["*.GitHub.com", named("github.com")],
    ["-dns", "!dns"],
    ["tcp port 443", "tcp && (tcp.port == 443 || udp.port == 443)"],
    ["host 1.2.3.4 and port 53", "ip.addr == 1.2.3.4 && (tcp.port == 53 || udp.port == 53)"],
    ["8.8.8.8 dns", "ip.addr == 8.8.8.8 && dns"],
    ["dns -github", `dns && !(${named("github")})`],
  ] as const)("%s", ([typed, meant]) => {
    expect(inferFilter(typed)).toEqual({ text: meant, inferred: true });
    expect(compileFilter(meant).text).toBe(meant);
  });

  test.for([
    ["", ""],
    ["dns", "dns"],
    ["tcp.port==80 and ip", "tcp.port == 80 && ip"],
  ] as const)("A filter stays a filter: %s", ([typed, text]) => {
    expect(inferFilter(typed)).toEqual({ text, inferred: false });
  });

  test.for([
    "tcp.prt == 80",
    "http.hots",
    "123456",
    '"open',
    "port:70000",
    "1.2.3.4/40",
    "(((",
    "443 or github",
  ])("What means nothing stays as typed: %s", (typed) => {
    expect(inferFilter(typed)).toEqual({ text: typed, inferred: false });
  });
});
