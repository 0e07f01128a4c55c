/** Options of DHCP (RFC 2132 and the IANA registry): what each is called, and what it holds. */

import { defineField, type FieldSpec, type FieldType } from "../field.ts";
import type { Tree } from "../tree.ts";
import { indexOfOctet } from "./ascii.ts";
import { length, nextOption, Option, optionAt } from "./dhcp.ts";
import { MESSAGE_TYPES, OPTION_NAMES } from "./dhcp-values.ts";
import { expandName } from "./dns-name.ts";
import { readText } from "./name-text.ts";
import { addWithin } from "./within.ts";

/** A field of one size that an option holds once or as often as there is room. */
function plain(name: string, type: FieldType, title: string): FieldSpec {
  return defineField(`dhcp.option.${name}`, type, title);
}

const PLAIN: ReadonlyMap<number, FieldSpec> = new Map([
  [1, plain("subnet_mask", "ipv4", "Subnet Mask")],
  [2, plain("time_offset", "int32", "Time Offset")],
  [3, plain("router", "ipv4", "Router")],
  [4, plain("time_server", "ipv4", "Time Server")],
  [5, plain("name_server", "ipv4", "Name Server")],
  [6, plain("domain_name_server", "ipv4", "Domain Name Server")],
  [7, plain("log_server", "ipv4", "Log Server")],
  [8, plain("quotes_server", "ipv4", "Quotes Server")],
  [9, plain("lpr_server", "ipv4", "LPR Server")],
  [12, plain("hostname", "string", "Host Name")],
  [13, plain("boot_file_size", "uint16", "Boot File Size")],
  [14, plain("merit_dump_file", "string", "Merit Dump File")],
  [15, plain("domain_name", "string", "Domain Name")],
  [16, plain("swap_server", "ipv4", "Swap Server")],
  [17, plain("root_path", "string", "Root Path")],
  [18, plain("extension_path", "string", "Extensions Path")],
  [19, plain("ip_forwarding", "boolean", "IP Forwarding")],
  [20, plain("non_local_source_routing", "boolean", "Non-Local Source Routing")],
  [22, plain("max_datagram_reassembly_size", "uint16", "Maximum Datagram Reassembly Size")],
  [23, plain("default_ip_ttl", "uint8", "Default IP Time-to-Live")],
  [24, plain("path_mtu_aging_timeout", "uint32", "Path MTU Aging Timeout")],
  [25, plain("path_mtu_plateau_table_item", "uint16", "Path MTU Plateau Table Item")],
  [26, plain("interface_mtu", "uint16", "Interface MTU")],
  [27, plain("all_subnets_are_local", "boolean", "All Subnets are Local")],
  [28, plain("broadcast_address", "ipv4", "Broadcast Address")],
  [29, plain("perform_mask_discovery", "boolean", "Perform Mask Discovery")],
  [30, plain("mask_supplier", "boolean", "Mask Supplier")],
  [31, plain("perform_router_discover", "boolean", "Perform Router Discover")],
  [32, plain("router_solicitation_address", "ipv4", "Router Solicitation Address")],
  [34, plain("trailer_encapsulation", "boolean", "Trailer Encapsulation")],
  [35, plain("arp_cache_timeout", "uint32", "ARP Cache Timeout")],
  [36, plain("ethernet_encapsulation", "boolean", "Ethernet Encapsulation")],
  [37, plain("tcp_default_ttl", "uint8", "TCP Default TTL")],
  [38, plain("tcp_keepalive_interval", "uint32", "TCP Keepalive Interval")],
  [39, plain("tcp_keepalive_garbage", "boolean", "TCP Keepalive Garbage")],
  [40, plain("nis_domain", "string", "Network Information Service Domain")],
  [41, plain("nis_server", "ipv4", "Network Information Service Server")],
  [42, plain("ntp_server", "ipv4", "Network Time Protocol Server")],
  [44, plain("netbios_over_tcpip_name_server", "ipv4", "NetBIOS over TCP/IP Name Server")],
  [
    45,
    plain(
      "netbios_over_tcpip_dd_name_server",
      "ipv4",
      "NetBIOS over TCP/IP Datagram Distribution Name Server",
    ),
  ],
  [46, plain("netbios_over_tcpip_node_type", "uint8", "NetBIOS over TCP/IP Node Type")],
  [47, plain("netbios_over_tcpip_scope", "string", "NetBIOS over TCP/IP Scope")],
  [48, plain("xwindows_system_font_server", "ipv4", "X Window System Font Server")],
  [49, plain("xwindows_system_display_manager", "ipv4", "X Window System Display Manager")],
  [50, plain("requested_ip_address", "ipv4", "Requested IP Address")],
  [51, plain("ip_address_lease_time", "uint32", "IP Address Lease Time")],
  [52, plain("option_overload", "uint8", "Option Overload")],
  [53, defineField("dhcp.option.dhcp", "uint8", "DHCP", { values: MESSAGE_TYPES })],
  [54, plain("dhcp_server_id", "ipv4", "DHCP Server Identifier")],
  [
    55,
    defineField("dhcp.option.request_list_item", "uint8", "Parameter Request List Item", {
      values: OPTION_NAMES,
    }),
  ],
  [56, plain("message", "string", "Message")],
  [57, plain("dhcp_max_message_size", "uint16", "Maximum DHCP Message Size")],
  [58, plain("renewal_time_value", "uint32", "Renewal Time Value")],
  [59, plain("rebinding_time_value", "uint32", "Rebinding Time Value")],
  [60, plain("vendor_class_id", "string", "Vendor class identifier")],
  [64, plain("nis_plus_domain", "string", "Network Information Service+ Domain")],
  [65, plain("nis_plus_server", "ipv4", "Network Information Service+ Server")],
  [66, plain("tftp_server_name", "string", "TFTP Server Name")],
  [67, plain("bootfile_name", "string", "Bootfile name")],
  [68, plain("mobile_ip_home_agent", "ipv4", "Mobile IP Home Agent")],
  [69, plain("smtp_server", "ipv4", "SMTP Server")],
  [70, plain("pop3_server", "ipv4", "POP3 Server")],
  [71, plain("nntp_server", "ipv4", "NNTP Server")],
  [72, plain("default_www_server", "ipv4", "Default WWW Server")],
  [91, plain("client_last_transaction_time", "uint32", "Client last transaction time")],
  [92, plain("associated_ip_option", "ipv4", "Associated IP option")],
  [93, plain("client_system_architecture", "uint16", "Client System Architecture")],
  [100, plain("tz_pcode", "string", "TZ PCode")],
  [101, plain("tz_tcode", "string", "TZ TCode")],
  [114, plain("captive_portal", "string", "Captive Portal")],
  [116, plain("dhcp_auto_configuration", "uint8", "DHCP Auto-Configuration")],
  [150, plain("tftp_server_address", "ipv4", "TFTP Server Address")],
  [252, plain("private_proxy_autodiscovery", "string", "Private/Proxy autodiscovery")],
]);

const TYPE = defineField("dhcp.option.type", "uint8", "Option", { values: OPTION_NAMES });
const LENGTH = defineField("dhcp.option.length", "uint8", "Length");
const VALUE = defineField("dhcp.option.value", "bytes", "Value");
const END = defineField("dhcp.option.end", "uint8", "Option End");
const PADDING = defineField("dhcp.option.padding", "bytes", "Padding");

const HARDWARE_TYPE = defineField("dhcp.hw.type", "uint8", "Hardware type", {
  hex: true,
  values: { 1: "Ethernet" },
});
const MAC = defineField("dhcp.hw.mac_addr", "ether", "Client MAC address");
const CLIENT_TYPE = defineField("dhcp.client_id.type", "uint8", "Type");
const CLIENT_TEXT = defineField("dhcp.client_id.undef", "string", "Client Identifier");
const CLIENT_ID = defineField("dhcp.client_id", "bytes", "Identifier");

const FQDN_FLAGS = defineField("dhcp.fqdn.flags", "uint8", "Flags", { hex: true });
const FQDN_BITS = [
  defineField("dhcp.fqdn.mbz", "uint8", "Reserved flags", { mask: 0xf0, hex: true }),
  defineField("dhcp.fqdn.n", "boolean", "Server DDNS", { mask: 0x08 }),
  defineField("dhcp.fqdn.e", "boolean", "Encoding", { mask: 0x04 }),
  defineField("dhcp.fqdn.o", "boolean", "Server overrides", { mask: 0x02 }),
  defineField("dhcp.fqdn.s", "boolean", "Server", { mask: 0x01 }),
];
const FQDN_RESULTS = [
  defineField("dhcp.fqdn.rcode1", "uint8", "A-RR result"),
  defineField("dhcp.fqdn.rcode2", "uint8", "PTR-RR result"),
];
const FQDN = defineField("dhcp.fqdn.name", "string", "Client name");
/** The name is in the encoding of DNS and not text (RFC 4702 §2.1). */
const FQDN_ENCODED = 0x04;

const STATIC_DESTINATION = plain("static_route.ip", "ipv4", "Destination IP Address");
const STATIC_ROUTER = plain("static_route.router", "ipv4", "Destination Router");
const CLASSLESS_ROUTE = plain("classless_static_route", "bytes", "Classless Static Route");
const SEARCH = plain("dhcp_dns_domain_search_list_fqdn", "string", "FQDN");
const RELAY = "agent_information_option";
const RELAY_TYPE = plain(`${RELAY}.suboption`, "uint8", "Option 82 Suboption");
const RELAY_VALUE = plain(`${RELAY}.value`, "bytes", "Value");
const RELAY_OPTIONS: ReadonlyMap<number, FieldSpec> = new Map([
  [1, plain(`${RELAY}.agent_circuit_id`, "bytes", "Agent Circuit ID")],
  [2, plain(`${RELAY}.agent_remote_id`, "bytes", "Agent Remote ID")],
  [5, plain(`${RELAY}.link_selection`, "ipv4", "Link selection")],
  [6, plain(`${RELAY}.subscriber_id`, "string", "Subscriber ID")],
  [7, plain(`${RELAY}.radius_attributes`, "bytes", "RADIUS Attributes")],
  [11, plain(`${RELAY}.server_id_override`, "ipv4", "Server ID Override")],
]);

export const OPTION_FIELDS: readonly FieldSpec[] = [
  ...[TYPE, LENGTH, VALUE, END, PADDING, HARDWARE_TYPE, MAC, CLIENT_TYPE, CLIENT_TEXT, CLIENT_ID],
  ...[FQDN_FLAGS, ...FQDN_BITS, ...FQDN_RESULTS, FQDN, STATIC_DESTINATION, STATIC_ROUTER],
  ...[CLASSLESS_ROUTE, SEARCH, RELAY_TYPE, RELAY_VALUE, ...RELAY_OPTIONS.values()],
  ...PLAIN.values(),
];

const ETHERNET = 1;

/** Adds the options from `start` on and the padding behind the last. */
export function addOptions(tree: Tree, start: number, end: number): void {
  const { view } = tree;
  let option = optionAt(view, start, end);
  let padding = option < 0 ? end : option;
  while (option >= 0) {
    const code = view.getUint8(option);
    const at = option;
    if (code === Option.End) {
      // The end counts as option 0 to filters, as it does in Wireshark.
      const field = tree.value(TYPE, 0, at, at + 1);
      field.text = "(255) End";
      tree.inside(field, () => tree.add(END, at));
      padding = at + 1;
      break;
    }
    if (code !== Option.Pad) addOption(tree, code, at);
    option = nextOption(view, option, end);
    padding = option < 0 ? end : option;
  }
  if (padding < end) tree.add(PADDING, padding, end - padding);
}

function addOption(tree: Tree, code: number, option: number): void {
  const start = option + 2;
  const end = start + length(tree.view, option);
  const field = tree.value(TYPE, code, option, end);
  field.text = `(${code}) ${OPTION_NAMES[code] ?? "Unknown"}`;
  tree.inside(field, () => {
    tree.add(LENGTH, option + 1);
    if (end > start) tree.add(VALUE, start, end - start);
    addValue(tree, code, start, end);
  });
}

function addValue(tree: Tree, code: number, start: number, end: number): void {
  switch (code) {
    case Option.ClientId:
      addClientId(tree, start, end);
      return;
    case Option.ClientFqdn:
      addClientName(tree, start, end);
      return;
    case Option.RelayInformation:
      addRelayInformation(tree, start, end);
      return;
    case Option.StaticRoute:
      for (let at = start; at + 8 <= end; at += 8) {
        tree.add(STATIC_DESTINATION, at);
        tree.add(STATIC_ROUTER, at + 4);
      }
      return;
    case Option.ClasslessRoute:
    case Option.MicrosoftRoute:
      addClasslessRoutes(tree, start, end);
      return;
    case Option.DomainSearch:
      addSearchList(tree, start, end);
      return;
    default:
      addPlain(tree, PLAIN.get(code), start, end);
  }
}

function addPlain(tree: Tree, spec: FieldSpec | undefined, start: number, end: number): void {
  if (spec === undefined || start >= end) return;
  if (spec.type === "string") {
    const stop = indexOfOctet(tree.view, start, end, 0);
    tree.value(spec, readText(tree.view, start, stop), start, end);
    return;
  }
  for (let at = start; at + spec.octets <= end; at += spec.octets) tree.add(spec, at);
}

/** A hardware address behind its type, a text behind 0, or anything (RFC 2132 §9.14). */
function addClientId(tree: Tree, start: number, end: number): void {
  const { view } = tree;
  if (start >= end) return;
  const type = view.getUint8(start);
  if (type === ETHERNET && end - start === 7) {
    tree.add(HARDWARE_TYPE, start);
    tree.add(MAC, start + 1);
  } else if (type === 0) {
    tree.add(CLIENT_TYPE, start);
    tree.value(CLIENT_TEXT, readText(view, start + 1, end), start + 1, end);
  } else {
    tree.add(CLIENT_TYPE, start);
    if (end > start + 1) tree.add(CLIENT_ID, start + 1, end - start - 1);
  }
}

function addClientName(tree: Tree, start: number, end: number): void {
  const { view } = tree;
  if (start >= end) return;
  tree.inside(tree.add(FQDN_FLAGS, start), () => {
    for (const spec of FQDN_BITS) tree.add(spec, start);
  });
  addWithin(tree, FQDN_RESULTS[0]!, start + 1, end);
  addWithin(tree, FQDN_RESULTS[1]!, start + 2, end);
  const name = start + 3;
  if (name >= end) return;
  const isEncoded = (view.getUint8(start) & FQDN_ENCODED) !== 0;
  const text = isEncoded ? expandName(view, name, name, end).name : readText(view, name, end);
  tree.value(FQDN, text, name, end);
}

/** What a relay tells of the client's port, RFC 3046 §2. */
function addRelayInformation(tree: Tree, start: number, end: number): void {
  const { view } = tree;
  let off = start;
  while (off + 2 <= end) {
    const at = off;
    const after = at + 2 + view.getUint8(at + 1);
    if (after > end) return;
    const spec = RELAY_OPTIONS.get(view.getUint8(at));
    tree.inside(tree.add(RELAY_TYPE, at), () => {
      tree.add(LENGTH, at + 1);
      if (spec === undefined && after > at + 2) tree.add(RELAY_VALUE, at + 2, after - at - 2);
      else if (spec?.type === "bytes" && after > at + 2) tree.add(spec, at + 2, after - at - 2);
      else addPlain(tree, spec, at + 2, after);
    });
    off = after;
  }
}

/** Prefix length, as many octets of the destination as it needs, and the router (RFC 3442). */
function addClasslessRoutes(tree: Tree, start: number, end: number): void {
  const { view } = tree;
  let off = start;
  while (off < end) {
    const prefix = view.getUint8(off);
    const after = off + 1 + Math.ceil(prefix / 8) + 4;
    if (prefix > 32 || after > end) return;
    const octets = [0, 1, 2, 3].map((i) => (8 * i < prefix ? view.getUint8(off + 1 + i) : 0));
    const router = [4, 3, 2, 1].map((i) => view.getUint8(after - i));
    const field = tree.add(CLASSLESS_ROUTE, off, after - off);
    if (field !== undefined) field.text = `${octets.join(".")}/${prefix}-${router.join(".")}`;
    off = after;
  }
}

/** Domain names in the encoding of DNS, one behind the other (RFC 3397). */
function addSearchList(tree: Tree, start: number, end: number): void {
  let off = start;
  while (off < end) {
    const { name, after } = expandName(tree.view, start, off, end);
    tree.value(SEARCH, name, off, after);
    if (after <= off) return;
    off = after;
  }
}
