/** The structures behind the header of SMB 2, MS-SMB2 §2.2.3 to §2.2.40. */

import { dissectData } from "../data-tree.ts";
import type { FieldSpec } from "../field.ts";
import { hex } from "../text.ts";
import type { Tree } from "../tree.ts";
import { dissectDcerpc, isDcerpc } from "./dcerpc.ts";
import { addFileTime } from "./file-time.ts";
import { dissectGssApi } from "./gss-api.ts";
import { GUID_LEN, readGuid } from "./guid.ts";
import { CONTROL_CODES } from "./smb2-control-code.ts";
import * as fields from "./smb2-fields.ts";
import type { Smb2Message } from "./smb2-message.ts";
import * as values from "./smb2-values.ts";
import { readUtf16 } from "./utf16.ts";

const { Command } = values;

/** Longest name that is read, in octets: a path of 32,767 characters is cut (MS-FSCC §2.1.5). */
const MAX_NAME = 4096;
/** Dialects of one negotiation that are shown; there are nine. */
const MAX_DIALECTS = 16;
/** The file of the message before in a chain. */
const RELATED_FILE = "ffffffff-ffff-ffff-ffff-ffffffffffff";

/**
 * Adds the fields of the message's structure to its layer, and the layers of what it carries.
 *
 * @returns what the Info column says behind the command's name
 */
export function addCommand(message: Smb2Message): string {
  const { tree, body, end } = message;
  if (body + 2 > end) return "";
  tree.add(fields.STRUCTURE_SIZE, body);
  const fixed = tree.view.getUint16(body, true) & 0xfffe;
  if (body + fixed > end) return "";
  return message.isResponse ? addResponse(message, fixed) : addRequest(message, fixed);
}

/** @param fixed octets of the structure's fixed part, all of them captured */
function addRequest(message: Smb2Message, fixed: number): string {
  const { tree, body } = message;
  switch (message.command) {
    case Command.Negotiate:
      return fixed < 36 ? "" : addNegotiation(message);
    case Command.SessionSetup:
      if (fixed < 24) return "";
      addBits(tree, fields.SECURITY_MODE, fields.SECURITY_MODE_BITS, body + 3);
      addBits(tree, fields.CAPABILITIES, fields.CAPABILITY_BITS, body + 4);
      tree.add(fields.PREVIOUS_SESSION, body + 16);
      return addBlob(message, body + 12);
    case Command.TreeConnect:
      return fixed < 8 ? "" : addTree(message);
    case Command.Create:
      return fixed < 56 ? "" : addCreate(message);
    case Command.Close:
      return fixed < 24 ? "" : addFile(message, body + 8);
    case Command.Flush:
      return fixed < 24 ? "" : addFile(message, body + 8);
    case Command.Read:
      return fixed < 48 ? "" : addRead(message);
    case Command.Write:
      return fixed < 48 ? "" : addWrite(message);
    case Command.Lock:
      if (fixed < 24) return "";
      tree.add(fields.LOCK_COUNT, body + 2);
      return addFile(message, body + 8);
    case Command.Ioctl:
      return fixed < 56 ? "" : addControl(message);
    case Command.Find:
      return fixed < 32 ? "" : addFind(message);
    case Command.Notify:
      return fixed < 32 ? "" : addFile(message, body + 8);
    case Command.GetInfo:
      return fixed < 40 ? "" : addInfo(message, body + 24);
    case Command.SetInfo:
      return fixed < 32 ? "" : addInfo(message, body + 16);
    default:
      return "";
  }
}

function addResponse(message: Smb2Message, fixed: number): string {
  const { tree, body, session, request } = message;
  switch (message.command) {
    case Command.Negotiate:
      return fixed < 64 ? "" : addNegotiated(message);
    case Command.SessionSetup:
      if (fixed < 8) return "";
      addBits(tree, fields.SESSION_FLAGS, fields.SESSION_FLAG_BITS, body + 2);
      return addBlob(message, body + 4);
    case Command.TreeConnect:
      if (fixed < 16) return "";
      tree.add(fields.SHARE_TYPE, body + 2);
      addBits(tree, fields.CAPABILITIES, fields.CAPABILITY_BITS, body + 8);
      if (request !== undefined) session.rememberTree(message.treeId, request.name);
      return "";
    case Command.Create:
      return fixed < 88 ? "" : addCreated(message);
    case Command.Close:
      if (fixed < 60) return "";
      addTimes(tree, body + 8);
      tree.add(fields.ALLOCATION_SIZE, body + 40);
      tree.add(fields.END_OF_FILE, body + 48);
      return "";
    case Command.Read:
      if (fixed < 16) return "";
      tree.add(fields.READ_LENGTH, body + 4);
      tree.add(fields.READ_REMAINING, body + 8);
      addData(message, tree.view.getUint8(body + 2), body + 4, fields.READ_DATA);
      return "";
    case Command.Write:
      if (fixed < 16) return "";
      tree.add(fields.WRITE_COUNT, body + 4);
      return "";
    case Command.Ioctl:
      return fixed < 48 ? "" : addControl(message);
    case Command.Find:
      if (request === undefined || request.name === "") return "";
      return ` ${values.FIND_LEVELS[request.level] ?? request.level} Pattern: ${request.name}`;
    default:
      return "";
  }
}

function addBits(tree: Tree, spec: FieldSpec, bits: readonly FieldSpec[], off: number): void {
  tree.inside(tree.add(spec, off), () => {
    for (const bit of bits) tree.add(bit, off);
  });
}

function addGuid(tree: Tree, spec: FieldSpec, off: number): string {
  const text = readGuid(tree.view, off, true);
  tree.value(spec, text, off, off + GUID_LEN);
  return text;
}

function addNegotiation({ tree, body, end }: Smb2Message): string {
  const { view } = tree;
  const count = Math.min(view.getUint16(body + 2, true), MAX_DIALECTS);
  tree.add(fields.DIALECT_COUNT, body + 2);
  addBits(tree, fields.SECURITY_MODE, fields.SECURITY_MODE_BITS, body + 4);
  addBits(tree, fields.CAPABILITIES, fields.CAPABILITY_BITS, body + 8);
  addGuid(tree, fields.CLIENT_GUID, body + 12);
  for (let i = 0; i < count && body + 38 + 2 * i <= end; i += 1) {
    tree.add(fields.DIALECT, body + 36 + 2 * i);
  }
  return "";
}

function addNegotiated(message: Smb2Message): string {
  const { tree, body } = message;
  addBits(tree, fields.SECURITY_MODE, fields.SECURITY_MODE_BITS, body + 2);
  tree.add(fields.DIALECT, body + 4);
  addGuid(tree, fields.SERVER_GUID, body + 8);
  addBits(tree, fields.CAPABILITIES, fields.CAPABILITY_BITS, body + 24);
  tree.add(fields.MAX_TRANSACTION, body + 28);
  tree.add(fields.MAX_READ, body + 32);
  tree.add(fields.MAX_WRITE, body + 36);
  addFileTime(tree, fields.CURRENT_TIME, body + 40);
  addFileTime(tree, fields.BOOT_TIME, body + 48);
  return addBlob(message, body + 56);
}

/** A security token whose offset and length stand at `off`; what it says follows the command's name. */
function addBlob(message: Smb2Message, off: number): string {
  const { tree, start, end, packet } = message;
  const at = start + tree.view.getUint16(off, true);
  const length = tree.view.getUint16(off + 2, true);
  tree.value(fields.BLOB_OFFSET, at - start, off, off + 2);
  tree.value(fields.BLOB_LENGTH, length, off + 2, off + 4);
  if (length === 0 || at < off + 4 || at + length > end) return "";
  tree.add(fields.SECURITY_BLOB, at, length);
  const said = dissectGssApi(packet, tree, at, at + length);
  return said === "" ? "" : `, ${said}`;
}

/** A name of UTF-16 whose offset and length stand at `off`; undefined where it lies elsewhere. */
function addName(message: Smb2Message, spec: FieldSpec, off: number): string | undefined {
  const { tree, start, body, end } = message;
  const at = start + tree.view.getUint16(off, true);
  const length = tree.view.getUint16(off + 2, true);
  if (length === 0) {
    tree.value(spec, "", off, off);
    return "";
  }
  if (at < body || at + length > end) return undefined;
  const name = readUtf16(tree.view, at, at + Math.min(length, MAX_NAME));
  tree.value(spec, name, at, at + length);
  return name;
}

function addTree(message: Smb2Message): string {
  const name = addName(message, fields.TREE, message.body + 4);
  if (name === undefined) return "";
  if (message.request !== undefined) message.request.name = name;
  return ` Tree: ${name}`;
}

function addCreate(message: Smb2Message): string {
  const { tree, body } = message;
  tree.add(fields.OPLOCK, body + 3);
  tree.add(fields.IMPERSONATION, body + 4);
  tree.add(fields.DISPOSITION, body + 36);
  const name = addName(message, fields.FILE_NAME, body + 44);
  if (name === undefined) return "";
  if (message.request !== undefined) message.request.name = name;
  return ` File: ${name}`;
}

function addCreated(message: Smb2Message): string {
  const { tree, body, request, session } = message;
  tree.add(fields.OPLOCK, body + 2);
  tree.add(fields.CREATE_ACTION, body + 4);
  addTimes(tree, body + 8);
  tree.add(fields.ALLOCATION_SIZE, body + 40);
  tree.add(fields.END_OF_FILE, body + 48);
  const fileId = addGuid(tree, fields.FILE_ID, body + 64);
  if (request === undefined) return "";
  session.rememberFile(fileId, request.name);
  tree.value(fields.FILE_NAME, request.name, body + 64, body + 64);
  return ` File: ${request.name}`;
}

function addTimes(tree: Tree, off: number): void {
  addFileTime(tree, fields.CREATE_TIME, off);
  addFileTime(tree, fields.ACCESS_TIME, off + 8);
  addFileTime(tree, fields.WRITE_TIME, off + 16);
  addFileTime(tree, fields.CHANGE_TIME, off + 24);
}

/** The file identifier at `off`; its name, where the file's opening was seen. */
function addFile(message: Smb2Message, off: number): string {
  const { tree, session, request, isResponse } = message;
  const fileId = addGuid(tree, fields.FILE_ID, off);
  /* Some servers answer with another identifier, so what was asked about counts. */
  if (!isResponse && request !== undefined && fileId !== RELATED_FILE) request.fileId = fileId;
  const file = session.files.get(fileId);
  if (file === undefined) return "";
  tree.value(fields.FILE_NAME, file.name, off, off);
  return ` File: ${file.name}`;
}

function addRead(message: Smb2Message): string {
  const { tree, body } = message;
  const length = tree.view.getUint32(body + 4, true);
  const offset = tree.view.getBigUint64(body + 8, true);
  tree.add(fields.READ_LENGTH, body + 4);
  tree.add(fields.FILE_OFFSET, body + 8);
  return ` Len:${length} Off:${offset}${addFile(message, body + 16)}`;
}

function addWrite(message: Smb2Message): string {
  const { tree, body } = message;
  const length = tree.view.getUint32(body + 4, true);
  const offset = tree.view.getBigUint64(body + 8, true);
  tree.add(fields.WRITE_LENGTH, body + 4);
  tree.add(fields.FILE_OFFSET, body + 8);
  const file = addFile(message, body + 16);
  tree.add(fields.WRITE_REMAINING, body + 36);
  addData(message, tree.view.getUint16(body + 2, true), body + 4, fields.WRITE_DATA);
  return ` Len:${length} Off:${offset}${file}`;
}

/** Data at `offset` from the header, as many octets as the number at `lengthAt` says: a pipe's, or a file's. */
function addData(message: Smb2Message, offset: number, lengthAt: number, spec: FieldSpec): void {
  const { tree, start, body, end } = message;
  const at = start + offset;
  if (at < body || at >= end) return;
  const stop = Math.min(end, at + tree.view.getUint32(lengthAt, true));
  if (addPipeMessage(message, at, stop)) return;
  tree.add(spec, at, stop - at);
  dissectData(tree, at, stop);
}

function addPipeMessage(message: Smb2Message, at: number, end: number): boolean {
  const { tree, packet, session, request } = message;
  if (!isDcerpc(tree.view, at, end)) return false;
  dissectDcerpc(packet, tree, at, end, session.binding(request?.fileId ?? ""));
  return true;
}

function addControl(message: Smb2Message): string {
  const { tree, body, start, end, isResponse } = message;
  const code = tree.view.getUint32(body + 4, true);
  tree.add(fields.CONTROL_CODE, body + 4);
  const file = addFile(message, body + 8);
  const block = isResponse ? body + 32 : body + 24;
  const at = start + tree.view.getUint32(block, true);
  const length = tree.view.getUint32(block + 4, true);
  if (length > 0 && at > block && at + length <= end) addPipeMessage(message, at, at + length);
  const name = CONTROL_CODES[code] ?? `Unknown (0x${hex(code, 8)})`;
  return ` ${name}${file}`;
}

function addFind(message: Smb2Message): string {
  const { tree, body, request } = message;
  const level = tree.view.getUint8(body + 2);
  tree.value(fields.FIND_LEVEL, level, body + 2, body + 3);
  const file = addFile(message, body + 8);
  const pattern = addName(message, fields.FIND_PATTERN, body + 24);
  if (request !== undefined) {
    request.level = level;
    request.name = pattern ?? "";
  }
  const text = pattern === undefined ? "" : ` Pattern: ${pattern}`;
  return `${file} ${values.FIND_LEVELS[level] ?? level}${text}`;
}

function addInfo(message: Smb2Message, file: number): string {
  const { tree, body } = message;
  const kind = tree.view.getUint8(body + 2);
  const level = tree.view.getUint8(body + 3);
  tree.add(fields.INFO_CLASS, body + 2);
  const [spec, names] = infoLevel(kind);
  tree.add(spec, body + 3);
  const text = `${values.INFO_CLASSES[kind] ?? kind}/${names[level] ?? level}`;
  return ` ${text}${addFile(message, file)}`;
}

function infoLevel(kind: number): readonly [FieldSpec, Readonly<Record<number, string>>] {
  switch (kind) {
    case values.InfoClass.File:
      return [fields.FILE_LEVEL, values.FILE_LEVELS];
    case values.InfoClass.FileSystem:
      return [fields.FILE_SYSTEM_LEVEL, values.FILE_SYSTEM_LEVELS];
    case values.InfoClass.Security:
      return [fields.SECURITY_LEVEL, values.SECURITY_LEVELS];
    default:
      return [fields.INFO_LEVEL, {}];
  }
}
