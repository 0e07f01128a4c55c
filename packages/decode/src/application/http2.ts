/**
 * HTTP/2 in clear, RFC 9113: by prior knowledge of the preface, or behind an upgrade to `h2c`.
 *
 * All frames of a payload share a layer; bodies follow it, each when its stream ends.
 */

import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Conversation } from "../stream/conversation.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { startsWith } from "./ascii.ts";
import type { HpackHeader } from "./hpack.ts";
import { STATUS_NAMES } from "./http-status.ts";
import * as fields from "./http2-fields.ts";
import { type Http2Side, http2Side } from "./http2-memory.ts";
import { dissectBody } from "./media-body.ts";
import { parseMediaType } from "./media-type.ts";
import { multipartReader } from "./multipart.ts";

const PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
const FRAME_HEADER_LEN = 9;

/** Largest frame that is waited for; peers allow 16 KiB unless they say otherwise (RFC 9113 §4.2). */
const MAX_FRAME = 262_144;
/** Frames of one payload that are read. */
const MAX_FRAMES = 256;
/** Settings of one frame that are shown. */
const MAX_SETTINGS = 64;

const FrameType = {
  Data: 0,
  Headers: 1,
  Priority: 2,
  ResetStream: 3,
  Settings: 4,
  PushPromise: 5,
  Ping: 6,
  GoAway: 7,
  WindowUpdate: 8,
  Continuation: 9,
} as const;

const END_STREAM = 0x01;
const END_HEADERS = 0x04;
const PADDED = 0x08;
const PRIORITY = 0x20;

interface Frame {
  readonly type: number;
  readonly flags: number;
  readonly stream: number;
  readonly start: number;
  readonly end: number;
}

interface Body {
  readonly type: string;
  readonly octets: Uint8Array;
  /** Place of its frame among the texts of the packet list. */
  readonly index: number;
}

/** All the whole frames at `off`; 0 where the first has not come whole. */
function messageLength(view: DataView, off: number, end: number): number {
  let at = off;
  for (let count = 0; at < end && count < MAX_FRAMES; count += 1) {
    const length = frameLength(view, at, end);
    if (length > MAX_FRAME) return end - off;
    if (length === 0 || at + length > end) break;
    at += length;
  }
  return at - off;
}

/** Octets of the frame or preface at `off`; 0 where that can't be told yet. */
function frameLength(view: DataView, off: number, end: number): number {
  if (startsPreface(view, off, end)) return PREFACE.length;
  if (end - off < FRAME_HEADER_LEN) return 0;
  return FRAME_HEADER_LEN + view.getUint16(off) * 256 + view.getUint8(off + 2);
}

function startsPreface(view: DataView, off: number, end: number): boolean {
  return startsWith(view, off, end, PREFACE.slice(0, Math.min(PREFACE.length, end - off)));
}

function dissect(packet: Packet, tree: Tree, conversation: Conversation): void {
  const { view, payloadStart: start, payloadEnd: end } = packet;
  const side = http2Side(conversation, packet);
  const said: string[] = [];
  const bodies: Body[] = [];
  tree.mention("http");
  tree.layer("http2", fields.HTTP2.description, start, end);
  let off = start;
  for (let count = 0; off < end && count < MAX_FRAMES; count += 1) {
    const length = frameLength(view, off, end);
    if (length === 0) break;
    const stop = Math.min(end, off + length);
    if (startsPreface(view, off, end)) {
      tree.add(fields.MAGIC, off, stop - off);
      said.push("Magic");
    } else {
      addFrame(tree, off, stop, side, said, bodies);
    }
    off = stop;
  }
  tree.summarize(said.join(", "));
  for (const { type, octets, index } of bodies) {
    tree.reassembled("Reassembled body", octets, () => {
      const media = parseMediaType(type);
      const readers = { multipart: multipartReader() };
      said[index] += dissectBody(tree, media, 0, octets.length, readers).info;
    });
  }
  const before = tree.shown?.protocol.startsWith("HTTP") === true ? `${tree.shown.info}, ` : "";
  tree.shown = { protocol: "HTTP2", info: before + said.join(", ") };
}

function addFrame(
  tree: Tree,
  off: number,
  end: number,
  side: Http2Side,
  said: string[],
  bodies: Body[],
): void {
  const { view } = tree;
  const type = view.getUint8(off + 3);
  const stream = view.getUint32(off + 5) & 0x7fff_ffff;
  const frame: Frame = {
    type,
    flags: view.getUint8(off + 4),
    stream,
    start: off + FRAME_HEADER_LEN,
    end,
  };
  const name = fields.FRAME_TYPES[type] ?? `Unknown type (${type})`;
  const group = tree.group(fields.STREAM, off, end, `${name}, Stream ID: ${stream}`);
  const index = said.push(`${name}[${stream}]`) - 1;
  tree.inside(group, () => {
    tree.add(fields.LENGTH, off, 3);
    tree.add(fields.TYPE, off + 3);
    tree.inside(tree.add(fields.FLAGS, off + 4), () => addFlags(tree, type, off + 4));
    tree.add(fields.STREAM_ID, off + 5);
    said[index] += addPayload(tree, frame, side, bodies, index);
  });
}

function addFlags(tree: Tree, type: number, off: number): void {
  switch (type) {
    case FrameType.Data:
      tree.add(fields.PADDED, off);
      tree.add(fields.END_STREAM, off);
      return;
    case FrameType.Headers:
      tree.add(fields.PRIORITY, off);
      tree.add(fields.PADDED, off);
      tree.add(fields.END_HEADERS, off);
      tree.add(fields.END_STREAM, off);
      return;
    case FrameType.Continuation:
      tree.add(fields.END_HEADERS, off);
      return;
    case FrameType.Settings:
      tree.add(fields.SETTINGS_ACK, off);
      return;
    case FrameType.Ping:
      tree.add(fields.PING_ACK, off);
      return;
    default:
      return;
  }
}

/** @returns what the packet list adds to the frame's name */
function addPayload(
  tree: Tree,
  frame: Frame,
  side: Http2Side,
  bodies: Body[],
  index: number,
): string {
  const { start, end, stream } = frame;
  switch (frame.type) {
    case FrameType.Data:
      addData(tree, frame, side, bodies, index);
      return "";
    case FrameType.Headers:
    case FrameType.Continuation:
      return addHeaderBlock(tree, frame, side);
    case FrameType.Settings:
      addSettings(tree, start, end);
      return "";
    case FrameType.ResetStream:
      side.close(stream);
      tree.add(fields.RESET_ERROR, start, Math.min(4, end - start));
      return "";
    case FrameType.Ping:
      tree.add(fields.PING, start, end - start);
      return "";
    case FrameType.GoAway:
      if (end - start < 8) return "";
      tree.add(fields.GOAWAY_STREAM, start);
      tree.add(fields.GOAWAY_ERROR, start + 4);
      return "";
    case FrameType.WindowUpdate:
      if (end - start >= 4) tree.add(fields.WINDOW, start);
      return "";
    default:
      return "";
  }
}

/** The payload without its padding (RFC 9113 §6.1). */
function unpadded(view: DataView, { flags, start, end }: Frame): { start: number; end: number } {
  if ((flags & PADDED) === 0 || start >= end) return { start, end };
  const stop = end - view.getUint8(start);
  return { start: start + 1, end: Math.max(start + 1, stop) };
}

function addData(tree: Tree, frame: Frame, side: Http2Side, bodies: Body[], index: number): void {
  const { start, end } = unpadded(tree.view, frame);
  tree.add(fields.DATA, start, end - start);
  const body = side.body(frame.stream);
  body?.octets.add(tree.view, start, end);
  if (body === undefined || (frame.flags & END_STREAM) === 0) return;
  const octets = body.octets.take();
  if (octets.length > 0) bodies.push({ type: body.type, octets, index });
  side.close(frame.stream);
}

function addHeaderBlock(tree: Tree, frame: Frame, side: Http2Side): string {
  const { view } = tree;
  const isFirst = frame.type === FrameType.Headers;
  const place = isFirst ? unpadded(view, frame) : frame;
  const skipped = isFirst && (frame.flags & PRIORITY) !== 0 ? 5 : 0;
  const start = Math.min(place.end, place.start + skipped);
  tree.add(fields.HEADER_BLOCK, start, place.end - start);
  if (isFirst) side.block.take();
  side.block.add(view, start, place.end);
  if ((frame.flags & END_HEADERS) === 0) return "";
  const block = side.block.take();
  const headers = side.headers.decode(
    new DataView(block.buffer, block.byteOffset, block.length),
    0,
    block.length,
  );
  return addHeaders(tree, headers, frame, side, start, place.end);
}

function addHeaders(
  tree: Tree,
  headers: readonly HpackHeader[],
  frame: Frame,
  side: Http2Side,
  start: number,
  end: number,
): string {
  const values = new Map(headers.map(({ name, value }) => [name, value]));
  tree.value(fields.HEADER_COUNT, headers.length, start, end);
  for (const { name, value } of headers) {
    tree.inside(tree.value(fields.HEADER_NAME, name, start, end), () => {
      tree.value(fields.HEADER_VALUE, value, start, end);
      addKnown(tree, name, value, start, end);
    });
  }
  if ((frame.flags & END_STREAM) === 0) {
    side.expect(
      frame.stream,
      values.get("content-encoding") === undefined ? (values.get("content-type") ?? "") : "",
    );
  }
  const status = values.get(":status");
  if (status !== undefined) return `: ${status} ${STATUS_NAMES[Number(status)] ?? ""}`.trimEnd();
  const method = values.get(":method");
  if (method === undefined) return "";
  const path = values.get(":path") ?? "";
  const host = values.get(":authority");
  if (host !== undefined) {
    tree.value(fields.FULL_URI, `${values.get(":scheme") ?? "http"}://${host}${path}`, start, end);
  }
  return `: ${method} ${path}`;
}

function addKnown(tree: Tree, name: string, value: string, start: number, end: number): void {
  const spec = fields.HEADERS.get(name);
  if (spec !== undefined) tree.value(spec, value, start, end);
  if (!/^\d{1,15}$/.test(value)) return;
  if (name === ":status") tree.value(fields.STATUS, Number(value), start, end);
  if (name === "content-length") tree.value(fields.CONTENT_LENGTH, Number(value), start, end);
}

function addSettings(tree: Tree, start: number, end: number): void {
  const { view } = tree;
  for (let at = start, count = 0; at + 6 <= end && count < MAX_SETTINGS; at += 6, count += 1) {
    const spec = fields.SETTINGS[view.getUint16(at)] ?? fields.UNKNOWN_SETTING;
    const value = at + 2;
    tree.inside(tree.add(fields.SETTING_ID, at), () => tree.add(spec, value));
  }
}

export const HTTP2_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Http2],
  stream: {
    firstOctets: [0x50],
    matches: (view, off, end) => startsWith(view, off, end, PREFACE),
  },
  fields: fields.FIELDS,
  dissect,
  messageLength,
};
