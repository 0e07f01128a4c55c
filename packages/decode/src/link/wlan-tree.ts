/** Fields of the 802.11 MAC header. */

import { formatMac } from "../address.ts";
import { defineField, type FieldSpec } from "../field.ts";
import type { Packet } from "../packet.ts";
import type { Tree } from "../tree.ts";
import * as wlan from "./wlan.ts";

/** Keyed by type × 16 + subtype. */
const SUBTYPES: Readonly<Record<number, string>> = {
  0: "Association Request",
  1: "Association Response",
  2: "Reassociation Request",
  3: "Reassociation Response",
  4: "Probe Request",
  5: "Probe Response",
  8: "Beacon frame",
  9: "ATIM",
  10: "Disassociate",
  11: "Authentication",
  12: "Deauthentication",
  13: "Action",
  14: "Action No Ack",
  21: "VHT/HE NDP Announcement",
  23: "Control Wrapper",
  24: "802.11 Block Ack Req",
  25: "802.11 Block Ack",
  26: "Power-Save poll",
  27: "Request-to-send",
  28: "Clear-to-send",
  29: "Acknowledgement",
  30: "CF-End (Control-frame)",
  31: "CF-End + CF-Ack (Control-frame)",
  32: "Data",
  36: "Null function (No data)",
  40: "QoS Data",
  44: "QoS Null function (No data)",
};

const TYPE = defineField("wlan.fc.type", "uint8", "Type", {
  mask: 0x0c,
  values: { 0: "Management frame", 1: "Control frame", 2: "Data frame", 3: "Extension frame" },
});
const SUBTYPE = defineField("wlan.fc.type_subtype", "uint16", "Type/Subtype", {
  hex: true,
  values: SUBTYPES,
});
const FLAGS = defineField("wlan.flags", "uint8", "Flags", { hex: true });
const TO_DS = defineField("wlan.fc.tods", "boolean", "To DS", { mask: 0x01 });
const FROM_DS = defineField("wlan.fc.fromds", "boolean", "From DS", { mask: 0x02 });
const RETRY = defineField("wlan.fc.retry", "boolean", "Retry", { mask: 0x08 });
const PROTECTED = defineField("wlan.fc.protected", "boolean", "Protected flag", { mask: 0x40 });
const DURATION = defineField("wlan.duration", "uint16", "Duration");
const ADDR = { aliases: ["wlan.addr"] };
const RA = defineField("wlan.ra", "ether", "Receiver address", ADDR);
const TA = defineField("wlan.ta", "ether", "Transmitter address", ADDR);
const DA = defineField("wlan.da", "ether", "Destination address", ADDR);
const SA = defineField("wlan.sa", "ether", "Source address", ADDR);
const BSSID = defineField("wlan.bssid", "ether", "BSS Id", ADDR);
const FRAGMENT = defineField("wlan.frag", "uint16", "Fragment number");
const SEQUENCE = defineField("wlan.seq", "uint16", "Sequence number");

export const WLAN_FIELDS: readonly FieldSpec[] = [
  TYPE,
  SUBTYPE,
  FLAGS,
  TO_DS,
  FROM_DS,
  RETRY,
  PROTECTED,
  DURATION,
  RA,
  TA,
  DA,
  SA,
  BSSID,
  FRAGMENT,
  SEQUENCE,
];

function frameName(view: DataView, off: number, swap = 0): string {
  const type = wlan.type(view, off, swap);
  const subtype = wlan.subtype(view, off, swap);
  return SUBTYPES[type * 16 + subtype] ?? `Type ${type}, subtype ${subtype}`;
}

/** `swap` as the accessors of `wlan.ts` take it. */
export function dissectWlan(tree: Tree, start: number, swap = 0): void {
  const { view } = tree;
  const complete = tree.has(start, 2);
  const length = complete ? wlan.headerLength(view, start, swap) : wlan.MIN_HEADER_LEN;
  tree.layer("wlan", "IEEE 802.11", start, start + length);
  if (!complete || wlan.version(view, start, swap) !== 0) return;
  tree.summarize(frameName(view, start, swap));
  const number = wlan.type(view, start, swap) * 16 + wlan.subtype(view, start, swap);
  tree.value(SUBTYPE, number, start + swap, start + swap + 1);
  tree.add(TYPE, start + swap);
  tree.inside(tree.add(FLAGS, start + 1 - swap), () => {
    for (const spec of [TO_DS, FROM_DS, RETRY, PROTECTED]) tree.add(spec, start + 1 - swap);
  });
  if (tree.has(start + 2, 2)) {
    tree.value(DURATION, view.getUint16(start + 2, true), start + 2, start + 4);
  }
  tree.add(RA, start + 4);
  if (length < 16) return;
  tree.add(TA, start + 10);
  const destination = wlan.destination(view, start, swap);
  const source = wlan.source(view, start, swap);
  if (destination >= 0) tree.add(DA, destination);
  if (source >= 0) tree.add(SA, source);
  const bssid = bssidOffset(view, start, swap);
  if (bssid >= 0) tree.add(BSSID, bssid);
  if (length < 24 || !tree.has(start + 22, 2)) return;
  const control = view.getUint16(start + 22, true);
  tree.value(FRAGMENT, control & 0x0f, start + 22, start + 24);
  tree.value(SEQUENCE, control >>> 4, start + 22, start + 24);
}

/** Offset of the network's address; -1 between two access points and in control frames. */
function bssidOffset(view: DataView, off: number, swap = 0): number {
  const type = wlan.type(view, off, swap);
  if (type === wlan.WlanType.Management) return off + 16;
  if (type !== wlan.WlanType.Data) return -1;
  switch (wlan.flags(view, off, swap) & 3) {
    case 0:
      return off + 16;
    case 1:
      return off + 4;
    case 2:
      return off + 10;
    default:
      return -1;
  }
}

/** One line: `Beacon frame, BSSID 02:00:00:00:00:01`. */
export function wlanInfo(packet: Packet, start: number): string {
  const { view } = packet;
  if (packet.end - start < wlan.MIN_HEADER_LEN) return "IEEE 802.11";
  const bssid = bssidOffset(view, start);
  const network = bssid >= 0 && bssid + 6 <= packet.end ? `, BSSID ${formatMac(view, bssid)}` : "";
  return `${frameName(view, start)}${network}`;
}
