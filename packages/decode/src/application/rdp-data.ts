/** What RDP sends in its channels once they are joined: security headers and share PDUs, MS-RDPBCGR §2.2.8.1.1. */

import { type FieldSpec, fieldDefiner } from "../field.ts";
import type { Tree } from "../tree.ts";
import type { CotpUserData } from "./cotp-user.ts";
import { rdpSession } from "./rdp-session.ts";

const Security = {
  Exchange: 0x0001,
  Encrypt: 0x0008,
  Info: 0x0040,
  License: 0x0080,
} as const;

const HEADER_LEN = 4;
const SIGNATURE_LEN = 8;
const CHANNEL_HEADER_LEN = 8;

const LICENSE_MESSAGES: Readonly<Record<number, string>> = {
  1: "License Request",
  2: "Platform Challenge",
  3: "New License",
  4: "Upgrade License",
  18: "License Info",
  19: "New License Request",
  21: "Platform Challenge Response",
  255: "Error Alert",
};

const SHARE_TYPES: Readonly<Record<number, string>> = {
  1: "Demand Active PDU",
  3: "Confirm Active PDU",
  6: "Deactivate All PDU",
  7: "Data PDU",
  10: "Server Redirection PDU",
};

const define = fieldDefiner("rdp", { littleEndian: true });

function bit(name: string, description: string, mask: number): FieldSpec {
  return define(`flags.${name}`, "uint16", description, { hex: true, mask });
}

const FLAGS = define("flags", "uint16", "flags", { hex: true });
const FLAG_BITS: readonly FieldSpec[] = [
  bit("encrypt", "flagsEncrypt", Security.Encrypt),
  bit("resetseqno", "flagsResetSeqno", 0x0010),
  bit("ignoreseqno", "flagsIgnoreSeqno", 0x0020),
  bit("licenseencrypt", "flagsLicenseEncrypt", 0x0200),
  bit("securechecksum", "flagsSecureChecksum", 0x0800),
  bit("flagshivalid", "flagsHiValid", 0x8000),
];
const FLAGS_HIGH = define("flagsHi", "uint16", "flagsHi", { hex: true });
const SIGNATURE = define("dataSignature", "bytes", "dataSignature");
const LENGTH = define("length", "uint32", "length");
const RANDOM = define("encryptedClientRandom", "bytes", "encryptedClientRandom");
const MESSAGE_TYPE = define("bMsgType", "uint8", "bMsgType", {
  hex: true,
  values: LICENSE_MESSAGES,
});
const MESSAGE_VERSION = define("bVersion", "uint8", "bVersion");
const MESSAGE_SIZE = define("wMsgSize", "uint16", "wMsgSize");
const TOTAL_LENGTH = define("totalLength", "uint16", "totalLength");
const SHARE_TYPE = define("pduType.type", "uint16", "pduType", {
  hex: true,
  mask: 0x000f,
  values: SHARE_TYPES,
});
const SOURCE = define("pduSource", "uint16", "pduSource");
const CHANNEL_FLAGS = define("channelFlags", "uint32", "channelFlags", { hex: true });

export const RDP_DATA_FIELDS: readonly FieldSpec[] = [
  ...[FLAGS, ...FLAG_BITS, FLAGS_HIGH, SIGNATURE, LENGTH, RANDOM, MESSAGE_TYPE],
  ...[MESSAGE_VERSION, MESSAGE_SIZE, TOTAL_LENGTH, SHARE_TYPE, SOURCE, CHANNEL_FLAGS],
];

export interface RdpDataPlace {
  readonly start: number;
  readonly channel: number;
  readonly fromServer: boolean;
}

/** Appends RDP's layer for the data of one channel; only those from the server are named in the frame. */
export function dissectRdpData(data: CotpUserData, place: RdpDataPlace): void {
  const { tree, end, conversation } = data;
  const { view } = tree;
  const { start, channel, fromServer } = place;
  const session = rdpSession(conversation);
  if (!session.isRdp || start + HEADER_LEN > end) return;
  const names = tree.protocols.length;
  tree.layer("rdp", "Remote Desktop Protocol", start, end);
  if (!fromServer) tree.protocols.length = names;
  const flags = view.getUint16(start, true);
  const isInput = channel === session.ioChannel || session.ioChannel === 0;
  const said: string[] = [];
  const hasHeader = session.isEncrypted || !session.isLicensed;
  let body = start;
  if (hasHeader) body = addSecurityHeader(tree, start, end, flags);
  if (isInput) said.push(...addInput(tree, hasHeader ? flags : 0, body, end));
  else said.push("Virtual Channel PDU");
  if ((flags & Security.License) !== 0) session.isLicensed = true;
  if (hasHeader && (flags & Security.Encrypt) !== 0) said.push("[Encrypted]");
  else if (!isInput && body + CHANNEL_HEADER_LEN <= end) {
    tree.add(LENGTH, body);
    tree.add(CHANNEL_FLAGS, body + 4);
  }
  tree.show("RDP", said.join(", "));
}

/** @returns where what the header protects begins */
function addSecurityHeader(tree: Tree, start: number, end: number, flags: number): number {
  tree.inside(tree.add(FLAGS, start), () => {
    for (const spec of FLAG_BITS) tree.add(spec, start);
  });
  tree.add(FLAGS_HIGH, start + 2);
  const body = start + HEADER_LEN;
  if ((flags & Security.Encrypt) === 0 || body + SIGNATURE_LEN > end) return body;
  tree.add(SIGNATURE, body, SIGNATURE_LEN);
  return body + SIGNATURE_LEN;
}

function addInput(tree: Tree, flags: number, body: number, end: number): string[] {
  const { view } = tree;
  if ((flags & Security.Exchange) !== 0) {
    if (body + 4 <= end) {
      const length = view.getUint32(body, true);
      tree.add(LENGTH, body);
      if (length > 0 && body + 4 + length <= end) tree.add(RANDOM, body + 4, length);
    }
    return ["SecurityExchange"];
  }
  if ((flags & Security.Info) !== 0) return ["ClientInfo"];
  if ((flags & Security.Encrypt) !== 0) return [];
  if ((flags & Security.License) !== 0) return addLicense(tree, body, end);
  return addShare(tree, body, end);
}

function addLicense(tree: Tree, body: number, end: number): string[] {
  if (body + 4 > end) return [];
  tree.add(MESSAGE_TYPE, body);
  tree.value(MESSAGE_VERSION, tree.view.getUint8(body + 1) & 0x0f, body + 1, body + 2);
  tree.add(MESSAGE_SIZE, body + 2);
  return [LICENSE_MESSAGES[tree.view.getUint8(body)] ?? "Licensing PDU"];
}

function addShare(tree: Tree, body: number, end: number): string[] {
  if (body + 6 > end) return [];
  const type = tree.view.getUint16(body + 2, true) & 0x0f;
  const name = SHARE_TYPES[type];
  if (name === undefined || tree.view.getUint16(body, true) > end - body) return [];
  tree.add(TOTAL_LENGTH, body);
  tree.add(SHARE_TYPE, body + 2);
  tree.add(SOURCE, body + 4);
  return [name];
}
