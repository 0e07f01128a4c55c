/** WebSocket frames, RFC 6455 §5, behind an HTTP upgrade. */

import { dissectData } from "../data-tree.ts";
import { defineField } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Conversation } from "../stream/conversation.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { Gathered } from "./gathered.ts";
import { dissectText } from "./media-body.ts";
import { readText } from "./name-text.ts";

const OPCODES: Readonly<Record<number, string>> = {
  0: "Continuation",
  1: "Text",
  2: "Binary",
  8: "Connection Close",
  9: "Ping",
  10: "Pong",
};

/** RFC 6455 §7.4.1 and IANA's registry. */
const CLOSE_CODES: Readonly<Record<number, string>> = {
  1000: "Normal Closure",
  1001: "Going Away",
  1002: "Protocol error",
  1003: "Unsupported Data",
  1005: "No Status Rcvd",
  1006: "Abnormal Closure",
  1007: "Invalid frame payload data",
  1008: "Policy Violation",
  1009: "Message Too Big",
  1010: "Mandatory Ext.",
  1011: "Internal Server Error",
  1015: "TLS handshake",
};

const WEBSOCKET = defineField("websocket", "protocol", "WebSocket");
const FIN = defineField("websocket.fin", "boolean", "Fin", { mask: 0x80 });
const RESERVED = defineField("websocket.rsv", "uint8", "Reserved", { mask: 0x70, hex: true });
const COMPRESSED = defineField("websocket.pmc", "boolean", "Per-Message Compressed", {
  mask: 0x40,
});
const OPCODE = defineField("websocket.opcode", "uint8", "Opcode", {
  mask: 0x0f,
  values: OPCODES,
});
const MASK = defineField("websocket.mask", "boolean", "Mask", { mask: 0x80 });
const LENGTH = defineField("websocket.payload_length", "uint8", "Payload length", { mask: 0x7f });
const LENGTH_16 = defineField(
  "websocket.payload_length_ext_16",
  "uint16",
  "Extended Payload length (16 bits)",
);
const LENGTH_64 = defineField(
  "websocket.payload_length_ext_64",
  "uint64",
  "Extended Payload length (64 bits)",
);
const KEY = defineField("websocket.masking_key", "bytes", "Masking-Key");
const TEXT = defineField("websocket.payload.text", "string", "Text");
const CONTINUE = defineField("websocket.payload.continue", "bytes", "Continue");
const CLOSE_CODE = defineField("websocket.payload.close.status_code", "uint16", "Status code", {
  values: CLOSE_CODES,
});
const CLOSE_REASON = defineField("websocket.payload.close.reason", "string", "Reason");
const PING = defineField("websocket.payload.ping", "bytes", "Ping");
const PONG = defineField("websocket.payload.pong", "bytes", "Pong");

const Opcode = { Continuation: 0, Text: 1, Binary: 2, Close: 8, Ping: 9, Pong: 10 } as const;

/** Octets of a message of several frames that are put together. */
const MAX_MESSAGE = 65_536;
/** Octets of a text that are kept as a field. */
const MAX_TEXT = 4096;

/** The header of a frame. */
interface Frame {
  readonly isFinal: boolean;
  readonly opcode: number;
  readonly isCompressed: boolean;
  readonly isMasked: boolean;
  /** Offset of the payload. */
  readonly start: number;
  /** Octets of the payload on the wire. */
  readonly length: number;
}

/** One direction's message under way: what its first frame said, and what has come. */
interface WebSocketSide {
  opcode: number;
  isCompressed: boolean;
  readonly message: Gathered;
}

interface WebSocketMemory {
  readonly originator: WebSocketSide;
  readonly responder: WebSocketSide;
}

function newSide(): WebSocketSide {
  return { opcode: Opcode.Text, isCompressed: false, message: new Gathered(MAX_MESSAGE) };
}

function sideOf(conversation: Conversation, packet: Packet): WebSocketSide {
  const memory = conversation.recall(
    Protocol.WebSocket,
    (): WebSocketMemory => ({ originator: newSide(), responder: newSide() }),
  );
  return conversation.isFromOriginator(packet) ? memory.originator : memory.responder;
}

/** The frame at `off`; undefined where its header has not come whole. */
function frameAt(view: DataView, off: number, end: number): Frame | undefined {
  if (end - off < 2) return undefined;
  const first = view.getUint8(off);
  const second = view.getUint8(off + 1);
  const short = second & 0x7f;
  const extended = short === 126 ? 2 : short === 127 ? 8 : 0;
  const isMasked = second >= 0x80;
  const start = off + 2 + extended + (isMasked ? 4 : 0);
  if (start > end) return undefined;
  const length =
    extended === 2
      ? view.getUint16(off + 2)
      : extended === 8
        ? view.getUint32(off + 2) * 2 ** 32 + view.getUint32(off + 6)
        : short;
  return {
    isFinal: first >= 0x80,
    opcode: first & 0x0f,
    isCompressed: (first & 0x40) !== 0,
    isMasked,
    start,
    length,
  };
}

function messageLength(view: DataView, off: number, end: number): number {
  const frame = frameAt(view, off, end);
  return frame === undefined ? 0 : frame.start - off + frame.length;
}

function dissect(packet: Packet, tree: Tree, conversation: Conversation): void {
  const { view, payloadStart: off, payloadEnd } = packet;
  const frame = frameAt(view, off, payloadEnd);
  tree.mention("http");
  tree.layer("websocket", WEBSOCKET.description, off, payloadEnd);
  if (frame === undefined) return;
  const end = Math.min(payloadEnd, frame.start + frame.length);
  addHeader(tree, off, frame);
  const payload = unmasked(view, frame, end);
  show(tree, frame);
  const side = sideOf(conversation, packet);
  if (frame.opcode < Opcode.Close) addMessage(tree, frame, payload, side, end);
  else if (payload.length > 0) addControl(tree, frame, payload);
}

function addHeader(tree: Tree, off: number, frame: Frame): void {
  tree.add(FIN, off);
  tree.inside(tree.add(RESERVED, off), () => tree.add(COMPRESSED, off));
  tree.add(OPCODE, off);
  tree.add(MASK, off + 1);
  const short = tree.view.getUint8(off + 1) & 0x7f;
  tree.add(LENGTH, off + 1);
  if (short === 126) tree.add(LENGTH_16, off + 2);
  if (short === 127) tree.add(LENGTH_64, off + 2);
  if (frame.isMasked) tree.add(KEY, frame.start - 4, 4);
}

/** The payload with its mask taken off (RFC 6455 §5.3). */
function unmasked(view: DataView, frame: Frame, end: number): Uint8Array {
  const { start, isMasked } = frame;
  const octets = new Uint8Array(view.buffer, view.byteOffset + start, end - start).slice();
  if (!isMasked) return octets;
  for (let at = 0; at < octets.length; at += 1) {
    octets[at] = octets[at]! ^ view.getUint8(start - 4 + (at & 3));
  }
  return octets;
}

function show(tree: Tree, frame: Frame): void {
  const name = OPCODES[frame.opcode] ?? `Unknown (${frame.opcode})`;
  const info = `WebSocket ${name}${frame.isFinal ? " [FIN]" : "[FRAGMENT] "} ${frame.isMasked ? "[MASKED]" : ""}`;
  tree.summarize(name);
  const { shown } = tree;
  const before = shown?.protocol === "HTTP" || shown?.protocol === "WebSocket" ? shown.info : "";
  tree.shown = { protocol: "WebSocket", info: before + info };
}

function addMessage(
  tree: Tree,
  frame: Frame,
  payload: Uint8Array,
  side: WebSocketSide,
  end: number,
): void {
  if (frame.opcode !== Opcode.Continuation) {
    side.opcode = frame.opcode;
    side.isCompressed = frame.isCompressed;
    side.message.take();
  }
  side.message.add(viewOf(payload), 0, payload.length);
  if (!frame.isFinal) {
    if (frame.opcode === Opcode.Continuation) tree.add(CONTINUE, frame.start, end - frame.start);
    return;
  }
  const message = side.message.take();
  if (message.length === 0) return;
  const isText = side.opcode === Opcode.Text && !side.isCompressed;
  tree.reassembled("Unmasked data", message, () => {
    if (!isText) {
      dissectData(tree, 0, message.length);
      return;
    }
    const text = readText(viewOf(message), 0, Math.min(message.length, MAX_TEXT));
    tree.value(TEXT, text, 0, message.length);
    dissectText(tree, { name: "", parameters: "" }, 0, message.length);
  });
}

function addControl(tree: Tree, frame: Frame, payload: Uint8Array): void {
  const view = viewOf(payload);
  const end = frame.start + payload.length;
  switch (frame.opcode) {
    case Opcode.Close:
      if (payload.length < 2) return;
      tree.value(CLOSE_CODE, view.getUint16(0), frame.start, frame.start + 2);
      if (payload.length > 2) {
        tree.value(CLOSE_REASON, readText(view, 2, payload.length), frame.start + 2, end);
      }
      return;
    case Opcode.Ping:
    case Opcode.Pong:
      tree.add(frame.opcode === Opcode.Ping ? PING : PONG, frame.start, payload.length);
      return;
    default:
      dissectData(tree, frame.start, end);
  }
}

function viewOf(octets: Uint8Array): DataView {
  return new DataView(octets.buffer, octets.byteOffset, octets.length);
}

export const WEBSOCKET_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.WebSocket],
  fields: [
    ...[WEBSOCKET, FIN, RESERVED, COMPRESSED, OPCODE, MASK, LENGTH, LENGTH_16, LENGTH_64, KEY],
    ...[TEXT, CONTINUE, CLOSE_CODE, CLOSE_REASON, PING, PONG],
  ],
  dissect,
  messageLength,
};
