import { describe, expect, test } from "vitest";
import { columnsOf, fieldTexts } from "../field-texts.ts";
import { dissectAll, readsAnything, type Sample } from "./application-protocol.contract.ts";
import * as dtls from "./dtls.ts";
import { DtlsFragments } from "./dtls-fragments.ts";
import { DTLS_PROTOCOL } from "./dtls-tree.ts";
import {
  CERTIFICATE,
  certificates,
  clientHello,
  datagramRecord,
  EXAMPLE_CIPHERS,
  extension,
  fragment,
  serverHello,
  serverName,
  supportedVersions,
} from "./tls-messages.contract.ts";

function up(...records: readonly Uint8Array[]): Sample {
  const payload = Uint8Array.from(records.flatMap((one) => [...one]));
  return { transport: "udp", from: 50_000, to: 4433, payload };
}

function down(...records: readonly Uint8Array[]): Sample {
  return { ...up(...records), from: 4433, to: 50_000 };
}

const EXTENSIONS = [...serverName("www.example.org"), ...supportedVersions([0xfefc, 0xfefd])];
const HELLO = clientHello(EXAMPLE_CIPHERS, EXTENSIONS, { version: 0xfefd, cookie: [1, 2, 3] });
const CHAIN = certificates(CERTIFICATE);

function flight(sequence: number, from: number, to: number): Uint8Array {
  return datagramRecord(22, fragment(11, CHAIN, { sequence, from, to }));
}

const CONNECTION = [
  up(datagramRecord(22, fragment(1, HELLO), { version: 0xfeff })),
  down(datagramRecord(22, fragment(3, [0xfe, 0xff, 2, 7, 7]))),
  down(
    datagramRecord(22, fragment(2, serverHello(0xc02b, extension(0xff01, [0]), 0xfefd))),
    flight(2, 0, 300),
  ),
  down(flight(2, 300, CHAIN.length), datagramRecord(22, fragment(14, [], { sequence: 3 }))),
  up(
    datagramRecord(22, fragment(16, [2, 4, 7], { sequence: 1 })),
    datagramRecord(20, [1]),
    datagramRecord(22, new Array<number>(40).fill(0), { epoch: 1 }),
  ),
  down(datagramRecord(23, [1, 2, 3], { epoch: 1 })),
  down(datagramRecord(21, [2, 40])),
];

describe("A connection of DTLS 1.2", () => {
  const packets = dissectAll(CONNECTION);

  test("The packet list names versions, messages and fragments", () => {
    expect(packets.map((layers) => columnsOf(layers).protocol)).toEqual([
      "DTLS",
      "DTLSv1.2",
      ...new Array<string>(5).fill("DTLSv1.2"),
    ]);
    expect(packets.map((layers) => columnsOf(layers).info)).toEqual([
      "Client Hello",
      "Hello Verify Request",
      "Server Hello, Certificate (Fragment)",
      "Certificate (Reassembled), Server Hello Done",
      "Client Key Exchange, Change Cipher Spec, Encrypted Handshake Message",
      "Application Data",
      "Alert (Level: Fatal, Description: Handshake Failure)",
    ]);
  });

  test.for([
    [0, "dtls.handshake.extensions_server_name", ["www.example.org"]],
    [0, "dtls.handshake.cookie", ["010203"]],
    [0, "dtls.record.sequence_number", ["0"]],
    [0, "dtls.record.epoch", ["0"]],
    [1, "dtls.handshake.cookie", ["0707"]],
    [2, "dtls.handshake.fragment_offset", ["0", "0"]],
    [2, "dtls.handshake.ja3s_full", ["65277,49195,65281"]],
    [3, "dtls.handshake.certificate_length", ["609"]],
    [3, "x509ce.dNSName", ["www.example.org"]],
    [6, "dtls.alert_message.desc", ["40"]],
  ] as const)("packet %i, %s", ([index, name, expected]) => {
    expect(fieldTexts(packets[index]!, name)).toEqual(expected);
  });

  test("The client's fingerprint counts versions down", () => {
    expect(fieldTexts(packets[0]!, "dtls.handshake.ja4")[0]).toMatch(/^dd3d150200_/);
  });

  test("A protocol is named once for each datagram", () => {
    expect(fieldTexts(packets[4]!, "frame.protocols")).toEqual(["raw:ip:udp:dtls"]);
  });
});

describe("The signature", () => {
  const record = datagramRecord(23, [1, 2, 3]);
  const view = new DataView(record.buffer);

  test("A record that fits is one, one that is longer than the datagram is none", () => {
    expect(dtls.isDatagram(view, 0, record.length, record.length)).toBe(true);
    expect(dtls.isDatagram(view, 0, record.length, record.length - 1)).toBe(false);
  });

  test("An early OpenSSL's version needs a young connection", () => {
    const young = datagramRecord(22, [1], { version: 0x0100 });
    const old = datagramRecord(22, [1], { version: 0x0100, epoch: 9 });
    expect(dtls.isDatagram(new DataView(young.buffer), 0, young.length, young.length)).toBe(true);
    expect(dtls.isDatagram(new DataView(old.buffer), 0, old.length, old.length)).toBe(false);
  });
});

describe("Fragments", () => {
  function part(sequence: number, offset: number, octets: readonly number[], length = 6) {
    const messageLength = length;
    return { sequence, type: 11, messageLength, offset, octets: Uint8Array.from(octets) };
  }

  test("Any order and overlaps make the message", () => {
    const fragments = new DtlsFragments();
    expect(fragments.add(part(1, 4, [5, 6]))).toBe(undefined);
    expect(fragments.add(part(2, 0, [9]))).toBe(undefined);
    expect(fragments.add(part(1, 0, [1, 2]))).toBe(undefined);
    expect(fragments.add(part(1, 1, [2, 3, 4, 5]))).toEqual(Uint8Array.of(1, 2, 3, 4, 5, 6));
    expect(fragments.held).toBe(1);
  });

  test("A fragment beyond its message is none", () => {
    expect(new DtlsFragments().add(part(1, 5, [1, 2]))).toBe(undefined);
  });

  test("Messages that are never completed do not pile up", () => {
    const fragments = new DtlsFragments();
    for (let sequence = 0; sequence < 200; sequence += 1) {
      fragments.add(part(sequence, 0, new Array<number>(1000).fill(1), 2000));
    }
    expect(fragments.held).toBeLessThanOrEqual(0x8000);
  });
});

readsAnything(DTLS_PROTOCOL, CONNECTION);
