/** Handshake messages of Google's QUIC ("QUIC Crypto", 2016): a tag, and tagged values. */

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
