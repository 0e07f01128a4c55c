/**
 * Apache Thrift: messages of the binary protocol in its strict form (thrift-binary-protocol.md), bare or in frames that
 * have their length in front (thrift-rpc.md). Arguments are left as they are.
 */

import { defineField, type FieldSpec } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";

const FRAME_LEN = 4;
/** Version and type, and the length of the method's name. */
const HEAD_LEN = 8;
const STRICT_VERSION = 0x8001;
/** Longest name that is believed, in octets. */
const MAX_NAME = 255;
/** Longest frame that is believed: Thrift's own bound. */
const MAX_FRAME = 16_384_000;

const TYPES: Readonly<Record<number, string>> = {
  1: "CALL",
  2: "REPLY",
  3: "EXCEPTION",
  4: "ONEWAY",
};

const THRIFT = defineField("thrift", "protocol", "Thrift Protocol");
const FRAME_LENGTH = defineField("thrift.frame_len", "int32", "Frame length");
const PROTOCOL_ID = defineField("thrift.protocol_id", "uint8", "Protocol id", { hex: true });
const VERSION = defineField("thrift.version", "uint8", "Version");
const TYPE = defineField("thrift.mtype", "uint8", "Message type", { hex: true, values: TYPES });
const NAME_LENGTH = defineField("thrift.str_len", "int32", "Length");
const METHOD = defineField("thrift.method", "string", "Method");
const SEQUENCE = defineField("thrift.seq_id", "int32", "Sequence Id");

const FIELDS: readonly FieldSpec[] = [
  ...[THRIFT, FRAME_LENGTH, PROTOCOL_ID, VERSION, TYPE, NAME_LENGTH, METHOD, SEQUENCE],
];

/** Whether a strict message with a printable name starts at `off`. */
function isMessage(view: DataView, off: number, end: number): boolean {
  if (end - off < HEAD_LEN || view.getUint16(off) !== STRICT_VERSION) return false;
  if (view.getUint8(off + 2) !== 0 || TYPES[view.getUint8(off + 3)] === undefined) return false;
  const length = view.getUint32(off + 4);
  if (length === 0 || length > MAX_NAME) return false;
  const stop = Math.min(end, off + HEAD_LEN + length);
  for (let at = off + HEAD_LEN; at < stop; at += 1) {
    const octet = view.getUint8(at);
    if (octet < 0x21 || octet >= 0x7f) return false;
  }
  return true;
}

/** Whether a frame with such a message starts at `off`. */
function isFrame(view: DataView, off: number, end: number): boolean {
  if (end - off < FRAME_LEN + HEAD_LEN) return false;
  const length = view.getUint32(off);
  return length > HEAD_LEN && length <= MAX_FRAME && isMessage(view, off + FRAME_LEN, end);
}

function dissect(packet: Packet, tree: Tree): void {
  const { view, payloadStart, payloadEnd: end } = packet;
  const framed = isFrame(view, payloadStart, end);
  if (!framed && !isMessage(view, payloadStart, end)) return;
  const start = framed ? payloadStart + FRAME_LEN : payloadStart;
  tree.layer("thrift", THRIFT.description, payloadStart, end);
  if (framed) tree.add(FRAME_LENGTH, payloadStart);
  tree.add(PROTOCOL_ID, start);
  tree.add(VERSION, start + 1);
  tree.add(TYPE, start + 3);
  tree.add(NAME_LENGTH, start + 4);
  const type = TYPES[view.getUint8(start + 3)]!;
  const sequence = start + HEAD_LEN + view.getUint32(start + 4);
  const method =
    sequence <= end ? tree.add(METHOD, start + HEAD_LEN, sequence - start - HEAD_LEN) : undefined;
  if (sequence + 4 <= end) tree.add(SEQUENCE, sequence);
  tree.summarize(`${type} ${method?.raw ?? ""}`);
  tree.show("THRIFT", `${type} ${method?.raw ?? ""}`);
}

export const THRIFT_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Thrift],
  stream: {
    firstOctets: [0x80, 0x00],
    matches: (view, off, end) => isMessage(view, off, end) || isFrame(view, off, end),
  },
  fields: FIELDS,
  dissect,
  messageLength: (view, off, end) => {
    if (end - off < FRAME_LEN + HEAD_LEN) return view.getUint8(off) === 0 ? 0 : end - off;
    return isFrame(view, off, end) ? FRAME_LEN + view.getUint32(off) : end - off;
  },
};
