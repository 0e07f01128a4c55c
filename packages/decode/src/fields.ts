/** Every field that a tree can hold and a filter can name. */

import { APPLICATION_FIELDS } from "./application/fields.ts";
import { DATA_FIELDS } from "./data-tree.ts";
import type { FieldSpec } from "./field.ts";
import { FRAME_FIELDS } from "./frame-tree.ts";
import { ETHERNET_FIELDS } from "./link/ethernet-tree.ts";
import { LLC_FIELDS } from "./link/llc-tree.ts";
import { LOOPBACK_FIELDS } from "./link/loopback-tree.ts";
import { PPP_FIELDS } from "./link/ppp-tree.ts";
import { RADIOTAP_FIELDS } from "./link/radiotap-tree.ts";
import { SLL_FIELDS } from "./link/sll-tree.ts";
import { TAG_FIELDS } from "./link/tag-tree.ts";
import { VLAN_FIELDS } from "./link/vlan-tree.ts";
import { WLAN_FIELDS } from "./link/wlan-tree.ts";
import { ARP_FIELDS } from "./network/arp-tree.ts";
import { ICMP_FIELDS } from "./network/icmp-tree.ts";
import { ICMPV6_FIELDS } from "./network/icmpv6-tree.ts";
import { IGMP_FIELDS } from "./network/igmp-tree.ts";
import { IPV4_FIELDS } from "./network/ipv4-tree.ts";
import { IPV6_EXTENSION_FIELDS } from "./network/ipv6-extension-tree.ts";
import { IPV6_FIELDS } from "./network/ipv6-tree.ts";
import { SECURITY_FIELDS } from "./network/security-tree.ts";
import { SCTP_FIELDS } from "./transport/sctp-tree.ts";
import { TCP_FIELDS } from "./transport/tcp-tree.ts";
import { UDP_FIELDS } from "./transport/udp-tree.ts";
import { GRE_FIELDS } from "./tunnel/gre-tree.ts";
import { MPLS_FIELDS } from "./tunnel/mpls-tree.ts";
import { TUNNEL_FIELDS } from "./tunnel/tunnel-tree.ts";

const OWN_FIELDS: readonly FieldSpec[] = [
  ...FRAME_FIELDS,
  ...ETHERNET_FIELDS,
  ...VLAN_FIELDS,
  ...TAG_FIELDS,
  ...LLC_FIELDS,
  ...LOOPBACK_FIELDS,
  ...PPP_FIELDS,
  ...RADIOTAP_FIELDS,
  ...SLL_FIELDS,
  ...WLAN_FIELDS,
  ...IGMP_FIELDS,
  ...SECURITY_FIELDS,
  ...SCTP_FIELDS,
  ...GRE_FIELDS,
  ...MPLS_FIELDS,
  ...TUNNEL_FIELDS,
  ...ARP_FIELDS,
  ...IPV4_FIELDS,
  ...IPV6_FIELDS,
  ...IPV6_EXTENSION_FIELDS,
  ...ICMP_FIELDS,
  ...ICMPV6_FIELDS,
  ...TCP_FIELDS,
  ...UDP_FIELDS,
  ...DATA_FIELDS,
  ...APPLICATION_FIELDS,
];

/** Fields that stand for several others; a filter on `ip.addr` looks at both addresses. */
const ALIAS_DESCRIPTIONS: Readonly<Record<string, string>> = {
  "eth.addr": "Address",
  "ip.addr": "Source or Destination Address",
  "ipv6.addr": "Source or Destination Address",
  "tcp.port": "Source or Destination Port",
  "udp.port": "Source or Destination Port",
  "sctp.port": "Port",
  "wlan.addr": "Hardware address",
};

function aliasFields(): FieldSpec[] {
  const specs = new Map<string, FieldSpec>();
  for (const spec of OWN_FIELDS) {
    for (const name of spec.aliases) {
      const description = ALIAS_DESCRIPTIONS[name] ?? spec.description;
      specs.set(name, { ...spec, name, description, aliases: [] });
    }
  }
  return [...specs.values()];
}

export const FIELDS: readonly FieldSpec[] = [...OWN_FIELDS, ...aliasFields()];
