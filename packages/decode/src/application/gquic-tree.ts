/** Google's QUIC in the tree. */

import { defineField, type FieldSpec } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Conversation } from "../stream/conversation.ts";
import { hex, readEscaped } from "../text.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import * as gquic from "./gquic.ts";
import { eachValue, findMessage } from "./gquic-message.ts";
import { readText } from "./name-text.ts";

const CRYPTO_STREAM = 1;

const GQUIC = defineField("gquic", "protocol", "GQUIC (Google QUIC)");
const FLAGS = defineField("gquic.puflags", "uint8", "Public Flags", { hex: true });
const CID = defineField("gquic.cid", "uint64", "CID");
const VERSION = defineField("gquic.version", "string", "Version");
const NONCE = defineField("gquic.diversification_nonce", "bytes", "Diversification nonce");
const NUMBER = defineField("gquic.packet_number", "uint64", "Packet Number");
const HASH = defineField(
  "gquic.message_authentication_hash",
  "bytes",
  "Message Authentication Hash",
);
const PAYLOAD = defineField("gquic.payload", "bytes", "Payload");
const STREAM_ID = defineField("gquic.stream_id", "uint32", "Stream ID");
const TAG = defineField("gquic.tag", "string", "Tag");
const TAGS = defineField("gquic.tags", "protocol", "Tag/value");

/** Values that are shown as themselves, by their tag. */
const VALUES: Readonly<Record<number, FieldSpec>> = {
  [0x534e4900]: defineField("gquic.tag.sni", "string", "Server Name Indication"),
  [0x56455200]: defineField("gquic.tag.version", "string", "Version"),
  [0x50444d44]: defineField("gquic.tag.pdmd", "string", "Proof demand"),
  [0x55414944]: defineField("gquic.tag.uaid", "string", "Client's User Agent ID"),
};

export const FIELDS: readonly FieldSpec[] = [
  ...[GQUIC, FLAGS, CID, VERSION, NONCE, NUMBER, HASH, PAYLOAD, STREAM_ID, TAG, TAGS],
  ...Object.values(VALUES),
];

/** What is remembered of one conversation. */
class GquicSession {
  /** The number in `Q043`; 0 until a client has told it. */
  version = 0;
}

function dissectGquic(packet: Packet, tree: Tree, conversation: Conversation): void {
  const { view, payloadStart: off, payloadEnd: end } = packet;
  const session = conversation.recall(Protocol.Gquic, () => new GquicSession());
  const isAnswer = !gquic.isOpening(view, off, end) && !conversation.isFromOriginator(packet);
  const isFromServer = isAnswer || gquic.isNegotiation(view, off, end);
  const header = gquic.gquicHeader(view, off, end, isFromServer, session.version);
  if (header === undefined) return;
  if (header.version >= 0) session.version = gquic.versionNumber(view, header.version);
  const { version } = session;
  tree.layer("gquic", "GQUIC (Google QUIC)", off, end);
  addHeader(tree, header, off, version);
  let info = addBody(tree, header, end, isFromServer);
  if (header.number >= 0) info += `, PKN: ${gquic.packetNumber(view, header, version)}`;
  if (header.cid >= 0) info += `, CID: ${gquic.connectionNumber(view, header.cid, version)}`;
  tree.show("GQUIC", info);
}

function addHeader(tree: Tree, header: gquic.GquicHeader, off: number, version: number): void {
  const { view } = tree;
  const { cid, number, numberLength, nonce } = header;
  tree.add(FLAGS, off);
  if (header.isLong) addVersion(tree, header.version);
  if (cid >= 0) {
    const value = String(gquic.connectionNumber(view, cid, version));
    tree.value(CID, value, cid, cid + 8);
  }
  if (!header.isLong && header.version >= 0) addVersion(tree, header.version);
  if (nonce >= 0) tree.add(NONCE, nonce, gquic.NONCE_LEN);
  if (number >= 0) {
    tree.value(NUMBER, gquic.packetNumber(view, header, version), number, number + numberLength);
  }
}

function addVersion(tree: Tree, at: number): void {
  tree.value(VERSION, readEscaped(tree.view, at, at + 4), at, at + 4);
}

/** @returns what the packet list calls the packet */
function addBody(
  tree: Tree,
  header: gquic.GquicHeader,
  end: number,
  isFromServer: boolean,
): string {
  const { body, flags } = header;
  if (header.number < 0) {
    if ((flags & gquic.Flag.Reset) !== 0) return "Public Reset";
    for (let at = body; isFromServer && at + 4 <= end; at += 4) addVersion(tree, at);
    return "Version Negotiation";
  }
  const frames = body + gquic.HASH_LEN;
  const found = frames < end ? findMessage(tree.view, frames, end) : undefined;
  if (found === undefined) {
    if (end > body) tree.add(PAYLOAD, body, end - body);
    return "Payload (Encrypted)";
  }
  tree.add(HASH, body, gquic.HASH_LEN);
  if (found.start < found.end) {
    tree.value(STREAM_ID, CRYPTO_STREAM, found.start, found.start);
    addGquicMessage(tree, found.start, found.end);
  }
  return found.name;
}

/** Adds the message `[start, end)`: its tag and every tagged value. */
export function addGquicMessage(tree: Tree, start: number, end: number): void {
  const { view } = tree;
  tree.value(TAG, readEscaped(view, start, start + 4).replace("\\x00", ""), start, start + 4);
  eachValue(view, start, end, (tag, from, until) => {
    const spec = VALUES[tag];
    if (spec === undefined) tree.group(TAGS, from, until, `${hex(tag, 8)}, ${until - from} bytes`);
    else tree.value(spec, readText(view, from, until), from, until);
  });
}

export const GQUIC_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Gquic],
  datagram: {
    firstOctets: Array.from({ length: 256 }, (_, octet) => octet).filter(gquic.canOpen),
    matches: gquic.isOpening,
  },
  fields: FIELDS,
  dissect: dissectGquic,
};
