import { describe, expect, test } from "vitest";
import { columnsOf, fieldTexts } from "../field-texts.ts";
import { Conversation } from "../stream/conversation.ts";
import {
  ascii,
  dissectAll,
  octets,
  packetsOf,
  readsAnything,
  talk,
} from "./application-protocol.contract.ts";
import { SSH_PROTOCOL } from "./ssh.ts";

const LISTS = [
  "curve25519-sha256,diffie-hellman-group14-sha256",
  "ssh-ed25519",
  "aes128-ctr,aes256-ctr",
  "aes256-ctr",
  "hmac-sha2-256",
  "hmac-sha2-512",
  "none",
  "none,zlib",
  "",
  "",
];

/** A binary packet of version 2, RFC 4253 §6, with four octets of padding. */
function binary(payload: Uint8Array): Uint8Array {
  const packet = new Uint8Array(5 + payload.length + 4);
  new DataView(packet.buffer).setUint32(0, packet.length - 4);
  packet[4] = 4;
  packet.set(payload, 5);
  return packet;
}

function string(text: string): Uint8Array {
  const length = text.length.toString(16).padStart(8, "0");
  return Uint8Array.from([...octets(length), ...ascii(text)]);
}

function keyExchangeInit(): Uint8Array {
  const lists = LISTS.flatMap((list) => [...string(list)]);
  return binary(
    Uint8Array.from([20, ...octets("000102030405060708090a0b0c0d0e0f"), ...lists, 0, 0, 0, 0, 0]),
  );
}

const NEW_KEYS = binary(Uint8Array.of(21));
const CURVE_INIT = binary(Uint8Array.from([30, ...string("x".repeat(32))]));
const CURVE_REPLY = binary(
  Uint8Array.from([31, ...octets("0000000f"), ...string("ssh-ed25519"), ...string("key")]),
);

const { up, down } = talk("tcp", 22);

const SAMPLES = [
  up(ascii("SSH-2.0-OpenSSH_9.6\r\n")),
  down(ascii("SSH-2.0-dropbear\r\n")),
  up(keyExchangeInit()),
  down(keyExchangeInit()),
  up(CURVE_INIT),
  down(CURVE_REPLY),
  down(NEW_KEYS),
  down(octets("c3a1f00d55aa99887766554433221100")),
];

describe("A connection of version 2", () => {
  const packets = dissectAll(SAMPLES);

  test.for([
    [0, "ssh.protocol", ["SSH-2.0-OpenSSH_9.6"]],
    [0, "ssh.direction", ["0"]],
    [2, "ssh.message_code", ["20"]],
    [2, "ssh.cookie", ["000102030405060708090a0b0c0d0e0f"]],
    [2, "ssh.kex_algorithms", [LISTS[0]]],
    [2, "ssh.encryption_algorithms_client_to_server", [LISTS[2]]],
    [2, "ssh.compression_algorithms_server_to_client", ["none,zlib"]],
    [2, "ssh.languages_server_to_client", [""]],
    [2, "ssh.kex.hassh_algorithms", [`${LISTS[0]};${LISTS[2]};${LISTS[4]};${LISTS[6]}`]],
    [3, "ssh.kex.hasshserver_algorithms", [`${LISTS[0]};${LISTS[3]};${LISTS[5]};${LISTS[7]}`]],
    [3, "ssh.direction", ["1"]],
    [5, "ssh.host_key.type", ["ssh-ed25519"]],
    [7, "ssh.encrypted_packet", ["c3a1f00d55aa99887766554433221100"]],
  ] as const)("packet %i, %s", ([index, name, expected]) => {
    expect(fieldTexts(packets[index]!, name)).toEqual(expected);
  });

  test("The packet list names the messages", () => {
    expect(packets.map((layers) => columnsOf(layers).info)).toEqual([
      "Client: Protocol (SSH-2.0-OpenSSH_9.6)",
      "Server: Protocol (SSH-2.0-dropbear)",
      "Client: Key Exchange Init",
      "Server: Key Exchange Init",
      "Client: Elliptic Curve Diffie-Hellman Key Exchange Init",
      "Server: Elliptic Curve Diffie-Hellman Key Exchange Reply",
      "Server: New Keys",
      "Server: Encrypted packet (len=16)",
    ]);
  });

  test("The version is known once the client has said its own", () => {
    const names = packets.map((layers) => columnsOf(layers).protocol);
    expect(names.slice(0, 3)).toEqual(["SSH", "SSHv2", "SSHv2"]);
  });
});

describe("Message lengths", () => {
  const packet = packetsOf([SAMPLES[0]!])[0]!;

  function length(payload: Uint8Array, conversation: Conversation): number {
    const view = new DataView(payload.buffer);
    return SSH_PROTOCOL.messageLength!(view, 0, payload.length, conversation, packet);
  }

  test("An identification ends with its line", () => {
    const conversation = new Conversation(0, packet);
    expect(length(ascii("SSH-2.0-a\r\nrest"), conversation)).toBe(11);
    expect(length(ascii("SSH-2.0-a"), conversation)).toBe(0);
  });
});

readsAnything(SSH_PROTOCOL, SAMPLES);
