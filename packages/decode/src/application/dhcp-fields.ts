/** Fields of DHCP messages. */

import { defineField, type FieldSpec } from "../field.ts";
import { MESSAGE_TYPES, OPERATIONS, OPTION_NAMES } from "./dhcp-values.ts";

export const DHCP: FieldSpec = defineField(
  "dhcp",
  "protocol",
  "Dynamic Host Configuration Protocol",
);
export const TYPE: FieldSpec = defineField("dhcp.type", "uint8", "Message type", {
  values: OPERATIONS,
});
export const HARDWARE_TYPE: FieldSpec = defineField("dhcp.hw.type", "uint8", "Hardware type", {
  hex: true,
  values: { 1: "Ethernet" },
});
export const HARDWARE_LENGTH: FieldSpec = defineField(
  "dhcp.hw.len",
  "uint8",
  "Hardware address length",
);
export const HOPS: FieldSpec = defineField("dhcp.hops", "uint8", "Hops");
export const ID: FieldSpec = defineField("dhcp.id", "uint32", "Transaction ID", { hex: true });
export const SECONDS: FieldSpec = defineField("dhcp.secs", "uint16", "Seconds elapsed");
export const FLAGS: FieldSpec = defineField("dhcp.flags", "uint16", "Bootp flags", { hex: true });
export const BROADCAST: FieldSpec = defineField("dhcp.flags.bc", "boolean", "Broadcast flag", {
  octets: 2,
  mask: 0x8000,
  values: { 0: "Unicast", 1: "Broadcast" },
});
export const CLIENT_ADDRESS: FieldSpec = defineField("dhcp.ip.client", "ipv4", "Client IP address");
export const YOUR_ADDRESS: FieldSpec = defineField(
  "dhcp.ip.your",
  "ipv4",
  "Your (client) IP address",
);
export const SERVER_ADDRESS: FieldSpec = defineField(
  "dhcp.ip.server",
  "ipv4",
  "Next server IP address",
);
export const RELAY_ADDRESS: FieldSpec = defineField(
  "dhcp.ip.relay",
  "ipv4",
  "Relay agent IP address",
);
export const CLIENT_MAC: FieldSpec = defineField("dhcp.hw.mac_addr", "ether", "Client MAC address");
export const SERVER_NAME: FieldSpec = defineField("dhcp.server", "string", "Server host name");
export const BOOT_FILE: FieldSpec = defineField("dhcp.file", "string", "Boot file name");
export const COOKIE: FieldSpec = defineField("dhcp.cookie", "ipv4", "Magic cookie");
export const OPTION_TYPE: FieldSpec = defineField("dhcp.option.type", "uint8", "Option", {
  values: OPTION_NAMES,
});
export const OPTION_LENGTH: FieldSpec = defineField("dhcp.option.length", "uint8", "Length");
export const OPTION_VALUE: FieldSpec = defineField("dhcp.option.value", "bytes", "Value");
export const MESSAGE_TYPE: FieldSpec = defineField("dhcp.option.dhcp", "uint8", "DHCP", {
  values: MESSAGE_TYPES,
});
export const SUBNET_MASK: FieldSpec = defineField("dhcp.option.subnet_mask", "ipv4", "Subnet Mask");
export const ROUTER: FieldSpec = defineField("dhcp.option.router", "ipv4", "Router");
export const DOMAIN_NAME_SERVER: FieldSpec = defineField(
  "dhcp.option.domain_name_server",
  "ipv4",
  "Domain Name Server",
);
export const HOST_NAME: FieldSpec = defineField("dhcp.option.hostname", "string", "Host Name");
export const DOMAIN_NAME: FieldSpec = defineField(
  "dhcp.option.domain_name",
  "string",
  "Domain Name",
);
export const REQUESTED_ADDRESS: FieldSpec = defineField(
  "dhcp.option.requested_ip_address",
  "ipv4",
  "Requested IP Address",
);
export const LEASE_TIME: FieldSpec = defineField(
  "dhcp.option.ip_address_lease_time",
  "uint32",
  "IP Address Lease Time",
);
export const SERVER_ID: FieldSpec = defineField(
  "dhcp.option.dhcp_server_id",
  "ipv4",
  "DHCP Server Identifier",
);
export const PARAMETER: FieldSpec = defineField(
  "dhcp.option.request_list_item",
  "uint8",
  "Parameter Request List Item",
  { values: OPTION_NAMES },
);
export const VENDOR_CLASS: FieldSpec = defineField(
  "dhcp.option.vendor_class_id",
  "string",
  "Vendor class identifier",
);
export const FQDN: FieldSpec = defineField("dhcp.fqdn.name", "string", "Client name");
export const END: FieldSpec = defineField("dhcp.option.end", "uint8", "Option End");

export const FIELDS: readonly FieldSpec[] = [
  ...[DHCP, TYPE, HARDWARE_TYPE, HARDWARE_LENGTH, HOPS, ID, SECONDS, FLAGS, BROADCAST],
  ...[CLIENT_ADDRESS, YOUR_ADDRESS, SERVER_ADDRESS, RELAY_ADDRESS, CLIENT_MAC, SERVER_NAME],
  ...[BOOT_FILE, COOKIE, OPTION_TYPE, OPTION_LENGTH, OPTION_VALUE, MESSAGE_TYPE, SUBNET_MASK],
  ...[ROUTER, DOMAIN_NAME_SERVER, HOST_NAME, DOMAIN_NAME, REQUESTED_ADDRESS, LEASE_TIME],
  ...[SERVER_ID, PARAMETER, VENDOR_CLASS, FQDN, END],
];
