/**
 * The connection-oriented transport protocol of OSI over TPKT, ISO 8073 and ITU-T X.224 §13.
 *
 * A TPDU starts with the length of its header (that octet excluded) and its type. Over TCP the class is 0,
 * but nothing stops others from being announced. What the messages carry is read by `cotp-users.ts`.
 */

import { dissectData } from "../data-tree.ts";
import { defineField, type FieldSpec } from "../field.ts";
import type { Packet } from "../packet.ts";
import type { Conversation } from "../stream/conversation.ts";
import { hex } from "../text.ts";
import type { Tree } from "../tree.ts";
import type { CotpUser } from "./cotp-user.ts";
import { CONNECT_USERS, DATA_USERS } from "./cotp-users.ts";

export const TpduType = {
  ExpeditedData: 1,
  ExpeditedAcknowledgement: 2,
  Reject: 5,
  Acknowledgement: 6,
  Error: 7,
  DisconnectRequest: 8,
  DisconnectConfirm: 12,
  ConnectConfirm: 13,
  ConnectRequest: 14,
  Data: 15,
} as const;

const TYPE_NAMES: Readonly<Record<number, string>> = {
  1: "ED Expedited Data",
  2: "EA Expedited Data Acknowledgement",
  5: "RJ Reject",
  6: "AK Data Acknowledgement",
  7: "ER TPDU Error",
  8: "DR Disconnect Request",
  12: "DC Disconnect Confirm",
  13: "CC Connect Confirm",
  14: "CR Connect Request",
  15: "DT Data",
};

/** X.224 §13.5.3. */
const DISCONNECT_CAUSES: Readonly<Record<number, string>> = {
  0: "Reason not specified",
  1: "Congestion at TSAP",
  2: "Session entity not attached to TSAP",
  3: "Address unknown",
  128: "Normal Disconnect",
  129: "Remote transport entity congestion",
  130: "Connection negotiation failed",
  131: "Duplicate source reference",
  132: "Mismatched references",
  133: "Protocol error",
  135: "Reference overflow",
  136: "Connection request refused",
  138: "Header or parameter length invalid",
};

/** X.224 §13.12.3. */
const REJECT_CAUSES: Readonly<Record<number, string>> = {
  0: "Reason not specified",
  1: "Invalid parameter code",
  2: "Invalid TPDU type",
  3: "Invalid parameter value",
};

/** Codes of the variable part, X.224 §13.3.4. */
const PARAMETERS: Readonly<Record<number, string>> = {
  133: "ack-time",
  134: "res-error",
  135: "priority",
  136: "transit-delay",
  137: "throughput",
  138: "seq-nr",
  139: "reassignment",
  140: "flow-cntl",
  192: "tpdu-size",
  193: "src-tsap",
  194: "dst-tsap",
  195: "checksum",
  196: "version-nr",
  197: "protection",
  198: "opt-sel",
  199: "proto-class",
  224: "user-data",
  240: "preferred-max-tpdu-size",
  242: "inactivity-timer",
};

const TPDU_SIZE = 192;
const SOURCE_TSAP = 193;
const DESTINATION_TSAP = 194;

/** Octets of a connection's fixed header part behind the length. */
const CONNECT_FIXED = 6;
/** Parameters of one message that are shown; a header of 254 octets holds 124. */
const MAX_PARAMETERS = 124;

const COTP = defineField(
  "cotp",
  "protocol",
  "ISO 8073/X.224 COTP Connection-Oriented Transport Protocol",
);
const LENGTH = defineField("cotp.li", "uint8", "Length");
const TYPE = defineField("cotp.type", "uint8", "PDU Type", {
  mask: 0xf0,
  hex: true,
  values: TYPE_NAMES,
});
const DESTINATION = defineField("cotp.destref", "uint16", "Destination reference", { hex: true });
const SOURCE = defineField("cotp.srcref", "uint16", "Source reference", { hex: true });
const CLASS = defineField("cotp.class", "uint8", "Class", { mask: 0xf0 });
const EXTENDED = defineField("cotp.opts.extended_formats", "boolean", "Extended formats", {
  mask: 0x02,
});
const NO_FLOW_CONTROL = defineField(
  "cotp.opts.no_explicit_flow_control",
  "boolean",
  "No explicit flow control",
  { mask: 0x01 },
);
const NUMBER = defineField("cotp.tpdu-number", "uint8", "TPDU number", { mask: 0x7f, hex: true });
const NEXT_NUMBER = defineField("cotp.next-tpdu-number", "uint8", "Your TPDU number", {
  hex: true,
});
const END_OF_DATA = defineField("cotp.eot", "boolean", "Last data unit", { mask: 0x80 });
const CAUSE = defineField("cotp.cause", "uint8", "Cause", { values: DISCONNECT_CAUSES });
const REJECT_CAUSE = defineField("cotp.reject_cause", "uint8", "Reject cause", {
  values: REJECT_CAUSES,
});
const PARAMETER_CODE = defineField("cotp.parameter_code", "uint8", "Parameter code", {
  hex: true,
  values: PARAMETERS,
});
const PARAMETER_LENGTH = defineField("cotp.parameter_length", "uint8", "Parameter length");
const PARAMETER_VALUE = defineField("cotp.parameter_value", "bytes", "Parameter value");
const SOURCE_NAME = defineField("cotp.src-tsap", "string", "Source TSAP");
const SOURCE_OCTETS = defineField("cotp.src-tsap-bytes", "bytes", "Source TSAP");
const DESTINATION_NAME = defineField("cotp.dst-tsap", "string", "Destination TSAP");
const DESTINATION_OCTETS = defineField("cotp.dst-tsap-bytes", "bytes", "Destination TSAP");
const MAXIMUM_SIZE = defineField("cotp.tpdu_size", "uint8", "TPDU size");

export const COTP_FIELDS: readonly FieldSpec[] = [
  ...[COTP, LENGTH, TYPE, DESTINATION, SOURCE, CLASS, EXTENDED, NO_FLOW_CONTROL, NUMBER],
  ...[NEXT_NUMBER, END_OF_DATA, CAUSE, REJECT_CAUSE, PARAMETER_CODE, PARAMETER_LENGTH],
  ...[PARAMETER_VALUE, SOURCE_NAME, SOURCE_OCTETS, DESTINATION_NAME, DESTINATION_OCTETS],
  MAXIMUM_SIZE,
];

/** Whether a TPDU whose type is known starts at `off`; two octets suffice to tell. */
export function isCotp(view: DataView, off: number, end: number): boolean {
  if (end - off < 2) return false;
  const length = view.getUint8(off);
  return length >= 2 && length < 255 && view.getUint8(off + 1) >>> 4 in TYPE_NAMES;
}

/**
 * Appends the layer of the TPDU `[start, end)` and those of what it carries.
 *
 * Appends nothing where {@link isCotp} says no.
 */
export function dissectCotp(
  packet: Packet,
  tree: Tree,
  start: number,
  end: number,
  conversation: Conversation,
): void {
  const { view } = packet;
  if (!isCotp(view, start, end)) return;
  const headerEnd = Math.min(end, start + 1 + view.getUint8(start));
  const type = view.getUint8(start + 1) >>> 4;
  tree.layer("cotp", COTP.description, start, headerEnd);
  tree.summarize(TYPE_NAMES[type]!);
  tree.add(LENGTH, start);
  tree.add(TYPE, start + 1);
  const carry = (users: readonly CotpUser[], from: number, to: number): boolean => {
    if (from >= to) return false;
    const data = { packet, tree, conversation, start: from, end: to };
    return users.some((dissect) => dissect(data));
  };
  switch (type) {
    case TpduType.ConnectRequest:
    case TpduType.ConnectConfirm: {
      addConnection(tree, type, start, headerEnd);
      const variable = start + 1 + CONNECT_FIXED;
      if (!carry(CONNECT_USERS, variable, end)) addParameters(tree, variable, headerEnd);
      break;
    }
    case TpduType.Data: {
      const whole = addData(tree, start, headerEnd, end);
      if (headerEnd < end && whole && !carry(DATA_USERS, headerEnd, end)) {
        dissectData(tree, headerEnd, end);
      }
      break;
    }
    default:
      addOther(tree, type, start, headerEnd);
  }
}

function addConnection(tree: Tree, type: number, start: number, headerEnd: number): void {
  if (start + 7 > headerEnd) return;
  tree.add(DESTINATION, start + 2);
  tree.add(SOURCE, start + 4);
  tree.add(CLASS, start + 6);
  tree.add(EXTENDED, start + 6);
  tree.add(NO_FLOW_CONTROL, start + 6);
  const { view } = tree;
  const destination = hex(view.getUint16(start + 2), 4);
  const source = hex(view.getUint16(start + 4), 4);
  const name = type === TpduType.ConnectRequest ? "CR" : "CC";
  tree.show("COTP", `${name} TPDU src-ref: 0x${source} dst-ref: 0x${destination}`);
}

/** @returns whether the message ends with this TPDU */
function addData(tree: Tree, start: number, headerEnd: number, end: number): boolean {
  const { view } = tree;
  const short = view.getUint8(start) < 4;
  const number = short ? start + 2 : start + 4;
  if (number >= headerEnd) return false;
  if (!short) tree.add(DESTINATION, start + 2);
  tree.add(NUMBER, number);
  tree.add(END_OF_DATA, number);
  const octet = view.getUint8(number);
  const whole = (octet & 0x80) !== 0;
  const rest = whole ? "EOT" : `[COTP fragment, ${end - headerEnd} bytes]`;
  tree.show("COTP", `DT TPDU (${octet & 0x7f}) ${rest}`);
  return whole;
}

function addOther(tree: Tree, type: number, start: number, headerEnd: number): void {
  const { view } = tree;
  if (start + 4 > headerEnd) return;
  tree.add(DESTINATION, start + 2);
  const destination = `dst-ref: 0x${hex(view.getUint16(start + 2), 4)}`;
  const name = TYPE_NAMES[type]!.slice(0, 2);
  const hasSource = type === TpduType.DisconnectRequest || type === TpduType.DisconnectConfirm;
  if (hasSource && start + 6 <= headerEnd) {
    tree.add(SOURCE, start + 4);
    const source = `src-ref: 0x${hex(view.getUint16(start + 4), 4)}`;
    if (type === TpduType.DisconnectRequest && start + 7 <= headerEnd) tree.add(CAUSE, start + 6);
    tree.show("COTP", `${name} TPDU ${source} ${destination}`);
    return;
  }
  if (start + 5 <= headerEnd)
    tree.add(type === TpduType.Error ? REJECT_CAUSE : NEXT_NUMBER, start + 4);
  tree.show("COTP", `${name} TPDU ${destination}`);
}

function addParameters(tree: Tree, start: number, end: number): void {
  const { view } = tree;
  let off = start;
  for (let count = 0; off + 2 <= end && count < MAX_PARAMETERS; count += 1) {
    const code = view.getUint8(off);
    const length = view.getUint8(off + 1);
    const value = off + 2;
    tree.add(PARAMETER_CODE, off);
    tree.add(PARAMETER_LENGTH, off + 1);
    if (value + length > end) return;
    addParameter(tree, code, value, length);
    off = value + length;
  }
}

function addParameter(tree: Tree, code: number, off: number, length: number): void {
  const { view } = tree;
  switch (code) {
    case TPDU_SIZE:
      if (length === 1) tree.value(MAXIMUM_SIZE, 2 ** (view.getUint8(off) & 0x0f), off, off + 1);
      return;
    case SOURCE_TSAP:
      tree.add(isPrintable(view, off, length) ? SOURCE_NAME : SOURCE_OCTETS, off, length);
      return;
    case DESTINATION_TSAP:
      tree.add(isPrintable(view, off, length) ? DESTINATION_NAME : DESTINATION_OCTETS, off, length);
      return;
    default:
      if (length > 0) tree.add(PARAMETER_VALUE, off, length);
  }
}

function isPrintable(view: DataView, off: number, length: number): boolean {
  for (let at = off; at < off + length; at += 1) {
    const octet = view.getUint8(at);
    if (octet < 0x20 || octet >= 0x7f) return false;
  }
  return length > 0;
}
