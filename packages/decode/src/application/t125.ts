/**
 * The multipoint communication service, ITU-T T.125: the connection in BER (§7 part 1) and its domain in PER (part 2).
 *
 * RDP's settings and channels travel in it, MS-RDPBCGR §2.2.1.3 to §2.2.1.9.
 */

import { defineField, type FieldSpec } from "../field.ts";
import type { Tree } from "../tree.ts";
import type { CotpUserData } from "./cotp-user.ts";
import { dissectRdpData } from "./rdp-data.ts";
import { dissectSettings } from "./rdp-settings.ts";

const DomainPdu = {
  ErectDomainRequest: 1,
  DisconnectProviderUltimatum: 8,
  AttachUserRequest: 10,
  AttachUserConfirm: 11,
  ChannelJoinRequest: 14,
  ChannelJoinConfirm: 15,
  SendDataRequest: 25,
  SendDataIndication: 26,
} as const;

const DOMAIN_NAMES: Readonly<Record<number, string>> = {
  0: "plumbDomainIndication",
  1: "erectDomainRequest",
  2: "mergeChannelsRequest",
  3: "mergeChannelsConfirm",
  8: "disconnectProviderUltimatum",
  9: "rejectMCSPDUUltimatum",
  10: "attachUserRequest",
  11: "attachUserConfirm",
  12: "detachUserRequest",
  13: "detachUserIndication",
  14: "channelJoinRequest",
  15: "channelJoinConfirm",
  16: "channelLeaveRequest",
  17: "channelConveneRequest",
  25: "sendDataRequest",
  26: "sendDataIndication",
  27: "uniformSendDataRequest",
  28: "uniformSendDataIndication",
};

/** Lengths of the fixed part, so that a message is known by it; send-data messages hold any amount. */
const DOMAIN_LENGTHS: Readonly<Record<number, readonly number[]>> = {
  1: [5],
  8: [2],
  10: [1],
  11: [2, 4],
  14: [5],
  15: [6, 8],
};

const PRIORITIES: Readonly<Record<number, string>> = { 0: "top", 1: "high", 2: "medium", 3: "low" };

const CONNECT_NAMES: Readonly<Record<number, string>> = {
  101: "connect-initial",
  102: "connect-response",
};

/** Application tags 101 and 102, constructed. */
const CONNECT_INITIAL = 0x7f65;
const CONNECT_RESPONSE = 0x7f66;
/** Octets of a send-data message in front of its user data, which has a length of one octet more or less. */
const SEND_HEADER_LEN = 7;
/** Channels below are not used by users, T.125 §7 part 4. */
const FIRST_CHANNEL = 1000;

const T125 = defineField("t125", "protocol", "MULTIPOINT-COMMUNICATION-SERVICE T.125");
const CONNECT = defineField("t125.ConnectMCSPDU", "uint32", "ConnectMCSPDU", {
  values: CONNECT_NAMES,
});
const DOMAIN = defineField("t124.DomainMCSPDU", "uint32", "DomainMCSPDU", { values: DOMAIN_NAMES });
const INITIATOR = defineField("t124.initiator", "uint32", "initiator");
const CHANNEL = defineField("t124.channelId", "uint32", "channelId");
const PRIORITY = defineField("t124.dataPriority", "uint32", "dataPriority", { values: PRIORITIES });
const RESULT = defineField("t124.result", "uint32", "result");
const REASON = defineField("t124.reason", "uint32", "reason");

export const T125_FIELDS: readonly FieldSpec[] = [
  ...[T125, CONNECT, DOMAIN, INITIATOR, CHANNEL, PRIORITY, RESULT, REASON],
];

/** The user data of COTP, where it is a message of this service. */
export function dissectT125(data: CotpUserData): boolean {
  const { tree, start, end } = data;
  const { view } = tree;
  if (end - start < 1) return false;
  const tag = end - start >= 2 ? view.getUint16(start) : 0;
  if (tag === CONNECT_INITIAL || tag === CONNECT_RESPONSE) {
    tree.layer("t125", T125.description, start, end);
    const kind = tag === CONNECT_INITIAL ? 101 : 102;
    tree.value(CONNECT, kind, start, start + 2);
    tree.show("T.125", CONNECT_NAMES[kind]!);
    dissectSettings(data);
    return true;
  }
  const kind = view.getUint8(start) >>> 2;
  if (!isDomainMessage(view, start, end, kind)) return false;
  const headerEnd = isSendData(kind) ? payloadStart(view, start, end) : end;
  tree.layer("t125", T125.description, start, headerEnd);
  tree.value(DOMAIN, kind, start, start + 1);
  addDomain(tree, kind, start, end);
  if (!isSendData(kind)) return true;
  const channel = view.getUint16(start + 3);
  dissectRdpData(data, {
    start: headerEnd,
    channel,
    fromServer: kind === DomainPdu.SendDataIndication,
  });
  return true;
}

function isSendData(kind: number): boolean {
  return kind === DomainPdu.SendDataRequest || kind === DomainPdu.SendDataIndication;
}

function isDomainMessage(view: DataView, start: number, end: number, kind: number): boolean {
  const length = end - start;
  if (!isSendData(kind)) return DOMAIN_LENGTHS[kind]?.includes(length) ?? false;
  if (length < SEND_HEADER_LEN || (view.getUint8(start) & 0x03) !== 0) return false;
  return view.getUint16(start + 3) >= FIRST_CHANNEL && payloadStart(view, start, end) <= end;
}

/** Where the user data begins: behind a length of one or two octets, X.691 §10.9. */
function payloadStart(view: DataView, start: number, end: number): number {
  const isLong = view.getUint8(start + 6) >= 0x80;
  return Math.min(end, start + SEND_HEADER_LEN + (isLong ? 1 : 0));
}

function addDomain(tree: Tree, kind: number, start: number, end: number): void {
  const { view } = tree;
  const name = DOMAIN_NAMES[kind]!;
  const has = (length: number): boolean => start + length <= end;
  switch (kind) {
    case DomainPdu.AttachUserConfirm: {
      addResult(tree, start);
      if (has(4)) tree.value(INITIATOR, view.getUint16(start + 2), start + 2, start + 4);
      break;
    }
    case DomainPdu.ChannelJoinRequest:
      tree.value(INITIATOR, view.getUint16(start + 1), start + 1, start + 3);
      tree.value(CHANNEL, view.getUint16(start + 3), start + 3, start + 5);
      tree.show("T.125", `${name} ${view.getUint16(start + 3)}`);
      return;
    case DomainPdu.ChannelJoinConfirm:
      addResult(tree, start);
      tree.value(INITIATOR, view.getUint16(start + 2), start + 2, start + 4);
      tree.value(CHANNEL, view.getUint16(start + 4), start + 4, start + 6);
      tree.show("T.125", `${name} ${view.getUint16(start + 4)}`);
      return;
    case DomainPdu.SendDataRequest:
    case DomainPdu.SendDataIndication:
      tree.value(INITIATOR, view.getUint16(start + 1), start + 1, start + 3);
      tree.value(CHANNEL, view.getUint16(start + 3), start + 3, start + 5);
      tree.value(PRIORITY, view.getUint8(start + 5) >>> 6, start + 5, start + 6);
      tree.show("T.125", `${name} ${view.getUint16(start + 3)}`);
      return;
    case DomainPdu.DisconnectProviderUltimatum:
      tree.value(REASON, ((view.getUint16(start) & 0x0380) >>> 7) & 0x07, start, start + 2);
      break;
    default:
  }
  tree.show("T.125", `${name} `);
}

/** Four bits across the first two octets. */
function addResult(tree: Tree, start: number): void {
  const bits = tree.view.getUint16(start);
  tree.value(RESULT, (bits >>> 5) & 0x0f, start, start + 2);
}
