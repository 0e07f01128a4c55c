/** Messages of RakNet itself: those outside of a connection, and those that open, test and close one. */

import { defineField, type FieldSpec } from "../field.ts";
import type { FieldCursor } from "../field-cursor.ts";

/** Messages outside of a connection, which carry the magic number. */
export const OFFLINE: Readonly<Record<number, string>> = {
  1: "Unconnected Ping",
  2: "Unconnected Ping Open Connections",
  5: "Open Connection Request 1",
  6: "Open Connection Reply 1",
  7: "Open Connection Request 2",
  8: "Open Connection Reply 2",
  25: "Incompatible Protocol Version",
  28: "Unconnected Pong",
};

/** Messages inside of frames; identifiers from 134 on are the game's. */
export const SYSTEM: Readonly<Record<number, string>> = {
  0: "Connected Ping",
  3: "Connected Pong",
  4: "Detect Lost Connections",
  9: "Connection Request",
  16: "Connection Request Accepted",
  17: "Connection Attempt Failed",
  18: "Already Connected",
  19: "New Incoming Connection",
  20: "No Free Incoming Connections",
  21: "Disconnection Notification",
  22: "Connection Lost",
  23: "Connection Banned",
  24: "Invalid Password",
};

const MAGIC: readonly number[] = [0x00ff_ff00, 0xfefe_fefe, 0xfdfd_fdfd, 0x1234_5678];
const MAGIC_LEN = 16;

/** Octets of an IPv6 address as it is sent: a socket address in the sender's form. */
const FAMILY_AND_PORT_LEN = 4;
const FLOW_LEN = 4;
const SCOPE_LEN = 4;

/** Octets of an address with its version and port. */
const ADDRESS_LEN = 7;
const ADDRESS_LEN_V6 = 29;

/** Addresses of its own that an end tells of. */
const INTERNAL_ADDRESSES = 10;

const OFFLINE_ID = defineField("raknet.offline.message.id", "uint8", "RakNet Offline Message ID", {
  hex: true,
  values: OFFLINE,
});
const SYSTEM_ID = defineField("raknet.system.message.id", "uint8", "RakNet System Message ID", {
  hex: true,
  values: SYSTEM,
});
const MAGIC_FIELD = defineField(
  "raknet.offline_message.data_id",
  "bytes",
  "RakNet Offline message data ID",
);
const CLIENT = defineField("raknet.client.guid", "bytes", "RakNet Client GUID");
const SERVER = defineField("raknet.server_id", "bytes", "RakNet Server GUID");
const TIME = defineField("raknet.timestamp", "uint64", "RakNet Time since start (ms)");
const MTU = defineField("raknet.MTU", "uint16", "RakNet MTU size");
const VERSION = defineField("raknet.proto_ver", "uint8", "RakNet RakNet protocol version");
const ENCRYPTION = defineField("raknet.use_encryption", "boolean", "RakNet Use encryption");
const CLIENT_ADDRESS = defineField("raknet.client.address", "protocol", "RakNet Client address");
const SERVER_ADDRESS = defineField("raknet.server.address", "protocol", "RakNet Server address");
const INTERNAL_ADDRESS = defineField(
  "raknet.internal.address",
  "protocol",
  "RakNet Internal address",
);
const IP_VERSION = defineField("raknet.ip.version", "uint8", "RakNet IP Version");
const IPV4 = defineField("raknet.ip.v4_address", "ipv4", "RakNet IPv4 Address");
const IPV6 = defineField("raknet.ip.v6_address", "ipv6", "RakNet IPv6 Address");
const PORT = defineField("raknet.port", "uint16", "RakNet Port");
const SYSTEM_INDEX = defineField("raknet.system.index", "uint16", "RakNet System index");
const NAME_LENGTH = defineField(
  "raknet.server_id_str_len",
  "uint16",
  "RakNet Server ID string len",
);
const NAME = defineField("raknet.server_id_str", "string", "RakNet Server ID string");

export const MESSAGE_FIELDS: readonly FieldSpec[] = [
  ...[OFFLINE_ID, SYSTEM_ID, MAGIC_FIELD, CLIENT, SERVER, TIME, MTU, VERSION, ENCRYPTION],
  ...[CLIENT_ADDRESS, SERVER_ADDRESS, INTERNAL_ADDRESS, IP_VERSION, IPV4, IPV6, PORT],
  ...[SYSTEM_INDEX, NAME_LENGTH, NAME],
];

/** Where the magic number stands in a message outside of a connection. */
function magicOffset(id: number): number {
  switch (id) {
    case 1:
    case 2:
      return 9;
    case 25:
      return 2;
    case 28:
      return 17;
    default:
      return 1;
  }
}

/** Whether `[off, end)` is a message outside of a connection; `end > off`. */
export function hasMagic(view: DataView, off: number, end: number): boolean {
  const at = off + magicOffset(view.getUint8(off));
  if (end - at < MAGIC_LEN) return false;
  return (
    view.getUint32(at) === MAGIC[0] &&
    view.getUint32(at + 4) === MAGIC[1] &&
    view.getUint32(at + 8) === MAGIC[2] &&
    view.getUint32(at + 12) === MAGIC[3]
  );
}

/** Adds the fields of the message that fills the cursor's range. */
export function addSystemMessage(cursor: FieldCursor, isOffline: boolean): void {
  const id = cursor.number(isOffline ? OFFLINE_ID : SYSTEM_ID);
  if (isOffline) addOffline(cursor, id);
  else addConnected(cursor, id);
}

function addOffline(cursor: FieldCursor, id: number): void {
  switch (id) {
    case 1:
    case 2:
      cursor.add(TIME);
      cursor.add(MAGIC_FIELD, MAGIC_LEN);
      cursor.add(CLIENT, 8);
      break;
    case 5:
      cursor.add(MAGIC_FIELD, MAGIC_LEN);
      cursor.add(VERSION);
      break;
    case 6:
      cursor.add(MAGIC_FIELD, MAGIC_LEN);
      cursor.add(SERVER, 8);
      cursor.add(ENCRYPTION);
      cursor.add(MTU);
      break;
    case 7:
      cursor.add(MAGIC_FIELD, MAGIC_LEN);
      addAddress(cursor, SERVER_ADDRESS);
      cursor.add(MTU);
      cursor.add(CLIENT, 8);
      break;
    case 8:
      cursor.add(MAGIC_FIELD, MAGIC_LEN);
      cursor.add(SERVER, 8);
      addAddress(cursor, CLIENT_ADDRESS);
      cursor.add(MTU);
      cursor.add(ENCRYPTION);
      break;
    case 25:
      cursor.add(VERSION);
      cursor.add(MAGIC_FIELD, MAGIC_LEN);
      cursor.add(SERVER, 8);
      break;
    default:
      cursor.add(TIME);
      cursor.add(SERVER, 8);
      cursor.add(MAGIC_FIELD, MAGIC_LEN);
      cursor.add(NAME, Math.max(0, cursor.number(NAME_LENGTH)));
      break;
  }
}

function addConnected(cursor: FieldCursor, id: number): void {
  switch (id) {
    case 0:
      cursor.add(TIME);
      break;
    case 3:
      cursor.add(TIME);
      cursor.add(TIME);
      break;
    case 9:
      cursor.add(CLIENT, 8);
      cursor.add(TIME);
      cursor.add(ENCRYPTION);
      break;
    case 16:
      addAddress(cursor, CLIENT_ADDRESS);
      cursor.add(SYSTEM_INDEX);
      addInternalAddresses(cursor);
      break;
    case 19:
      addAddress(cursor, SERVER_ADDRESS);
      addInternalAddresses(cursor);
      break;
    default:
      break;
  }
}

/** Addresses of the sender, and when the request and its answer were sent. */
function addInternalAddresses(cursor: FieldCursor): void {
  for (let index = 0; index < INTERNAL_ADDRESSES && cursor.left > 16; index += 1) {
    addAddress(cursor, INTERNAL_ADDRESS);
  }
  cursor.add(TIME);
  cursor.add(TIME);
}

/** An address is sent with its bits turned, so that middleboxes leave it alone; an IPv6 one is not. */
function addAddress(cursor: FieldCursor, spec: FieldSpec): void {
  const { tree, off } = cursor;
  const isV6 = cursor.peek() === 6;
  const end = Math.min(cursor.end, off + (isV6 ? ADDRESS_LEN_V6 : ADDRESS_LEN));
  tree.inside(tree.group(spec, off, end, ""), () => {
    cursor.add(IP_VERSION);
    if (isV6) {
      if (cursor.left >= FAMILY_AND_PORT_LEN) tree.add(PORT, cursor.off + 2);
      cursor.skip(FAMILY_AND_PORT_LEN + FLOW_LEN);
      cursor.add(IPV6);
      cursor.skip(SCOPE_LEN);
      return;
    }
    if (cursor.left >= 4) {
      const turned = ~tree.view.getUint32(cursor.off) >>> 0;
      tree.address(IPV4, [turned], cursor.off, cursor.off + 4);
    }
    cursor.skip(4);
    cursor.add(PORT);
  });
}
