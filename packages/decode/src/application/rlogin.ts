/** Rlogin, RFC 1282: the names at the start, window sizes, and the session's characters. */

import { defineField } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Conversation } from "../stream/conversation.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { indexOfOctet } from "./ascii.ts";
import { readAscii } from "./name-text.ts";
import { isFromClient } from "./side.ts";

const RLOGIN = defineField("rlogin", "protocol", "Rlogin Protocol");
const CLIENT_USER = defineField("rlogin.client_user_name", "string", "Client-user-name");
const SERVER_USER = defineField("rlogin.server_user_name", "string", "Server-user-name");
const TERMINAL = defineField("rlogin.terminal_type", "string", "Terminal-type");
const STARTUP = defineField("rlogin.client_startup_flag", "uint8", "Client startup flag", {
  hex: true,
});
const COOKIE = defineField("rlogin.magic_cookie", "uint16", "Magic Cookie", { hex: true });
const ROWS = defineField("rlogin.window_size.rows", "uint16", "Rows");
const COLUMNS = defineField("rlogin.window_size.cols", "uint16", "Columns");
const X_PIXELS = defineField("rlogin.window_size.x_pixels", "uint16", "X Pixels");
const Y_PIXELS = defineField("rlogin.window_size.y_pixels", "uint16", "Y Pixels");
const DATA = defineField("rlogin.data", "string", "Data");

const PORTS = [513];

/** Two octets of ones, then `ss`, in front of a window size (RFC 1282 §3). */
const WINDOW_COOKIE = 0xffff;
const WINDOW_LEN = 12;
const WINDOW_MARK = 0x7373;

/** Octets of the session that the packet list shows. */
const MAX_INFO = 128;

interface RloginMemory {
  hasStarted: boolean;
}

function dissect(packet: Packet, tree: Tree, conversation: Conversation): void {
  const { view, payloadStart: start, payloadEnd: end } = packet;
  const memory = conversation.recall(Protocol.Rlogin, (): RloginMemory => ({ hasStarted: false }));
  tree.layer("rlogin", RLOGIN.description, start, end);
  if (isFromClient(packet, conversation, PORTS)) {
    const isStart = !memory.hasStarted && view.getUint8(start) === 0;
    memory.hasStarted = true;
    if (isStart) {
      addStart(tree, start, end);
      return;
    }
    if (isWindow(view, start, end)) {
      addWindow(tree, start);
      tree.show("Rlogin", "Control Message (Window size)");
      return;
    }
  }
  const text = readAscii(view, start, Math.min(end, start + MAX_INFO));
  tree.value(DATA, readAscii(view, start, end), start, end);
  tree.summarize(`Data: ${text}`);
  tree.show("Rlogin", `Data: ${text}`);
}

function isWindow(view: DataView, start: number, end: number): boolean {
  return (
    end - start >= WINDOW_LEN &&
    view.getUint16(start) === WINDOW_COOKIE &&
    view.getUint16(start + 2) === WINDOW_MARK
  );
}

function addWindow(tree: Tree, start: number): void {
  tree.add(COOKIE, start);
  tree.add(ROWS, start + 4);
  tree.add(COLUMNS, start + 6);
  tree.add(X_PIXELS, start + 8);
  tree.add(Y_PIXELS, start + 10);
}

/** A zero octet, then three strings that end with one (RFC 1282 §2). */
function addStart(tree: Tree, start: number, end: number): void {
  const { view } = tree;
  tree.add(STARTUP, start);
  let off = start + 1;
  const names: string[] = [];
  for (const spec of [CLIENT_USER, SERVER_USER, TERMINAL]) {
    if (off >= end) break;
    const stop = indexOfOctet(view, off, end, 0);
    const text = readAscii(view, off, stop);
    names.push(text);
    tree.value(spec, text, off, stop);
    off = stop + 1;
  }
  const info = names.length === 0 ? "Start Handshake" : `User name: ${names[0]}, ${names[1] ?? ""}`;
  tree.summarize(info);
  tree.show("Rlogin", info);
}

export const RLOGIN_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Rlogin],
  tcpPorts: PORTS,
  fields: [
    ...[RLOGIN, CLIENT_USER, SERVER_USER, TERMINAL, STARTUP, COOKIE],
    ...[ROWS, COLUMNS, X_PIXELS, Y_PIXELS, DATA],
  ],
  dissect,
};
