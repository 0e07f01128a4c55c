/**
 * SMB 1, MS-CIFS §2.2.3 and MS-SMB: the header, and the walk through commands that are batched behind it (AndX).
 *
 * Numbers stand with their least significant octet first.
 */

import type { Packet } from "../packet.ts";
import type { Conversation } from "../stream/conversation.ts";
import { hex } from "../text.ts";
import type { Tree } from "../tree.ts";
import { startsWith } from "./ascii.ts";
import { ntStatusName } from "./nt-status.ts";
import { addSmbCommand, type SmbBlock } from "./smb-commands.ts";
import * as fields from "./smb-fields.ts";
import { smbSession } from "./smb-session.ts";
import { COMMANDS } from "./smb-values.ts";

const HEADER_LEN = 32;
/** Commands of one batch that are shown. */
const MAX_BATCH = 16;
const RESPONSE = 0x80;
const NT_STATUS = 0x4000;
const UNICODE = 0x8000;
const NO_COMMAND = 0xff;

/** Commands that name the next one in their first two words, MS-CIFS §2.2.3.4. */
const BATCHED: ReadonlySet<number> = new Set([0x24, 0x2d, 0x2e, 0x2f, 0x73, 0x74, 0x75, 0xa2]);

/** Whether a message of SMB 1 stands at `off`. */
export function isSmb(view: DataView, off: number, end: number): boolean {
  return startsWith(view, off, end, "\xffSMB");
}

/** Appends the layer of the message `[start, end)`, which {@link isSmb} accepted, and what it carries. */
export function dissectSmb(
  packet: Packet,
  tree: Tree,
  start: number,
  end: number,
  conversation: Conversation,
): void {
  const { view } = packet;
  tree.layer("smb", fields.SMB.description, start, end);
  if (end - start < HEADER_LEN) return;
  const command = view.getUint8(start + 4);
  const isResponse = (view.getUint8(start + 9) & RESPONSE) !== 0;
  const flags2 = view.getUint16(start + 10, true);
  addHeader(tree, start, flags2);
  const session = smbSession(conversation);
  const key = view.getUint16(start + 26, true) * 0x1_0000 + view.getUint16(start + 30, true);
  if (!isResponse) {
    session.remember(key, { frame: packet.number, command, fileId: -1, transaction: -1 });
  }
  const request = session.request(key);
  if (isResponse && request !== undefined) {
    tree.value(fields.RESPONSE_TO, request.frame, start, start);
  }
  const name = COMMANDS[command] ?? `unknown-0x${hex(command, 2)}`;
  tree.summarize(`${name} ${isResponse ? "Response" : "Request"}`);
  const shown = tree.shown;
  const block: SmbBlock = {
    ...{ packet, tree, session, start, end, isResponse },
    request: request?.command === command ? request : undefined,
    isUnicode: (flags2 & UNICODE) !== 0,
    status: view.getUint32(start + 5, true),
  };
  const parts = addCommands(block, command);
  if (tree.shown !== shown) return;
  const failure = isResponse ? errorText(view, start, flags2) : "";
  const first = `${name} ${isResponse ? "Response" : "Request"}${parts[0] ?? ""}`;
  tree.show("SMB", [first, ...parts.slice(1)].join("; ") + failure);
}

/** @returns what the Info column says of each command of the batch */
function addCommands(block: SmbBlock, firstCommand: number): string[] {
  const { tree, start, end } = block;
  const { view } = tree;
  const parts: string[] = [];
  let command = firstCommand;
  let off = start + HEADER_LEN;
  for (let count = 0; count < MAX_BATCH; count += 1) {
    if (off + 3 > end) return parts;
    const words = off + 1;
    const bytes = words + 2 * view.getUint8(off) + 2;
    tree.add(fields.WORD_COUNT, off);
    if (bytes > end) return parts;
    const bytesEnd = Math.min(end, bytes + view.getUint16(bytes - 2, true));
    const place = { words, wordCount: view.getUint8(off), bytes, bytesEnd };
    tree.add(fields.BYTE_COUNT, bytes - 2);
    const said = addSmbCommand(block, command, place);
    parts.push(count === 0 ? said : `${COMMANDS[command] ?? hex(command, 2)}${said}`);
    if (!BATCHED.has(command) || place.wordCount < 2) return parts;
    const next = start + view.getUint16(words + 2, true);
    command = view.getUint8(words);
    tree.add(fields.NEXT_OFFSET, words + 2);
    if (command === NO_COMMAND || next < bytes) return parts;
    off = next;
  }
  return parts;
}

function addHeader(tree: Tree, start: number, flags2: number): void {
  tree.add(fields.COMMAND, start + 4);
  if ((flags2 & NT_STATUS) !== 0) tree.add(fields.STATUS, start + 5);
  else {
    tree.add(fields.ERROR_CLASS, start + 5);
    tree.add(fields.ERROR_CODE, start + 7);
  }
  tree.inside(tree.add(fields.FLAGS, start + 9), () => {
    for (const bit of fields.FLAG_BITS) tree.add(bit, start + 9);
  });
  tree.inside(tree.add(fields.FLAGS2, start + 10), () => {
    for (const bit of fields.FLAG2_BITS) tree.add(bit, start + 10);
  });
  tree.add(fields.PROCESS_HIGH, start + 12);
  tree.add(fields.SIGNATURE, start + 14, 8);
  tree.add(fields.RESERVED, start + 22, 2);
  tree.add(fields.TREE_ID, start + 24);
  tree.add(fields.PROCESS_ID, start + 26);
  tree.add(fields.USER_ID, start + 28);
  tree.add(fields.MULTIPLEX_ID, start + 30);
}

/** `, Error: STATUS_ACCESS_DENIED`; DOS errors by class and code. */
function errorText(view: DataView, start: number, flags2: number): string {
  const status = view.getUint32(start + 5, true);
  if (status === 0) return "";
  if ((flags2 & NT_STATUS) !== 0) {
    return `, Error: ${ntStatusName(status) ?? `0x${hex(status, 8)}`}`;
  }
  return `, Error: class ${view.getUint8(start + 5)} code ${view.getUint16(start + 7, true)}`;
}
