/** Fields of DHCP messages. */

import { defineField, type FieldSpec } from "../field.ts";
import { OPTION_FIELDS } from "./dhcp-options.ts";
import { OPERATIONS } from "./dhcp-values.ts";

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
export const RESERVED_FLAGS: FieldSpec = defineField(
  "dhcp.flags.reserved",
  "uint16",
  "Reserved flags",
  { mask: 0x7fff, hex: true },
);
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
export const CLIENT_HARDWARE: FieldSpec = defineField(
  "dhcp.hw.addr",
  "bytes",
  "Client hardware address",
);
export const HARDWARE_PADDING: FieldSpec = defineField(
  "dhcp.hw.addr_padding",
  "bytes",
  "Client hardware address padding",
);
export const SERVER_NAME: FieldSpec = defineField("dhcp.server", "string", "Server host name");
export const BOOT_FILE: FieldSpec = defineField("dhcp.file", "string", "Boot file name");
export const COOKIE: FieldSpec = defineField("dhcp.cookie", "ipv4", "Magic cookie");
/** What stands behind the header without the cookie of DHCP (RFC 951). */
export const VENDOR_AREA: FieldSpec = defineField(
  "dhcp.vendor_specific_options",
  "bytes",
  "Bootp vendor specific options",
);

export const FIELDS: readonly FieldSpec[] = [
  ...[DHCP, TYPE, HARDWARE_TYPE, HARDWARE_LENGTH, HOPS, ID, SECONDS, FLAGS, BROADCAST],
  ...[RESERVED_FLAGS, CLIENT_ADDRESS, YOUR_ADDRESS, SERVER_ADDRESS, RELAY_ADDRESS, CLIENT_MAC],
  ...[CLIENT_HARDWARE, HARDWARE_PADDING, SERVER_NAME, BOOT_FILE, COOKIE, VENDOR_AREA],
  ...OPTION_FIELDS.filter(({ name }) => name !== HARDWARE_TYPE.name && name !== CLIENT_MAC.name),
];
