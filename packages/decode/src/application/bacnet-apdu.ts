/** BACnet's application layer, ANSI/ASHRAE 135-2020 clause 20.1: eight kinds of PDU. */

import type { Tree } from "../tree.ts";
import * as fields from "./bacnet-fields.ts";
import {
  CONFIRMED_ACK_ROLES,
  CONFIRMED_REQUEST_ROLES,
  ERROR_ROLES,
  type Roles,
  UNCONFIRMED_ROLES,
} from "./bacnet-role.ts";
import { addParameters } from "./bacnet-service.ts";
import {
  ABORT_REASONS,
  APDU_TYPES,
  CONFIRMED_SERVICES,
  REJECT_REASONS,
  UNCONFIRMED_SERVICES,
} from "./bacnet-values.ts";

const SEGMENTED = 0x08;
const NO_ROLES: Roles = {};

/** Services whose parameters the packet list leaves out, for they name many objects. */
const SILENT_SERVICES: ReadonlySet<number> = new Set([8, 9, 14, 16]);

/** Width of the kind of PDU in the packet list. */
const KIND_WIDTH = 16;

/** Appends the APDU in `[start, end)`; nothing where it is empty. */
export function dissectApdu(tree: Tree, start: number, end: number): void {
  if (start >= end) return;
  tree.layer("bacapp", "Building Automation and Control Network APDU", start, end);
  tree.add(fields.APDU_TYPE, start);
  const type = tree.view.getUint8(start) >>> 4;
  const name = APDU_TYPES[type];
  if (name === undefined) {
    tree.show("BACnet-APDU", "# unknown APDU # ");
    return;
  }
  const reader = READERS[type]!;
  const text = name.padEnd(KIND_WIDTH) + reader(tree, start, end);
  tree.summarize(text.trimEnd());
  tree.show("BACnet-APDU", text);
}

type ApduReader = (tree: Tree, start: number, end: number) => string;

const READERS: readonly ApduReader[] = [
  confirmedRequest,
  unconfirmedRequest,
  simpleAck,
  complexAck,
  segmentAck,
  errorPdu,
  reject,
  abort,
];

/** Clause 20.1.2. */
function confirmedRequest(tree: Tree, start: number, end: number): string {
  tree.inside(tree.add(fields.PDU_FLAGS, start), () => {
    tree.add(fields.SEGMENTED, start);
    tree.add(fields.MORE_SEGMENTS, start);
    tree.add(fields.SEGMENTS_ACCEPTED, start);
  });
  tree.add(fields.RESPONSE_SEGMENTS, start + 1);
  tree.add(fields.APDU_SIZE, start + 1);
  return segmentable(tree, start, start + 2, end, CONFIRMED_REQUEST_ROLES);
}

/** Clause 20.1.5. */
function complexAck(tree: Tree, start: number, end: number): string {
  tree.inside(tree.add(fields.PDU_FLAGS, start), () => {
    tree.add(fields.SEGMENTED, start);
    tree.add(fields.MORE_SEGMENTS, start);
  });
  return segmentable(tree, start, start + 1, end, CONFIRMED_ACK_ROLES);
}

/** Invoke ID, the segment's numbers, service and parameters; those of later segments lack their head. */
function segmentable(
  tree: Tree,
  start: number,
  invoke: number,
  end: number,
  roles: Readonly<Record<number, Roles>>,
): string {
  const { view } = tree;
  if (tree.add(fields.INVOKE_ID, invoke) === undefined) return "";
  const segmented = (view.getUint8(start) & SEGMENTED) !== 0;
  let off = invoke + 1;
  let segment = 0;
  if (segmented) {
    if (tree.add(fields.SEQUENCE, off) === undefined) return "";
    segment = view.getUint8(off);
    tree.add(fields.WINDOW, off + 1);
    off += 2;
  }
  if (off >= end) return "";
  const service = view.getUint8(off);
  tree.add(fields.CONFIRMED_SERVICE, off);
  const head = serviceText(service, view.getUint8(invoke));
  if (segmented) return `${head} (Message fragment ${segment})`;
  const mentions = addParameters(tree, off + 1, end, roles[service] ?? NO_ROLES);
  return head + (SILENT_SERVICES.has(service) ? "" : listed(mentions));
}

/** Clause 20.1.3. */
function unconfirmedRequest(tree: Tree, start: number, end: number): string {
  if (tree.add(fields.UNCONFIRMED_SERVICE, start + 1) === undefined) return "";
  const service = tree.view.getUint8(start + 1);
  const roles = UNCONFIRMED_ROLES[service] ?? NO_ROLES;
  const mentions = addParameters(tree, start + 2, end, roles);
  return `${UNCONFIRMED_SERVICES[service] ?? `unknown service (${service})`} ${listed(mentions)}`;
}

/** Clause 20.1.4. */
function simpleAck(tree: Tree, start: number): string {
  tree.add(fields.INVOKE_ID, start + 1);
  const service = tree.add(fields.CONFIRMED_SERVICE, start + 2);
  if (service === undefined) return "";
  return serviceText(Number(service.value), tree.view.getUint8(start + 1));
}

/** Clause 20.1.6. */
function segmentAck(tree: Tree, start: number): string {
  tree.add(fields.NEGATIVE_ACK, start);
  tree.add(fields.FROM_SERVER, start);
  tree.add(fields.INVOKE_ID, start + 1);
  tree.add(fields.SEQUENCE, start + 2);
  tree.add(fields.WINDOW, start + 3);
  return "";
}

/** Clause 20.1.7. */
function errorPdu(tree: Tree, start: number, end: number): string {
  const text = simpleAck(tree, start);
  addParameters(tree, start + 3, end, ERROR_ROLES);
  return text;
}

/** Clause 20.1.8. */
function reject(tree: Tree, start: number): string {
  tree.add(fields.INVOKE_ID, start + 1);
  const reason = tree.add(fields.REJECT_REASON, start + 2);
  return reason === undefined ? "" : reasonText(tree, start, REJECT_REASONS);
}

/** Clause 20.1.9. */
function abort(tree: Tree, start: number): string {
  tree.add(fields.FROM_SERVER, start);
  tree.add(fields.INVOKE_ID, start + 1);
  const reason = tree.add(fields.ABORT_REASON, start + 2);
  return reason === undefined ? "" : reasonText(tree, start, ABORT_REASONS);
}

function reasonText(tree: Tree, start: number, names: Readonly<Record<number, string>>): string {
  const reason = tree.view.getUint8(start + 2);
  const standard = reason < 64 ? "Reserved for use by ASHRAE" : "Vendor Proprietary Value";
  const name = names[reason] ?? `(${reason}) ${standard}`;
  return `${name}[${String(tree.view.getUint8(start + 1)).padStart(3)}] `;
}

/** `readProperty[ 12] `. */
function serviceText(service: number, invoke: number): string {
  const name = CONFIRMED_SERVICES[service] ?? `unknown service (${service})`;
  return `${name}[${String(invoke).padStart(3)}] `;
}

function listed(mentions: readonly string[]): string {
  return mentions.map((mention) => `${mention} `).join("");
}
