/** Handshake messages of Google's QUIC ("QUIC Crypto", 2016): a tag, and tagged values. */

import { gquicHeader, HASH_LEN, isOpening, skippedFrame, streamFrame } from "./gquic.ts";
import { MAX_NAME_LENGTH, readText } from "./name-text.ts";

const HEADER_LEN = 8;
const ENTRY_LEN = 8;

/** Values of one message that are read. */
const MAX_VALUES = 128;

export const MessageTag = {
  ClientHello: 0x43484c4f,
  ServerHello: 0x53484c4f,
  Rejection: 0x52454a00,
} as const;

const SERVER_NAME = 0x534e4900;

const CONNECTION_CLOSE = 0x02;

/** Frames of one packet that are read. */
const MAX_FRAMES = 32;

/** As the packet list names the message; undefined for octets that are none. */
export function messageName(view: DataView, at: number, end: number): string | undefined {
  if (at + HEADER_LEN > end) return undefined;
  switch (view.getUint32(at)) {
    case MessageTag.ClientHello:
      return "Client Hello";
    case MessageTag.ServerHello:
      return "Server Hello";
    case MessageTag.Rejection:
      return "Rejection";
    default:
      return undefined;
  }
}

/** Calls `visit` with the tag and the octets `[start, valueEnd)` of each value that is whole. */
export function eachValue(
  view: DataView,
  message: number,
  end: number,
  visit: (tag: number, start: number, valueEnd: number) => void,
): void {
  const count = Math.min(MAX_VALUES, view.getUint16(message + 4, true));
  const values = message + HEADER_LEN + count * ENTRY_LEN;
  let from = 0;
  for (let i = 0; i < count; i += 1) {
    const entry = message + HEADER_LEN + i * ENTRY_LEN;
    if (entry + ENTRY_LEN > end) return;
    const until = view.getUint32(entry + 4, true);
    if (until < from || values + until > end) return;
    visit(view.getUint32(entry), values + from, values + until);
    from = until;
  }
}

/** The server name in the Client Hello at `message`. */
export function serverNameOfChlo(view: DataView, message: number, end: number): string | undefined {
  if (messageName(view, message, end) !== "Client Hello") return undefined;
  let name: string | undefined;
  eachValue(view, message, end, (tag, start, valueEnd) => {
    if (tag !== SERVER_NAME || valueEnd === start) return;
    name = readText(view, start, Math.min(valueEnd, start + MAX_NAME_LENGTH));
  });
  return name;
}

/** Where a handshake message lies, and what the packet list calls it. */
export interface FoundMessage {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** The handshake message, or the close, among the frames `[start, end)`, if these are in the clear. */
export function findMessage(view: DataView, start: number, end: number): FoundMessage | undefined {
  let at = start;
  for (let count = 0; count < MAX_FRAMES && at < end; count += 1) {
    if (view.getUint8(at) === CONNECTION_CLOSE && isPlainClose(view, at, end)) {
      return { name: "Connection Close", start: end, end };
    }
    const frame = streamFrame(view, at, end);
    if (frame !== undefined) {
      const name = messageName(view, frame.start, frame.end);
      return name === undefined ? undefined : { name, start: frame.start, end: frame.end };
    }
    const skipped = skippedFrame(view, at, end);
    if (skipped === 0) return undefined;
    at += skipped;
  }
  return undefined;
}

/** An error code below a hundred or so, and a reason that fills the packet. */
function isPlainClose(view: DataView, at: number, end: number): boolean {
  if (at + 7 > end) return false;
  const reason = view.getUint16(at + 5);
  const swapped = view.getUint16(at + 5, true);
  return at + 7 + reason === end || at + 7 + swapped === end;
}

/** The server name in the first packet of a client. */
export function gquicServerName(view: DataView, off: number, end: number): string | undefined {
  if (!isOpening(view, off, end)) return undefined;
  const header = gquicHeader(view, off, end, false, 0);
  if (header === undefined) return undefined;
  const found = findMessage(view, header.body + HASH_LEN, end);
  return found && serverNameOfChlo(view, found.start, found.end);
}
