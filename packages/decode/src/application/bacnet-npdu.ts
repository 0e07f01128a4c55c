/** BACnet's network layer, ANSI/ASHRAE 135-2020 clause 6.2. */

import type { Tree } from "../tree.ts";
import { dissectApdu } from "./bacnet-apdu.ts";
import * as fields from "./bacnet-fields.ts";
import { networkMessageName } from "./bacnet-values.ts";

const NETWORK_MESSAGE = 0x80;
const HAS_DESTINATION = 0x20;
const HAS_SOURCE = 0x08;

/** Message types from this on belong to vendors. */
const FIRST_VENDOR_MESSAGE = 0x80;

const VERSION = 1;

/** Routing table entries of one message that are shown; the count is an octet. */
const MAX_PORTS = 255;

/** Clause 6.2.4: messages by their type. */
const MessageType = {
  ICouldBeRouter: 2,
  Reject: 3,
  InitializeRouting: 6,
  InitializeRoutingAck: 7,
  EstablishConnection: 8,
  DisconnectConnection: 9,
  NetworkNumberIs: 0x13,
} as const;

/** Appends the NPDU in `[start, end)` and the APDU inside it. */
export function dissectNpdu(tree: Tree, start: number, end: number): void {
  const { view } = tree;
  const layer = tree.layer("bacnet", "Building Automation and Control Network NPDU", start, end);
  tree.add(fields.VERSION, start);
  if (end - start < 2 || view.getUint8(start) !== VERSION) {
    tree.show("BACnet-NPDU", "Building Automation and Control Network NPDU");
    return;
  }
  const control = view.getUint8(start + 1);
  addControl(tree, start + 1);
  let off = start + 2;
  if ((control & HAS_DESTINATION) !== 0) off = addAddress(tree, fields.DESTINATION, off, end);
  if ((control & HAS_SOURCE) !== 0) off = addAddress(tree, fields.SOURCE, off, end);
  if ((control & HAS_DESTINATION) !== 0) {
    tree.add(fields.HOP_COUNT, off);
    off += 1;
  }
  if (off >= end) return;
  if ((control & NETWORK_MESSAGE) !== 0) {
    addMessage(tree, off, end);
    return;
  }
  layer.end = off - tree.packet.start;
  dissectApdu(tree, off, end);
}

function addControl(tree: Tree, off: number): void {
  tree.inside(tree.add(fields.CONTROL, off), () => {
    tree.add(fields.CONTROL_NET, off);
    tree.add(fields.CONTROL_RESERVED_1, off);
    tree.add(fields.CONTROL_DEST, off);
    tree.add(fields.CONTROL_RESERVED_2, off);
    tree.add(fields.CONTROL_SRC, off);
    tree.add(fields.CONTROL_EXPECT, off);
    tree.add(fields.CONTROL_HIGH, off);
    tree.add(fields.CONTROL_LOW, off);
  });
}

/** @returns the offset behind the address */
function addAddress(tree: Tree, specs: fields.AddressFields, off: number, end: number): number {
  tree.add(specs.network, off);
  if (tree.add(specs.length, off + 2) === undefined) return end;
  const length = tree.view.getUint8(off + 2);
  const address = off + 3;
  if (length === 1) tree.add(specs.mstp, address);
  else if (length === 6) tree.add(specs.ethernet, address);
  else if (length > 0) tree.add(specs.other, address, length);
  return Math.min(end, address + length);
}

function addMessage(tree: Tree, off: number, end: number): void {
  const { view } = tree;
  const type = view.getUint8(off);
  tree.add(fields.MESSAGE_TYPE, off);
  tree.show("BACnet-NPDU", networkMessageName(type));
  const body = off + 1;
  if (type >= FIRST_VENDOR_MESSAGE) {
    tree.add(fields.NETWORK_VENDOR, body);
    return;
  }
  switch (type) {
    case MessageType.ICouldBeRouter:
      tree.add(fields.DESTINATION.network, body);
      tree.add(fields.PERFORMANCE, body + 2);
      break;
    case MessageType.Reject:
      tree.add(fields.REJECTED, body);
      tree.add(fields.DESTINATION.network, body + 1);
      break;
    case MessageType.InitializeRouting:
    case MessageType.InitializeRoutingAck:
      addPorts(tree, body, end);
      break;
    case MessageType.EstablishConnection:
      tree.add(fields.DESTINATION.network, body);
      tree.add(fields.TERMINATION_TIME, body + 2);
      break;
    case MessageType.DisconnectConnection:
      tree.add(fields.DESTINATION.network, body);
      break;
    case MessageType.NetworkNumberIs:
      tree.add(fields.DESTINATION.network, body);
      tree.add(fields.NETWORK_NUMBER_STATUS, body + 2);
      break;
    default:
      if (type < MessageType.InitializeRouting) addNetworks(tree, body, end);
      break;
  }
}

function addNetworks(tree: Tree, start: number, end: number): void {
  for (let off = start; off + 2 <= end; off += 2) tree.add(fields.DESTINATION.network, off);
}

/** Clause 6.4.7: network, port and information of each entry. */
function addPorts(tree: Tree, start: number, end: number): void {
  if (tree.add(fields.PORT_MAPPINGS, start) === undefined) return;
  let off = start + 1;
  for (let count = 0; count < MAX_PORTS && off + 4 <= end; count += 1) {
    tree.add(fields.DESTINATION.network, off);
    tree.add(fields.PORT_ID, off + 2);
    tree.add(fields.PORT_INFO_LENGTH, off + 3);
    const length = tree.view.getUint8(off + 3);
    if (length > 0) tree.add(fields.PORT_INFO, off + 4, length);
    off += 4 + length;
  }
}
