import { isIPv6 } from "node:net";
import fc from "fast-check";
import { expect, test } from "vitest";
import { formatIpv4, formatIpv6, formatMac, parseIpv4, parseIpv6, parseMac } from "./address.ts";

const SEED = 5952;
const WORD = fc.integer({ min: 0, max: 0xffff_ffff });

test.for([
  ["2001:db8::1", "2001:db8::1"],
  ["2001:0DB8:0:0:0:0:0:1", "2001:db8::1"],
  ["2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"],
  ["2001:0:0:1:0:0:0:1", "2001:0:0:1::1"],
  ["2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
  ["::", "::"],
  ["::1", "::1"],
  ["fe80::", "fe80::"],
  ["::ffff:192.0.2.1", "::ffff:192.0.2.1"],
  ["::192.0.2.1", "::192.0.2.1"],
  ["64:ff9b::192.0.2.33", "64:ff9b::c000:221"],
])("RFC 5952 writes %s as %s", ([text, canonical]) => {
  expect(formatIpv6(...parseIpv6(text as string)!)).toBe(canonical);
});

test.for([
  "",
  ":",
  ":::",
  "1::2::3",
  "1:2:3:4:5:6:7",
  "1:2:3:4:5:6:7:8:9",
  "1:2:3:4:5:6:7::8:9",
  "12345::",
  "g::",
  "::1%eth0",
  "::/0",
  "::1.2.3",
  "1.2.3.4::",
])("%j is no IPv6 address", (text) => {
  expect(isIPv6(text.replace("%eth0", "%"))).toBe(false);
  expect(parseIpv6(text)).toBeUndefined();
});

test.for(["", "1.2.3", "1.2.3.4.5", "256.0.0.1", "01.2.3.4", "1.2.3.a", " 1.2.3.4"])(
  "%j is no IPv4 address",
  (text) => {
    expect(parseIpv4(text)).toBeUndefined();
  },
);

test("any address survives formatting and parsing", () => {
  const property = fc.property(WORD, WORD, WORD, WORD, (w0, w1, w2, w3) => {
    expect(parseIpv4(formatIpv4(w0))).toBe(w0);
    const text = formatIpv6(w0, w1, w2, w3);
    expect(isIPv6(text)).toBe(true);
    expect(parseIpv6(text)).toEqual([w0, w1, w2, w3]);
  });
  fc.assert(property, { seed: SEED });
});

test.for(["a4:83:e7:00:12:9f", "A4-83-E7-0-12-9F", "a483.e700.129f"])("%s is a MAC", (text) => {
  const octets = parseMac(text)!;
  expect(formatMac(new DataView(octets.buffer), 0)).toBe("a4:83:e7:00:12:9f");
});

test.for(["", "a4:83:e7:00:12", "a4:83-e7:00:12:9f", "a4:83:e7:00:12:9f:00", "a483e700129f"])(
  "%j is no MAC",
  (text) => {
    expect(parseMac(text)).toBeUndefined();
  },
);
