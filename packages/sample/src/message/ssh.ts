/** The clear part of an SSH connection, RFC 4253: banners, key exchange, and then noise. */
import { asciiBytes, ByteWriter, concatBytes } from "../packet/byte-writer.ts";
import type { Random } from "../random.ts";

const Message = { NewKeys: 21, KeyExchangeInit: 20, EcdhInit: 30, EcdhReply: 31 } as const;
const BLOCK_LENGTH = 8;
const MIN_PADDING = 4;
const KEY_LENGTH = 32;
const ALGORITHMS = [
  "curve25519-sha256",
  "ssh-ed25519",
  "chacha20-poly1305@openssh.com",
  "chacha20-poly1305@openssh.com",
  "hmac-sha2-256",
  "hmac-sha2-256",
  "none",
  "none",
  "",
  "",
];

export function buildSshBanner(software: string): Uint8Array<ArrayBuffer> {
  return asciiBytes(`SSH-2.0-${software}\r\n`);
}

export function buildKeyExchangeInit(random: Random): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter().uint8(Message.KeyExchangeInit).bytes(random.bytes(16));
  for (const list of ALGORITHMS) writer.uint32(list.length).ascii(list);
  return binaryPacket(writer.uint8(0).uint32(0).finish(), random);
}

export function buildEcdhInit(random: Random): Uint8Array<ArrayBuffer> {
  const message = new ByteWriter().uint8(Message.EcdhInit);
  return binaryPacket(text(message, random.bytes(KEY_LENGTH)).finish(), random);
}

/** Host key, the server's half of the exchange, its signature, and NEWKEYS. */
export function buildEcdhReply(random: Random): Uint8Array<ArrayBuffer> {
  const hostKey = text(text(new ByteWriter(), asciiBytes("ssh-ed25519")), random.bytes(KEY_LENGTH));
  const signature = text(text(new ByteWriter(), asciiBytes("ssh-ed25519")), random.bytes(64));
  const message = new ByteWriter().uint8(Message.EcdhReply);
  text(message, hostKey.finish());
  text(message, random.bytes(KEY_LENGTH));
  text(message, signature.finish());
  return concatBytes([binaryPacket(message.finish(), random), buildNewKeys(random)]);
}

export function buildNewKeys(random: Random): Uint8Array<ArrayBuffer> {
  return binaryPacket(Uint8Array.of(Message.NewKeys), random);
}

/** Length, padding length, payload and padding, RFC 4253 §6. */
function binaryPacket(payload: Uint8Array, random: Random): Uint8Array<ArrayBuffer> {
  const unpadded = 5 + payload.length + MIN_PADDING;
  const padding = MIN_PADDING + ((BLOCK_LENGTH - (unpadded % BLOCK_LENGTH)) % BLOCK_LENGTH);
  return new ByteWriter()
    .uint32(1 + payload.length + padding)
    .uint8(padding)
    .bytes(payload)
    .bytes(random.bytes(padding))
    .finish();
}

function text(writer: ByteWriter, value: Uint8Array): ByteWriter {
  return writer.uint32(value.length).bytes(value);
}
