/** Frames of opened Initial packets in the tree, RFC 9000 §19. */

import { defineField, type FieldSpec } from "../field.ts";
import type { Tree } from "../tree.ts";
import { FrameType as GoogleFrameType, skippedFrame } from "./gquic.ts";
import { varint, varintLength } from "./quic.ts";
import { type CryptoSink, FrameType, MAX_RANGES } from "./quic-frame.ts";

/** As the packet list names them. */
const NAMES: Readonly<Record<number, string>> = {
  [FrameType.Padding]: "PADDING",
  [FrameType.Ping]: "PING",
  [FrameType.Ack]: "ACK",
  [FrameType.AckEcn]: "ACK_ECN",
  [FrameType.Crypto]: "CRYPTO",
  [FrameType.ConnectionClose]: "CC",
  [FrameType.ConnectionCloseByApplication]: "CC",
};

/** Frames of one packet that are read. */
const MAX_FRAMES = 256;

const FRAME = defineField("quic.frame", "protocol", "Frame");
const FRAME_TYPE = defineField("quic.frame_type", "uint64", "Frame Type", { values: NAMES });
const PADDING_LENGTH = defineField("quic.padding_length", "uint32", "Padding Length");
const LARGEST = defineField("quic.ack.largest_acknowledged", "uint64", "Largest Acknowledged");
const DELAY = defineField("quic.ack.ack_delay", "uint64", "ACK Delay");
const RANGE_COUNT = defineField("quic.ack.ack_range_count", "uint64", "ACK Range Count");
const FIRST_RANGE = defineField("quic.ack.first_ack_range", "uint64", "First ACK Range");
const GAP = defineField("quic.ack.gap", "uint64", "Gap");
const RANGE = defineField("quic.ack.ack_range", "uint64", "ACK Range");
const ECT0 = defineField("quic.ack.ect0_count", "uint64", "ECT(0) Count");
const ECT1 = defineField("quic.ack.ect1_count", "uint64", "ECT(1) Count");
const ECN_CE = defineField("quic.ack.ecn_ce_count", "uint64", "ECN-CE Count");
const CRYPTO_OFFSET = defineField("quic.crypto.offset", "uint64", "Offset");
const CRYPTO_LENGTH = defineField("quic.crypto.length", "uint64", "Length");
const CRYPTO_DATA = defineField("quic.crypto.crypto_data", "protocol", "Crypto Data");
const ERROR_CODE = defineField("quic.cc.error_code", "uint64", "Error code");
const ERROR_CODE_APPLICATION = defineField(
  "quic.cc.error_code.app",
  "uint64",
  "Application Error code",
);
const ERROR_FRAME = defineField("quic.cc.frame_type", "uint64", "Frame Type");
const REASON_LENGTH = defineField("quic.cc.reason_phrase.length", "uint64", "Reason phrase Length");
const REASON = defineField("quic.cc.reason_phrase", "string", "Reason phrase");

export const FIELDS: readonly FieldSpec[] = [
  ...[FRAME, FRAME_TYPE, PADDING_LENGTH, LARGEST, DELAY, RANGE_COUNT, FIRST_RANGE, GAP, RANGE],
  ...[ECT0, ECT1, ECN_CE, CRYPTO_OFFSET, CRYPTO_LENGTH, CRYPTO_DATA, ERROR_CODE],
  ...[ERROR_CODE_APPLICATION, ERROR_FRAME, REASON_LENGTH, REASON],
];

/**
 * Adds the frames `[start, end)` of the tree's view.
 *
 * @returns their names, runs of padding as one, for the packet list
 */
export function addFrames(tree: Tree, start: number, end: number, sink: CryptoSink): string[] {
  const names: string[] = [];
  let at = start;
  for (let count = 0; count < MAX_FRAMES && at < end; count += 1) {
    const type = tree.view.getUint8(at);
    const name = NAMES[type];
    if (name === undefined) return names;
    names.push(name);
    const frame = tree.group(FRAME, at, end, name);
    let after = -1;
    tree.inside(frame, () => {
      tree.value(FRAME_TYPE, type, at, at + 1);
      after = addFrame(tree, type, at + 1, end, sink);
    });
    if (after < 0) return names;
    at = after;
  }
  return names;
}

/**
 * Adds the frames that Google's versions number in their own way, as far as the handshake.
 *
 * @returns the names of those that are shown
 */
export function addGoogleFrames(
  tree: Tree,
  start: number,
  end: number,
  sink: CryptoSink,
): string[] {
  const names: string[] = [];
  let at = start;
  for (let count = 0; count < MAX_FRAMES && at < end; count += 1) {
    if (tree.view.getUint8(at) === GoogleFrameType.Crypto) {
      names.push("CRYPTO");
      let after = -1;
      tree.inside(tree.group(FRAME, at, end, "CRYPTO"), () => {
        tree.value(FRAME_TYPE, GoogleFrameType.Crypto, at, at + 1);
        after = addCrypto(tree, at + 1, end, sink);
      });
      if (after < 0) return names;
      at = after;
    } else {
      const length = skippedFrame(tree.view, at, end);
      if (length === 0) return names;
      while (length === 1 && at + 1 < end && tree.view.getUint8(at + 1) === 0) at += 1;
      at += length;
    }
  }
  return names;
}

/** @returns where the next frame starts, -1 where this one is cut */
function addFrame(tree: Tree, type: number, at: number, end: number, sink: CryptoSink): number {
  switch (type) {
    case FrameType.Padding:
      return addPadding(tree, at, end);
    case FrameType.Ping:
      return at;
    case FrameType.Ack:
    case FrameType.AckEcn:
      return addAck(tree, at, end, type === FrameType.AckEcn);
    case FrameType.Crypto:
      return addCrypto(tree, at, end, sink);
    default:
      return addClose(tree, at, end, type === FrameType.ConnectionCloseByApplication);
  }
}

function addPadding(tree: Tree, at: number, end: number): number {
  let after = at;
  while (after < end && tree.view.getUint8(after) === FrameType.Padding) after += 1;
  tree.value(PADDING_LENGTH, after - at + 1, at - 1, after);
  return after;
}

/** Adds the integer at `at`. @returns what follows it, -1 where it is cut */
function addVarint(tree: Tree, spec: FieldSpec, at: number, end: number): number {
  const size = at < 0 ? 0 : varintLength(tree.view, at, end);
  if (size === 0) return -1;
  tree.value(spec, varint(tree.view, at), at, at + size);
  return at + size;
}

function addAck(tree: Tree, start: number, end: number, hasEcn: boolean): number {
  let at = addVarint(tree, LARGEST, start, end);
  at = addVarint(tree, DELAY, at, end);
  const count = at < 0 || varintLength(tree.view, at, end) === 0 ? 0 : varint(tree.view, at);
  at = addVarint(tree, RANGE_COUNT, at, end);
  at = addVarint(tree, FIRST_RANGE, at, end);
  if (count > MAX_RANGES) return -1;
  for (let i = 0; i < count && at >= 0; i += 1) {
    at = addVarint(tree, GAP, at, end);
    at = addVarint(tree, RANGE, at, end);
  }
  if (!hasEcn) return at;
  at = addVarint(tree, ECT0, at, end);
  at = addVarint(tree, ECT1, at, end);
  return addVarint(tree, ECN_CE, at, end);
}

function addCrypto(tree: Tree, start: number, end: number, sink: CryptoSink): number {
  const { view } = tree;
  const lengthAt = addVarint(tree, CRYPTO_OFFSET, start, end);
  const data = addVarint(tree, CRYPTO_LENGTH, lengthAt, end);
  if (data < 0) return -1;
  const after = data + varint(view, lengthAt);
  if (after > end) return -1;
  tree.group(CRYPTO_DATA, data, after, `${after - data} bytes`);
  sink(varint(view, start), data, after);
  return after;
}

function addClose(tree: Tree, start: number, end: number, isApplication: boolean): number {
  let at = addVarint(tree, isApplication ? ERROR_CODE_APPLICATION : ERROR_CODE, start, end);
  if (!isApplication) at = addVarint(tree, ERROR_FRAME, at, end);
  const reason = addVarint(tree, REASON_LENGTH, at, end);
  if (reason < 0) return -1;
  const after = reason + varint(tree.view, at);
  if (after > end) return -1;
  if (after > reason) tree.add(REASON, reason, after - reason);
  return after;
}
