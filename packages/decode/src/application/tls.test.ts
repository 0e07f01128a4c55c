import { describe, expect, test } from "vitest";
import { columnsOf, fieldTexts } from "../field-texts.ts";
import { DecodeStatus } from "../status.ts";
import { dissectAll, readsAnything, type Sample } from "./application-protocol.contract.ts";
import * as tls from "./tls.ts";
import { readServerName } from "./tls-extension.ts";
import {
  alpn,
  CERTIFICATE,
  certificates,
  clientHello,
  EXAMPLE_HELLO,
  EXAMPLE_JA4,
  extension,
  handshake,
  record,
  serverHello,
  serverName,
} from "./tls-messages.contract.ts";
import { TLS_PROTOCOL } from "./tls-tree.ts";

function view(octets: Uint8Array): DataView {
  return new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
}

function hello(name: string): Uint8Array {
  const body = clientHello([0xc02f], [...serverName(name), ...alpn(["h2", "http/1.1"])]);
  return record(22, handshake(1, body), 0x0301);
}

const HELLO = view(hello("www.example.com"));

describe("Records", () => {
  test("A hello is a handshake record of TLS 1.0 that holds one message", () => {
    expect(tls.check(HELLO, 0, HELLO.byteLength)).toBe(DecodeStatus.Ok);
    expect(tls.contentType(HELLO, 0)).toBe(tls.ContentType.Handshake);
    expect(tls.version(HELLO, 0)).toBe(0x0301);
    expect(tls.recordEnd(HELLO, 0, HELLO.byteLength)).toBe(HELLO.byteLength);
    expect(tls.handshakeType(HELLO, 5)).toBe(tls.HandshakeType.ClientHello);
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
  });

  test("It is found behind a change cipher spec", () => {
    const second = Uint8Array.of(20, 3, 3, 0, 1, 1, ...hello("again.example"));
    expect(readServerName(view(second), 0, second.length)).toBe("again.example");
  });

  test("Control characters in it are escaped", () => {
    const odd = view(hello("a\u001b[31m b"));
    expect(readServerName(odd, 0, odd.byteLength)).toBe("a\\x1b[31m b");
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

function up(...records: readonly Uint8Array[]): Sample {
  const payload = Uint8Array.from(records.flatMap((one) => [...one]));
  return { transport: "tcp", from: 50_000, to: 4433, payload };
}

function down(...records: readonly Uint8Array[]): Sample {
  return { ...up(...records), from: 4433, to: 50_000 };
}

const ENCRYPTED = record(22, new Array<number>(40).fill(0));
const CHANGE = record(20, [1]);

/** TLS 1.2 with a certificate, as RFC 5246 §7.3 has it. */
const CLASSIC = [
  up(record(22, handshake(1, EXAMPLE_HELLO), 0x0301)),
  down(
    record(22, handshake(2, serverHello(0xc02b, [...extension(0xff01, [0]), ...alpn(["h2"])]))),
    record(22, handshake(11, certificates(CERTIFICATE))),
    record(22, handshake(14, [])),
  ),
  up(record(22, handshake(16, [2, 4, 7])), CHANGE, ENCRYPTED),
  down(CHANGE, ENCRYPTED),
  up(record(23, [1, 2, 3])),
  down(record(21, [1, 0])),
  up(record(21, new Array<number>(26).fill(9))),
];

describe("A connection of TLS 1.2", () => {
  const packets = dissectAll(CLASSIC);

  test("The packet list names versions and messages", () => {
    expect(packets.map((layers) => columnsOf(layers).protocol)).toEqual([
      "TLSv1",
      ...new Array<string>(6).fill("TLSv1.2"),
    ]);
    expect(packets.map((layers) => columnsOf(layers).info)).toEqual([
      "Client Hello",
      "Server Hello, Certificate, Server Hello Done",
      "Client Key Exchange, Change Cipher Spec, Encrypted Handshake Message",
      "Change Cipher Spec, Encrypted Handshake Message",
      "Application Data",
      "Alert (Level: Warning, Description: Close Notify)",
      "Encrypted Alert",
    ]);
  });

  test.for([
    [0, "tls.handshake.type", ["1"]],
    [0, "tls.handshake.version", ["0x0303"]],
    [0, "tls.handshake.extensions_server_name", ["www.example.org"]],
    [0, "tls.handshake.extensions_alpn_str", ["h2", "http/1.1"]],
    [0, "tls.handshake.extensions_supported_group", ["0x001d", "0x0017", "0x0018"]],
    [0, "tls.handshake.extensions.supported_version", ["0x0304", "0x0303"]],
    [0, "tls.handshake.ja4", [EXAMPLE_JA4]],
    [1, "tls.handshake.type", ["2", "11", "14"]],
    [1, "tls.handshake.ciphersuite", ["0xc02b"]],
    [1, "tls.handshake.ja3s_full", ["771,49195,65281-16"]],
    [1, "tls.handshake.certificate_length", ["609"]],
    [2, "tls.handshake.client_point", ["0407"]],
    [4, "tls.app_data", ["010203"]],
    [4, "tls.app_data_proto", ["HyperText Transfer Protocol 2"]],
    [5, "tls.alert_message.desc", ["0"]],
  ] as const)("packet %i, %s", ([index, name, expected]) => {
    expect(fieldTexts(packets[index]!, name)).toEqual(expected);
  });

  test("the random ones of the random follow its time", () => {
    const [random = ""] = fieldTexts(packets[0]!, "tls.handshake.random");
    expect(random).toHaveLength(64);
    expect(fieldTexts(packets[0]!, "tls.handshake.random_bytes")).toEqual([random.slice(8)]);
  });

  test.for([
    ["x509sat.CountryName", ["CH", "CH"]],
    ["x509sat.uTF8String", ["Example Ltd", "www.example.org", "Example Ltd", "www.example.org"]],
    ["x509af.utcTime", ["2026-11-22 11:42:50 (UTC)", "2036-11-19 11:42:50 (UTC)"]],
    ["x509af.algorithm.id", ["1.2.840.10045.4.3.2", "1.2.840.10045.2.1", "1.2.840.10045.4.3.2"]],
    ["x509ce.dNSName", ["www.example.org"]],
    ["x509ce.IPAddress.ipv4", ["192.0.2.1"]],
    ["x509ce.cA", ["1"]],
    ["x509ce.KeyPurposeId", ["1.3.6.1.5.5.7.3.1"]],
    ["x509ce.uniformResourceIdentifier", ["http://ocsp.example.org"]],
    ["x509ce.policyIdentifier", ["1.2.3.4"]],
    [
      "frame.protocols",
      [
        "raw:ip:tcp:tls:x509sat:x509sat:x509sat:x509sat:x509sat:x509sat:pkcs-1" +
          ":x509ce:x509ce:x509ce:x509ce:x509ce:x509ce:pkix1implicit:x509ce",
      ],
    ],
  ] as const)("the certificate: %s", ([name, expected]) => {
    expect(fieldTexts(packets[1]!, name)).toEqual(expected);
  });
});

describe("A connection of TLS 1.3", () => {
  const choice = serverHello(0x1301, extension(43, [3, 4]));
  const packets = dissectAll([
    CLASSIC[0]!,
    down(record(22, handshake(2, choice)), CHANGE, record(23, new Array<number>(40).fill(1))),
    up(CHANGE, record(22, handshake(1, EXAMPLE_HELLO))),
    down(record(23, [1, 2, 3])),
  ]);

  test("The hello's extension tells the version, not the record", () => {
    expect(packets.map((layers) => columnsOf(layers).protocol)).toEqual([
      "TLSv1",
      "TLSv1.3",
      "TLSv1.3",
      "TLSv1.3",
    ]);
    expect(fieldTexts(packets[3]!, "tls.record.opaque_type")).toEqual(["23"]);
    expect(fieldTexts(packets[3]!, "tls.record.content_type")).toEqual([]);
  });

  test("A second hello is read behind a change cipher spec", () => {
    expect(columnsOf(packets[2]!).info).toBe("Change Cipher Spec, Client Hello");
    expect(fieldTexts(packets[2]!, "tls.handshake.ja4")).toEqual([EXAMPLE_JA4]);
  });
});

describe("Messages over several records", () => {
  const message = handshake(1, EXAMPLE_HELLO);

  test("A hello in three records is one", () => {
    const [, , last] = dissectAll([
      up(record(22, message.slice(0, 20))),
      up(record(22, message.slice(20, 100))),
      up(record(22, message.slice(100))),
    ]);
    expect(fieldTexts(last!, "tls.handshake.ja4")).toEqual([EXAMPLE_JA4]);
    expect(last!.at(-1)!.source?.bytes).toEqual(Uint8Array.from(message));
  });

  test("A record over several segments is one", () => {
    const whole = record(22, message);
    const segments = [whole.slice(0, 3), whole.slice(3, 90), whole.slice(90)];
    const packets = dissectAll(segments.map((one) => ({ ...up(one), to: 443 })));
    expect(fieldTexts(packets[1]!, "tls.handshake.ja4")).toEqual([]);
    expect(fieldTexts(packets[2]!, "tls.handshake.ja4")).toEqual([EXAMPLE_JA4]);
    expect(columnsOf(packets[2]!).info).toBe("Client Hello");
  });
});

describe("SSL 2.0", () => {
  const specs = [0, 0, 0x2f, 1, 0, 0x80];
  const challenge = new Array<number>(16).fill(5);
  const offer = [1, 3, 1, 0, specs.length, 0, 0, 0, 16, ...specs, ...challenge];
  const sample = up(Uint8Array.from([0x80, offer.length, ...offer]));

  test("Its hello is read, also when it offers TLS", () => {
    const [layers] = dissectAll([sample]);
    expect(columnsOf(layers!)).toMatchObject({ protocol: "SSLv2", info: "Client Hello" });
    expect(fieldTexts(layers!, "tls.handshake.cipherspec")).toEqual(["0x00002f", "0x010080"]);
  });
});

readsAnything(TLS_PROTOCOL, CLASSIC);
