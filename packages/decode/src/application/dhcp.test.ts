import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DecodeStatus } from "../status.ts";
import * as dhcp from "./dhcp.ts";

/** A message from a client with these options; built by hand after RFC 2131 §2. */
function message(...options: number[]): DataView {
  const octets = new Uint8Array(dhcp.HEADER_LEN + options.length);
  octets.set([1, 1, 6, 0, 0x39, 0x03, 0xf3, 0x26]);
  octets.set([0x63, 0x82, 0x53, 0x63], dhcp.COOKIE);
  octets.set(options, dhcp.HEADER_LEN);
  return new DataView(octets.buffer);
}

const REQUEST = message(0, 53, 1, 3, 0, 12, 2, 0x61, 0x62, 255, 53, 1, 9);

describe("Messages", () => {
  test("Fields are where RFC 2131 puts them", () => {
    expect(dhcp.check(REQUEST, 0, REQUEST.byteLength)).toBe(DecodeStatus.Ok);
    expect(dhcp.type(REQUEST, 0)).toBe(1);
    expect(dhcp.transactionId(REQUEST, 0)).toBe(0x3903f326);
    expect(dhcp.messageType(REQUEST, 0, REQUEST.byteLength)).toBe(3);
  });

  test.for([0, 1, 239])("%i octets are too few", (length) => {
    expect(dhcp.check(REQUEST, 0, length)).toBe(DecodeStatus.Truncated);
  });

  test("Without the cookie it is no DHCP", () => {
    const octets = new Uint8Array(REQUEST.buffer.slice(0));
    octets[dhcp.COOKIE] = 0;
    expect(dhcp.check(new DataView(octets.buffer), 0, octets.length)).toBe(DecodeStatus.BadVersion);
  });
});

describe("Options", () => {
  test("Padding is stepped over and nothing is read behind the end", () => {
    const option = dhcp.findOption(REQUEST, 0, REQUEST.byteLength, dhcp.Option.HostName);
    expect(dhcp.length(REQUEST, option)).toBe(2);
    expect(dhcp.findOption(message(255, 53, 1, 3), 0, 244, 53)).toBe(-1);
  });

  test("An option that reaches beyond the packet is left out", () => {
    const cut = message(53, 1, 3, 12, 9, 0x61);
    expect(dhcp.findOption(cut, 0, cut.byteLength, 12)).toBe(-1);
    expect(dhcp.messageType(cut, 0, cut.byteLength)).toBe(3);
  });

  test("Any options end, with every offset inside", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(255), (options, code) => {
        const view = message(...options);
        const option = dhcp.findOption(view, 0, view.byteLength, code);
        if (option < 0 || code === 0 || code === 255) return;
        expect(option + 2 + dhcp.length(view, option)).toBeLessThanOrEqual(view.byteLength);
      }),
      { seed: 20_261_122, numRuns: 1000 },
    );
  });
});
