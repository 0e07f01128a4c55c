/**
 * ISO transport over TCP: packets of a version, a reserved octet and a length, RFC 1006 §6 and RFC 2126.
 *
 * S7, RDP, MMS and H.225 speak it. On a connection of RDP other messages stand between: those of its
 * fast path, and TLS once it was agreed.
 */

import { defineField, type FieldSpec } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Conversation } from "../stream/conversation.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { COTP_FIELDS, dissectCotp, isCotp } from "./cotp.ts";
import { dissectFastPath } from "./rdp-fast-path.ts";
import { rdpSession } from "./rdp-session.ts";

const VERSION = 3;
const HEADER_LEN = 4;
/** The header, and the length, type and one more octet of a TPDU. */
const SHORTEST = 7;

const TPKT = defineField("tpkt", "protocol", "TPKT - ISO on TCP - RFC1006");
const VERSION_FIELD = defineField("tpkt.version", "uint8", "Version");
const RESERVED = defineField("tpkt.reserved", "uint8", "Reserved");
const LENGTH = defineField("tpkt.length", "uint16", "Length");
const CONTINUATION = defineField("tpkt.continuation_data", "bytes", "Continuation data");

/** Whether a TPKT header with a TPDU stands at `off`, in `[off, end)` as far as it was captured. */
export function isTpkt(view: DataView, off: number, end: number): boolean {
  return (
    end - off >= SHORTEST &&
    view.getUint16(off) === VERSION << 8 &&
    view.getUint16(off + 2) >= SHORTEST &&
    isCotp(view, off + HEADER_LEN, end) &&
    view.getUint8(off + HEADER_LEN) + HEADER_LEN < view.getUint16(off + 2)
  );
}

/** As `ApplicationProtocol.messageLength`; what is no TPKT is taken as far as it has come. */
export function tpktLength(view: DataView, off: number, end: number): number {
  if (view.getUint8(off) !== VERSION) return end - off;
  if (end - off < HEADER_LEN) return 0;
  return Math.max(HEADER_LEN, view.getUint16(off + 2));
}

/** Appends the layers of one TPKT, or of what stands in its place. */
export function dissectTpkt(packet: Packet, tree: Tree, conversation: Conversation): void {
  const { view, payloadStart: start, payloadEnd: end } = packet;
  const session = rdpSession(conversation);
  if (view.getUint8(start) !== VERSION || end - start < HEADER_LEN) {
    if (session.isRdp && dissectFastPath(packet, tree)) return;
    if (session.isTpkt) addContinuation(tree, start, end);
    return;
  }
  session.isTpkt = true;
  const length = view.getUint16(start + 2);
  tree.layer("tpkt", `TPKT, Version: ${VERSION}, Length: ${length}`, start, start + HEADER_LEN);
  tree.add(VERSION_FIELD, start);
  tree.add(RESERVED, start + 1);
  tree.add(LENGTH, start + 2);
  const before = tree.layers.length;
  dissectCotp(packet, tree, start + HEADER_LEN, Math.min(end, start + length), conversation);
  if (tree.layers.length === before) tree.show("TPKT", "Continuation");
}

function addContinuation(tree: Tree, start: number, end: number): void {
  tree.layer("tpkt", TPKT.description, start, end);
  tree.add(CONTINUATION, start, end - start);
  tree.show("TPKT", "Continuation");
}

const TPKT_FIELDS: readonly FieldSpec[] = [
  ...[TPKT, VERSION_FIELD, RESERVED, LENGTH, CONTINUATION],
  ...COTP_FIELDS,
];

export const TPKT_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Tpkt],
  tcpPorts: [102],
  stream: {
    firstOctets: [VERSION],
    matches: (view, off, end, { sourcePort, destinationPort }) =>
      (sourcePort === 102 || destinationPort === 102) && isTpkt(view, off, end),
  },
  fields: TPKT_FIELDS,
  dissect: dissectTpkt,
  messageLength: tpktLength,
};
