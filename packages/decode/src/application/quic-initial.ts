/** Initial packets opened: their keys follow from what everybody sees, RFC 9001 §5.2, RFC 9369 §3.3. */

import { openAes128Gcm } from "../crypto/aes-gcm.ts";
import { AES_BLOCK, Aes128 } from "../crypto/aes128.ts";
import { HmacKey, hkdfExpand, hkdfExtract, labelInfo } from "../crypto/hkdf.ts";
import { hexOctets } from "../crypto/octets.ts";
import type { LongHeader } from "./quic.ts";
import { initialSalt, isVersion2 } from "./quic-version.ts";

const SECRET_LENGTH = 32;
const KEY_LENGTH = 16;
const IV_LENGTH = 12;

/** Where the sample for header protection starts behind the packet number's first octet (RFC 9001 §5.4.2). */
const SAMPLE_OFFSET = 4;

/** What the secrets of both sides, and keys, are derived with: by side, and by version. */
const SIDES = {
  client: labelInfo("client in", SECRET_LENGTH),
  server: labelInfo("server in", SECRET_LENGTH),
} as const;
const VERSION_1: KeyLabels = keyLabels("quic");
const VERSION_2: KeyLabels = keyLabels("quicv2");

interface KeyLabels {
  readonly header: Uint8Array;
  readonly payload: Uint8Array;
  readonly iv: Uint8Array;
}

function keyLabels(prefix: string): KeyLabels {
  return {
    header: labelInfo(`${prefix} hp`, KEY_LENGTH),
    payload: labelInfo(`${prefix} key`, KEY_LENGTH),
    iv: labelInfo(`${prefix} iv`, IV_LENGTH),
  };
}

/** Salts by their text; there are as many as known kinds of versions. */
const salts: Map<string, HmacKey> = new Map();

function saltKey(text: string): HmacKey {
  let key = salts.get(text);
  if (key === undefined) {
    key = new HmacKey(hexOctets(text));
    salts.set(text, key);
  }
  return key;
}

/** What one side protects its Initial packets with. */
export interface InitialKeys {
  readonly header: Aes128;
  readonly payload: Aes128;
  readonly iv: Uint8Array;
}

export interface OpenedPacket {
  /** As it is in the packet, without what came before; exact for the first packets of a connection. */
  readonly number: number;
  /** 1 to 4 octets. */
  readonly numberLength: number;
  /** Without its protection. */
  readonly firstOctet: number;
  readonly frames: Uint8Array;
}

/**
 * The keys of a side's Initial packets; undefined for a version whose salt is not known.
 *
 * @param id the destination connection identifier of the client's first Initial, or what a Retry replaced it by
 */
export function initialKeys(
  version: number,
  id: Uint8Array,
  side: "client" | "server",
): InitialKeys | undefined {
  const salt = initialSalt(version);
  if (salt === undefined) return undefined;
  const secret = new HmacKey(hkdfExtract(saltKey(salt), id));
  const own = new HmacKey(hkdfExpand(secret, SIDES[side], SECRET_LENGTH));
  const labels = isVersion2(version) ? VERSION_2 : VERSION_1;
  return {
    header: new Aes128(hkdfExpand(own, labels.header, KEY_LENGTH)),
    payload: new Aes128(hkdfExpand(own, labels.payload, KEY_LENGTH)),
    iv: hkdfExpand(own, labels.iv, IV_LENGTH),
  };
}

/** The frames of the Initial packet; undefined where these are not its keys or it is cut. */
export function openInitial(
  view: DataView,
  header: LongHeader,
  keys: InitialKeys,
): OpenedPacket | undefined {
  const { start, number: at, end } = header;
  if (at + SAMPLE_OFFSET + AES_BLOCK > end) return undefined;
  const packet = new Uint8Array(view.buffer, view.byteOffset + start, end - start).slice();
  const numberAt = at - start;
  const mask = new Uint8Array(AES_BLOCK);
  keys.header.encrypt(packet, numberAt + SAMPLE_OFFSET, mask);
  const firstOctet = packet[0]! ^ (mask[0]! & 0x0f);
  const numberLength = (firstOctet & 3) + 1;
  packet[0] = firstOctet;
  let number = 0;
  for (let i = 0; i < numberLength; i += 1) {
    packet[numberAt + i]! ^= mask[1 + i]!;
    number = number * 256 + packet[numberAt + i]!;
  }
  const body = numberAt + numberLength;
  const nonce = keys.iv.slice();
  for (let i = 0; i < numberLength; i += 1) nonce[IV_LENGTH - 1 - i]! ^= packet[body - 1 - i]!;
  const frames = openAes128Gcm(
    keys.payload,
    nonce,
    packet.subarray(0, body),
    packet.subarray(body),
  );
  return frames === undefined ? undefined : { number, numberLength, firstOctet, frames };
}
