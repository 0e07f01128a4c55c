/**
 * Remote procedure calls of ONC, RFC 5531: the message head, and record marking over TCP (§11).
 *
 * A reply says nothing of its program, so it is read only where its call was seen.
 */

import { dissectData } from "../data-tree.ts";
import { defineField, type FieldSpec } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Conversation } from "../stream/conversation.ts";
import { hex } from "../text.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { MOUNT_FIELDS, MOUNT_PROGRAM } from "./mount.ts";
import { NFS_FIELDS, NFS_PROGRAM } from "./nfs.ts";
import { PORTMAP_FIELDS, PORTMAP_PROGRAM } from "./portmap.ts";
import type { RpcCall, RpcProgram } from "./rpc-call.ts";
import { isKnownProgram, programTitle } from "./rpc-titles.ts";
import { XdrCursor } from "./xdr.ts";

const TCP = 6;
const CALL = 0;
const REPLY = 1;
const RPC_VERSION = 2;
const MARK_LEN = 4;
const LAST_FRAGMENT = 0x8000_0000;
/** Transaction, type, version, program, its version, procedure. */
const CALL_HEAD = 24;
/** Longest credential or verifier, RFC 5531 §8.2. */
const MAX_AUTH = 400;
/** Highest version of a program that content is believed to name. */
const MAX_VERSION = 20;
/** Highest procedure that content is believed to name. */
const MAX_PROCEDURE = 128;
/** Calls remembered of one conversation; the oldest go first. */
const MAX_CALLS = 1024;
/** Groups of one credential that are shown, RFC 5531 appendix A. */
const MAX_GROUPS = 16;
/** Fragments of one record that are counted. */
const MAX_FRAGMENTS = 64;

const AUTH_UNIX = 1;

const PROGRAMS: ReadonlyMap<number, RpcProgram> = new Map([
  [100_000, PORTMAP_PROGRAM],
  [100_003, NFS_PROGRAM],
  [100_005, MOUNT_PROGRAM],
]);

const FLAVORS: Readonly<Record<number, string>> = {
  0: "AUTH_NULL",
  1: "AUTH_UNIX",
  2: "AUTH_SHORT",
  3: "AUTH_DES",
  5: "AUTH_RSA/Gluster",
  6: "RPCSEC_GSS",
};

const RPC = defineField("rpc", "protocol", "Remote Procedure Call");
const LAST = defineField("rpc.lastfrag", "boolean", "Last Fragment", {
  octets: 4,
  mask: LAST_FRAGMENT,
  values: { 0: "No", 1: "Yes" },
});
const FRAGMENT_LENGTH = defineField("rpc.fraglen", "uint32", "Fragment Length", {
  mask: 0x7fff_ffff,
});
const TRANSACTION = defineField("rpc.xid", "uint32", "XID", { hex: true });
const TYPE = defineField("rpc.msgtyp", "uint32", "Message Type", {
  values: { 0: "Call", 1: "Reply" },
});
const VERSION = defineField("rpc.version", "uint32", "RPC Version");
const PROGRAM = defineField("rpc.program", "uint32", "Program", { values: programTitle });
const PROGRAM_VERSION = defineField("rpc.programversion", "uint32", "Program Version");
const PROCEDURE = defineField("rpc.procedure", "uint32", "Procedure");
const FLAVOR = defineField("rpc.auth.flavor", "uint32", "Flavor", { values: FLAVORS });
const AUTH_LENGTH = defineField("rpc.auth.length", "uint32", "Length");
const STAMP = defineField("rpc.auth.stamp", "uint32", "Stamp", { hex: true });
const MACHINE = defineField("rpc.auth.machinename", "string", "Machine Name");
const USER = defineField("rpc.auth.uid", "uint32", "UID");
const GROUP = defineField("rpc.auth.gid", "uint32", "GID");
const REPLY_STATE = defineField("rpc.replystat", "uint32", "Reply State", {
  values: { 0: "accepted", 1: "denied" },
});
const ACCEPT_STATE = defineField("rpc.state_accept", "uint32", "Accept State", {
  values: {
    0: "RPC executed successfully",
    1: "remote hasn't exported program",
    2: "remote can't support version #",
    3: "program can't support procedure",
    4: "procedure can't decode params",
    5: "system errors like memory allocation failure",
  },
});
const REJECT_STATE = defineField("rpc.state_reject", "uint32", "Reject State", {
  values: { 0: "RPC_MISMATCH", 1: "AUTH_ERROR" },
});
const REPLY_TO = defineField("rpc.repframe", "frameNumber", "Request Frame");

const FIELDS: readonly FieldSpec[] = [
  ...[RPC, LAST, FRAGMENT_LENGTH, TRANSACTION, TYPE, VERSION, PROGRAM, PROGRAM_VERSION, PROCEDURE],
  ...[FLAVOR, AUTH_LENGTH, STAMP, MACHINE, USER, GROUP, REPLY_STATE, ACCEPT_STATE, REJECT_STATE],
  REPLY_TO,
];

/** The program that a call at `off` is for; -1 where no call stands there. */
function calledProgram(view: DataView, off: number, end: number): number {
  if (end - off < CALL_HEAD + 8) return -1;
  if (view.getUint32(off + 4) !== CALL || view.getUint32(off + 8) !== RPC_VERSION) return -1;
  const program = view.getUint32(off + 12);
  const isPlausible = isKnownProgram(program) || (program >= 100_000 && program < 101_000);
  if (!isPlausible || view.getUint32(off + 16) > MAX_VERSION) return -1;
  if (view.getUint32(off + 20) > MAX_PROCEDURE) return -1;
  return view.getUint32(off + 28) <= MAX_AUTH ? program : -1;
}

/** As {@link calledProgram}, for a call of which the capture lacks all behind the program, which must be known. */
function cutProgram(view: DataView, off: number, end: number, packet: Packet): number {
  const isCut = packet.payloadLength > packet.payloadEnd - packet.payloadStart;
  if (!isCut || end - off < 16 || end - off >= CALL_HEAD + 8) return -1;
  if (view.getUint32(off + 4) !== CALL || view.getUint32(off + 8) !== RPC_VERSION) return -1;
  const program = view.getUint32(off + 12);
  return isKnownProgram(program) ? program : -1;
}

function isReply(view: DataView, off: number, end: number): boolean {
  return end - off >= 12 && view.getUint32(off + 4) === REPLY && view.getUint32(off + 8) <= 1;
}

class RpcCalls {
  readonly calls: Map<number, RpcCall> = new Map();

  remember(transaction: number, call: RpcCall): void {
    this.calls.delete(transaction);
    this.calls.set(transaction, call);
    if (this.calls.size > MAX_CALLS) this.calls.delete(this.calls.keys().next().value as number);
  }
}

function dissect(packet: Packet, tree: Tree, conversation: Conversation): void {
  const { view, payloadStart, payloadEnd: end } = packet;
  const start = packet.ipProtocol === TCP ? payloadStart + MARK_LEN : payloadStart;
  if (start >= end) return;
  const known = conversation.recall(Protocol.Rpc, () => new RpcCalls());
  if (calledProgram(view, start, end) >= 0) dissectCall(packet, tree, start, known);
  else if (isReply(view, start, end)) dissectReply(packet, tree, start, known);
  else dissectCutCall(packet, tree, start);
}

function dissectCutCall(packet: Packet, tree: Tree, start: number): void {
  const program = cutProgram(packet.view, start, packet.payloadEnd, packet);
  if (program < 0) return;
  openLayer(packet, tree, start, "Call");
  tree.add(VERSION, start + 8);
  tree.add(PROGRAM, start + 12);
  tree.show(PROGRAMS.get(program)?.name ?? programTitle(program), "");
}

function openLayer(packet: Packet, tree: Tree, start: number, title: string): void {
  const { view, payloadStart, payloadEnd } = packet;
  tree.layer("rpc", RPC.description, payloadStart, payloadEnd);
  tree.summarize(`Type:${title} XID:0x${hex(view.getUint32(start), 8)}`);
  if (start > payloadStart) {
    tree.add(LAST, payloadStart);
    tree.add(FRAGMENT_LENGTH, payloadStart);
  }
  tree.add(TRANSACTION, start);
  tree.add(TYPE, start + 4);
}

function dissectCall(packet: Packet, tree: Tree, start: number, known: RpcCalls): void {
  const { view } = packet;
  openLayer(packet, tree, start, "Call");
  const call: RpcCall = {
    frame: packet.number,
    program: view.getUint32(start + 12),
    version: view.getUint32(start + 16),
    procedure: view.getUint32(start + 20),
  };
  tree.add(VERSION, start + 8);
  tree.add(PROGRAM, start + 12);
  tree.add(PROGRAM_VERSION, start + 16);
  tree.add(PROCEDURE, start + 20);
  const transaction = view.getUint32(start);
  if (!known.calls.has(transaction)) known.remember(transaction, call);
  const cursor = new XdrCursor(view, start + CALL_HEAD, packet.payloadEnd);
  addAuth(tree, cursor);
  addAuth(tree, cursor);
  dissectBody(tree, call, cursor, false);
}

function dissectReply(packet: Packet, tree: Tree, start: number, known: RpcCalls): void {
  const { view } = packet;
  const call = known.calls.get(view.getUint32(start));
  if (call === undefined) return;
  openLayer(packet, tree, start, "Reply");
  tree.value(PROGRAM, call.program, start, start);
  tree.value(PROGRAM_VERSION, call.version, start, start);
  tree.value(PROCEDURE, call.procedure, start, start);
  tree.value(REPLY_TO, call.frame, start, start);
  tree.add(REPLY_STATE, start + 8);
  const cursor = new XdrCursor(view, start + 12, packet.payloadEnd);
  const isDenied = view.getUint32(start + 8) !== 0;
  if (!isDenied) addAuth(tree, cursor);
  const state = cursor.take(4);
  if (state >= 0) tree.add(isDenied ? REJECT_STATE : ACCEPT_STATE, state);
  const failed = state < 0 || isDenied || view.getUint32(state) !== 0;
  if (failed) cursor.off = cursor.end;
  dissectBody(tree, call, cursor, true);
}

/** A credential or a verifier, RFC 5531 §8.2 and appendix A. */
function addAuth(tree: Tree, cursor: XdrCursor): void {
  const at = cursor.take(4);
  if (at < 0) return;
  tree.add(FLAVOR, at);
  tree.add(AUTH_LENGTH, at + 4);
  const body = cursor.opaque();
  if (body === undefined || tree.view.getUint32(at) !== AUTH_UNIX) return;
  const inner = new XdrCursor(tree.view, body.start, body.end);
  const stamp = inner.take(4);
  if (stamp >= 0) tree.add(STAMP, stamp);
  const machine = inner.text();
  if (machine !== undefined) tree.value(MACHINE, machine.text, machine.start, machine.end);
  const owner = inner.take(8);
  if (owner < 0) return;
  tree.add(USER, owner);
  tree.add(GROUP, owner + 4);
  const groups = Math.min(inner.uint32(), MAX_GROUPS);
  for (let i = 0; i < groups; i += 1) {
    const group = inner.take(4);
    if (group >= 0) tree.add(GROUP, group);
  }
}

/** Arguments and results; those without any have a layer that `frame.protocols` leaves out. */
function dissectBody(tree: Tree, call: RpcCall, cursor: XdrCursor, isAnswer: boolean): void {
  const program = PROGRAMS.get(call.program);
  const name = program?.name ?? programTitle(call.program);
  const procedure = program?.procedures(call.version)[call.procedure] ?? `proc-${call.procedure}`;
  if (cursor.failed) cursor.off = cursor.end;
  const start = cursor.off;
  const names = tree.protocols.length;
  let said = "";
  if (program?.dissect !== undefined) {
    said = program.dissect({ ...call, tree, cursor, isReply: isAnswer }, procedure);
    if (start === cursor.end) tree.protocols.length = names;
  } else if (start < cursor.end) {
    dissectData(tree, start, cursor.end);
  }
  const way = isAnswer ? `Reply (Call In ${call.frame})` : "Call";
  const title = procedure === "COMPOUND" ? way : `${procedure} ${way}`;
  tree.show(name, `V${call.version} ${title}${said}`);
}

/** Octets of the record with its marks; 0 where its last fragment has not begun. */
function recordLength(view: DataView, off: number, end: number): number {
  let at = off;
  for (let count = 0; count < MAX_FRAGMENTS; count += 1) {
    if (at + MARK_LEN > end) return 0;
    const mark = view.getUint32(at);
    at += MARK_LEN + (mark & 0x7fff_ffff);
    if (mark >= LAST_FRAGMENT) return at - off;
  }
  return end - off;
}

function messageLength(view: DataView, off: number, end: number): number {
  if (end - off < MARK_LEN + 12) return 0;
  const isMessage =
    calledProgram(view, off + MARK_LEN, end) >= 0 || isReply(view, off + MARK_LEN, end);
  return isMessage ? recordLength(view, off, end) : end - off;
}

/** Calls of one program, or of any that has no entry of its own. */
function protocolOf(
  protocol: Protocol,
  port: number,
  accepts: (program: number) => boolean,
  fields: readonly FieldSpec[],
): ApplicationProtocol {
  const starts = (view: DataView, off: number, end: number): boolean => {
    const program = calledProgram(view, off, end);
    return program >= 0 && accepts(program);
  };
  return {
    protocols: [protocol],
    ...(port > 0 ? { tcpPorts: [port], udpPorts: [port] } : {}),
    stream: {
      matches: (view, off, end) => end - off > MARK_LEN && starts(view, off + MARK_LEN, end),
    },
    datagram: {
      matches: (view, off, end, packet) => {
        if (starts(view, off, end)) return true;
        const program = cutProgram(view, off, end, packet);
        return program >= 0 && accepts(program);
      },
    },
    fields,
    dissect,
    messageLength,
  };
}

export const NFS_PROTOCOL: ApplicationProtocol = protocolOf(
  Protocol.Nfs,
  2049,
  (program) => program === 100_003,
  NFS_FIELDS,
);

export const PORTMAP_PROTOCOL: ApplicationProtocol = protocolOf(
  Protocol.Portmap,
  111,
  (program) => program === 100_000,
  PORTMAP_FIELDS,
);

export const RPC_PROTOCOL: ApplicationProtocol = protocolOf(Protocol.Rpc, 0, () => true, [
  ...FIELDS,
  ...MOUNT_FIELDS,
]);
