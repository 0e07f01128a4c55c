/** UDS, the diagnostic services of vehicles, ISO 14229-1: which service, and why it was refused. */

import type { FieldSpec } from "../field.ts";
import { FieldList } from "../field-list.ts";
import { hex } from "../text.ts";
import type { Tree } from "../tree.ts";

const SERVICES: Readonly<Record<number, string>> = {
  16: "Diagnostic Session Control",
  17: "ECU Reset",
  20: "Clear Diagnostic Information",
  25: "Read DTC Information",
  34: "Read Data By Identifier",
  35: "Read Memory By Address",
  36: "Read Scaling Data By Identifier",
  39: "Security Access",
  40: "Communication Control",
  41: "Authentication",
  42: "Read Data By Periodic Identifier",
  44: "Dynamically Define Data Identifier",
  46: "Write Data By Identifier",
  47: "Input Output Control By Identifier",
  49: "Routine Control",
  52: "Request Download",
  53: "Request Upload",
  54: "Transfer Data",
  55: "Request Transfer Exit",
  56: "Request File Transfer",
  61: "Write Memory By Address",
  62: "Tester Present",
  63: "Error",
  131: "Access Timing Parameter",
  132: "Sercure Data Transmission",
  133: "Control DTC Setting",
  134: "Response On Event",
  135: "Link Control",
};

const SESSIONS: Readonly<Record<number, string>> = {
  1: "Default Session",
  2: "Programming Session",
  3: "Extended Diagnostic Session",
  4: "Safety System Diagnostic Session",
};

/** Annex A.1. */
const REFUSALS: Readonly<Record<number, string>> = {
  16: "General reject",
  17: "Service not supported",
  18: "Sub-Function Not Supported",
  19: "Incorrect Message Length or Invalid Format",
  20: "Response too long",
  33: "Busy repeat request",
  34: "Conditions Not Correct",
  36: "Request Sequence Error",
  49: "Request Out of Range",
  51: "Security Access Denied",
  52: "Authentication Required",
  53: "Invalid Key",
  54: "Exceeded Number Of Attempts",
  55: "Required Time Delay Not Expired",
  112: "Upload/Download not accepted",
  113: "Transfer data suspended",
  114: "General Programming Failure",
  115: "Wrong Block Sequence Counter",
  120: "Request correctly received, but response is pending",
  126: "Sub-Function not supported in active session",
  127: "Service not supported in active session",
};

/** A positive response has this bit beside the service's number. */
const REPLY = 0x40;
const SESSION_CONTROL = 0x10;
const READ_BY_IDENTIFIER = 0x22;
const ERROR = 0x3f;

/** Width of the service in the packet list. */
const SERVICE_WIDTH = 39;

const list = new FieldList();

export const UDS_FIELDS: readonly FieldSpec[] = list.specs;

list.define("uds", "protocol", "Unified Diagnostic Services");
const SERVICE = list.define("uds.sid", "uint8", "Service Identifier", {
  hex: true,
  values: SERVICES,
});
const REPLY_FLAG = list.define("uds.reply", "uint8", "Reply Flag", { hex: true, mask: REPLY });
const SESSION = list.define("uds.dsc.type", "uint8", "Type", { hex: true, values: SESSIONS });
const IDENTIFIER = list.define("uds.rdbi.data_identifier", "uint16", "Data Identifier", {
  hex: true,
});
const REFUSED_SERVICE = list.define("uds.err.sid", "uint8", "Service Identifier", {
  hex: true,
  values: SERVICES,
});
const REFUSAL = list.define("uds.err.code", "uint8", "Code", { hex: true, values: REFUSALS });

/** Appends the message in `[start, end)`; nothing where it is empty. */
export function dissectUds(tree: Tree, start: number, end: number): void {
  if (start >= end) return;
  const { view } = tree;
  const first = view.getUint8(start);
  const service = first & ~REPLY;
  const isReply = (first & REPLY) !== 0;
  const layer = tree.layer("uds", "Unified Diagnostic Services", start, end);
  tree.value(SERVICE, service, start, start + 1);
  tree.add(REPLY_FLAG, start);
  const name = SERVICES[service] ?? `Unknown (0x${hex(service, 2)})`;
  const detail = addDetail(tree, service, start + 1, end);
  layer.summary = `${isReply ? "Reply  " : "Request"}   ${name.padEnd(SERVICE_WIDTH)}${detail}`;
  tree.show("UDS", layer.summary);
}

function addDetail(tree: Tree, service: number, off: number, end: number): string {
  const { view } = tree;
  if (service === SESSION_CONTROL && off < end) {
    tree.add(SESSION, off);
    const session = view.getUint8(off) & 0x7f;
    return SESSIONS[session] ?? `Unknown (0x${hex(session, 2)})`;
  }
  if (service === READ_BY_IDENTIFIER && off + 2 <= end) {
    tree.add(IDENTIFIER, off);
    return `0x${hex(view.getUint16(off), 4)}`;
  }
  if (service !== ERROR || off + 2 > end) return "";
  tree.add(REFUSED_SERVICE, off);
  tree.add(REFUSAL, off + 1);
  const refused = SERVICES[view.getUint8(off)] ?? `0x${hex(view.getUint8(off), 2)}`;
  const why = REFUSALS[view.getUint8(off + 1)] ?? `0x${hex(view.getUint8(off + 1), 2)}`;
  return `${refused} (SID: ${why})`;
}
