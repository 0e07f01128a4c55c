/**
 * The settings that client and server exchange when the multipoint service connects: MS-RDPBCGR §2.2.1.3 and §2.2.1.4.
 *
 * They stand as user data of a conference of T.124, behind the key `Duca` or `McDn`; blocks with a type and a
 * length, least significant octet first.
 */

import { defineField, type FieldSpec, fieldDefiner } from "../field.ts";
import type { Tree } from "../tree.ts";
import { startsWith } from "./ascii.ts";
import type { CotpUserData } from "./cotp-user.ts";
import { rdpSession } from "./rdp-session.ts";
import { readUtf16 } from "./utf16.ts";

/** Blocks of one message that are shown; about ten kinds are defined. */
const MAX_BLOCKS = 16;
/** Channels of one message that are shown, MS-RDPBCGR §2.2.1.3.4. */
const MAX_CHANNELS = 31;
/** Octets in front of the key that are searched for it. */
const MAX_PREFIX = 256;
const CHANNEL_LEN = 12;

const Block = {
  ServerCore: 0x0c01,
  ServerSecurity: 0x0c02,
  ServerNetwork: 0x0c03,
  ClientCore: 0xc001,
  ClientSecurity: 0xc002,
  ClientNetwork: 0xc003,
  ClientCluster: 0xc004,
} as const;

const BLOCKS: Readonly<Record<number, string>> = {
  3073: "serverCoreData",
  3074: "serverSecurityData",
  3075: "serverNetworkData",
  3076: "serverMsgChannelData",
  3080: "serverMultiTransportData",
  49153: "clientCoreData",
  49154: "clientSecurityData",
  49155: "clientNetworkData",
  49156: "clientClusterData",
  49157: "clientMonitorData",
  49158: "clientMsgChannelData",
  49160: "clientMonitorExData",
  49162: "clientMultiTransportData",
};

const METHODS: Readonly<Record<number, string>> = {
  0: "None",
  1: "40-bit RC4",
  2: "128-bit RC4",
  8: "56-bit RC4",
  16: "FIPS140-1 3DES",
};

const LEVELS: Readonly<Record<number, string>> = {
  0: "None",
  1: "Low",
  2: "Client Compatible",
  3: "High",
  4: "FIPS140-1",
};

const define = fieldDefiner("rdp", { littleEndian: true });

const T124 = defineField("t124", "protocol", "GENERIC-CONFERENCE-CONTROL T.124");
const BLOCK_TYPE = define("header.type", "uint16", "headerType", { hex: true, values: BLOCKS });
const BLOCK_LENGTH = define("header.length", "uint16", "headerLength");
const MAJOR = define("version.major", "uint16", "versionMajor");
const MINOR = define("version.minor", "uint16", "versionMinor");
const WIDTH = define("desktop.width", "uint16", "desktopWidth");
const HEIGHT = define("desktop.height", "uint16", "desktopHeight");
const COLOR_DEPTH = define("colorDepth", "uint16", "colorDepth", { hex: true });
const SEQUENCE = define("SASSequence", "uint16", "SASSequence");
const LAYOUT = define("keyboardLayout", "uint32", "keyboardLayout");
const BUILD = define("client.build", "uint32", "clientBuild");
const CLIENT_NAME = define("client.name", "string", "clientName");
const KEYBOARD_TYPE = define("keyboard.type", "uint32", "keyboardType");
const KEYBOARD_SUBTYPE = define("keyboard.subtype", "uint32", "keyboardSubType");
const FUNCTION_KEYS = define("keyboard.functionkey", "uint32", "keyboardFunctionKey");
const PRODUCT = define("client.productId", "uint16", "clientProductId");
const SERIAL = define("serialNumber", "uint32", "serialNumber");
const HIGH_COLOR = define("highColorDepth", "uint16", "highColorDepth", { hex: true });
const DEPTHS = define("supportedColorDepths", "uint16", "supportedColorDepths", { hex: true });
const CAPABILITIES = define("earlyCapabilityFlags", "uint16", "earlyCapabilityFlags");
const DIGITAL_PRODUCT = define("client.digProductId", "string", "clientDigProductId");
const METHOD_SET = define("encryptionMethods", "bytes", "encryptionMethods");
const METHOD_SET_MORE = define("extEncryptionMethods", "bytes", "extEncryptionMethods");
const CLUSTER_FLAGS = define("clusterFlags", "uint32", "clusterFlags", { hex: true });
const REDIRECTED = define("redirectedSessionId", "uint32", "redirectedSessionId", { hex: true });
const CHANNEL_COUNT = define("channelCount", "uint16", "channelCount");
const CHANNEL_NAME = define("name", "string", "name");
const CHANNEL_OPTIONS = define("options", "uint32", "options", { hex: true });
const CHANNEL_ID = define("MCSChannelId", "uint16", "MCSChannelId");
const METHOD = define("encryptionMethod", "uint32", "encryptionMethod", {
  hex: true,
  values: METHODS,
});
const LEVEL = define("encryptionLevel", "uint32", "encryptionLevel", {
  hex: true,
  values: LEVELS,
});

export const RDP_SETTINGS_FIELDS: readonly FieldSpec[] = [
  ...[T124, BLOCK_TYPE, BLOCK_LENGTH, MAJOR, MINOR, WIDTH, HEIGHT, COLOR_DEPTH, SEQUENCE, LAYOUT],
  ...[BUILD, CLIENT_NAME, KEYBOARD_TYPE, KEYBOARD_SUBTYPE, FUNCTION_KEYS, PRODUCT, SERIAL],
  ...[HIGH_COLOR, DEPTHS, CAPABILITIES, DIGITAL_PRODUCT, METHOD_SET, METHOD_SET_MORE],
  ...[CLUSTER_FLAGS, REDIRECTED, CHANNEL_COUNT, CHANNEL_NAME, CHANNEL_OPTIONS, CHANNEL_ID, METHOD],
  LEVEL,
];

/** Appends the layers of the conference and of RDP's settings in it, where the key is found. */
export function dissectSettings(data: CotpUserData): void {
  const { tree, start, end, conversation } = data;
  const key = findKey(tree.view, start, end);
  if (key < 0) return;
  tree.layer("t124", T124.description, start, end);
  const names = tree.protocols.length;
  const session = rdpSession(conversation);
  session.isRdp = true;
  const isClient = startsWith(tree.view, key, end, "Duca");
  const length = tree.view.getUint8(Math.min(end - 1, key + 4));
  const body = key + 4 + (length >= 0x80 ? 2 : 1);
  tree.layer("rdp", "Remote Desktop Protocol", body, end);
  tree.protocols.length = names;
  tree.summarize(isClient ? "ClientData" : "ServerData");
  const security = addBlocks(data, body);
  tree.show("RDP", isClient ? "ClientData" : `ServerData${security}`);
}

function findKey(view: DataView, start: number, end: number): number {
  const limit = Math.min(end - 5, start + MAX_PREFIX);
  for (let off = start; off < limit; off += 1) {
    if (startsWith(view, off, end, "Duca") || startsWith(view, off, end, "McDn")) return off;
  }
  return -1;
}

/** @returns what the Info column says of the encryption; empty for a client's settings */
function addBlocks(data: CotpUserData, body: number): string {
  const { tree, end, conversation } = data;
  const { view } = tree;
  let off = body;
  let security = "";
  for (let count = 0; off + 4 <= end && count < MAX_BLOCKS; count += 1) {
    const type = view.getUint16(off, true);
    const length = view.getUint16(off + 2, true);
    if (BLOCKS[type] === undefined || length < 4) break;
    const stop = Math.min(end, off + length);
    tree.add(BLOCK_TYPE, off);
    tree.add(BLOCK_LENGTH, off + 2);
    const session = rdpSession(conversation);
    switch (type) {
      case Block.ClientCore:
        addClientCore(tree, off + 4, stop);
        break;
      case Block.ClientSecurity:
        addAll(tree, off + 4, stop, [
          [METHOD_SET, 4],
          [METHOD_SET_MORE, 4],
        ]);
        break;
      case Block.ClientNetwork:
        addChannels(tree, off + 4, stop);
        break;
      case Block.ClientCluster:
        addAll(tree, off + 4, stop, [
          [CLUSTER_FLAGS, 4],
          [REDIRECTED, 4],
        ]);
        break;
      case Block.ServerCore:
        addAll(tree, off + 4, stop, [
          [MINOR, 2],
          [MAJOR, 2],
        ]);
        break;
      case Block.ServerSecurity: {
        if (off + 12 > stop) break;
        tree.add(METHOD, off + 4);
        tree.add(LEVEL, off + 8);
        const method = view.getUint32(off + 4, true);
        const level = view.getUint32(off + 8, true);
        session.isEncrypted = method !== 0;
        security = ` Encryption: ${METHODS[method] ?? method} (${LEVELS[level] ?? level})`;
        break;
      }
      case Block.ServerNetwork:
        if (off + 6 <= stop) session.ioChannel = view.getUint16(off + 4, true);
        addChannelIds(tree, off + 4, stop);
        break;
      default:
    }
    off = stop;
  }
  return security;
}

/** Fields one behind the other, as far as the block goes. */
function addAll(
  tree: Tree,
  start: number,
  end: number,
  layout: readonly (readonly [FieldSpec, number])[],
): void {
  let off = start;
  for (const [spec, length] of layout) {
    if (off + length > end) return;
    tree.add(spec, off, length);
    off += length;
  }
}

function addClientCore(tree: Tree, start: number, end: number): void {
  addAll(tree, start, end, [
    ...([
      [MINOR, 2],
      [MAJOR, 2],
      [WIDTH, 2],
      [HEIGHT, 2],
      [COLOR_DEPTH, 2],
    ] as const),
    ...([
      [SEQUENCE, 2],
      [LAYOUT, 4],
      [BUILD, 4],
    ] as const),
  ]);
  const name = start + 20;
  if (name + 32 > end) return;
  tree.value(CLIENT_NAME, readUtf16(tree.view, name, name + 32), name, name + 32);
  addAll(tree, name + 32, end, [
    [KEYBOARD_TYPE, 4],
    [KEYBOARD_SUBTYPE, 4],
    [FUNCTION_KEYS, 4],
  ]);
  addAll(tree, start + 130, end, [
    ...([
      [PRODUCT, 2],
      [SERIAL, 4],
      [HIGH_COLOR, 2],
      [DEPTHS, 2],
      [CAPABILITIES, 2],
    ] as const),
  ]);
  const product = start + 142;
  if (product + 64 > end) return;
  tree.value(DIGITAL_PRODUCT, readUtf16(tree.view, product, product + 64), product, product + 64);
}

function addChannels(tree: Tree, start: number, end: number): void {
  if (start + 4 > end) return;
  const count = Math.min(tree.view.getUint32(start, true), MAX_CHANNELS);
  tree.value(CHANNEL_COUNT, tree.view.getUint32(start, true), start, start + 4);
  let off = start + 4;
  for (let i = 0; i < count && off + CHANNEL_LEN <= end; i += 1) {
    let length = 0;
    while (length < 8 && tree.view.getUint8(off + length) !== 0) length += 1;
    tree.add(CHANNEL_NAME, off, length);
    tree.add(CHANNEL_OPTIONS, off + 8);
    off += CHANNEL_LEN;
  }
}

function addChannelIds(tree: Tree, start: number, end: number): void {
  if (start + 4 > end) return;
  tree.add(CHANNEL_ID, start);
  const count = Math.min(tree.view.getUint16(start + 2, true), MAX_CHANNELS);
  tree.add(CHANNEL_COUNT, start + 2);
  for (let i = 0; i < count && start + 6 + 2 * i <= end; i += 1)
    tree.add(CHANNEL_ID, start + 4 + 2 * i);
}
