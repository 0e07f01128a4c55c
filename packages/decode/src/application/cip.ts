/** CIP requests and responses inside EtherNet/IP, CIP Networks Library volume 1 chapters 2 and 5. */

import type { FieldSpec } from "../field.ts";
import { FieldCursor } from "../field-cursor.ts";
import { FieldList } from "../field-list.ts";
import { hex } from "../text.ts";
import type { Tree } from "../tree.ts";

/** Volume 1, appendix A-3. */
const SERVICES: Readonly<Record<number, string>> = {
  1: "Get Attributes All",
  2: "Set Attributes All",
  3: "Get Attribute List",
  4: "Set Attribute List",
  5: "Reset",
  6: "Start",
  7: "Stop",
  8: "Create",
  9: "Delete",
  10: "Multiple Service Packet",
  13: "Apply Attributes",
  14: "Get Attribute Single",
  16: "Set Attribute Single",
  17: "Find Next Object Instance",
  21: "Restore",
  22: "Save",
  23: "Nop",
  24: "Get Member",
  25: "Set Member",
  26: "Insert Member",
  27: "Remove Member",
  28: "Group Sync",
};

/** Services of the connection manager, section 3-5.5. */
const CONNECTION_SERVICES: Readonly<Record<number, string>> = {
  78: "Forward Close",
  82: "Unconnected Send",
  84: "Forward Open",
  86: "Get Connection Data",
  87: "Search Connection Data",
  90: "Get Connection Owner",
  91: "Large Forward Open",
};

/** Volume 1, table 5-1.1. */
const CLASSES: Readonly<Record<number, string>> = {
  1: "Identity",
  2: "Message Router",
  3: "DeviceNet",
  4: "Assembly",
  5: "Connection",
  6: "Connection Manager",
  7: "Register",
  8: "Discrete Input Point",
  9: "Discrete Output Point",
  10: "Analog Input Point",
  11: "Analog Output Point",
  14: "Presence Sensing",
  15: "Parameter",
  16: "Parameter Group",
  18: "Group",
  55: "File",
  67: "Time Sync",
  68: "Modbus",
  71: "Device Level Ring",
  72: "QoS",
  244: "Port",
  245: "TCP/IP Interface",
  246: "Ethernet Link",
};

const CONNECTION_MANAGER = 0x06;

/** Volume 1, appendix B-1. */
const STATUSES: Readonly<Record<number, string>> = {
  0: "Success",
  1: "Connection failure",
  2: "Resource unavailable",
  3: "Invalid parameter value",
  4: "Path segment error",
  5: "Path destination unknown",
  6: "Partial transfer",
  7: "Connection lost",
  8: "Service not supported",
  9: "Invalid attribute value",
  10: "Attribute list error",
  11: "Already in requested mode/state",
  12: "Object state conflict",
  13: "Object already exists",
  14: "Attribute not settable",
  15: "Privilege violation",
  16: "Device state conflict",
  17: "Reply data too large",
  18: "Fragmentation of a primitive value",
  19: "Not enough data",
  20: "Attribute not supported",
  21: "Too much data",
  22: "Object does not exist",
  26: "Routing failure, request packet too large",
  27: "Routing failure, response packet too large",
  30: "Embedded service error",
  31: "Vendor specific error",
  32: "Invalid parameter",
  37: "Key failure in path",
  38: "Path size invalid",
};

const RESPONSE = 0x80;

/** Segments of one path that are shown; paths have at most 255 words. */
const MAX_SEGMENTS = 255;

const list = new FieldList();

export const CIP_FIELDS: readonly FieldSpec[] = list.specs;

list.define("cip", "protocol", "Common Industrial Protocol");
list.define("cipcm", "protocol", "CIP Connection Manager");
list.define("cipcls", "protocol", "CIP Class Generic");
const SERVICE = list.define("cip.service", "uint8", "Service", { hex: true });
const DIRECTION = list.define("cip.rr", "uint8", "Request/Response", {
  hex: true,
  mask: 0x80,
  values: { 0: "Request", 1: "Response" },
});
const CODE = list.define("cip.sc", "uint8", "Service", {
  hex: true,
  mask: 0x7f,
  values: SERVICES,
});
const PATH_SIZE = list.define("cip.request_path_size", "uint8", "Request Path Size");
const PATH = list.define("cip.epath", "bytes", "EPath");
const SEGMENT = list.define("cip.path_segment", "uint8", "Path Segment", { hex: true });
const SEGMENT_TYPE = list.define("cip.path_segment.type", "uint8", "Path Segment Type", {
  mask: 0xe0,
  values: { 0: "Port Segment", 1: "Logical Segment", 2: "Network Segment", 4: "Data Segment" },
});
const LOGICAL_TYPE = list.define("cip.logical_segment.type", "uint8", "Logical Segment Type", {
  mask: 0x1c,
  values: {
    0: "Class ID",
    1: "Instance ID",
    2: "Member ID",
    3: "Connection Point",
    4: "Attribute ID",
    5: "Special",
    6: "Service ID",
  },
});
const LOGICAL_FORMAT = list.define(
  "cip.logical_segment.format",
  "uint8",
  "Logical Segment Format",
  { mask: 0x03 },
);
const SYMBOL = list.define("cip.symbol", "string", "ANSI Symbol");
const STATUS = list.define("cip.genstat", "uint8", "General Status", {
  hex: true,
  values: STATUSES,
});
const ADDITIONAL_SIZE = list.define("cip.addstat_size", "uint8", "Additional Status Size");
const ADDITIONAL = list.define("cip.addstat", "uint16", "Additional Status", {
  hex: true,
  littleEndian: true,
});
const DATA = list.define("cip.data", "bytes", "Data");

/** The fields of logical segments by their type; the width is that of the segment. */
const LOGICAL_FIELDS: readonly FieldSpec[] = [
  logical("cip.class", "Class", { hex: true, values: CLASSES }),
  logical("cip.instance", "Instance", { hex: true }),
  logical("cip.member", "Member", { hex: true }),
  logical("cip.connpoint", "Connection Point", { hex: true }),
  logical("cip.attribute", "Attribute", {}),
];

function logical(
  name: string,
  description: string,
  options: { hex?: boolean; values?: Readonly<Record<number, string>> },
): FieldSpec {
  return list.define(name, "uint8", description, { littleEndian: true, ...options });
}

/** What a request said, for the response that answers it. */
export interface CipRequest {
  /** `Identity` or `'Tag1'`; empty for a path without either. */
  readonly target: string;
  readonly classId: number;
}

/**
 * Appends the message in `[start, end)`.
 *
 * @param request that a response answers, where it was seen
 * @returns the request, for the response that will answer it
 */
export function dissectCip(
  tree: Tree,
  start: number,
  end: number,
  request: CipRequest | undefined,
): CipRequest | undefined {
  if (start >= end) return undefined;
  tree.layer("cip", "Common Industrial Protocol", start, end);
  const cursor = new FieldCursor(tree, start, end);
  const code = tree.view.getUint8(start);
  tree.inside(cursor.add(SERVICE), () => {
    tree.add(DIRECTION, start);
    tree.add(CODE, start);
  });
  const isResponse = (code & RESPONSE) !== 0;
  const status = isResponse ? addStatus(cursor) : "";
  const target = isResponse ? request : addPath(cursor);
  if (cursor.left > 0) cursor.add(DATA, cursor.left);
  const text = status + messageText(code & ~RESPONSE, target);
  const isManager = target?.classId === CONNECTION_MANAGER;
  const isCommon = SERVICES[code & ~RESPONSE] !== undefined;
  tree.summarize(text);
  if (!isCommon) addClassLayer(tree, cursor.end, isManager);
  tree.show(isManager && !isCommon ? "CIP CM" : "CIP", text);
  return isResponse ? undefined : target;
}

/** Services of an object's own are named as a layer by themselves. */
function addClassLayer(tree: Tree, end: number, isManager: boolean): void {
  if (isManager) tree.layer("cipcm", "CIP Connection Manager", end, end);
  else tree.layer("cipcls", "CIP Class Generic", end, end);
}

/** @returns `Path destination unknown: ` */
function addStatus(cursor: FieldCursor): string {
  cursor.skip(1);
  const status = cursor.number(STATUS);
  const words = cursor.number(ADDITIONAL_SIZE);
  for (let word = 0; word < words && cursor.left >= 2; word += 1) cursor.add(ADDITIONAL);
  return status < 0 ? "" : `${STATUSES[status] ?? `Unknown Response (${hex(status, 2)})`}: `;
}

/** The padded path of a request, appendix C-1. */
function addPath(cursor: FieldCursor): CipRequest {
  const { tree } = cursor;
  const words = cursor.number(PATH_SIZE);
  const end = Math.min(cursor.end, cursor.off + 2 * Math.max(0, words));
  const path = new FieldCursor(tree, cursor.off, end);
  const names: string[] = [];
  let classId = -1;
  if (end > cursor.off) {
    tree.inside(tree.add(PATH, cursor.off, end - cursor.off), () => {
      for (let count = 0; path.left > 0 && count < MAX_SEGMENTS; count += 1) {
        const value = addSegment(path, names);
        if (value >= 0 && classId < 0) classId = value;
      }
    });
  }
  cursor.skip(end - cursor.off);
  const name = classId < 0 ? "" : (CLASSES[classId] ?? `Class (0x${hex(classId, 2)})`);
  return { target: name || names.join("."), classId };
}

/** @returns the class that the segment names, -1 for others */
function addSegment(cursor: FieldCursor, names: string[]): number {
  const { tree, off } = cursor;
  const first = cursor.peek();
  tree.add(SEGMENT, off);
  tree.add(SEGMENT_TYPE, off);
  cursor.skip(1);
  if (first === 0x91) {
    const length = Math.max(0, cursor.peek());
    cursor.skip(1);
    const symbol = cursor.add(SYMBOL, length);
    if (symbol !== undefined) names.push(`'${symbol.raw}'`);
    if (length % 2 === 1) cursor.skip(1);
    return -1;
  }
  if (first >>> 5 !== 1) {
    cursor.skip(first >>> 5 === 0 ? 1 : cursor.left);
    return -1;
  }
  tree.add(LOGICAL_TYPE, off);
  tree.add(LOGICAL_FORMAT, off);
  const type = (first >>> 2) & 7;
  const octets = [1, 2, 4, 0][first & 3]!;
  if (octets > 1) cursor.skip(1);
  const spec = LOGICAL_FIELDS[type];
  if (spec === undefined || octets === 0) {
    cursor.skip(cursor.left);
    return -1;
  }
  const value = Number(cursor.add(spec, octets)?.value ?? -1);
  return type === 0 ? value : -1;
}

/** `Identity - Get Attribute Single`. */
function messageText(code: number, request: CipRequest | undefined): string {
  const own = request?.classId === CONNECTION_MANAGER ? CONNECTION_SERVICES[code] : undefined;
  const service = SERVICES[code] ?? own ?? `Service (0x${hex(code, 2)})`;
  return request === undefined || request.target === ""
    ? service
    : `${request.target} - ${service}`;
}
