/** Every field that a tree can hold and a filter can name. */

import { APPLICATION_FIELDS } from "./application/fields.ts";
import { DATA_FIELDS } from "./data-tree.ts";
import type { FieldSpec } from "./field.ts";
import { FRAME_FIELDS } from "./frame-tree.ts";
import { ETHERNET_FIELDS } from "./link/ethernet-tree.ts";
import { VLAN_FIELDS } from "./link/vlan-tree.ts";
import { ARP_FIELDS } from "./network/arp-tree.ts";
import { ICMP_FIELDS } from "./network/icmp-tree.ts";
import { ICMPV6_FIELDS } from "./network/icmpv6-tree.ts";
import { IPV4_FIELDS } from "./network/ipv4-tree.ts";
import { IPV6_EXTENSION_FIELDS } from "./network/ipv6-extension-tree.ts";
import { IPV6_FIELDS } from "./network/ipv6-tree.ts";
import { TCP_FIELDS } from "./transport/tcp-tree.ts";
import { UDP_FIELDS } from "./transport/udp-tree.ts";

const OWN_FIELDS: readonly FieldSpec[] = [
  ...FRAME_FIELDS,
  ...ETHERNET_FIELDS,
  ...VLAN_FIELDS,
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
