/** Parameters and data of SMB 1's commands, MS-CIFS §2.2.4 and MS-SMB §2.2.4. */

import type { FieldSpec } from "../field.ts";
import type { Packet } from "../packet.ts";
import { hex } from "../text.ts";
import type { Tree } from "../tree.ts";
import { indexOfOctet } from "./ascii.ts";
import { dissectDcerpc, isDcerpc } from "./dcerpc.ts";
import { dissectGssApi } from "./gss-api.ts";
import { readText } from "./name-text.ts";
import * as fields from "./smb-fields.ts";
import type { SmbRequest, SmbSession } from "./smb-session.ts";
import { TRANSACTIONS } from "./smb-values.ts";
import { readUtf16, utf16End } from "./utf16.ts";

/** One message, as the readers of its commands see it. */
export interface SmbBlock {
  readonly packet: Packet;
  readonly tree: Tree;
  readonly session: SmbSession;
  /** Offset of the header; offsets within messages count from here. */
  readonly start: number;
  readonly end: number;
  readonly isResponse: boolean;
  readonly isUnicode: boolean;
  readonly status: number;
  /** This request, or the one that is answered where it was seen. */
  readonly request: SmbRequest | undefined;
}

/** Where one command's parameter words and data bytes lie; all of the words were captured. */
export interface SmbPlace {
  readonly words: number;
  readonly wordCount: number;
  readonly bytes: number;
  readonly bytesEnd: number;
}

const Command = {
  Close: 0x04,
  LockingAndX: 0x24,
  Transaction: 0x25,
  OpenAndX: 0x2d,
  ReadAndX: 0x2e,
  WriteAndX: 0x2f,
  Transaction2: 0x32,
  Negotiate: 0x72,
  SessionSetup: 0x73,
  TreeConnect: 0x75,
  NtCreate: 0xa2,
} as const;

/** Dialects of one negotiation that are shown. */
const MAX_DIALECTS = 16;
/** Longest name that is read, in octets. */
const MAX_NAME = 2048;

/** @returns what the Info column says behind the command's name */
export function addSmbCommand(block: SmbBlock, command: number, place: SmbPlace): string {
  const { isResponse } = block;
  switch (command) {
    case Command.Negotiate:
      return isResponse ? addNegotiated(block, place) : addNegotiation(block, place);
    case Command.SessionSetup:
      return isResponse ? addSessionAnswer(block, place) : addSession(block, place);
    case Command.TreeConnect:
      return isResponse ? "" : addTree(block, place);
    case Command.NtCreate:
      return isResponse ? addFile(block, place, 5) : addNtCreate(block, place);
    case Command.OpenAndX:
      return isResponse ? addFile(block, place, 4) : addPath(block, place.bytes, place.bytesEnd);
    case Command.Close:
      return isResponse ? repeatFile(block, place) : addFile(block, place, 0);
    case Command.LockingAndX:
      return isResponse ? repeatFile(block, place) : addFile(block, place, 4);
    case Command.ReadAndX:
      return isResponse ? addReadAnswer(block, place) : addRead(block, place);
    case Command.WriteAndX:
      return isResponse ? addWritten(block, place) : addWrite(block, place);
    case Command.Transaction:
      return isResponse ? addTransactionAnswer(block, place) : addTransaction(block, place);
    case Command.Transaction2:
      return addTransaction2(block, place);
    default:
      return "";
  }
}

function addNegotiation({ tree }: SmbBlock, { bytes, bytesEnd }: SmbPlace): string {
  let off = bytes;
  for (let count = 0; off + 1 < bytesEnd && count < MAX_DIALECTS; count += 1) {
    const stop = indexOfOctet(tree.view, off + 1, bytesEnd, 0);
    tree.add(fields.DIALECT, off + 1, stop - off - 1);
    off = stop + 1;
  }
  return "";
}

function addNegotiated(block: SmbBlock, { words, wordCount, bytes, bytesEnd }: SmbPlace): string {
  const { tree, packet } = block;
  if (wordCount >= 1) tree.add(fields.DIALECT_INDEX, words);
  if (wordCount < 17) return "";
  const isExtended = (tree.view.getUint32(words + 19, true) & 0x8000_0000) !== 0;
  const blob = bytes + 16;
  if (isExtended && blob < bytesEnd) {
    tree.add(fields.SECURITY_BLOB, blob, bytesEnd - blob);
    dissectGssApi(packet, tree, blob, bytesEnd);
  }
  return "";
}

function addSession(block: SmbBlock, place: SmbPlace): string {
  const { tree, packet } = block;
  const { view } = tree;
  const { words, wordCount, bytes, bytesEnd } = place;
  if (wordCount === 12) {
    const length = view.getUint16(words + 14, true);
    const stop = bytes + length;
    if (stop > bytesEnd) return "";
    const said = length > 0 ? addBlob(block, bytes, stop) : "";
    addStrings(block, stop, bytesEnd, [fields.NATIVE_OS, fields.NATIVE_MANAGER, fields.DOMAIN]);
    return said;
  }
  if (wordCount !== 13) return "";
  const passwords = view.getUint16(words + 14, true) + view.getUint16(words + 16, true);
  const names = bytes + passwords;
  const [account, domain] = addStrings(block, names, bytesEnd, [
    fields.ACCOUNT,
    fields.DOMAIN,
    fields.NATIVE_OS,
    fields.NATIVE_MANAGER,
  ]);
  if (packet.end < names || account === undefined) return "";
  if (account === "") return ", User: anonymous";
  return `, User: ${domain ? `${domain}\\` : ""}${account}`;
}

function addSessionAnswer(block: SmbBlock, place: SmbPlace): string {
  const { view } = block.tree;
  const { words, wordCount, bytes, bytesEnd } = place;
  const names = [fields.NATIVE_OS, fields.NATIVE_MANAGER, fields.DOMAIN];
  if (wordCount !== 4) {
    if (wordCount === 3) addStrings(block, bytes, bytesEnd, names);
    return "";
  }
  const stop = bytes + view.getUint16(words + 6, true);
  if (stop > bytesEnd) return "";
  const said = stop > bytes ? addBlob(block, bytes, stop) : "";
  addStrings(block, stop, bytesEnd, names);
  return said;
}

/** A security token; its layers follow, and the fields that come later belong to SMB again by their names. */
function addBlob({ tree, packet }: SmbBlock, start: number, end: number): string {
  tree.add(fields.SECURITY_BLOB, start, end - start);
  const said = dissectGssApi(packet, tree, start, end);
  return said === "" ? "" : `, ${said}`;
}

/** Strings one behind the other, those of UTF-16 at even distances from the header; undefined where cut off. */
function addStrings(
  block: SmbBlock,
  start: number,
  end: number,
  specs: readonly FieldSpec[],
): (string | undefined)[] {
  let off = start;
  return specs.map((spec) => {
    if (off >= end) return undefined;
    const read = readString(block, off, end);
    block.tree.value(spec, read.text, read.start, read.end);
    off = read.next;
    return read.text;
  });
}

interface ReadString {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly next: number;
}

function readString({ tree, isUnicode, start }: SmbBlock, at: number, end: number): ReadString {
  const { view } = tree;
  if (isUnicode) {
    const off = Math.min(end, at + ((at - start) & 1));
    const stop = utf16End(view, off, end);
    const text = readUtf16(view, off, Math.min(stop, off + MAX_NAME));
    return { text, start: off, end: stop, next: stop + 2 };
  }
  const stop = indexOfOctet(view, at, end, 0);
  return {
    text: readText(view, at, Math.min(stop, at + MAX_NAME)),
    start: at,
    end: stop,
    next: stop + 1,
  };
}

function addTree(block: SmbBlock, { words, wordCount, bytes, bytesEnd }: SmbPlace): string {
  if (wordCount < 4) return "";
  const password = block.tree.view.getUint16(words + 6, true);
  const off = bytes + password;
  if (off >= bytesEnd) return "";
  const path = readString(block, off, bytesEnd);
  block.tree.value(fields.PATH, path.text, path.start, path.end);
  if (path.next < bytesEnd) {
    const stop = indexOfOctet(block.tree.view, path.next, bytesEnd, 0);
    block.tree.add(fields.SERVICE, path.next, stop - path.next);
  }
  return `, Path: ${path.text}`;
}

function addPath(block: SmbBlock, start: number, end: number): string {
  if (start >= end) return "";
  const path = readString(block, start, end);
  block.tree.value(fields.FILE, path.text, path.start, path.end);
  return `, Path: ${path.text}`;
}

function addNtCreate(block: SmbBlock, place: SmbPlace): string {
  return place.wordCount < 24 ? "" : addPath(block, place.bytes, place.bytesEnd);
}

/** The file identifier that stands `offset` octets into the words. */
function addFile(block: SmbBlock, { words, wordCount }: SmbPlace, offset: number): string {
  if (offset + 2 > 2 * wordCount) return "";
  const fileId = block.tree.view.getUint16(words + offset, true);
  block.tree.add(fields.FILE_ID, words + offset);
  if (block.request !== undefined) block.request.fileId = fileId;
  return `, FID: 0x${hex(fileId, 4)}`;
}

/** The file of the request that this answers. */
function repeatFile({ tree, request }: SmbBlock, { words }: SmbPlace): string {
  if (request === undefined || request.fileId < 0) return "";
  tree.value(fields.FILE_ID, request.fileId, words, words);
  return `, FID: 0x${hex(request.fileId, 4)}`;
}

function addRead(block: SmbBlock, place: SmbPlace): string {
  const { words, wordCount } = place;
  if (wordCount < 10) return "";
  const { view } = block.tree;
  const file = addFile(block, place, 4);
  const length = view.getUint16(words + 10, true);
  return `${file}, ${counted(length)} at offset ${view.getUint32(words + 6, true)}`;
}

function addReadAnswer(block: SmbBlock, place: SmbPlace): string {
  const { words, wordCount } = place;
  if (wordCount < 12) return "";
  const file = repeatFile(block, place);
  const length = block.tree.view.getUint16(words + 10, true);
  addData(block, block.tree.view.getUint16(words + 12, true), length);
  return `${file}, ${counted(length)}`;
}

function addWrite(block: SmbBlock, place: SmbPlace): string {
  const { words, wordCount } = place;
  if (wordCount < 12) return "";
  const { view } = block.tree;
  const file = addFile(block, place, 4);
  const length = view.getUint16(words + 20, true);
  addData(block, view.getUint16(words + 22, true), length);
  return `${file}, ${counted(length)} at offset ${view.getUint32(words + 6, true)}`;
}

function addWritten(block: SmbBlock, place: SmbPlace): string {
  if (place.wordCount < 6) return "";
  const file = repeatFile(block, place);
  return `${file}, ${counted(block.tree.view.getUint16(place.words + 4, true))}`;
}

function counted(length: number): string {
  return length === 1 ? "1 byte" : `${length} bytes`;
}

function addData(block: SmbBlock, offset: number, length: number): void {
  const { tree, start, end } = block;
  const at = start + offset;
  if (length === 0 || offset === 0 || at >= end) return;
  const stop = Math.min(end, at + length);
  if (!addPipeMessage(block, at, stop)) tree.add(fields.FILE_DATA, at, stop - at);
}

function addPipeMessage(block: SmbBlock, at: number, end: number): boolean {
  const { tree, packet, session, request } = block;
  if (!isDcerpc(tree.view, at, end)) return false;
  dissectDcerpc(packet, tree, at, end, session.binding(request?.fileId ?? -1));
  return true;
}

/** A transaction on a named pipe or a mailslot, MS-CIFS §2.2.4.33. */
function addTransaction(block: SmbBlock, place: SmbPlace): string {
  const { tree, start, end, request } = block;
  const { view } = tree;
  const { words, wordCount, bytes, bytesEnd } = place;
  if (wordCount < 14) return "";
  const length = view.getUint16(words + 22, true);
  const at = start + view.getUint16(words + 24, true);
  if (wordCount >= 16) {
    const fileId = view.getUint16(words + 30, true);
    if (request !== undefined) request.fileId = fileId;
    tree.add(fields.FILE_ID, words + 30);
  }
  if (bytes < bytesEnd) {
    const name = readString(block, bytes, bytesEnd);
    tree.value(fields.TRANSACTION_NAME, name.text, name.start, name.end);
  }
  if (length > 0 && at >= bytes) addPipeMessage(block, at, Math.min(end, at + length));
  return "";
}

function addTransactionAnswer(block: SmbBlock, place: SmbPlace): string {
  const { tree, start, end } = block;
  if (place.wordCount < 10) return "";
  const length = tree.view.getUint16(place.words + 12, true);
  const at = start + tree.view.getUint16(place.words + 14, true);
  if (length > 0 && at >= place.bytes) addPipeMessage(block, at, Math.min(end, at + length));
  return "";
}

function addTransaction2(block: SmbBlock, place: SmbPlace): string {
  const { tree, isResponse, request } = block;
  const { words, wordCount } = place;
  if (isResponse) {
    const subcommand = request?.transaction ?? -1;
    return subcommand < 0 ? "" : `, ${TRANSACTIONS[subcommand] ?? subcommand}`;
  }
  if (wordCount < 15) return "";
  const subcommand = tree.view.getUint16(words + 28, true);
  tree.add(fields.TRANSACTION, words + 28);
  if (request !== undefined) request.transaction = subcommand;
  return `, ${TRANSACTIONS[subcommand] ?? subcommand}`;
}
