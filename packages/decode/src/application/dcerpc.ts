/**
 * Connection-oriented DCE/RPC, C706 §12.6 and MS-RPCE §2.2.2: over TCP, and in named pipes of SMB.
 *
 * Numbers stand in the byte order that the header names. Arguments of operations are left as they are.
 */

import type { FieldSpec } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { hex } from "../text.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { DcerpcBinding } from "./dcerpc-binding.ts";
import * as fields from "./dcerpc-fields.ts";
import { type DcerpcInterface, INTERFACES } from "./dcerpc-interfaces.ts";
import { dissectKerberos, dissectSpnego, isKerberosMessage } from "./gss-api.ts";
import { readGuid } from "./guid.ts";
import { dissectNtlmssp, isNtlmssp } from "./ntlmssp.ts";

const { PacketType } = fields;

const HEADER_LEN = 16;
const AUTH_HEADER_LEN = 8;
const LITTLE_ENDIAN = 0x10;
const FIRST_FRAGMENT = 0x01;
const LAST_FRAGMENT = 0x02;
const HAS_OBJECT = 0x80;
/** Contexts and results of one message that are shown. */
const MAX_CONTEXTS = 32;
/** Transfer syntaxes of one context that are shown. */
const MAX_SYNTAXES = 8;
const MAX_PACKET_TYPE = 20;

/** The level at which the stub is sealed, by the mechanism that the token is of. */
const PRIVACY = 6;

const AuthType = { Spnego: 9, Ntlmssp: 10, Kerberos: 16 } as const;

const TRANSFER_SYNTAXES: Readonly<Record<string, string>> = {
  "8a885d04-1ceb-11c9-9fe8-08002b104860": "32bit NDR",
  "71710533-beba-4937-8319-b5dbef9ccc36": "64bit NDR",
};

/** Whether a message starts at `off`: version 5.0 or 5.1, a known type, a byte order and a length in agreement. */
export function isDcerpc(view: DataView, off: number, end: number): boolean {
  if (end - off < HEADER_LEN) return false;
  if (view.getUint8(off) !== 5 || view.getUint8(off + 1) > 1) return false;
  if (view.getUint8(off + 2) > MAX_PACKET_TYPE) return false;
  const order = view.getUint8(off + 4);
  if ((order & 0xef) !== 0 || view.getUint8(off + 5) > 3) return false;
  if (view.getUint16(off + 6) !== 0) return false;
  const length = view.getUint16(off + 8, order === LITTLE_ENDIAN);
  const auth = view.getUint16(off + 10, order === LITTLE_ENDIAN);
  return length >= HEADER_LEN && auth + HEADER_LEN <= length;
}

interface Pdu {
  readonly tree: Tree;
  readonly binding: DcerpcBinding;
  readonly frame: number;
  readonly start: number;
  /** Of what was captured. */
  readonly end: number;
  /** Start of the security trailer, or {@link end}. */
  readonly bodyEnd: number;
  readonly flags: number;
  readonly callId: number;
  readonly littleEndian: boolean;
}

/** Appends the layer of the message at `start`, which {@link isDcerpc} accepted, and shows it. */
export function dissectDcerpc(
  packet: Packet,
  tree: Tree,
  start: number,
  limit: number,
  binding: DcerpcBinding,
): void {
  const { view } = packet;
  const littleEndian = view.getUint8(start + 4) === LITTLE_ENDIAN;
  const length = view.getUint16(start + 8, littleEndian);
  const authLength = view.getUint16(start + 10, littleEndian);
  const end = Math.min(limit, start + length);
  const type = view.getUint8(start + 2);
  const flags = view.getUint8(start + 3);
  const callId = view.getUint32(start + 12, littleEndian);
  const trailer = start + length - authLength - AUTH_HEADER_LEN;
  const hasTrailer = authLength > 0 && trailer >= start + HEADER_LEN && start + length <= limit;
  const bodyEnd = hasTrailer ? trailer : end;
  const pdu: Pdu = {
    ...{ tree, binding, start, end, bodyEnd, flags, callId, littleEndian },
    frame: packet.number,
  };
  const name = fields.PACKET_TYPES[type] ?? String(type);
  tree.layer("dcerpc", fields.DCERPC.description, start, end);
  tree.summarize(`${name}, Fragment: ${fragmentName(flags)}, FragLen: ${length}, Call: ${callId}`);
  addHeader(pdu);
  const general = `${name}: call_id: ${callId}, Fragment: ${fragmentName(flags)}`;
  const body = addBody(pdu, type);
  const said = hasTrailer ? addAuth(pdu, trailer, authLength) : "";
  if (body.kind === "operation") tree.show(body.protocol, body.info);
  else tree.show("DCERPC", `${general}${body.info}${said === "" ? "" : `, ${said}`}`);
}

function fragmentName(flags: number): string {
  const first = (flags & FIRST_FRAGMENT) !== 0;
  const last = (flags & LAST_FRAGMENT) !== 0;
  if (first) return last ? "Single" : "1st";
  return last ? "Last" : "Mid";
}

function number(pdu: Pdu, spec: FieldSpec, off: number): number {
  const { tree, littleEndian } = pdu;
  const { view } = tree;
  const value =
    spec.octets === 4
      ? view.getUint32(off, littleEndian)
      : spec.octets === 2
        ? view.getUint16(off, littleEndian)
        : view.getUint8(off);
  tree.value(spec, value, off, off + spec.octets);
  return value;
}

function guid(pdu: Pdu, spec: FieldSpec, off: number): string {
  const text = readGuid(pdu.tree.view, off, pdu.littleEndian);
  pdu.tree.value(spec, text, off, off + 16);
  return text;
}

function addHeader(pdu: Pdu): void {
  const { tree, start, littleEndian } = pdu;
  tree.add(fields.VERSION, start);
  tree.add(fields.MINOR_VERSION, start + 1);
  tree.add(fields.TYPE, start + 2);
  tree.inside(tree.add(fields.FLAGS, start + 3), () => {
    for (const bit of fields.FLAG_BITS) tree.add(bit, start + 3);
  });
  tree.inside(tree.add(fields.REPRESENTATION, start + 4, 4), () => {
    tree.value(fields.BYTE_ORDER, littleEndian ? 1 : 0, start + 4, start + 5);
  });
  number(pdu, fields.FRAGMENT_LENGTH, start + 8);
  number(pdu, fields.AUTH_LENGTH, start + 10);
  number(pdu, fields.CALL_ID, start + 12);
}

type Body =
  | { readonly kind: "message"; readonly info: string }
  | { readonly kind: "operation"; readonly protocol: string; readonly info: string };

function addBody(pdu: Pdu, type: number): Body {
  switch (type) {
    case PacketType.Request:
      return addRequest(pdu);
    case PacketType.Response:
      return addResponse(pdu);
    case PacketType.Fault:
      return { kind: "message", info: addFault(pdu) };
    case PacketType.Bind:
    case PacketType.AlterContext:
      return { kind: "message", info: addBind(pdu) };
    case PacketType.BindAck:
    case PacketType.AlterContextResponse:
      return { kind: "message", info: addBindAck(pdu) };
    case PacketType.BindNak:
      if (pdu.start + 18 > pdu.end) return { kind: "message", info: "" };
      number(pdu, fields.REJECT_REASON, pdu.start + 16);
      return { kind: "message", info: "" };
    default:
      return { kind: "message", info: "" };
  }
}

/** The interface of a call, where it is known and the message is whole. */
function knownInterface(pdu: Pdu, interfaceId: string | undefined): DcerpcInterface | undefined {
  const isWhole = (pdu.flags & FIRST_FRAGMENT) !== 0 && (pdu.flags & LAST_FRAGMENT) !== 0;
  return isWhole && interfaceId !== undefined ? INTERFACES.get(interfaceId) : undefined;
}

function operationName({ operations }: DcerpcInterface, operation: number): string {
  const name = operations[operation];
  return name === undefined || name === "-" ? `Unknown operation ${operation}` : name;
}

function addRequest(pdu: Pdu): Body {
  const { tree, start, bodyEnd, binding, callId, frame } = pdu;
  if (start + 24 > bodyEnd) return { kind: "message", info: "" };
  number(pdu, fields.ALLOCATION, start + 16);
  const context = number(pdu, fields.CONTEXT_ID, start + 20);
  const operation = number(pdu, fields.OPERATION, start + 22);
  let stub = start + 24;
  if ((pdu.flags & HAS_OBJECT) !== 0 && stub + 16 <= bodyEnd) {
    guid(pdu, fields.OBJECT, stub);
    stub += 16;
  }
  if (stub < bodyEnd) tree.add(fields.STUB_DATA, stub, bodyEnd - stub);
  const interfaceId = binding.interfaceOf(context);
  if (interfaceId !== undefined) binding.call(callId, { interfaceId, operation, frame });
  const known = knownInterface(pdu, interfaceId);
  if (known === undefined) {
    const unknown = interfaceId === undefined ? "" : ` ${interfaceId}`;
    return { kind: "message", info: `, opnum: ${operation}, Ctx: ${context}${unknown}` };
  }
  const info = `${operationName(known, operation)} request`;
  return { kind: "operation", protocol: known.name, info };
}

function addResponse(pdu: Pdu): Body {
  const { tree, start, bodyEnd, binding, callId } = pdu;
  if (start + 24 > bodyEnd) return { kind: "message", info: "" };
  number(pdu, fields.ALLOCATION, start + 16);
  const context = number(pdu, fields.CONTEXT_ID, start + 20);
  tree.add(fields.CANCEL_COUNT, start + 22);
  if (start + 24 < bodyEnd) tree.add(fields.STUB_DATA, start + 24, bodyEnd - start - 24);
  const call = binding.callOf(callId);
  if (call !== undefined) {
    tree.value(fields.OPERATION, call.operation, start, start);
    tree.value(fields.REQUEST_IN, call.frame, start, start);
  }
  const known = knownInterface(pdu, call?.interfaceId);
  if (known === undefined || call === undefined) {
    const request = call === undefined ? "" : `, [Req: #${call.frame}]`;
    return { kind: "message", info: `, Ctx: ${context}${request}` };
  }
  const info = `${operationName(known, call.operation)} response`;
  return { kind: "operation", protocol: known.name, info };
}

function addFault(pdu: Pdu): string {
  const { tree, start, bodyEnd } = pdu;
  if (start + 28 > bodyEnd) return "";
  number(pdu, fields.ALLOCATION, start + 16);
  const context = number(pdu, fields.CONTEXT_ID, start + 20);
  tree.add(fields.CANCEL_COUNT, start + 22);
  const status = number(pdu, fields.STATUS, start + 24);
  const name = fields.FAULTS[status] ?? `Unknown (0x${hex(status, 8)})`;
  return `, Ctx: ${context}, status: ${name}`;
}

function addBind(pdu: Pdu): string {
  const { tree, start, bodyEnd, binding } = pdu;
  if (start + 28 > bodyEnd) return "";
  number(pdu, fields.MAX_SENT, start + 16);
  number(pdu, fields.MAX_RECEIVED, start + 18);
  number(pdu, fields.GROUP, start + 20);
  const count = number(pdu, fields.CONTEXT_COUNT, start + 24);
  const items: string[] = [];
  let off = start + 28;
  for (let i = 0; i < Math.min(count, MAX_CONTEXTS) && off + 24 <= bodyEnd; i += 1) {
    const context = number(pdu, fields.CONTEXT_ID, off);
    const syntaxes = tree.view.getUint8(off + 2);
    tree.add(fields.SYNTAX_COUNT, off + 2);
    const interfaceId = guid(pdu, fields.INTERFACE, off + 4);
    const major = number(pdu, fields.INTERFACE_VERSION, off + 20);
    const minor = number(pdu, fields.INTERFACE_MINOR, off + 22);
    binding.bind(context, interfaceId);
    off += 24;
    const names: string[] = [];
    for (let j = 0; j < Math.min(syntaxes, MAX_SYNTAXES) && off + 20 <= bodyEnd; j += 1) {
      const id = guid(pdu, fields.TRANSFER_ID, off);
      number(pdu, fields.TRANSFER_VERSION, off + 16);
      names.push(TRANSFER_SYNTAXES[id] ?? id);
      off += 20;
    }
    const name = INTERFACES.get(interfaceId)?.title ?? interfaceId;
    items.push(`${name} V${major}.${minor} (${names.join(", ")})`);
  }
  return `, ${count} context items: ${items.join(", ")}`;
}

function addBindAck(pdu: Pdu): string {
  const { tree, start, bodyEnd } = pdu;
  if (start + 26 > bodyEnd) return "";
  const sent = number(pdu, fields.MAX_SENT, start + 16);
  const received = number(pdu, fields.MAX_RECEIVED, start + 18);
  number(pdu, fields.GROUP, start + 20);
  const length = number(pdu, fields.ADDRESS_LENGTH, start + 24);
  let off = start + 26;
  if (off + length > bodyEnd) return "";
  if (length > 0) tree.add(fields.ADDRESS, off, length - 1);
  off += length;
  off += (4 - ((off - start) & 3)) & 3;
  if (off + 4 > bodyEnd) return "";
  const count = number(pdu, fields.RESULT_COUNT, off);
  const results: string[] = [];
  off += 4;
  for (let i = 0; i < Math.min(count, MAX_CONTEXTS) && off + 24 <= bodyEnd; i += 1) {
    const result = number(pdu, fields.RESULT, off);
    if (result !== 0) number(pdu, fields.REASON, off + 2);
    guid(pdu, fields.ACCEPTED_ID, off + 4);
    number(pdu, fields.ACCEPTED_VERSION, off + 20);
    results.push(fields.RESULTS[result] ?? `Unknown result (${result})`);
    off += 24;
  }
  const limits = `max_xmit: ${sent} max_recv: ${received}`;
  return `, ${limits}, ${count} results: ${results.join(", ")}`;
}

/** The trailer of security: MS-RPCE §2.2.2.11. */
function addAuth(pdu: Pdu, trailer: number, length: number): string {
  const { tree } = pdu;
  const { view } = tree;
  const type = view.getUint8(trailer);
  tree.add(fields.AUTH_TYPE, trailer);
  tree.add(fields.AUTH_LEVEL, trailer + 1);
  tree.add(fields.AUTH_PADDING, trailer + 2);
  number(pdu, fields.AUTH_CONTEXT, trailer + 4);
  const token = trailer + AUTH_HEADER_LEN;
  const end = token + length;
  switch (type) {
    case AuthType.Spnego:
      if (isKerberosMessage(view, token, end)) {
        dissectKerberos(tree, token, end);
        if (view.getUint8(trailer + 1) === PRIVACY) tree.mention("spnego-krb5");
        return "";
      }
      return dissectSpnego(tree, token, end);
    case AuthType.Ntlmssp: {
      if (!isNtlmssp(view, token, end)) return "";
      const names = tree.protocols.length;
      const said = dissectNtlmssp(tree, token, end);
      tree.protocols.length = names;
      return said;
    }
    case AuthType.Kerberos:
      dissectKerberos(tree, token, end);
      return "";
    default:
      return "";
  }
}

export const DCERPC_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Dcerpc],
  tcpPorts: [135],
  stream: { firstOctets: [5], matches: isDcerpc },
  fields: fields.FIELDS,
  dissect: (packet, tree, conversation) => {
    const { view, payloadStart: start, payloadEnd: end } = packet;
    if (!isDcerpc(view, start, end)) return;
    const binding = conversation.recall(Protocol.Dcerpc, () => new DcerpcBinding());
    dissectDcerpc(packet, tree, start, end, binding);
  },
  messageLength: (view, off, end) => {
    if (end - off < HEADER_LEN) return 0;
    if (!isDcerpc(view, off, end)) return end - off;
    return view.getUint16(off + 8, view.getUint8(off + 4) === LITTLE_ENDIAN);
  },
};
