/**
 * S7 communication in the messages of COTP.
 *
 * The vendor has not published it; names and meanings are those under which it became known, and
 * which Wireshark uses.
 */

import { FieldCursor } from "../field-cursor.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { hex } from "../text.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import type { CotpUser } from "./cotp-user.ts";
import * as fields from "./s7comm-fields.ts";
import { addDataItems, addItems, addReturnCodes } from "./s7comm-item.ts";

const PROTOCOL_ID = 0x32;
const HEADER_LEN = 10;

const Kind = { Job: 1, Ack: 2, AckData: 3, Userdata: 7 } as const;

const JobFunction = {
  ReadVariable: 0x04,
  WriteVariable: 0x05,
  RequestDownload: 0x1a,
  StartUpload: 0x1d,
  EndUpload: 0x1f,
  ProgramInvocation: 0x28,
  Stop: 0x29,
  Setup: 0xf0,
} as const;

const CPU_FUNCTIONS = 4;
const READ_LIST = 1;

/** Width of the kind in the packet list. */
const KIND_WIDTH = 8;

/** Where the parts of a message lie. */
interface Parts {
  readonly kind: number;
  readonly parameters: number;
  readonly data: number;
  readonly end: number;
}

export const dissectS7comm: CotpUser = ({ tree, start, end }) => addMessage(tree, start, end);

/** @returns false, with nothing appended, for what is no S7 message */
function addMessage(tree: Tree, start: number, end: number): boolean {
  const { view } = tree;
  if (end - start < HEADER_LEN || view.getUint8(start) !== PROTOCOL_ID) return false;
  const kind = view.getUint8(start + 1);
  const name = fields.KINDS[kind];
  if (name === undefined) return false;
  const layer = tree.layer("s7comm", "S7 Communication", start, end);
  const headerEnd = kind === Kind.Ack || kind === Kind.AckData ? 12 : HEADER_LEN;
  const cursor = new FieldCursor(tree, start, end);
  tree.inside(tree.group(fields.HEADER, start, start + HEADER_LEN, `(${name})`), () => {
    cursor.add(fields.PROTOCOL_ID);
    cursor.add(fields.KIND);
    cursor.add(fields.REDUNDANCY);
    cursor.add(fields.REFERENCE);
    cursor.add(fields.PARAMETER_LENGTH);
    cursor.add(fields.DATA_LENGTH);
    if (headerEnd === HEADER_LEN) return;
    cursor.add(fields.ERROR_CLASS);
    cursor.add(fields.ERROR_CODE);
  });
  const parameters = Math.min(end, start + headerEnd);
  const data = Math.min(end, parameters + view.getUint16(start + 6));
  const stop = Math.min(end, data + view.getUint16(start + 8));
  const parts = { kind, parameters, data, end: stop };
  const text = kind === Kind.Userdata ? addUserdata(tree, parts) : addJob(tree, parts);
  const error = errorText(tree, start, headerEnd, end);
  const padded = kind === Kind.Userdata ? name : name.padEnd(KIND_WIDTH);
  layer.summary = `ROSCTR:[${padded}]${text}${error}`;
  tree.show("S7COMM", layer.summary);
  return true;
}

function errorText(tree: Tree, start: number, headerEnd: number, end: number): string {
  if (headerEnd === HEADER_LEN || start + headerEnd > end) return "";
  const code = tree.view.getUint16(start + HEADER_LEN);
  if (code === 0) return "";
  tree.value(fields.COMBINED_ERROR, code, start + HEADER_LEN, start + headerEnd);
  return ` -> Errorcode:[0x${hex(code, 4)}]`;
}

/** Jobs and their acknowledgements. @returns what the packet list says */
function addJob(tree: Tree, { kind, parameters, data, end }: Parts): string {
  if (parameters >= data) return "";
  const cursor = new FieldCursor(tree, parameters, data);
  const code = cursor.peek();
  const name = fields.FUNCTIONS[code] ?? `Unknown function: 0x${hex(code, 2)}`;
  let count = 0;
  let text = ` Function:[${name}]`;
  tree.inside(tree.group(fields.PARAMETER, parameters, data, `(${name})`), () => {
    cursor.add(fields.FUNCTION);
    switch (code) {
      case JobFunction.Setup:
        cursor.add(fields.SETUP_RESERVED);
        cursor.add(fields.CALLING);
        cursor.add(fields.CALLED);
        cursor.add(fields.PDU_LENGTH);
        break;
      case JobFunction.ReadVariable:
      case JobFunction.WriteVariable:
        count = cursor.number(fields.ITEM_COUNT);
        if (kind === Kind.Job) addItems(cursor, count);
        break;
      case JobFunction.RequestDownload:
      case JobFunction.StartUpload:
        if (kind === Kind.Job) text += ` File:[${addFileName(cursor)}]`;
        break;
      case JobFunction.ProgramInvocation:
      case JobFunction.Stop:
        if (kind === Kind.Job) addServiceName(cursor, code);
        break;
      default:
        break;
    }
    if (cursor.left > 0) cursor.add(fields.PARAMETER_DATA, cursor.left);
  });
  if (data < end) addJobData(tree, kind, code, count, new FieldCursor(tree, data, end));
  return text;
}

/** Behind status, error code and identifier of the transfer: a length and the block's name. */
function addFileName(cursor: FieldCursor): string {
  cursor.skip(7);
  const length = cursor.number(fields.FILE_NAME_LENGTH);
  return length < 0 ? "" : (cursor.add(fields.FILE_NAME, length)?.raw ?? "");
}

/** The name of the service that is invoked, behind its arguments where there are some. */
function addServiceName(cursor: FieldCursor, code: number): void {
  const { tree } = cursor;
  cursor.skip(code === JobFunction.Stop ? 5 : 7);
  if (code === JobFunction.ProgramInvocation && cursor.left >= 2) {
    cursor.skip(2 + tree.view.getUint16(cursor.off));
  }
  const length = cursor.peek();
  cursor.skip(1);
  if (length > 0) cursor.add(fields.SERVICE_NAME, length);
}

function addJobData(
  tree: Tree,
  kind: number,
  code: number,
  count: number,
  cursor: FieldCursor,
): void {
  tree.inside(tree.group(fields.DATA, cursor.off, cursor.end, ""), () => {
    const isRead = code === JobFunction.ReadVariable;
    const isWrite = code === JobFunction.WriteVariable;
    if ((isRead && kind === Kind.AckData) || (isWrite && kind === Kind.Job)) {
      addDataItems(tree, cursor, count);
    } else if (isWrite) {
      addReturnCodes(cursor, count);
    } else {
      cursor.add(fields.ITEM_DATA, cursor.left);
    }
  });
}

/** Services beyond variables. @returns what the packet list says */
function addUserdata(tree: Tree, { parameters, data, end }: Parts): string {
  const { view } = tree;
  if (data - parameters < 8) return "";
  const cursor = new FieldCursor(tree, parameters, data);
  const typeAndGroup = view.getUint8(parameters + 5);
  const group = typeAndGroup & 0x0f;
  const code = view.getUint8(parameters + 6);
  const type = fields.USERDATA_TYPES[typeAndGroup >>> 4] ?? "Unknown";
  const groupName = fields.GROUPS[group] ?? `Unknown function: 0x${hex(group, 2)}`;
  const name = fields.SUBFUNCTIONS[group]?.[code] ?? `Unknown subfunc: 0x${hex(code, 2)}`;
  const title = `(${type}) ->(${groupName}) ->(${name})`;
  tree.inside(tree.group(fields.PARAMETER, parameters, data, title), () => {
    cursor.add(fields.USERDATA_HEAD);
    cursor.add(fields.USERDATA_LENGTH);
    cursor.add(fields.METHOD);
    tree.add(fields.USERDATA_TYPE, cursor.off);
    cursor.add(fields.GROUP);
    cursor.add(fields.SUBFUNCTION);
    cursor.add(fields.USERDATA_SEQUENCE);
    if (cursor.left < 4) return;
    cursor.add(fields.DATA_UNIT);
    cursor.add(fields.LAST_UNIT);
    cursor.add(fields.COMBINED_ERROR);
  });
  const text = ` Function:[${type}] -> [${groupName}] -> [${name}]`;
  if (data >= end) return text;
  const isList = group === CPU_FUNCTIONS && code === READ_LIST;
  return text + addUserdataData(tree, new FieldCursor(tree, data, end), isList);
}

function addUserdataData(tree: Tree, cursor: FieldCursor, isList: boolean): string {
  let text = "";
  tree.inside(tree.group(fields.DATA, cursor.off, cursor.end, ""), () => {
    cursor.add(fields.RETURN_CODE);
    cursor.add(fields.DATA_SIZE);
    const length = cursor.number(fields.ITEM_DATA_LENGTH);
    if (length <= 0) return;
    if (isList && cursor.left >= 4) {
      const id = cursor.add(fields.LIST_ID);
      const index = cursor.add(fields.LIST_INDEX);
      text = ` ID=${id?.raw} Index=${index?.raw}`;
      if (cursor.left >= 4) {
        cursor.add(fields.LIST_ENTRY_LENGTH);
        cursor.add(fields.LIST_ENTRY_COUNT);
      }
    }
    if (cursor.left > 0) cursor.add(fields.ITEM_DATA, cursor.left);
  });
  return text;
}

function dissect(packet: Packet, tree: Tree): void {
  addMessage(tree, packet.payloadStart, packet.payloadEnd);
}

export const S7COMM_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.S7comm],
  fields: fields.FIELDS,
  dissect,
};
