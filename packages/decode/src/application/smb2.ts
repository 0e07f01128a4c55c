/**
 * SMB 2 and 3, MS-SMB2 §2.2: the header, and the walk through messages chained in one frame.
 *
 * Numbers stand with their least significant octet first.
 */

import type { Packet } from "../packet.ts";
import type { Conversation } from "../stream/conversation.ts";
import { hex } from "../text.ts";
import type { Tree } from "../tree.ts";
import { startsWith } from "./ascii.ts";
import { ntStatusText } from "./nt-status.ts";
import { addCommand } from "./smb2-commands.ts";
import * as fields from "./smb2-fields.ts";
import type { Smb2Message } from "./smb2-message.ts";
import { smb2Session } from "./smb2-session.ts";
import { COMMANDS, Command } from "./smb2-values.ts";

const HEADER_LEN = 64;
const TRANSFORM_LEN = 52;
/** Messages of one chain that are shown. */
const MAX_CHAIN = 64;
const RESPONSE = 0x01;
const ASYNC = 0x02;

/** Whether a message, an encrypted one, or a compressed one of SMB 2 or 3 stands at `off`. */
export function isSmb2(view: DataView, off: number, end: number): boolean {
  return (
    startsWith(view, off, end, "\xfeSMB") ||
    startsWith(view, off, end, "\xfdSMB") ||
    startsWith(view, off, end, "\xfcSMB")
  );
}

const TITLE = "SMB2 (Server Message Block Protocol version 2)";

/** Appends a layer for every message in `[start, end)`. */
export function dissectSmb2(
  packet: Packet,
  tree: Tree,
  start: number,
  end: number,
  conversation: Conversation,
): void {
  const { view } = packet;
  if (!startsWith(view, start, end, "\xfeSMB")) {
    dissectTransform(tree, start, end);
    return;
  }
  if (end - start < HEADER_LEN) {
    tree.layer("smb2", TITLE, start, end);
    tree.show("SMB2", "");
    return;
  }
  const info: string[] = [];
  const shown = tree.shown;
  let off = start;
  for (let count = 0; count < MAX_CHAIN && startsWith(view, off, end, "\xfeSMB"); count += 1) {
    if (end - off < HEADER_LEN) break;
    const next = view.getUint32(off + 20, true);
    const stop = next >= HEADER_LEN ? Math.min(end, off + next) : end;
    const names = tree.protocols.length;
    info.push(dissectMessage(packet, tree, off, stop, conversation));
    /* Messages of one chain are one step of the frame's protocols. */
    if (count > 0) tree.protocols.splice(names, 1);
    if (stop === end) break;
    off = stop;
  }
  const said = info.join(";");
  if (said !== "" && tree.shown === shown) tree.show("SMB2", said);
}

/** Encrypted (MS-SMB2 §2.2.41) and compressed messages (§2.2.42) are named and not opened. */
function dissectTransform(tree: Tree, start: number, end: number): void {
  const encrypted = tree.view.getUint8(start) === 0xfd;
  tree.layer("smb2", TITLE, start, end);
  if (encrypted && end - start >= TRANSFORM_LEN) {
    tree.add(fields.SIGNATURE, start + 4, 16);
    tree.add(fields.SESSION_ID, start + 44);
  }
  tree.show("SMB2", encrypted ? "Encrypted SMB3" : "Compressed SMB3");
}

/** @returns what the Info column says of it */
function dissectMessage(
  packet: Packet,
  tree: Tree,
  start: number,
  end: number,
  conversation: Conversation,
): string {
  const { view } = packet;
  const flags = view.getUint32(start + 16, true);
  const isResponse = (flags & RESPONSE) !== 0;
  const isAsync = (flags & ASYNC) !== 0;
  const command = view.getUint16(start + 12, true);
  const status = view.getUint32(start + 8, true);
  const messageId = view.getBigUint64(start + 24, true);
  const session = smb2Session(conversation);
  tree.layer("smb2", TITLE, start, end);
  addHeader(tree, start, isResponse, isAsync);
  const request = isResponse
    ? session.requests.get(messageId)
    : { command, frame: packet.number, name: "", fileId: "", level: 0 };
  if (!isResponse && request !== undefined) session.rememberRequest(messageId, request);
  if (isResponse && request !== undefined) {
    tree.value(fields.RESPONSE_TO, request.frame, start, start);
  }
  const name = messageName(view, start, command, isResponse);
  const failed = isResponse && status !== 0 ? `, Error: ${ntStatusText(status)}` : "";
  tree.summarize(name);
  const treeId = isAsync ? 0 : view.getUint32(start + 36, true);
  const message: Smb2Message = {
    ...{ packet, tree, conversation, session, start, end, command, isResponse, treeId },
    body: start + HEADER_LEN,
    request: request?.command === command ? request : undefined,
  };
  return `${name}${failed}${addCommand(message)}`;
}

/** `Create Request`; breaks of leases and oplocks are told apart by their size (MS-SMB2 §2.2.23 to §2.2.25). */
function messageName(view: DataView, start: number, command: number, isResponse: boolean): string {
  const name = COMMANDS[command] ?? `unknown-0x${hex(command, 2)}`;
  const body = start + HEADER_LEN;
  if (command !== Command.Break || body + 2 > view.byteLength) {
    return `${name} ${isResponse ? "Response" : "Request"}`;
  }
  switch (view.getUint16(body, true)) {
    case 44:
      return "Lease Break Notification";
    case 36:
      return isResponse ? "Lease Break Response" : "Lease Break Acknowledgment";
    default:
      return `${name} ${isResponse ? "Response" : "Request"}`;
  }
}

function addHeader(tree: Tree, start: number, isResponse: boolean, isAsync: boolean): void {
  tree.add(fields.HEADER_LENGTH, start + 4);
  tree.add(fields.CREDIT_CHARGE, start + 6);
  if (isResponse) tree.add(fields.STATUS, start + 8);
  else tree.add(fields.CHANNEL_SEQUENCE, start + 8);
  tree.add(fields.COMMAND, start + 12);
  tree.add(isResponse ? fields.CREDITS_GRANTED : fields.CREDITS_REQUESTED, start + 14);
  tree.inside(tree.add(fields.FLAGS, start + 16), () => {
    for (const bit of fields.FLAG_BITS) tree.add(bit, start + 16);
  });
  tree.add(fields.CHAIN_OFFSET, start + 20);
  tree.add(fields.MESSAGE_ID, start + 24);
  if (isAsync) tree.add(fields.ASYNC_ID, start + 32);
  else {
    tree.add(fields.PROCESS_ID, start + 32);
    tree.add(fields.TREE_ID, start + 36);
  }
  tree.add(fields.SESSION_ID, start + 40);
  tree.add(fields.SIGNATURE, start + 48, 16);
}
