import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DecodeStatus } from "../status.ts";
import * as tls from "./tls.ts";
import { ExtensionType, findExtension, readServerName } from "./tls-extension.ts";
import { cipherStart, extensionsStart, helloEnd } from "./tls-hello.ts";

function view(octets: Uint8Array): DataView {
  return new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
}

function uint16(value: number): number[] {
  return [value >> 8, value & 0xff];
}

function extension(type: number, data: readonly number[]): number[] {
  return [...uint16(type), ...uint16(data.length), ...data];
}

/** A ClientHello of TLS 1.2 with one cipher suite, in a record; built by hand after RFC 8446 §4.1.2. */
function clientHello(serverName: string, protocols: readonly string[]): Uint8Array {
  const name = [...new TextEncoder().encode(serverName)];
  const alpn = protocols.flatMap((one) => [one.length, ...new TextEncoder().encode(one)]);
  const extensions = [
    ...extension(0, [...uint16(name.length + 3), 0, ...uint16(name.length), ...name]),
    ...extension(16, [...uint16(alpn.length), ...alpn]),
  ];
  const random = new Array<number>(32).fill(7);
  const body = [
    3,
    3,
    ...random,
    0,
    0,
    2,
    0xc0,
    0x2f,
    1,
    0,
    ...uint16(extensions.length),
    ...extensions,
  ];
  return Uint8Array.from([
    22,
    3,
    1,
    ...uint16(body.length + 4),
    1,
    0,
    ...uint16(body.length),
    ...body,
  ]);
}

const HELLO = view(clientHello("www.example.com", ["h2", "http/1.1"]));

describe("Records", () => {
  test("A hello is a handshake record of TLS 1.0 that holds one message", () => {
    expect(tls.check(HELLO, 0, HELLO.byteLength)).toBe(DecodeStatus.Ok);
    expect(tls.contentType(HELLO, 0)).toBe(tls.ContentType.Handshake);
    expect(tls.version(HELLO, 0)).toBe(0x0301);
    expect(tls.recordEnd(HELLO, 0, HELLO.byteLength)).toBe(HELLO.byteLength);
    expect(tls.handshakeType(HELLO, 5)).toBe(tls.HandshakeType.ClientHello);
    expect(helloEnd(HELLO, 5, HELLO.byteLength)).toBe(HELLO.byteLength);
  });

  test.for([
    ["shorter than the header", [22, 3, 1, 0], DecodeStatus.Truncated],
    ["no content type", [25, 3, 1, 0, 4], DecodeStatus.BadVersion],
    ["no version", [22, 2, 0, 0, 4], DecodeStatus.BadVersion],
    ["empty", [22, 3, 1, 0, 0], DecodeStatus.BadLength],
    ["longer than a record", [22, 3, 1, 0xff, 0xff], DecodeStatus.BadLength],
    ["application data", [23, 3, 3, 0x40, 0], DecodeStatus.Ok],
  ] as const)("%s", ([, octets, status]) => {
    expect(tls.check(view(Uint8Array.from(octets)), 0, octets.length)).toBe(status);
  });

  test("A change cipher spec is one octet long, an alert two or encrypted", () => {
    expect(tls.isRecord(view(Uint8Array.of(20, 3, 3, 0, 1, 1)), 0, 6)).toBe(true);
    expect(tls.isRecord(view(Uint8Array.of(20, 3, 3, 0, 2, 1)), 0, 6)).toBe(false);
    expect(tls.isRecord(view(Uint8Array.of(21, 3, 3, 0, 3, 1)), 0, 6)).toBe(false);
  });
});

describe("The server name", () => {
  test("It is found in the hello", () => {
    expect(readServerName(HELLO, 0, HELLO.byteLength)).toBe("www.example.com");
    expect(findExtension(HELLO, 5, HELLO.byteLength, ExtensionType.Alpn)).toBeGreaterThan(0);
    expect(findExtension(HELLO, 5, HELLO.byteLength, 4711)).toBe(-1);
  });

  test("It is found behind a change cipher spec", () => {
    const second = Uint8Array.of(20, 3, 3, 0, 1, 1, ...clientHello("again.example", []));
    expect(readServerName(view(second), 0, second.length)).toBe("again.example");
  });

  test("Control characters in it are escaped", () => {
    const hello = view(clientHello("a\u001b[31m\u202eb", []));
    expect(readServerName(hello, 0, hello.byteLength)).toBe("a\\x1b[31m\\u202eb");
  });

  test("A hello that is cut gives it as soon as it is whole, and nothing before", () => {
    let seen = 0;
    for (let end = 0; end < HELLO.byteLength; end += 1) {
      const name = readServerName(HELLO, 0, end);
      if (name === undefined) expect(seen).toBe(0);
      else {
        expect(name).toBe("www.example.com");
        seen += 1;
      }
    }
    expect(seen).toBeGreaterThan(0);
  });
});

test("No mutation of a hello makes an accessor throw", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(HELLO.byteLength - 1), fc.nat(255)), { maxLength: 4 }),
      fc.nat(HELLO.byteLength),
      (changes, end) => {
        const octets = new Uint8Array(HELLO.buffer.slice(0));
        for (const [at, value] of changes) octets[at] = value;
        const changed = view(octets.slice(0, end));
        readServerName(changed, 0, end);
        if (end < 5 + tls.HANDSHAKE_HEADER_LEN) return;
        const stop = helloEnd(changed, 5, end);
        expect(cipherStart(changed, 5, stop)).toBeLessThan(end);
        expect(extensionsStart(changed, 5, stop)).toBeLessThan(end);
      },
    ),
    { seed: 20_261_122, numRuns: 2000 },
  );
});
