/** Frames of Initial packets, RFC 9000 §19: where each ends, without a tree. */

import { FrameType as GoogleFrameType, skippedFrame } from "./gquic.ts";
import { varint, varintLength } from "./quic.ts";

export const FrameType = {
  Padding: 0x00,
  Ping: 0x01,
  Ack: 0x02,
  AckEcn: 0x03,
  Crypto: 0x06,
  ConnectionClose: 0x1c,
  ConnectionCloseByApplication: 0x1d,
} as const;

/** Ranges of one acknowledgement that are read. */
export const MAX_RANGES = 256;

/** Frames of one packet that are looked at. */
const MAX_FRAMES = 256;

/** Takes the octets of a CRYPTO frame: `[start, end)` of the view belongs at `offset`. */
export type CryptoSink = (offset: number, start: number, end: number) => void;

/** Calls `sink` for each CRYPTO frame among the frames `[start, end)`. */
export function eachCrypto(
  view: DataView,
  start: number,
  end: number,
  isGoogle: boolean,
  sink: CryptoSink,
): void {
  const crypto = isGoogle ? GoogleFrameType.Crypto : FrameType.Crypto;
  let at = start;
  for (let count = 0; count < MAX_FRAMES && at < end; ) {
    const type = view.getUint8(at);
    if (type === FrameType.Padding) {
      at += 1;
      continue;
    }
    count += 1;
    if (type === crypto) at = takeCrypto(view, at + 1, end, sink);
    else if (isGoogle) at += skippedFrame(view, at, end) || end;
    else at = skipFrame(view, type, at + 1, end);
    if (at < 0) return;
  }
}

/** @returns what follows, -1 where the frame is cut */
function takeCrypto(view: DataView, start: number, end: number, sink: CryptoSink): number {
  const lengthAt = afterVarints(view, start, end, 1);
  const data = afterVarints(view, lengthAt, end, 1);
  if (data < 0) return -1;
  const after = data + varint(view, lengthAt);
  if (after > end) return -1;
  sink(varint(view, start), data, after);
  return after;
}

/** @returns what follows a frame without octets of the handshake; -1 for one that is cut or not known */
function skipFrame(view: DataView, type: number, start: number, end: number): number {
  if (type === FrameType.Ping) return start;
  if (type !== FrameType.Ack && type !== FrameType.AckEcn) return -1;
  const countAt = afterVarints(view, start, end, 2);
  if (countAt < 0 || varintLength(view, countAt, end) === 0) return -1;
  const count = varint(view, countAt);
  if (count > MAX_RANGES) return -1;
  return afterVarints(view, countAt, end, 2 + 2 * count + (type === FrameType.AckEcn ? 3 : 0));
}

/** What follows `count` integers at `start`; -1 where they are cut. */
function afterVarints(view: DataView, start: number, end: number, count: number): number {
  let at = start;
  for (let i = 0; i < count && at >= 0; i += 1) {
    const size = varintLength(view, at, end);
    at = size === 0 ? -1 : at + size;
  }
  return at;
}
