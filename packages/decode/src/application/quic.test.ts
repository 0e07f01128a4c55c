import { createCipheriv } from "node:crypto";
import { describe, expect, test } from "vitest";
import { hexOctets } from "../crypto/octets.ts";
import { columnsOf, fieldTexts } from "../field-texts.ts";
import { Protocol } from "../protocol.ts";
import { DecodeStatus } from "../status.ts";
import {
  ascii,
  dissectAll,
  octets,
  packetsOf,
  readsAnything,
  type Sample,
  talk,
} from "./application-protocol.contract.ts";
import { NameReader } from "./name-reader.ts";
import * as quic from "./quic.ts";
import { QuicCrypto } from "./quic-crypto.ts";
import { initialKeys, openInitial } from "./quic-initial.ts";
import { QUIC_PROTOCOL } from "./quic-tree.ts";
import { Q050, VERSION_1, VERSION_2 } from "./quic-version.ts";
import {
  clientHello,
  EXAMPLE_CIPHERS,
  EXAMPLE_EXTENSIONS,
  EXAMPLE_JA4,
  handshake,
} from "./tls-messages.contract.ts";

/** A side's keys, in base 16. */
interface SealingKeys {
  readonly key: string;
  readonly iv: string;
  readonly header: string;
}

/** The destination identifier of the examples in RFC 9001 §A and RFC 9369 §A. */
const EXAMPLE_ID: Uint8Array = hexOctets("8394c8f03e515708");

/** RFC 9001 §A.1. */
const CLIENT_KEYS: SealingKeys = {
  key: "1f369613dd76d5467730efcbe3b1a22d",
  iv: "fa044b2f42a3fd3b46fb255c",
  header: "9f50449e04a0e810283a1e9933adedd2",
};

/** RFC 9369 §A.1. */
const CLIENT_KEYS_2: SealingKeys = {
  key: "8b1a0bc121284290a29e0971b5cd045d",
  iv: "91f73e2351d8fa91660e909f",
  header: "45b95e15235d6f45a6b19cbcb0294ba9",
};

/** Of Q050's salt for the same identifier. */
const Q050_KEYS: SealingKeys = {
  key: "348cb426373281cfaec63f5b609350e7",
  iv: "4b9cf5c4a378544aed414625",
  header: "609d47aa6b7fab4705068781528143f7",
};

/** A client's Initial to {@link EXAMPLE_ID}, without identifier of its own, padded to `size` octets. */
function sealInitial(
  frames: Uint8Array,
  number: number,
  { version = 1, keys = CLIENT_KEYS, size = 1200 } = {},
): Uint8Array {
  const HEADER = 5 + 1 + 8 + 1 + 1 + 2 + 4;
  const first = version === VERSION_2 ? 0xd3 : 0xc3;
  const header = new Uint8Array(HEADER);
  const view = new DataView(header.buffer);
  header[0] = first;
  view.setUint32(1, version);
  header[5] = EXAMPLE_ID.length;
  header.set(EXAMPLE_ID, 6);
  view.setUint16(16, 0x4000 | (size - HEADER + 4));
  view.setUint32(18, number);
  const text = new Uint8Array(size - HEADER - 16);
  text.set(frames);
  const nonce = hexOctets(keys.iv);
  for (let i = 0; i < 4; i += 1) nonce[8 + i]! ^= header[18 + i]!;
  const cipher = createCipheriv("aes-128-gcm", hexOctets(keys.key), nonce);
  cipher.setAAD(header);
  const body = Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]);
  const sealed = Uint8Array.from([...header, ...body]);
  const block = createCipheriv("aes-128-ecb", hexOctets(keys.header), null);
  const mask = block.update(sealed.subarray(22, 38));
  sealed[0]! ^= mask[0]! & 0x0f;
  for (let i = 0; i < 4; i += 1) sealed[18 + i]! ^= mask[1 + i]!;
  return sealed;
}

/** A CRYPTO frame, RFC 9000 §19.6. */
function cryptoFrame(offset: number, octets: readonly number[]): number[] {
  const varint = (value: number): number[] => [0x40 | (value >> 8), value & 0xff];
  return [6, ...varint(offset), ...varint(octets.length), ...octets];
}

function view(text: string): DataView {
  return new DataView(octets(text).buffer);
}

/** The header of the client's Initial in RFC 9001 §A.2. */
const INITIAL = "c3 00000001 08 8394c8f03e515708 00 00 449e";

/** The server's Initial of RFC 9001 §A.3. */
const SERVER_1 = octets(`
  cf000000010008f067a5502a4262b5004075c0d95a482cd0991cd25b0aac406a
  5816b6394100f37a1c69797554780bb38cc5a99f5ede4cf73c3ec2493a1839b3
  dbcba3f6ea46c5b7684df3548e7ddeb9c3bf9c73cc3f3bded74b562bfb19fb84
  022f8ef4cdd93795d77d06edbb7aaf2f58891850abbdca3d20398c276456cbc4
  2158407dd074ee`);

/** Of RFC 9369 §A.3. */
const SERVER_2 = octets(`
  dc6b3343cf0008f067a5502a4262b5004075d92faaf16f05d8a4398c47089698
  baeea26b91eb761d9b89237bbf87263017915358230035f7fd3945d88965cf17
  f9af6e16886c61bfc703106fbaf3cb4cfa52382dd16a393e42757507698075b2
  c984c707f0a0812d8cd5a6881eaf21ceda98f4bd23f6fe1a3e2c43edd9ce7ca8
  4bed8521e2e140`);

/** The frames of both. */
const SERVER_FRAMES = `
  02000000000600405a020000560303eefce7f7b37ba1d1632e96677825ddf739
  88cfc79825df566dc5430b9a045a1200130100002e00330024001d00209d3c94
  0d89690b84d08a60993c144eca684d1081287c834d5311bcf32bb9da1a002b00
  020304`;

describe("Long headers", () => {
  test("Version and identifiers are where RFC 9000 puts them", () => {
    const packet = view(INITIAL);
    expect(quic.check(packet, 0, packet.byteLength)).toBe(DecodeStatus.Ok);
    expect(quic.version(packet, 0)).toBe(VERSION_1);
    expect(quic.packetType(packet, 0)).toBe(quic.PacketType.Initial);
    expect(quic.destinationIdStart(0)).toBe(5);
    expect(quic.sourceIdStart(packet, 0)).toBe(14);
  });

  test("Version 2 counts packet types from another start", () => {
    expect(quic.packetType(view("d3 6b3343cf 00 00"), 0)).toBe(quic.PacketType.Initial);
    expect(quic.packetType(view("c3 6b3343cf 00 00"), 0)).toBe(quic.PacketType.Retry);
  });

  test.for([
    ["a short header", "43 00000001 00 00", DecodeStatus.BadVersion],
    ["an unknown version", "c3 12345678 00 00", DecodeStatus.BadVersion],
    ["a forced negotiation in a small packet", "c3 baba1a3a 00 00", DecodeStatus.BadVersion],
    ["a draft", "c3 ff00001d 00 00", DecodeStatus.Ok],
    ["mvfst", "c3 faceb002 00 00", DecodeStatus.Ok],
    ["an identifier of 21 octets", "c3 00000001 15 00", DecodeStatus.BadLength],
    ["a source identifier of 21 octets", "c3 00000001 00 15", DecodeStatus.BadLength],
    ["an identifier that is cut", "c3 00000001 08 8394", DecodeStatus.Truncated],
    ["too little", "c3 000000", DecodeStatus.Truncated],
  ] as const)("%s", ([, text, status]) => {
    expect(quic.check(view(text), 0, view(text).byteLength)).toBe(status);
  });

  test.for([
    ["25", 1, 37],
    ["7bbd", 2, 15_293],
    ["9d7f3e7d", 4, 494_878_333],
    ["c000000000000019", 8, 25],
  ] as const)("RFC 9000 §A.1: the integer %s", ([text, size, value]) => {
    const packet = view(text);
    expect(quic.varintLength(packet, 0, packet.byteLength)).toBe(size);
    expect(quic.varintLength(packet, 0, packet.byteLength - 1)).toBe(0);
    expect(quic.varint(packet, 0)).toBe(value);
  });
});

describe("Initial packets", () => {
  test.for([
    ["RFC 9001 §A.3", SERVER_1],
    ["RFC 9369 §A.3", SERVER_2],
  ] as const)("%s opens with the server's keys", ([, packet]) => {
    const data = new DataView(packet.buffer);
    const header = quic.longHeader(data, 0, packet.length)!;
    const keys = initialKeys(header.version, EXAMPLE_ID, "server")!;
    const opened = openInitial(data, header, keys)!;
    expect(opened.number).toBe(1);
    expect(opened.numberLength).toBe(2);
    expect(opened.frames).toEqual(octets(SERVER_FRAMES));
    expect(openInitial(data, header, initialKeys(header.version, EXAMPLE_ID, "client")!)).toBe(
      undefined,
    );
  });

  test("What was changed does not open", () => {
    for (let at = 0; at < SERVER_1.length; at += 7) {
      const changed = SERVER_1.slice();
      changed[at]! ^= 0x10;
      const data = new DataView(changed.buffer);
      const header = quic.longHeader(data, 0, changed.length);
      if (header === undefined || header.end < header.number + 20) continue;
      const keys = initialKeys(VERSION_1, EXAMPLE_ID, "server")!;
      expect(openInitial(data, header, keys)).toBe(undefined);
    }
  });

  test("There are no keys without a salt", () => {
    expect(initialKeys(0xff00_0001, EXAMPLE_ID, "client")).toBe(undefined);
  });
});

describe("CRYPTO frames in their order", () => {
  function text(octets: Uint8Array): string {
    return String.fromCharCode(...octets);
  }
  function bytes(letters: string): Uint8Array {
    return Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
  }

  test("What comes in order is handed out at once, repetitions once", () => {
    const crypto = new QuicCrypto();
    expect(text(crypto.add(0, bytes("abc")))).toBe("abc");
    expect(text(crypto.add(1, bytes("bc")))).toBe("");
    expect(text(crypto.add(2, bytes("cde")))).toBe("de");
  });

  test("What comes too early waits until no gap is left", () => {
    const crypto = new QuicCrypto();
    expect(text(crypto.add(4, bytes("ef")))).toBe("");
    expect(text(crypto.add(0, bytes("ab")))).toBe("");
    expect(text(crypto.add(1, bytes("bcde")))).toBe("abcdef");
  });

  test("Too much is not kept", () => {
    const crypto = new QuicCrypto();
    expect(crypto.add(70_000, bytes("a"))).toHaveLength(0);
    for (let i = 0; i < 100; i += 1) crypto.add(10 + 2 * i, new Uint8Array(1000));
    expect(crypto.held).toBeLessThanOrEqual(0x4000);
  });
});

const MESSAGE = handshake(1, clientHello(EXAMPLE_CIPHERS, EXAMPLE_EXTENSIONS));
const JA4 = EXAMPLE_JA4.replace("t", "q");

const { up, down } = talk("udp", 4433);

function initial(number: number, ...frames: readonly (readonly number[])[]): Sample {
  return up(sealInitial(Uint8Array.from(frames.flat()), number));
}

const SHORT = octets(`41${"5a".repeat(40)}`);

const CONNECTION = [
  initial(2, cryptoFrame(0, MESSAGE)),
  down(Uint8Array.from([...SERVER_1, ...octets("e00000000100 08f067a5502a4262b5 05 0011223344")])),
  up(Uint8Array.from([0x41, ...octets("f067a5502a4262b5"), ...SHORT])),
  down(SHORT),
  down(octets("cf 00000000 08 8394c8f03e515708 00 6b3343cf 00000001")),
  down(octets(`f0 00000001 00 04 a1a2a3a4 ${"77".repeat(9)} ${"99".repeat(16)}`)),
];

describe("A connection of version 1", () => {
  const packets = dissectAll(CONNECTION);

  test("The packet list tells the last packet of each datagram", () => {
    expect(packets.map((layers) => columnsOf(layers).info)).toEqual([
      "Initial, DCID=8394c8f03e515708, PKN: 2, CRYPTO, PADDING",
      "Handshake, SCID=f067a5502a4262b5",
      "Protected Payload (KP0), DCID=f067a5502a4262b5",
      "Protected Payload (KP0)",
      "Version Negotiation, DCID=8394c8f03e515708",
      "Retry, SCID=a1a2a3a4",
    ]);
  });

  test.for([
    [0, "frame.protocols", ["raw:ip:udp:quic:tls"]],
    [0, "quic.version", ["0x00000001"]],
    [0, "quic.long.packet_type", ["0"]],
    [0, "quic.packet_number", ["2"]],
    [0, "quic.frame_type", ["6", "0"]],
    [0, "quic.crypto.length", [String(MESSAGE.length)]],
    [0, "tls.handshake.extensions_server_name", ["www.example.org"]],
    [0, "tls.handshake.ja4", [JA4]],
    [1, "quic.long.packet_type", ["0", "2"]],
    [1, "quic.ack.largest_acknowledged", ["0"]],
    [1, "tls.handshake.type", ["2"]],
    [1, "tls.handshake.ja3s_full", ["771,4865,51-43"]],
    [4, "quic.supported_version", ["0x6b3343cf", "0x00000001"]],
    [5, "quic.retry_token", ["77".repeat(9)]],
  ] as const)("packet %i, %s", ([index, name, expected]) => {
    expect(fieldTexts(packets[index]!, name)).toEqual(expected);
  });

  test("What was decrypted carries its own octets", () => {
    const frames = packets[0]!.find(({ source }) => source?.title === "Decrypted QUIC");
    expect(frames?.source?.bytes[0]).toBe(6);
  });

  test("A short header without a connection is nobody's", () => {
    const [layers] = dissectAll([up(SHORT)]);
    expect(layers!.map(({ protocol }) => protocol)).not.toContain("quic");
  });
});

describe("A hello in several Initial packets", () => {
  const cut = [0, 100, 180, MESSAGE.length] as const;
  const pieces = [0, 1, 2].map((i) => cryptoFrame(cut[i]!, MESSAGE.slice(cut[i], cut[i + 1])));

  test.for([
    ["in order", [0, 1, 2]],
    ["in any order", [2, 0, 1]],
  ] as const)("%s", ([, order]) => {
    const packets = dissectAll(order.map((piece, number) => initial(number, pieces[piece]!)));
    const found = packets.map((layers) => fieldTexts(layers, "tls.handshake.ja4"));
    expect(found).toEqual([[], [], [JA4]]);
  });

  test("frames of one packet, shuffled", () => {
    const [layers] = dissectAll([initial(0, pieces[1]!, [1], pieces[2]!, pieces[0]!)]);
    expect(fieldTexts(layers!, "tls.handshake.ja4")).toEqual([JA4]);
    expect(columnsOf(layers!).info).toMatch(/PKN: 0, CRYPTO, PING, CRYPTO, CRYPTO, PADDING$/);
  });
});

describe("The server name", () => {
  function namesOf(samples: readonly Sample[], reader: NameReader): string[] {
    const names: string[] = [];
    for (const packet of packetsOf(samples)) {
      packet.protocol = Protocol.Quic;
      const sink = { flowName: (name: string) => names.push(name), addressName: () => undefined };
      reader.read(packet, 7, sink);
    }
    return names;
  }

  test("It is in the client's first packet", () => {
    const reader = new NameReader();
    expect(namesOf(CONNECTION.slice(0, 1), reader)).toEqual(["www.example.org"]);
    expect(reader.held).toBe(0);
  });

  test("It is in a hello of three packets in any order, with others between", () => {
    const cut = [0, 60, 120, MESSAGE.length] as const;
    const pieces = [2, 0, 1].map((i) =>
      initial(i, [1, 2, 0, 0, 0, 0], cryptoFrame(cut[i]!, MESSAGE.slice(cut[i], cut[i + 1]))),
    );
    const samples = [pieces[0]!, down(SERVER_1), pieces[1]!, down(SHORT), pieces[2]!];
    expect(namesOf(samples, new NameReader())).toEqual(["www.example.org"]);
  });

  test("A server's packet by itself tells nothing", () => {
    const reader = new NameReader();
    expect(namesOf([down(SERVER_1), down(SHORT)], reader)).toEqual([]);
    expect(reader.held).toBe(0);
  });

  test("Google's Q050 has it in a hello of its own", () => {
    const hello = [
      ...ascii("CHLO"),
      ...[1, 0, 0, 0],
      ...ascii("SNI\0"),
      ...[11, 0, 0, 0],
      ...ascii("example.org"),
    ];
    const frames = Uint8Array.from([8, 0, hello.length, ...hello]);
    const payload = sealInitial(frames, 1, { version: Q050, keys: Q050_KEYS });
    expect(namesOf([up(payload)], new NameReader())).toEqual(["example.org"]);
    const [layers] = dissectAll([up(payload)]);
    expect(fieldTexts(layers!, "gquic.tag.sni")).toEqual(["example.org"]);
  });
});

test("Version 2 has its own salt, labels and types", () => {
  const frames = Uint8Array.from(cryptoFrame(0, MESSAGE));
  const payload = sealInitial(frames, 0, { version: VERSION_2, keys: CLIENT_KEYS_2 });
  const [layers] = dissectAll([up(payload)]);
  expect(fieldTexts(layers!, "tls.handshake.ja4")).toEqual([JA4]);
  expect(fieldTexts(layers!, "quic.long.packet_type_v2")).toEqual(["1"]);
});

test("The client's keys are those of RFC 9001 §A.1", () => {
  const keys = initialKeys(VERSION_1, hexOctets("8394c8f03e515708"), "client")!;
  const mask = new Uint8Array(16);
  keys.header.encrypt(octets("d1b1c98dd7689fb8ec11d242b123dc9b"), 0, mask);
  expect(mask.subarray(0, 5)).toEqual(octets("437b9aec36"));
});

/* Short ones: their octets are sealed, so that mutations of most of them are alike. */
readsAnything(QUIC_PROTOCOL, [
  up(sealInitial(Uint8Array.from(cryptoFrame(0, MESSAGE)), 0, { size: MESSAGE.length + 60 })),
  ...CONNECTION.slice(1),
]);
