/** The layer and Info text of a DHCP or BOOTP message (RFC 2131, RFC 951). */

import { formatMac } from "../address.ts";
import type { FieldSpec } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { DecodeStatus } from "../status.ts";
import { hex } from "../text.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { indexOfOctet } from "./ascii.ts";
import * as dhcp from "./dhcp.ts";
import * as fields from "./dhcp-fields.ts";
import { addOptions } from "./dhcp-options.ts";
import { MESSAGE_TYPES, OPERATIONS } from "./dhcp-values.ts";
import { readText } from "./name-text.ts";
import { addWithin } from "./within.ts";

const ETHERNET = 1;
const MAC_LENGTH = 6;
const HARDWARE_PLACE = 16;

/** Octets up to the client's hardware address: what makes a message that is worth a layer. */
const MIN_LENGTH = 8;

function dissect(packet: Packet, tree: Tree): void {
  const { view, payloadStart: off, payloadEnd: end } = packet;
  if (end - off < MIN_LENGTH) return;
  const type =
    dhcp.check(view, off, end) === DecodeStatus.Ok ? dhcp.messageType(view, off, end) : 0;
  tree.layer("dhcp", "Dynamic Host Configuration Protocol", off, end);
  const operation = OPERATIONS[dhcp.type(view, off)];
  tree.summarize(MESSAGE_TYPES[type] ?? operation ?? "");
  addHeader(tree, off, end);
  addHardware(tree, off, end);
  addFixedText(tree, fields.SERVER_NAME, off + dhcp.SERVER_NAME, 64, end);
  addFixedText(tree, fields.BOOT_FILE, off + dhcp.BOOT_FILE, 128, end);
  if (dhcp.hasCookie(view, off, end)) {
    tree.add(fields.COOKIE, off + dhcp.COOKIE);
    addOptions(tree, off + dhcp.COOKIE + 4, end);
  } else if (end > off + dhcp.COOKIE) {
    tree.add(fields.VENDOR_AREA, off + dhcp.COOKIE, end - off - dhcp.COOKIE);
  }
  show(tree, off, end, type);
}

function addHeader(tree: Tree, off: number, end: number): void {
  const add = (spec: FieldSpec, at: number) => addWithin(tree, spec, off + at, end);
  add(fields.TYPE, dhcp.TYPE);
  add(fields.HARDWARE_TYPE, dhcp.HARDWARE_TYPE);
  add(fields.HARDWARE_LENGTH, dhcp.HARDWARE_LENGTH);
  add(fields.HOPS, dhcp.HOPS);
  add(fields.ID, dhcp.TRANSACTION_ID);
  addSeconds(tree, off + dhcp.SECONDS, end);
  tree.inside(add(fields.FLAGS, dhcp.FLAGS), () => {
    tree.add(fields.BROADCAST, off + dhcp.FLAGS);
    tree.add(fields.RESERVED_FLAGS, off + dhcp.FLAGS);
  });
  add(fields.CLIENT_ADDRESS, dhcp.CLIENT_ADDRESS);
  add(fields.YOUR_ADDRESS, dhcp.YOUR_ADDRESS);
  add(fields.SERVER_ADDRESS, dhcp.SERVER_ADDRESS);
  add(fields.RELAY_ADDRESS, dhcp.RELAY_ADDRESS);
}

/** Some clients send the seconds little-endian, which shows in a lower octet of 0. */
function addSeconds(tree: Tree, off: number, end: number): void {
  if (off + 2 > end) return;
  const seconds = tree.view.getUint16(off);
  const isSwapped = seconds > 0xff && (seconds & 0xff) === 0;
  tree.value(fields.SECONDS, isSwapped ? seconds >>> 8 : seconds, off, off + 2);
}

function addHardware(tree: Tree, off: number, end: number): void {
  const { view } = tree;
  const start = off + dhcp.CLIENT_HARDWARE;
  const octets = Math.min(view.getUint8(off + dhcp.HARDWARE_LENGTH), HARDWARE_PLACE);
  const isMac = view.getUint8(off + dhcp.HARDWARE_TYPE) === ETHERNET && octets === MAC_LENGTH;
  if (isMac) addWithin(tree, fields.CLIENT_MAC, start, end);
  else if (octets > 0) addWithin(tree, fields.CLIENT_HARDWARE, start, end, octets);
  const rest = HARDWARE_PLACE - octets;
  if (rest > 0) addWithin(tree, fields.HARDWARE_PADDING, start + octets, end, rest);
}

/** Text that fills its place up to a NUL. */
function addFixedText(tree: Tree, spec: FieldSpec, off: number, octets: number, end: number): void {
  if (off + octets > end) return;
  const stop = indexOfOctet(tree.view, off, off + octets, 0);
  tree.value(spec, readText(tree.view, off, stop), off, off + octets);
}

/** `DHCP Discover - Transaction ID 0x3d1d`; without a message type it is BOOTP. */
function show(tree: Tree, off: number, end: number, type: number): void {
  const { view } = tree;
  const name = MESSAGE_TYPES[type];
  if (name !== undefined) {
    const id = hex(dhcp.transactionId(view, off), 1);
    tree.show("DHCP", `DHCP ${name.padEnd(8)} - Transaction ID 0x${id}`);
    return;
  }
  const operation = dhcp.type(view, off);
  const title = OPERATIONS[operation] ?? `Unknown BOOTP message type (${operation})`;
  const hardware = off + dhcp.CLIENT_HARDWARE;
  const hasMac = operation === 1 && hardware + MAC_LENGTH <= end;
  const mac = hasMac ? formatMac(view, hardware) : "";
  tree.show("BOOTP", hasMac ? `${title} from ${mac} (${mac})` : title);
}

export const DHCP_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Dhcp],
  udpPorts: [67, 68],
  fields: fields.FIELDS,
  dissect,
};
