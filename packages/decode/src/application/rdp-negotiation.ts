/**
 * The negotiation of RDP in connection requests and confirms of X.224, MS-RDPBCGR §2.2.1.1 and §2.2.1.2.
 *
 * A request may start with a routing token or a cookie that names the user, ended by a line break.
 */

import { defineField, type FieldSpec } from "../field.ts";
import type { Tree } from "../tree.ts";
import { indexOfOctet, startsWith } from "./ascii.ts";
import type { CotpUserData } from "./cotp-user.ts";
import { rdpSession } from "./rdp-session.ts";

const NegotiationType = { Request: 1, Response: 2, Failure: 3, Correlation: 6 } as const;

const NEGOTIATION_LEN = 8;
const CORRELATION_LEN = 36;
/** Longest cookie or token line that is looked for, in octets. */
const MAX_COOKIE = 512;
const LINE_FEED = 0x0a;

const TYPES: Readonly<Record<number, string>> = {
  1: "RDP Negotiation Request",
  2: "RDP Negotiation Response",
  3: "RDP Negotiation Failure",
  6: "RDP Correlation Info",
};

const PROTOCOLS: Readonly<Record<number, string>> = {
  0: "Standard RDP Security",
  1: "TLS 1.0, 1.1 or 1.2",
  2: "CredSSP",
  4: "RDSTLS protocol",
  8: "CredSSP with Early User Authorization Result PDU",
};

const FAILURES: Readonly<Record<number, string>> = {
  1: "TLS required by server",
  2: "TLS not allowed by server",
  3: "TLS certificate not on server",
  4: "Inconsistent flags",
  5: "Server requires Enhanced RDP Security with CredSSP",
  6: "Server requires Enhanced RDP Security with TLS and certificate-based client authentication",
};

const COOKIE = defineField("rdp.rt_cookie", "string", "Routing Token/Cookie");
const TYPE = defineField("rdp.neg_type", "uint8", "Type", { hex: true, values: TYPES });
const LENGTH = defineField("rdp.neg_length", "uint16", "Length", { littleEndian: true });
const REQUEST_FLAGS = defineField("rdp.negReq.flags", "uint8", "Flags", { hex: true });
const ADMIN_REQUIRED = defineField(
  "rdp.negReq.flags.restricted_admin_mode_req",
  "boolean",
  "Restricted admin mode required",
  { mask: 0x01 },
);
const CORRELATION_PRESENT = defineField(
  "rdp.negReq.flags.correlation_info_present",
  "boolean",
  "Correlation info present",
  { mask: 0x08 },
);
const REQUESTED = defineField("rdp.negReq.requestedProtocols", "uint32", "requestedProtocols", {
  hex: true,
  littleEndian: true,
});
const REQUESTED_BITS = [
  requested("ssl", "TLS security supported", 0x01),
  requested("hybrid", "CredSSP supported", 0x02),
  requested("rdstls", "RDSTLS supported", 0x04),
  requested("hybrid_ex", "CredSSP with Early User Authorization Result PDU supported", 0x08),
];
const RESPONSE_FLAGS = defineField("rdp.negRsp.flags", "uint8", "Flags", { hex: true });
const RESPONSE_BITS = [
  responseFlag("extended_client_data_supported", "Extended Client Data Blocks supported", 0x01),
  responseFlag(
    "dynvc_gfx_protocol_supported",
    "Graphics Pipeline Extension Protocol supported",
    0x02,
  ),
  responseFlag("restricted_admin_mode_supported", "Restricted admin mode supported", 0x08),
  responseFlag(
    "restricted_authentication_mode_supported",
    "Restricted authentication mode supported",
    0x10,
  ),
];
const SELECTED = defineField("rdp.negReq.selectedProtocol", "uint32", "selectedProtocol", {
  hex: true,
  littleEndian: true,
  values: PROTOCOLS,
});
const FAILURE = defineField("rdp.negFailure.failureCode", "uint32", "failureCode", {
  hex: true,
  littleEndian: true,
  values: FAILURES,
});
const CORRELATION_FLAGS = defineField("rdp.correlationInfo.flags", "uint8", "Flags", { hex: true });
const CORRELATION_ID = defineField("rdp.correlationInfo.correlationId", "bytes", "correlationId");

export const NEGOTIATION_FIELDS: readonly FieldSpec[] = [
  ...[COOKIE, TYPE, LENGTH, REQUEST_FLAGS, ADMIN_REQUIRED, CORRELATION_PRESENT, REQUESTED],
  ...REQUESTED_BITS,
  RESPONSE_FLAGS,
  ...RESPONSE_BITS,
  ...[SELECTED, FAILURE, CORRELATION_FLAGS, CORRELATION_ID],
];

function requested(name: string, description: string, mask: number): FieldSpec {
  return defineField(`rdp.negReq.requestedProtocols.${name}`, "boolean", description, {
    octets: 4,
    mask,
    littleEndian: true,
  });
}

function responseFlag(name: string, description: string, mask: number): FieldSpec {
  return defineField(`rdp.negRsp.flags.${name}`, "boolean", description, { mask });
}

/** Whether the variable part `[off, end)` of a connection request or confirm is RDP's. */
export function isRdpNegotiation(view: DataView, off: number, end: number): boolean {
  return isCookie(view, off, end) || isNegotiation(view, off, end);
}

function isCookie(view: DataView, off: number, end: number): boolean {
  return startsWith(view, off, end, "Cookie: ") || startsWith(view, off, end, "tsv://");
}

function isNegotiation(view: DataView, off: number, end: number): boolean {
  if (end - off < NEGOTIATION_LEN) return false;
  const type = view.getUint8(off);
  return type >= 1 && type <= 3 && view.getUint16(off + 2, true) === NEGOTIATION_LEN;
}

/** Whether this is the server's choice of a protocol around RDP. */
function choosesTls(view: DataView, off: number, end: number): boolean {
  return (
    end - off >= NEGOTIATION_LEN &&
    view.getUint8(off) === NegotiationType.Response &&
    view.getUint32(off + 4, true) !== 0
  );
}

export function dissectRdpNegotiation(data: CotpUserData): boolean {
  const { tree, start, end } = data;
  const { view } = tree;
  if (!isRdpNegotiation(view, start, end)) return false;
  rdpSession(data.conversation).isRdp = !choosesTls(view, start, end);
  const fromClient = isCookie(view, start, end) || view.getUint8(start) === NegotiationType.Request;
  if (fromClient) dropTpkt(tree);
  tree.layer("rdp", "Remote Desktop Protocol", start, end);
  const info: string[] = [];
  let off = start;
  if (isCookie(view, off, end)) {
    const line = indexOfOctet(view, off, Math.min(end, off + MAX_COOKIE), LINE_FEED);
    const text = tree.add(COOKIE, off, Math.max(0, line - 1 - off))?.raw;
    if (text !== undefined) info.push(text);
    off = Math.min(end, line + 1);
  }
  if (isNegotiation(view, off, end)) {
    info.push(addNegotiation(tree, off));
    off += NEGOTIATION_LEN;
  }
  if (end - off >= CORRELATION_LEN && view.getUint8(off) === NegotiationType.Correlation) {
    tree.add(TYPE, off);
    tree.add(CORRELATION_FLAGS, off + 1);
    tree.add(LENGTH, off + 2);
    tree.add(CORRELATION_ID, off + 4, 16);
  }
  tree.show("RDP", info.join(", "));
  return true;
}

/** The names of a frame's protocols leave out the TPKT of a client's request, as tshark's do. */
function dropTpkt(tree: Tree): void {
  const at = tree.protocols.lastIndexOf("tpkt");
  if (at >= 0) tree.protocols.splice(at, 1);
}

/** @returns what the Info column says of it */
function addNegotiation(tree: Tree, off: number): string {
  const type = tree.view.getUint8(off);
  tree.add(TYPE, off);
  const isRequest = type === NegotiationType.Request;
  const flags = tree.add(isRequest ? REQUEST_FLAGS : RESPONSE_FLAGS, off + 1);
  const bits = isRequest ? [ADMIN_REQUIRED, CORRELATION_PRESENT] : RESPONSE_BITS;
  if (type !== NegotiationType.Failure) {
    tree.inside(flags, () => {
      for (const bit of bits) tree.add(bit, off + 1);
    });
  }
  tree.add(LENGTH, off + 2);
  switch (type) {
    case NegotiationType.Request:
      tree.inside(tree.add(REQUESTED, off + 4), () => {
        for (const bit of REQUESTED_BITS) tree.add(bit, off + 4);
      });
      return "Negotiate Request";
    case NegotiationType.Response:
      tree.add(SELECTED, off + 4);
      return "Negotiate Response";
    default: {
      const code = tree.view.getUint32(off + 4, true);
      tree.add(FAILURE, off + 4);
      return `Negotiate Failure, failureCode ${FAILURES[code] ?? code}`;
    }
  }
}
