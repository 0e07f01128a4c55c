import { expect, test } from "vitest";
import { endpointFilter, formatEndpoint, parseEndpoint } from "./endpoint.ts";

test.for([
  ["192.0.2.1", "192.0.2.1", "ipv4", undefined],
  ["192.0.2.1:443", "192.0.2.1", "ipv4", 443],
  ["2001:db8::1", "2001:db8::1", "ipv6", undefined],
  ["[2001:db8::1]:443", "2001:db8::1", "ipv6", 443],
  ["::", "::", "ipv6", undefined],
  ["::ffff:192.0.2.1", "::ffff:192.0.2.1", "ipv6", undefined],
  ["a4:83:e7:00:11:22", "a4:83:e7:00:11:22", "mac", undefined],
  ["<b>bold</b>", "<b>bold</b>", "other", undefined],
  ["", "", "other", undefined],
] as const)("%s", ([text, address, kind, port]) => {
  expect(parseEndpoint(text)).toEqual({ address, kind, port });
});

test.for([
  ["192.0.2.1", 443, "192.0.2.1:443"],
  ["2001:db8::1", 443, "[2001:db8::1]:443"],
  ["2001:db8::1", undefined, "2001:db8::1"],
] as const)("%s and port %s are %s", ([address, port, text]) => {
  expect(formatEndpoint(address, port)).toBe(text);
});

test("Each side has its own filter, and what is no address has none", () => {
  expect(endpointFilter(parseEndpoint("192.0.2.1:443"), "src")).toBe("ip.src == 192.0.2.1");
  expect(endpointFilter(parseEndpoint("2001:db8::1"), "dst")).toBe("ipv6.dst == 2001:db8::1");
  expect(endpointFilter(parseEndpoint("a4:83:e7:00:11:22"), "src")).toBe(
    "eth.src == a4:83:e7:00:11:22",
  );
  expect(endpointFilter(parseEndpoint("router"), "src")).toBeUndefined();
});
