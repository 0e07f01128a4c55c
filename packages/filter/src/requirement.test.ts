import { expect, test } from "vitest";
import { compileFilter } from "./filter.ts";
import type { Requirement } from "./requirement.ts";

/** `10.0.0.1 & (:443 | :80)`; `*` for anything. */
function written(requirement: Requirement): string {
  switch (requirement.kind) {
    case "anything":
      return "*";
    case "address":
      return requirement.octets.length === 4
        ? requirement.octets.join(".")
        : Buffer.from(requirement.octets).toString("hex");
    case "port":
      return `:${requirement.port}`;
    default:
      return `(${requirement.parts.map(written).join(requirement.kind === "all" ? " & " : " | ")})`;
  }
}

test.for([
  ["", "*"],
  ["tcp", "*"],
  ["ip.addr == 10.0.0.1", "10.0.0.1"],
  ["ip.src == 200.0.0.1 && tcp", "200.0.0.1"],
  ["ip.addr == 10.0.0.0/8", "*"],
  ["ip.addr != 10.0.0.1", "*"],
  ["!(ip.addr == 10.0.0.1)", "*"],
  ["ip.addr > 10.0.0.1", "*"],
  ["ipv6.dst == 2001:db8::1", "20010db8000000000000000000000001"],
  ["ip.addr == 10.0.0.1 && ip.addr == 10.0.0.2 && tcp.port == 443", "(10.0.0.1 & 10.0.0.2 & :443)"],
  ["tcp.port == 443 || udp.port == 53", "(:443 | :53)"],
  ["tcp.port == 443 || frame.len > 60", "*"],
  ["ip.src == 10.0.0.1 && (dns || udp.dstport == 53)", "10.0.0.1"],
  ["ip.addr in {10.0.0.1, 10.0.0.2}", "(10.0.0.1 | 10.0.0.2)"],
  ["tcp.port in {80, 8000..8100}", "*"],
  ["all ip.addr == 10.0.0.1", "10.0.0.1"],
  ["tcp.port == 443 xor tcp.port == 80", "*"],
  ["ip.src == ip.dst", "*"],
] as const)("%s needs %s", ([filter, expected]) => {
  expect(written(compileFilter(filter).requirement)).toBe(expected);
});
