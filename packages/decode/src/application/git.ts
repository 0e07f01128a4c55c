/** Git's smart protocol over TCP (gitprotocol-common, gitprotocol-pack): lines behind their length in four digits. */

import { FieldCursor } from "../field-cursor.ts";
import { FieldList } from "../field-list.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { startsWith } from "./ascii.ts";
import { readAscii } from "./name-text.ts";

const LENGTH_LEN = 4;
/** Lengths below that of the digits themselves: a flush, a delimiter and the end of a response. */
const SPECIAL = { 0: "Flush", 1: "Delimiter", 2: "Response end" } as const;
/** What the first octet of a line says of the rest, where both ends multiplex. */
const SIDEBANDS = { 1: "Git packfile data", 2: "Git progress data", 3: "Git error data" } as const;
const REQUESTS = ["git-upload-pack ", "git-receive-pack ", "git-upload-archive "];

const list = new FieldList();
const GIT = list.define("git", "protocol", "Git Smart Protocol");
const LENGTH = list.define("git.length", "uint16", "Packet length", { hex: true });
const TYPE = list.define("git.packet_type", "uint8", "Git Packet Type", { values: SPECIAL });
const SIDEBAND = list.define("git.sideband_control_code", "uint8", "Sideband control code", {
  hex: true,
  values: SIDEBANDS,
});
const DATA = list.define("git.data", "bytes", "Packet data");

/** The length of the line at `off`, digits included; -1 where there are no digits. */
function lineLength(view: DataView, off: number, end: number): number {
  if (end - off < LENGTH_LEN) return -1;
  const digits = readAscii(view, off, off + LENGTH_LEN);
  return /^[0-9a-f]{4}$/i.test(digits) ? Number.parseInt(digits, 16) : -1;
}

function isLine(length: number): boolean {
  return length >= LENGTH_LEN || (length >= 0 && length in SPECIAL);
}

/** A line that asks for a service. */
function matches(view: DataView, off: number, end: number): boolean {
  for (let i = 0; i < REQUESTS.length; i += 1) {
    if (startsWith(view, off + LENGTH_LEN, end, REQUESTS[i]!)) {
      return lineLength(view, off, end) >= LENGTH_LEN;
    }
  }
  return false;
}

function messageLength(view: DataView, off: number, end: number): number {
  if (end - off < LENGTH_LEN) return 0;
  const length = lineLength(view, off, end);
  return isLine(length) ? Math.max(LENGTH_LEN, length) : end - off;
}

function dissect(packet: Packet, tree: Tree): void {
  const { view, payloadStart: start, payloadEnd: end } = packet;
  const length = lineLength(view, start, end);
  if (!isLine(length)) return;
  tree.layer("git", GIT.description, start, end);
  const cursor = new FieldCursor(tree, start + LENGTH_LEN, end);
  if (length < LENGTH_LEN) tree.value(TYPE, length, start, start + LENGTH_LEN);
  else {
    tree.value(LENGTH, length, start, start + LENGTH_LEN);
    if (cursor.peek() in SIDEBANDS) cursor.add(SIDEBAND);
    if (cursor.left > 0) cursor.add(DATA, cursor.left);
  }
  tree.shown = { protocol: "Git", info: GIT.description };
}

export const GIT_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Git],
  tcpPorts: [9418],
  stream: {
    firstOctets: [..."0123456789abcdefABCDEF"].map((digit) => digit.charCodeAt(0)),
    matches,
  },
  fields: list.specs,
  dissect,
  messageLength,
};
