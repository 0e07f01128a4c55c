/** The layer and Info text of a DHCP message. */

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
import { MESSAGE_TYPES, OPERATIONS, OPTION_NAMES } from "./dhcp-values.ts";
import { readText } from "./name-text.ts";

const ETHERNET = 1;
const MAC_LENGTH = 6;

export function dissectDhcp(packet: Packet, tree: Tree): void {
  const { view, payloadStart: off, payloadEnd: end } = packet;
  tree.layer("dhcp", "Dynamic Host Configuration Protocol", off, end);
  if (dhcp.check(view, off, end) !== DecodeStatus.Ok) return;
  const type = dhcp.messageType(view, off, end);
  tree.summarize(MESSAGE_TYPES[type] ?? OPERATIONS[dhcp.type(view, off)]!);
  tree.add(fields.TYPE, off + dhcp.TYPE);
  tree.add(fields.HARDWARE_TYPE, off + dhcp.HARDWARE_TYPE);
  tree.add(fields.HARDWARE_LENGTH, off + dhcp.HARDWARE_LENGTH);
  tree.add(fields.HOPS, off + dhcp.HOPS);
  tree.add(fields.ID, off + dhcp.TRANSACTION_ID);
  tree.add(fields.SECONDS, off + dhcp.SECONDS);
  tree.inside(tree.add(fields.FLAGS, off + dhcp.FLAGS), () => {
    tree.add(fields.BROADCAST, off + dhcp.FLAGS);
  });
  tree.add(fields.CLIENT_ADDRESS, off + dhcp.CLIENT_ADDRESS);
  tree.add(fields.YOUR_ADDRESS, off + dhcp.YOUR_ADDRESS);
  tree.add(fields.SERVER_ADDRESS, off + dhcp.SERVER_ADDRESS);
  tree.add(fields.RELAY_ADDRESS, off + dhcp.RELAY_ADDRESS);
  if (view.getUint8(off + 1) === ETHERNET && view.getUint8(off + 2) === MAC_LENGTH) {
    tree.add(fields.CLIENT_MAC, off + dhcp.CLIENT_HARDWARE);
  }
  addFixedText(tree, fields.SERVER_NAME, off + dhcp.SERVER_NAME, 64);
  addFixedText(tree, fields.BOOT_FILE, off + dhcp.BOOT_FILE, 128);
  tree.add(fields.COOKIE, off + dhcp.COOKIE);
  addOptions(tree, off, end);
}

/** Text that fills its place up to a NUL. */
function addFixedText(tree: Tree, spec: FieldSpec, off: number, octets: number): void {
  const end = indexOfOctet(tree.view, off, off + octets, 0);
  tree.value(spec, readText(tree.view, off, end), off, off + octets);
}

function addOptions(tree: Tree, off: number, end: number): void {
  const { view } = tree;
  let option = dhcp.optionAt(view, dhcp.firstOption(off), end);
  while (option >= 0) {
    const code = view.getUint8(option);
    const at = option;
    if (code === dhcp.Option.End)
      tree.inside(tree.add(fields.OPTION_TYPE, at), () => tree.add(fields.END, at));
    else if (code !== dhcp.Option.Pad) addOption(tree, code, at);
    option = dhcp.nextOption(view, option, end);
  }
}

function addOption(tree: Tree, code: number, option: number): void {
  const value = option + 2;
  const end = value + dhcp.length(tree.view, option);
  const name = OPTION_NAMES[code];
  const field = tree.value(fields.OPTION_TYPE, code, option, end);
  if (name !== undefined) field.text = `(${code}) ${name}`;
  tree.inside(field, () => {
    tree.add(fields.OPTION_LENGTH, option + 1);
    addOptionValue(tree, code, value, end);
  });
}

const ADDRESS_OPTIONS: ReadonlyMap<number, FieldSpec> = new Map([
  [dhcp.Option.SubnetMask, fields.SUBNET_MASK],
  [dhcp.Option.Router, fields.ROUTER],
  [dhcp.Option.DomainNameServer, fields.DOMAIN_NAME_SERVER],
  [dhcp.Option.RequestedAddress, fields.REQUESTED_ADDRESS],
  [dhcp.Option.ServerId, fields.SERVER_ID],
]);

const TEXT_OPTIONS: ReadonlyMap<number, FieldSpec> = new Map([
  [dhcp.Option.HostName, fields.HOST_NAME],
  [dhcp.Option.DomainName, fields.DOMAIN_NAME],
  [dhcp.Option.VendorClass, fields.VENDOR_CLASS],
]);

/** Flags and two results in front of the name of option 81 (RFC 4702 §2). */
const FQDN_HEADER = 3;

function addOptionValue(tree: Tree, code: number, value: number, end: number): void {
  const addresses = ADDRESS_OPTIONS.get(code);
  const text = TEXT_OPTIONS.get(code);
  if (addresses !== undefined) {
    for (let at = value; at + 4 <= end; at += 4) tree.add(addresses, at);
  } else if (text !== undefined) {
    addText(tree, text, value, end);
  } else if (code === dhcp.Option.MessageType && end - value === 1) {
    tree.add(fields.MESSAGE_TYPE, value);
  } else if (code === dhcp.Option.LeaseTime && end - value === 4) {
    tree.add(fields.LEASE_TIME, value);
  } else if (code === dhcp.Option.ParameterList) {
    for (let at = value; at < end; at += 1) tree.add(fields.PARAMETER, at);
  } else if (code === dhcp.Option.ClientFqdn && end - value > FQDN_HEADER) {
    addText(tree, fields.FQDN, value + FQDN_HEADER, end);
  } else if (end > value) {
    tree.add(fields.OPTION_VALUE, value, end - value);
  }
}

function addText(tree: Tree, spec: FieldSpec, start: number, end: number): void {
  const stop = indexOfOctet(tree.view, start, end, 0);
  tree.value(spec, readText(tree.view, start, stop), start, end);
}

/** `DHCP Discover - Transaction ID 0x3d1d`. */
export function dhcpInfo(packet: Packet): string | undefined {
  const { view, payloadStart: off, payloadEnd: end } = packet;
  if (dhcp.check(view, off, end) !== DecodeStatus.Ok) return undefined;
  const type = MESSAGE_TYPES[dhcp.messageType(view, off, end)];
  if (type === undefined) return OPERATIONS[dhcp.type(view, off)];
  const id = hex(dhcp.transactionId(view, off), 1);
  return `DHCP ${type.padEnd(8)} - Transaction ID 0x${id}`;
}

export const DHCP_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Dhcp],
  fields: fields.FIELDS,
  dissect: (packet, tree) => {
    dissectDhcp(packet, tree);
    const info = dhcpInfo(packet);
    if (info !== undefined) tree.show("DHCP", info);
  },
};
