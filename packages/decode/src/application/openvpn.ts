/**
 * OpenVPN's framing (https://build.openvpn.net/doxygen/network_protocol.html): opcode and key, and of
 * control messages the session, acknowledgements and packet numbers. Over TCP a length stands first.
 *
 * Whether control messages are signed (tls-auth) or sealed (tls-crypt) is an agreement of both ends
 * that no message states; the lengths of the first ones tell, and the conversation remembers it.
 */

import { defineField, type FieldSpec } from "../field.ts";
import { addWithin } from "../field-layout.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Conversation } from "../stream/conversation.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { ControlChannel } from "./openvpn-control.ts";

const Opcode = {
  ResetClient1: 1,
  Ack: 5,
  Data1: 6,
  ResetClient2: 7,
  ResetServer2: 8,
  Data2: 9,
  ResetClient3: 10,
  WrappedKey: 11,
} as const;

const OPCODES: Readonly<Record<number, string>> = {
  1: "P_CONTROL_HARD_RESET_CLIENT_V1",
  2: "P_CONTROL_HARD_RESET_SERVER_V1",
  3: "P_CONTROL_SOFT_RESET_V1",
  4: "P_CONTROL_V1",
  5: "P_ACK_V1",
  6: "P_DATA_V1",
  7: "P_CONTROL_HARD_RESET_CLIENT_V2",
  8: "P_CONTROL_HARD_RESET_SERVER_V2",
  9: "P_DATA_V2",
  10: "P_CONTROL_HARD_RESET_CLIENT_V3",
  11: "P_CONTROL_WKC_V1",
};

const LENGTH_LEN = 2;
const KEY_MASK = 0x07;
/** Opcode and session. */
const SESSION_END = 9;
/** Packet number and time, which precede what is signed or sealed. */
const REPLAY_LEN = 8;
/** Digests in use with tls-auth: MD5, SHA-1, SHA-256, SHA-512. */
const DIGESTS = [16, 20, 32, 64] as const;
/** The digest of tls-crypt, behind the replay protection. */
const CRYPT_DIGEST = 32;
/** Acknowledgements of one message; a sender keeps no more. */
const MAX_ACKS = 8;

const LENGTH = defineField("openvpn.plen", "uint16", "Packet Length");
const TYPE = defineField("openvpn.type", "uint8", "Type", { hex: true });
const OPCODE = defineField("openvpn.opcode", "uint8", "Opcode", {
  mask: 0xf8,
  hex: true,
  values: OPCODES,
});
const KEY = defineField("openvpn.keyid", "uint8", "Key ID", { mask: KEY_MASK });
const PEER = defineField("openvpn.peerid", "uint24", "Peer ID");
const SESSION = defineField("openvpn.sessionid", "uint64", "Session ID");
const HMAC = defineField("openvpn.hmac", "bytes", "HMAC");
const REPLAY = defineField("openvpn.pid", "uint32", "Replay-Packet-ID");
const ACK_COUNT = defineField("openvpn.mpidarraylength", "uint8", "Message Packet-ID Array Length");
const ACK = defineField("openvpn.mpidarrayelement", "uint32", "Message Packet-ID Array Element");
const REMOTE = defineField("openvpn.rsessionid", "uint64", "Remote Session ID");
const NUMBER = defineField("openvpn.mpid", "uint32", "Message Packet-ID");
const DATA = defineField("openvpn.data", "bytes", "Data");

const FIELDS: readonly FieldSpec[] = [
  LENGTH,
  TYPE,
  OPCODE,
  KEY,
  PEER,
  SESSION,
  HMAC,
  REPLAY,
  ACK_COUNT,
  ACK,
  REMOTE,
  NUMBER,
  DATA,
];

/** How control messages are protected. */
interface Protection {
  /** Octets of the digest in front of the replay protection; 0 for none. */
  digest: number;
  /** True where everything behind the replay protection is encrypted. */
  sealed: boolean;
}

/** Octets of acknowledgements and packet number of a reset: the server's acknowledges the client's. */
function resetLength(opcode: number): number {
  return opcode === Opcode.ResetServer2 ? 1 + 4 + 8 + 4 : 1 + 4;
}

/**
 * What `length` octets of a reset say of the protection: -1 none, a digest's length, 0 sealed, and
 * -2 where they fit nothing.
 */
function protectionOf(view: DataView, off: number, end: number, length: number): number {
  const opcode = view.getUint8(off) >>> 3;
  const body = resetLength(opcode);
  if (length === SESSION_END + body && end - off >= length) {
    return isReset(view, off + SESSION_END, opcode) ? -1 : -2;
  }
  for (let i = 0; i < DIGESTS.length; i += 1) {
    const at = off + SESSION_END + DIGESTS[i]!;
    const fits = length === at - off + REPLAY_LEN + body && at + REPLAY_LEN + body <= end;
    if (fits && isFirst(view, at) && isReset(view, at + REPLAY_LEN, opcode)) return DIGESTS[i]!;
  }
  const sealed = SESSION_END + REPLAY_LEN + CRYPT_DIGEST + body;
  const fits =
    opcode === Opcode.ResetClient3 ? length > sealed : length >= sealed && length <= sealed + 6;
  return fits && end - off >= SESSION_END + REPLAY_LEN && isFirst(view, off + SESSION_END) ? 0 : -2;
}

/** Acknowledgements of a reset, and its number, which is the first. */
function isReset(view: DataView, off: number, opcode: number): boolean {
  if (opcode !== Opcode.ResetServer2)
    return view.getUint8(off) === 0 && view.getUint32(off + 1) === 0;
  return (
    view.getUint8(off) === 1 && view.getUint32(off + 1) === 0 && view.getUint32(off + 13) === 0
  );
}

/** The first few packets of a session: retried resets count on. tls-crypt's count from 0x0f000001. */
function isFirst(view: DataView, off: number): boolean {
  const number = view.getUint32(off);
  return (number >= 1 && number <= 16) || number === 0x0f00_0001;
}

/** Resets open every session, and say enough for certainty; other messages are known by their session. */
function isResetMessage(view: DataView, off: number, end: number, length: number): boolean {
  if (end - off < SESSION_END + 5) return false;
  const first = view.getUint8(off);
  if (first !== 0x38 && first !== 0x40 && first !== 0x50) return false;
  return protectionOf(view, off, end, length) !== -2;
}

function matchesDatagram(view: DataView, off: number, end: number, packet: Packet): boolean {
  return isResetMessage(view, off, end, packet.payloadLength);
}

function matchesStream(view: DataView, off: number, end: number): boolean {
  if (end - off < LENGTH_LEN + SESSION_END) return false;
  const length = view.getUint16(off);
  return isResetMessage(view, off + LENGTH_LEN, Math.min(end, off + LENGTH_LEN + length), length);
}

function messageLength(view: DataView, off: number, end: number): number {
  return end - off < LENGTH_LEN ? 0 : LENGTH_LEN + view.getUint16(off);
}

function dissect(packet: Packet, tree: Tree, conversation: Conversation): void {
  const { view, payloadStart: start, payloadEnd: end } = packet;
  const stream = packet.layerProtocol[packet.layerCount - 1] === Protocol.Tcp;
  const off = stream ? start + LENGTH_LEN : start;
  if (off >= end) return;
  const opcode = view.getUint8(off) >>> 3;
  tree.layer("openvpn", "OpenVPN Protocol", start, end);
  if (stream) tree.add(LENGTH, start);
  tree.inside(tree.add(TYPE, off), () => {
    tree.add(OPCODE, off);
    tree.add(KEY, off);
  });
  const info = `MessageType: ${OPCODES[opcode] ?? "Unknown Messagetype"}`;
  tree.summarize(info);
  tree.shown = { protocol: "OpenVPN", info };
  if (opcode === Opcode.Data1 || opcode === Opcode.Data2) {
    const data = opcode === Opcode.Data2 ? off + 4 : off + 1;
    if (opcode === Opcode.Data2) addWithin(tree, PEER, off + 1, end);
    if (data < end) tree.add(DATA, data, end - data);
  } else if (OPCODES[opcode] !== undefined) {
    const { protection } = conversation.recall(Protocol.OpenVpn, newMemory);
    if (opcode >= Opcode.ResetClient2 && opcode !== Opcode.WrappedKey) {
      learn(protection, protectionOf(view, off, end, end - off));
    }
    addControl({ tree, conversation, opcode, start: off, end }, protection);
  }
}

/** A message of the control channel. */
interface Control {
  readonly tree: Tree;
  readonly conversation: Conversation;
  readonly opcode: number;
  readonly start: number;
  readonly end: number;
}

/** What is known of a conversation. */
interface Memory {
  readonly protection: Protection;
  /** By direction and key. */
  readonly channels: Map<string, ControlChannel>;
}

function newMemory(): Memory {
  return { protection: { digest: 0, sealed: false }, channels: new Map() };
}

function learn(protection: Protection, found: number): void {
  if (found === -2) return;
  protection.digest = Math.max(found, 0);
  protection.sealed = found === 0;
}

function addControl(control: Control, { digest, sealed }: Protection): void {
  const { tree, opcode, start, end } = control;
  addWithin(tree, SESSION, start + 1, end);
  let off = start + SESSION_END;
  if (digest > 0) {
    addWithin(tree, HMAC, off, end, digest);
    off += digest;
  }
  if (digest > 0 || sealed) {
    addWithin(tree, REPLAY, off, end);
    off += REPLAY_LEN;
  }
  if (sealed) {
    addWithin(tree, HMAC, off, end, CRYPT_DIGEST);
    off += CRYPT_DIGEST;
    if (off < end) tree.add(DATA, off, end - off);
    return;
  }
  off = addAcknowledgements(tree, off, end);
  if (opcode === Opcode.Ack) return;
  const number = addWithin(tree, NUMBER, off, end);
  if (number === undefined) return;
  off += NUMBER.octets;
  if (off >= end) return;
  tree.add(DATA, off, end - off);
  addRecords(control, Number(number.value), off);
}

/** What the message completes of TLS, in which both ends agree on the keys. */
function addRecords(
  { tree, conversation, start, end }: Control,
  number: number,
  from: number,
): void {
  const { packet, view } = tree;
  const side = conversation.isFromOriginator(packet) ? "from" : "to";
  const key = view.getUint8(start) & KEY_MASK;
  const { channels } = conversation.recall(Protocol.OpenVpn, newMemory);
  const name = `${side} ${key}`;
  const channel = channels.get(name) ?? new ControlChannel();
  channels.set(name, channel);
  const piece = new Uint8Array(view.buffer, view.byteOffset + from, end - from).slice();
  const records = channel.add(number, piece);
  conversation.count(channel);
  if (records.length === 0) return;
  const before = tree.protocols.length;
  tree.reassembled("Reassembled OpenVPN control messages", records, () => {
    tree.descend(Protocol.Tls, 0, records.length);
  });
  nameOnce(tree, before);
}

/** However many records there are, `frame.protocols` names TLS once. */
function nameOnce({ protocols }: Tree, from: number): void {
  const [name, ...others] = protocols.splice(from);
  if (name !== undefined) protocols.push(name, ...others.filter((other) => other !== name));
}

/** @returns the end of the acknowledgements and of the session that they are of */
function addAcknowledgements(tree: Tree, start: number, end: number): number {
  const count = Number(addWithin(tree, ACK_COUNT, start, end)?.value ?? 0);
  let off = start + 1;
  if (count === 0 || count > MAX_ACKS) return Math.min(off, end);
  for (let i = 0; i < count; i += 1, off += 4) addWithin(tree, ACK, off, end);
  addWithin(tree, REMOTE, off, end);
  return Math.min(off + 8, end);
}

export const OPENVPN_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.OpenVpn],
  tcpPorts: [1194],
  udpPorts: [1194],
  stream: { firstOctets: [0], matches: matchesStream },
  datagram: { firstOctets: [0x38, 0x40, 0x50], matches: matchesDatagram },
  fields: FIELDS,
  dissect,
  messageLength,
};
