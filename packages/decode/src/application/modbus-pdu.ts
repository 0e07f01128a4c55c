/** Bodies of Modbus requests and responses, Modbus Application Protocol V1.1b3 section 6. */

import { defineField, type FieldSpec } from "../field.ts";
import type { Tree } from "../tree.ts";
import * as fields from "./modbus-fields.ts";

/** A body, and what the request said of it if this is a response to one that was seen. */
export interface ModbusBody {
  readonly tree: Tree;
  /** First octet behind the function code. */
  readonly start: number;
  readonly end: number;
  readonly isRequest: boolean;
  /** Address of the first bit or register; 0 where it is unknown. */
  readonly first: number;
  /** Bits or registers that were asked for; as many as there are where it is unknown. */
  readonly count: number;
}

const READ_DEVICE_ID = 14;

/** Nodes for bits, registers, groups and objects; not fields that a filter names. */
const ITEM = defineField("modbus.item", "protocol", "Item");

/** Appends the body of function `code`; the data as octets where the code is not known. */
export function addBody(code: number, body: ModbusBody): void {
  const { tree, start, isRequest } = body;
  switch (code) {
    case 1:
    case 2:
      if (isRequest) addNumbers(tree, start, [fields.REFERENCE, fields.BIT_COUNT]);
      else addCounted(body, start, addBits);
      break;
    case 3:
    case 4:
      if (isRequest) addNumbers(tree, start, [fields.REFERENCE, fields.WORD_COUNT]);
      else addCounted(body, start, addRegisters);
      break;
    case 5:
      tree.add(fields.REFERENCE, start);
      tree.add(fields.DATA, start + 2, 2);
      tree.add(fields.PADDING, start + 3);
      break;
    case 6:
      tree.add(fields.REFERENCE, start);
      addData(body, start + 2);
      break;
    case 8:
      addDiagnostic(body);
      break;
    case 11:
      if (!isRequest) addNumbers(tree, start, [fields.EVENT_STATUS, fields.EVENT_COUNT]);
      break;
    case 12:
      if (!isRequest) addEventLog(body);
      break;
    case 15:
      addNumbers(tree, start, [fields.REFERENCE, fields.BIT_COUNT]);
      if (isRequest) addCounted(body, start + 4, addData);
      break;
    case 16:
      addNumbers(tree, start, [fields.REFERENCE, fields.WORD_COUNT]);
      if (isRequest) addCounted(written(body), start + 4, addRegisters);
      break;
    case 20:
    case 21:
      addCounted(body, start, addFileGroups(code === 20, isRequest));
      break;
    case 22:
      addNumbers(tree, start, [fields.REFERENCE, fields.AND_MASK, fields.OR_MASK]);
      break;
    case 23:
      addReadWrite(body);
      break;
    case 24:
      if (isRequest) {
        tree.add(fields.REFERENCE, start);
      } else {
        addNumbers(tree, start, [fields.BYTE_COUNT_16, fields.WORD_COUNT]);
        addData(body, start + 4);
      }
      break;
    case 43:
      addInterface(body);
      break;
    default:
      addData(body, start);
      break;
  }
}

/** Fields one behind the other. */
function addNumbers(tree: Tree, start: number, specs: readonly FieldSpec[]): void {
  let off = start;
  for (const spec of specs) {
    tree.add(spec, off);
    off += spec.octets;
  }
}

type RangeReader = (body: ModbusBody, start: number, end: number) => void;

/** A count of octets, then what `add` reads in that many of them. */
function addCounted(body: ModbusBody, off: number, add: RangeReader): void {
  const count = tree8(body, off);
  if (count < 0) return;
  body.tree.add(fields.BYTE_COUNT, off);
  add(body, off + 1, Math.min(body.end, off + 1 + count));
}

function tree8({ tree, end }: ModbusBody, off: number): number {
  return off < end ? tree.view.getUint8(off) : -1;
}

function addData({ tree, end }: ModbusBody, start: number, stop = end): void {
  if (start < stop) tree.add(fields.DATA, start, stop - start);
}

/** The registers that a request writes are those that it names. */
function written(body: ModbusBody): ModbusBody {
  const { tree, start, end } = body;
  if (start + 4 > end) return body;
  return { ...body, first: tree.view.getUint16(start), count: tree.view.getUint16(start + 2) };
}

function addBits({ tree, first, count }: ModbusBody, start: number, end: number): void {
  const bits = Math.min(count, (end - start) * 8);
  for (let bit = 0; bit < bits; bit += 1) {
    const off = start + (bit >>> 3);
    const isSet = ((tree.view.getUint8(off) >>> (bit & 7)) & 1) !== 0;
    const group = tree.group(ITEM, off, off + 1, `Bit ${first + bit} : ${isSet ? 1 : 0}`);
    tree.inside(group, () => {
      tree.value(fields.BIT_NUMBER, first + bit, off, off + 1);
      tree.value(fields.BIT_VALUE, isSet, off, off + 1);
    });
  }
}

function addRegisters({ tree, first, count }: ModbusBody, start: number, end: number): void {
  const registers = Math.min(count, (end - start) >>> 1);
  for (let index = 0; index < registers; index += 1) {
    const off = start + 2 * index;
    const number = first + index;
    const text = `Register ${number} (UINT16): ${tree.view.getUint16(off)}`;
    tree.inside(tree.group(ITEM, off, off + 2, text), () => {
      tree.value(fields.REGISTER_NUMBER, number, off, off + 2);
      tree.add(fields.REGISTER_VALUE, off);
    });
  }
}

/** Section 6.8. */
function addDiagnostic(body: ModbusBody): void {
  const { tree, start, end, isRequest } = body;
  if (start + 2 > end) return;
  tree.add(fields.DIAGNOSTIC, start);
  const code = tree.view.getUint16(start);
  const off = start + 2;
  const counter = fields.COUNTERS[code];
  if (code === 0) {
    tree.add(isRequest ? fields.QUERY_DATA : fields.ECHO_DATA, off, end - off);
  } else if (code === 1) {
    tree.add(fields.RESTART_OPTION, off);
  } else if (code === 3) {
    tree.add(fields.DELIMITER, off);
  } else if (code === 10 && !isRequest) {
    tree.add(fields.CLEARED, off);
  } else if (code === 2 && !isRequest) {
    tree.add(fields.DIAGNOSTIC_REGISTER, off);
  } else if (counter !== undefined && !isRequest) {
    tree.add(counter, off);
  } else {
    addData(body, off);
  }
}

/** Section 6.10: status, counts, and the events, newest first. */
function addEventLog({ tree, start, end }: ModbusBody): void {
  const head = [fields.BYTE_COUNT, fields.EVENT_STATUS, fields.EVENT_COUNT, fields.EVENT_MESSAGES];
  addNumbers(tree, start, head);
  for (let off = start + 7; off < end; off += 1) tree.add(fields.EVENT, off);
}

/** Sections 6.14 and 6.15. */
function addFileGroups(isRead: boolean, isRequest: boolean): RangeReader {
  return (body, start, end) => {
    const { tree } = body;
    let off = start;
    for (let index = 0; off < end; index += 1) {
      const at = off;
      const next = nextGroup(body, at, end, isRead, isRequest);
      tree.inside(tree.group(ITEM, at, next, `Group ${index}`), () => {
        if (isRead && !isRequest) {
          tree.add(fields.BYTE_COUNT, at);
          if (at + 1 < end) tree.add(fields.REFERENCE_TYPE, at + 1);
          addData(body, at + 2, next);
          return;
        }
        if (at + 7 > end) return;
        addNumbers(tree, at, [fields.REFERENCE_TYPE, fields.REFERENCE_32, fields.WORD_COUNT]);
        addData(body, at + 7, next);
      });
      off = next;
    }
  };
}

/** One past the group at `off`: beyond `off`, not beyond `end`. */
function nextGroup(
  { tree }: ModbusBody,
  off: number,
  end: number,
  isRead: boolean,
  isRequest: boolean,
): number {
  if (isRead && !isRequest) return Math.min(end, off + 1 + Math.max(1, tree.view.getUint8(off)));
  if (isRead || off + 7 > end) return Math.min(end, off + 7);
  return Math.min(end, off + 7 + 2 * tree.view.getUint16(off + 5));
}

/** Section 6.17. */
function addReadWrite(body: ModbusBody): void {
  const { tree, start, isRequest } = body;
  if (!isRequest) {
    addCounted(body, start, addData);
    return;
  }
  addNumbers(tree, start, [
    fields.READ_REFERENCE,
    fields.READ_WORD_COUNT,
    fields.WRITE_REFERENCE,
    fields.WRITE_WORD_COUNT,
  ]);
  addCounted(body, start + 8, addData);
}

/** Sections 6.19 to 6.21. */
function addInterface(body: ModbusBody): void {
  const { tree, start, end, isRequest } = body;
  const type = tree8(body, start);
  if (type < 0) return;
  tree.add(fields.MEI_TYPE, start);
  if (type !== READ_DEVICE_ID) {
    addData(body, start + 1);
    return;
  }
  tree.add(fields.READ_DEVICE_ID, start + 1);
  if (isRequest) {
    tree.add(fields.OBJECT_ID, start + 2);
    return;
  }
  addNumbers(tree, start + 2, [
    fields.CONFORMITY,
    fields.MORE_FOLLOWS,
    fields.NEXT_OBJECT,
    fields.OBJECT_COUNT,
  ]);
  const count = tree8(body, start + 5);
  let off = start + 6;
  for (let index = 1; index <= count && off + 2 <= end; index += 1) {
    const at = off;
    const next = Math.min(end, at + 2 + tree.view.getUint8(at + 1));
    tree.inside(tree.group(ITEM, at, next, `Object #${index}`), () => {
      tree.add(fields.OBJECT_ID, at);
      tree.add(fields.OBJECT_LENGTH, at + 1);
      const isText = tree.view.getUint8(at) < 7;
      tree.add(isText ? fields.OBJECT_TEXT : fields.OBJECT_VALUE, at + 2, next - at - 2);
    });
    off = next;
  }
}
