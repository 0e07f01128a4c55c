/**
 * Google's QUIC before the IETF's, "QUIC Wire Layout Specification" (2016) and Q046's long header.
 *
 * A public header: flags, connection identifier, version, packet number. Handshake packets carry a hash of
 * twelve octets and frames in the clear; everything else is encrypted.
 */

/** Flags of the public header. */
export const Flag = {
  Version: 0x01,
  Reset: 0x02,
  Nonce: 0x04,
  Cid: 0x08,
  NumberLength: 0x30,
  Multipath: 0x40,
  Reserved: 0x80,
} as const;

const CID_LEN = 8;
const VERSION_LEN = 4;
export const NONCE_LEN = 32;
export const HASH_LEN = 12;

/** Versions from which on numbers go over the wire most significant octet first. */
const FIRST_BIG_ENDIAN = 39;
const Q046 = 46;
/** Connection identifier lengths of Q046: from the client, from the server. */
const TO_SERVER = 0x50;
const TO_CLIENT = 0x05;

/** What precedes the frames of a packet. */
export interface GquicHeader {
  /** First octet: flags, or the form and type of Q046. */
  readonly flags: number;
  readonly isLong: boolean;
  /** Of the eight octets; -1 without one. */
  readonly cid: number;
  /** Of the four octets; -1 without one. */
  readonly version: number;
  /** Of the diversification nonce's 32 octets; -1 without one. */
  readonly nonce: number;
  /** Of the packet number; -1 in a version negotiation and a reset. */
  readonly number: number;
  readonly numberLength: number;
  /** Of what follows. */
  readonly body: number;
}

/** The number in `Q043`; 0 where four octets are no such version. */
export function versionNumber(view: DataView, at: number): number {
  const isLetter = view.getUint8(at) === 0x51 || view.getUint8(at) === 0x54;
  let number = 0;
  for (let i = 1; i < VERSION_LEN; i += 1) {
    const digit = view.getUint8(at + i) - 0x30;
    if (!isLetter || digit < 0 || digit > 9) return 0;
    number = number * 10 + digit;
  }
  return number;
}

/** Whether a client's packet that tells its version starts at `off`: what a connection opens with. */
export function isOpening(view: DataView, off: number, end: number): boolean {
  if (off + 1 + CID_LEN + VERSION_LEN + 1 > end) return false;
  const first = view.getUint8(off);
  if (isLongHeader(first)) {
    return versionNumber(view, off + 1) === Q046 && view.getUint8(off + 5) === TO_SERVER;
  }
  return canOpen(first) && versionNumber(view, off + 1 + CID_LEN) > 0;
}

/** Whether {@link isOpening} holds for anything that begins with this octet. */
export function canOpen(first: number): boolean {
  const meant = Flag.Version | Flag.Cid;
  return isLongHeader(first) || (first & ~(Flag.NumberLength | Flag.Nonce)) === meant;
}

function isLongHeader(first: number): boolean {
  return (first & 0xc0) === 0xc0;
}

/** Whether a server's list of versions starts at `off`: nothing else follows the identifier. */
export function isNegotiation(view: DataView, off: number, end: number): boolean {
  if (!isOpening(view, off, end) || (view.getUint8(off) & 0x80) !== 0) return false;
  const list = off + 1 + CID_LEN;
  if ((end - list) % VERSION_LEN !== 0) return false;
  for (let at = list; at < end; at += VERSION_LEN) {
    if (versionNumber(view, at) === 0) return false;
  }
  return true;
}

/**
 * The header at `off`; undefined where it is cut.
 *
 * @param isFromServer whose packets have a nonce, and a list of versions where a client has one
 */
export function gquicHeader(
  view: DataView,
  off: number,
  end: number,
  isFromServer: boolean,
  version: number,
): GquicHeader | undefined {
  if (off >= end) return undefined;
  const flags = view.getUint8(off);
  if (isLongHeader(flags)) return longHeader(view, off, end);
  if (version >= Q046) return shortHeader(view, off, end, isFromServer);
  const hasVersion = (flags & Flag.Version) !== 0;
  const isBare = (flags & Flag.Reset) !== 0 || (hasVersion && isFromServer);
  let at = off + 1;
  const take = (isThere: boolean, octets: number): number => {
    const start = at;
    if (isThere) at += octets;
    return isThere ? start : -1;
  };
  const cid = take((flags & Flag.Cid) !== 0, CID_LEN);
  const versionAt = take(hasVersion && !isBare, VERSION_LEN);
  const nonce = take((flags & Flag.Nonce) !== 0 && isFromServer && !isBare, NONCE_LEN);
  const numberLength = [1, 2, 4, 6][(flags & Flag.NumberLength) >>> 4]!;
  const number = take(!isBare, numberLength);
  if (at > end) return undefined;
  return {
    flags,
    isLong: false,
    cid,
    version: versionAt,
    nonce,
    number,
    numberLength,
    body: at,
  };
}

/** Q046: form and type, version, lengths of the identifiers, one identifier, packet number. */
function longHeader(view: DataView, off: number, end: number): GquicHeader | undefined {
  const cid = off + 2 + VERSION_LEN;
  const numberLength = (view.getUint8(off) & 3) + 1;
  if (cid + CID_LEN + numberLength > end || versionNumber(view, off + 1) === 0) return undefined;
  const lengths = view.getUint8(off + 1 + VERSION_LEN);
  if (lengths !== TO_SERVER && lengths !== TO_CLIENT) return undefined;
  const flags = view.getUint8(off);
  const number = cid + CID_LEN;
  const isZeroRtt = lengths === TO_CLIENT && (flags & 0x30) === 0x10;
  const nonce = isZeroRtt ? number + numberLength : -1;
  const body = number + numberLength + (isZeroRtt ? NONCE_LEN : 0);
  if (body > end) return undefined;
  return { flags, isLong: true, cid, version: off + 1, nonce, number, numberLength, body };
}

/** Q046 after the handshake: the client's packets have the identifier, the server's none. */
function shortHeader(
  view: DataView,
  off: number,
  end: number,
  isFromServer: boolean,
): GquicHeader | undefined {
  const flags = view.getUint8(off);
  const numberLength = (flags & 3) + 1;
  const number = off + 1 + (isFromServer ? 0 : CID_LEN);
  const body = number + numberLength;
  if (body > end) return undefined;
  const cid = isFromServer ? -1 : off + 1;
  return { flags, isLong: false, cid, version: -1, nonce: -1, number, numberLength, body };
}

/** The packet number, exact: it has six octets at most. */
export function packetNumber(view: DataView, header: GquicHeader, version: number): number {
  const { number, numberLength } = header;
  const isBigEndian = version >= FIRST_BIG_ENDIAN;
  let value = 0;
  for (let i = 0; i < numberLength; i += 1) {
    value = value * 256 + view.getUint8(number + (isBigEndian ? i : numberLength - 1 - i));
  }
  return value;
}

/** The connection identifier as a number; the endianness changed with version 39. */
export function connectionNumber(view: DataView, at: number, version: number): bigint {
  return view.getBigUint64(at, version < FIRST_BIG_ENDIAN);
}

/** Frame types of Q050 and T05x that precede or hold the handshake. */
export const FrameType = { Padding: 0x00, Ping: 0x07, Crypto: 0x08 } as const;

/** Octets of the frame at `at` that is no stream's; 0 for one that is not skipped over. */
export function skippedFrame(view: DataView, at: number, end: number): number {
  const type = view.getUint8(at);
  if (type === FrameType.Padding || type === FrameType.Ping) return 1;
  if ((type & 0xc0) !== 0x40) return 0;
  const sizes = [1, 2, 4, 6];
  const largest = sizes[(type >>> 2) & 3]!;
  const block = sizes[type & 3]!;
  let length = 1 + largest + 2;
  if ((type & 0x20) !== 0) {
    if (at + length + 1 > end) return 0;
    length += 1 + view.getUint8(at + length) * (1 + block);
  }
  length += block;
  if (at + length + 1 > end) return 0;
  const stamps = view.getUint8(at + length);
  length += 1 + (stamps === 0 ? 0 : 5 + 3 * (stamps - 1));
  return at + length <= end ? length : 0;
}

/** The data `[start, end)` of a stream frame. */
export interface StreamFrame {
  readonly streamId: number;
  readonly start: number;
  readonly end: number;
}

/** The stream frame at `at`; undefined for another frame or one that is cut. */
export function streamFrame(view: DataView, at: number, end: number): StreamFrame | undefined {
  const type = view.getUint8(at);
  if ((type & 0x80) === 0) return undefined;
  const idLength = (type & 3) + 1;
  const offsetBits = (type >>> 2) & 7;
  const offsetLength = offsetBits === 0 ? 0 : offsetBits + 1;
  const hasLength = (type & 0x20) !== 0;
  const lengthAt = at + 1 + idLength + offsetLength;
  const start = lengthAt + (hasLength ? 2 : 0);
  if (start > end) return undefined;
  let streamId = 0;
  for (let i = 0; i < idLength; i += 1) streamId = streamId * 256 + view.getUint8(at + 1 + i);
  if (!hasLength) return { streamId, start, end };
  // The stream of the handshake has number 1 in either order of octets.
  const big = view.getUint16(lengthAt);
  const little = view.getUint16(lengthAt, true);
  const length = start + big <= end ? big : little;
  return { streamId, start, end: Math.min(end, start + length) };
}
