/** BitTorrent's peer protocol, BEP 3, with the messages of BEP 6 and BEP 10. */

import { defineField } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { hex } from "../text.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { startsWith } from "./ascii.ts";

const TYPES: Readonly<Record<number, string>> = {
  0: "Choke",
  1: "Unchoke",
  2: "Interested",
  3: "Not Interested",
  4: "Have",
  5: "Bitfield",
  6: "Request",
  7: "Piece",
  8: "Cancel",
  9: "Port",
  13: "Suggest Piece",
  14: "Have All",
  15: "Have None",
  16: "Reject Request",
  17: "Allowed Fast",
  20: "Extended",
};

const BITTORRENT = defineField("bittorrent", "protocol", "BitTorrent");
const NAME_LENGTH = defineField("bittorrent.protocol.name.length", "uint8", "Protocol Name Length");
const NAME = defineField("bittorrent.protocol.name", "string", "Protocol Name");
const RESERVED = defineField("bittorrent.reserved", "bytes", "Reserved Extension Bytes");
const INFO_HASH = defineField("bittorrent.info_hash", "bytes", "SHA1 Hash of info dictionary");
const PEER_ID = defineField("bittorrent.peer_id", "bytes", "Peer ID");
const LENGTH = defineField("bittorrent.msg.length", "uint32", "Message Length");
const TYPE = defineField("bittorrent.msg.type", "uint8", "Message Type", { values: TYPES });
const BITFIELD = defineField("bittorrent.msg.bitfield", "bytes", "Bitfield data");
const PIECE_INDEX = defineField("bittorrent.piece.index", "uint32", "Piece index", { hex: true });
const PIECE_BEGIN = defineField("bittorrent.piece.begin", "uint32", "Begin offset of piece", {
  hex: true,
});
const PIECE_LENGTH = defineField("bittorrent.piece.length", "uint32", "Piece Length", {
  hex: true,
});
const PIECE_DATA = defineField("bittorrent.piece.data", "bytes", "Data in a piece");
const DHT_PORT = defineField("bittorrent.port", "uint16", "Port");
const EXTENDED_ID = defineField("bittorrent.extended.id", "uint8", "Extended Message ID");
const EXTENDED = defineField("bittorrent.extended", "bytes", "Extended Message");
const CONTINUATION = defineField("bittorrent.continuous_data", "bytes", "Extended Message");

/** What the handshake of two peers begins with: the length of a name, and the name. */
export const HANDSHAKE = "\x13BitTorrent protocol";
const HANDSHAKE_LEN = 68;
const PREFIX_LEN = 4;

/** Largest message: a piece of 16 KiB (BEP 3) and room for larger bit fields. */
const MAX_MESSAGE = 0x4_0000;

/** Octets of the message at `off`, its prefix included; 0 where more are needed to tell. */
export function messageLength(view: DataView, off: number, end: number): number {
  if (startsHandshake(view, off, end)) return HANDSHAKE_LEN;
  if (end - off < PREFIX_LEN) return 0;
  return isMessage(view, off, end) ? PREFIX_LEN + view.getUint32(off) : end - off;
}

function startsHandshake(view: DataView, off: number, end: number): boolean {
  const shown = Math.min(end - off, HANDSHAKE.length);
  return shown > 0 && startsWith(view, off, end, HANDSHAKE.slice(0, shown));
}

/** A length that a message may have, and a type that exists; a length of zero keeps the connection open. */
function isMessage(view: DataView, off: number, end: number): boolean {
  const length = view.getUint32(off);
  if (length === 0) return true;
  if (length > MAX_MESSAGE) return false;
  return end - off <= PREFIX_LEN || TYPES[view.getUint8(off + PREFIX_LEN)] !== undefined;
}

function dissect(packet: Packet, tree: Tree): void {
  const { view, payloadStart: start, payloadEnd: end } = packet;
  if (startsWith(view, start, end, "BT-SEARCH")) return;
  tree.layer("bittorrent", BITTORRENT.description, start, end);
  const info = addMessage(tree, view, start, end);
  tree.summarize(info);
  const before = tree.shown?.protocol === "BitTorrent" ? tree.shown.info : "";
  tree.shown = { protocol: "BitTorrent", info: `${before}${info}  ` };
}

/** @returns what the packet list shows */
function addMessage(tree: Tree, view: DataView, start: number, end: number): string {
  if (startsHandshake(view, start, end) && end - start > PREFIX_LEN)
    return addHandshake(tree, start);
  if (end - start < PREFIX_LEN || !isMessage(view, start, end)) {
    tree.add(CONTINUATION, start, end - start);
    return "Continuation data";
  }
  tree.add(LENGTH, start);
  if (end - start === PREFIX_LEN) return "Keep-Alive";
  const code = view.getUint8(start + PREFIX_LEN);
  tree.add(TYPE, start + PREFIX_LEN);
  return `${TYPES[code] ?? code}${addBody(tree, code, start + PREFIX_LEN + 1, end)}`;
}

function addHandshake(tree: Tree, start: number): string {
  tree.add(NAME_LENGTH, start);
  tree.add(NAME, start + 1, 19);
  tree.add(RESERVED, start + 20, 8);
  tree.add(INFO_HASH, start + 28, 20);
  tree.add(PEER_ID, start + 48, 20);
  return "Handshake";
}

function addBody(tree: Tree, code: number, off: number, end: number): string {
  const { view } = tree;
  const number = (at: number): string => `0x${hex(view.getUint32(at), 1)}`;
  switch (code) {
    case 4:
    case 13:
    case 17:
      if (end - off < 4) return "";
      tree.add(PIECE_INDEX, off);
      return `, Piece (Idx:${number(off)})`;
    case 5:
      tree.add(BITFIELD, off, end - off);
      return `, Len:0x${hex(end - off, 1)}`;
    case 6:
    case 8:
    case 16:
      if (end - off < 12) return "";
      tree.add(PIECE_INDEX, off);
      tree.add(PIECE_BEGIN, off + 4);
      tree.add(PIECE_LENGTH, off + 8);
      return `, Piece (Idx:${number(off)},Begin:${number(off + 4)},Len:${number(off + 8)})`;
    case 7:
      if (end - off < 8) return "";
      tree.add(PIECE_INDEX, off);
      tree.add(PIECE_BEGIN, off + 4);
      tree.add(PIECE_DATA, off + 8, end - off - 8);
      return `, Idx:${number(off)},Begin:${number(off + 4)},Len:0x${hex(end - off - 8, 1)}`;
    case 9:
      tree.add(DHT_PORT, off);
      return "";
    case 20:
      tree.add(EXTENDED_ID, off);
      if (end > off + 1) tree.add(EXTENDED, off + 1, end - off - 1);
      return "";
    default:
      return "";
  }
}

export const BITTORRENT_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.BitTorrent],
  tcpPorts: [6881, 6882, 6883, 6884, 6885, 6886, 6887, 6888, 6889],
  stream: {
    firstOctets: [0x13],
    matches: (view, off, end) => startsWith(view, off, end, HANDSHAKE),
  },
  /* Local service discovery, BEP 14: named, and left as data. */
  datagram: {
    firstOctets: [0x42],
    matches: (view, off, end) => startsWith(view, off, end, "BT-SEARCH * HTTP/1.1\r\n"),
  },
  fields: [
    ...[BITTORRENT, NAME_LENGTH, NAME, RESERVED, INFO_HASH, PEER_ID, LENGTH, TYPE, BITFIELD],
    ...[PIECE_INDEX, PIECE_BEGIN, PIECE_LENGTH, PIECE_DATA, DHT_PORT, EXTENDED_ID, EXTENDED],
    CONTINUATION,
  ],
  dissect,
  messageLength,
};
