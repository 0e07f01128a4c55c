import { describe, expect, test } from "vitest";
import { columnsOf, fieldTexts } from "../field-texts.ts";
import { ascii, dissectAll, octets, readsAnything, talk } from "./application-protocol.contract.ts";
import { RDP_PROTOCOL } from "./rdp.ts";

function message(tpdu: Uint8Array): Uint8Array {
  const length = tpdu.length + 4;
  return Uint8Array.of(3, 0, length >> 8, length & 0xff, ...tpdu);
}

function data(...parts: readonly Uint8Array[]): Uint8Array {
  return message(Uint8Array.from([2, 0xf0, 0x80, ...parts.flatMap((part) => [...part])]));
}

const { up, down } = talk("tcp", 3389);

function utf16(text: string, length: number): Uint8Array {
  const room = new Uint8Array(length);
  room.set([...text].flatMap((character) => [character.charCodeAt(0), 0]));
  return room;
}

/** MS-RDPBCGR §2.2.1.3.2 to §2.2.1.3.4: core data, cluster data and two channels. */
const CLIENT_BLOCKS = [
  ...octets("01c0 d800 04000800 0005 0004 01ca 03aa 09040000 280a0000"),
  ...utf16("ELTONS-DEV2", 32),
  ...octets(`04000000 00000000 0c000000 ${"00".repeat(64)} 01ca 0100 00000000 1000 0700 0100`),
  ...utf16("69712-783", 64),
  ...octets("00 00 00000000"),
  ...octets("04c0 0c00 0d000000 00000000 02c0 0c00 1b000000 00000000"),
  ...octets("03c0 2000 02000000"),
  ...ascii("rdpdr\0\0\0"),
  ...octets("00008080"),
  ...ascii("cliprdr\0"),
  ...octets("0000a0c0"),
];
const CONFERENCE = octets("000500147c0001 8126 000800100001c000");
const CONNECT_INITIAL = data(
  octets("7f65 82019a 040101 040101 0101ff"),
  CONFERENCE,
  ascii("Duca"),
  Uint8Array.of(0x80 | (CLIENT_BLOCKS.length >> 8), CLIENT_BLOCKS.length & 0xff),
  Uint8Array.from(CLIENT_BLOCKS),
);
const CONNECT_RESPONSE = data(
  octets("7f66 60 0a0100 020100"),
  octets("000500147c00012a14760a01010001c000"),
  ascii("McDn"),
  octets(
    "24 010c 0c00 04000800 00000000 020c 0c00 02000000 03000000 030c 0c00 eb03 0200 ec03 ed03",
  ),
);
const SAMPLES = [
  up(message(octets("0ee00000000000 01 00 0800 00000000"))),
  up(CONNECT_INITIAL),
  down(CONNECT_RESPONSE),
  up(data(octets("04 0100 0100"))),
  up(data(octets("28"))),
  down(data(octets("2e 00 0006"))),
  up(data(octets("38 0006 03eb"))),
  down(data(octets("3e 00 0006 03eb 03eb"))),
  up(data(octets("64 0006 03eb 70 0c 0100 0000 04000000 aabbccdd"))),
  up(data(octets("64 0006 03eb 70 0e 4800 0000 0102030405060708 aabb"))),
  down(data(octets("68 0001 03eb 70 0e 8000 0000 02 03 0a00 aabbccddeeff"))),
  down(data(octets("68 0001 03ec 70 0e 0800 0000 0102030405060708 aabb"))),
  down(data(octets("21 80"))),
];

describe("The multipoint service and RDP in it", () => {
  const packets = dissectAll(SAMPLES);

  test.for([
    [1, "frame.protocols", ["raw:ip:tcp:tpkt:cotp:t125:t124"]],
    [1, "t125.ConnectMCSPDU", ["101"]],
    [1, "rdp.client.name", ["ELTONS-DEV2"]],
    [1, "rdp.desktop.width", ["1280"]],
    [1, "rdp.keyboardLayout", ["1033"]],
    [1, "rdp.client.digProductId", ["69712-783"]],
    [1, "rdp.clusterFlags", ["0x0000000d"]],
    [1, "rdp.channelCount", ["2"]],
    [1, "rdp.name", ["rdpdr", "cliprdr"]],
    [2, "rdp.encryptionMethod", ["0x00000002"]],
    [2, "rdp.encryptionLevel", ["0x00000003"]],
    [2, "rdp.MCSChannelId", ["1003", "1004", "1005"]],
    [5, "t124.initiator", ["6"]],
    [7, "t124.channelId", ["1003"]],
    [8, "rdp.encryptedClientRandom", ["aabbccdd"]],
    [8, "frame.protocols", ["raw:ip:tcp:tpkt:cotp:t125"]],
    [9, "rdp.flags.encrypt", ["0x0001"]],
    [9, "rdp.dataSignature", ["0102030405060708"]],
    [10, "rdp.bMsgType", ["0x02"]],
    [10, "frame.protocols", ["raw:ip:tcp:tpkt:cotp:t125:rdp"]],
  ] as const)("packet %i, %s", ([index, name, expected]) => {
    expect(fieldTexts(packets[index]!, name)).toEqual(expected);
  });

  test("The packet list names the messages", () => {
    expect(packets.map((layers) => [columnsOf(layers).protocol, columnsOf(layers).info])).toEqual([
      ["RDP", "Negotiate Request"],
      ["RDP", "ClientData"],
      ["RDP", "ServerData Encryption: 128-bit RC4 (High)"],
      ["T.125", "erectDomainRequest "],
      ["T.125", "attachUserRequest "],
      ["T.125", "attachUserConfirm "],
      ["T.125", "channelJoinRequest 1003"],
      ["T.125", "channelJoinConfirm 1003"],
      ["RDP", "SecurityExchange"],
      ["RDP", "ClientInfo, [Encrypted]"],
      ["RDP", "Platform Challenge"],
      ["RDP", "Virtual Channel PDU, [Encrypted]"],
      ["T.125", "disconnectProviderUltimatum "],
    ]);
  });

  readsAnything(RDP_PROTOCOL, SAMPLES);
});
