import { describe, expect, test } from "vitest";
import { ja3Digest, ja3Full } from "./ja3.ts";
import { ja4 } from "./ja4.ts";
import type { HelloTraits } from "./tls-traits.ts";

const HELLO: HelloTraits = {
  version: 0x0303,
  cipherSuites: [0x1301, 0xc02f],
  extensions: [0, 16, 43, 13],
  groups: [29, 23],
  pointFormats: [0],
  signatureAlgorithms: [0x0403, 0x0804],
  supportedVersions: [0x0304, 0x0303],
  firstAlpn: Uint8Array.of(0x68, 0x32),
};

function head(change: Partial<HelloTraits>, transport: "t" | "d" | "q" = "t"): string {
  return ja4({ ...HELLO, ...change }, transport).slice(0, 10);
}

describe("JA4", () => {
  test.for([
    ["of TLS", {}, "t", "t13d0204h2"],
    ["of QUIC", {}, "q", "q13d0204h2"],
    ["the version of a hello that does not list any", { supportedVersions: [] }, "t", "t12d0204h2"],
    ["SSL 3.0", { version: 0x0300, supportedVersions: [] }, "t", "ts3d0204h2"],
    ["a version that nobody has", { version: 0x0999, supportedVersions: [] }, "t", "t00d0204h2"],
    ["DTLS, counted down", { supportedVersions: [0xfefd, 0xfefc, 0xfeff] }, "d", "dd3d0204h2"],
    ["no server name", { extensions: [16, 43, 13] }, "t", "t13i0203h2"],
    [
      "GREASE everywhere",
      {
        cipherSuites: [0x0a0a, 0x1301],
        extensions: [0x1a1a, 0],
        supportedVersions: [0xfafa, 0x0303],
      },
      "t",
      "t12d0101h2",
    ],
    ["no ALPN", { firstAlpn: undefined }, "t", "t13d020400"],
    ["one character", { firstAlpn: Uint8Array.of(0x68) }, "t", "t13d0204hh"],
    ["no letter first", { firstAlpn: Uint8Array.of(0x20, 0x61) }, "t", "t13d020421"],
    ["no letter last", { firstAlpn: Uint8Array.of(0x61, 0x20) }, "t", "t13d020460"],
    ["no ASCII", { firstAlpn: Uint8Array.of(0xba, 0xad) }, "t", "t13d020499"],
  ] as const)("%s", ([, change, transport, expected]) => {
    expect(head(change, transport)).toBe(expected);
  });

  test("More than 99 of anything are 99", () => {
    const many = Array.from({ length: 120 }, (_, index) => 0xc100 + index);
    expect(head({ cipherSuites: many, extensions: many })).toBe("t13i9999h2");
  });

  test("Order of suites and extensions does not count, that of signatures does", () => {
    const shuffled = { cipherSuites: [0xc02f, 0x1301], extensions: [13, 43, 16, 0] };
    expect(ja4({ ...HELLO, ...shuffled }, "t")).toBe(ja4(HELLO, "t"));
    const swapped = { signatureAlgorithms: [0x0804, 0x0403] };
    expect(ja4({ ...HELLO, ...swapped }, "t")).not.toBe(ja4(HELLO, "t"));
  });

  test("The digests are those of FoxIO's description", () => {
    const extensions = [
      0x001b, 0x0000, 0x0033, 0x0010, 0x4469, 0x0017, 0x002d, 0x000d, 0x0005, 0x0023, 0x0012,
      0x002b, 0xff01, 0x000b, 0x000a, 0x0015,
    ];
    expect(ja4({ ...HELLO, extensions, signatureAlgorithms: [] }, "t")).toMatch(/_6d807ffa2a79$/);
    const signatureAlgorithms = [0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601];
    expect(ja4({ ...HELLO, extensions, signatureAlgorithms }, "t")).toMatch(/_e5627efa2ab1$/);
  });

  test("Empty lists have no digest", () => {
    expect(ja4({ ...HELLO, cipherSuites: [], extensions: [0, 16] }, "t")).toMatch(
      /_000000000000_000000000000$/,
    );
  });
});

test("JA3 of the description's own example", () => {
  const full = "769,47-53-5-10-49161-49162-49171-49172-50-56-19-4,0-10-11,23-24-25,0";
  expect(ja3Digest(full)).toBe("ada70206e40642a3e4461f35503241d5");
  expect(ja3Full({ ...HELLO, cipherSuites: [0x2a2a, 0x1301], extensions: [0x3a3a, 10] })).toBe(
    "771,4865,10,29-23,0",
  );
});
