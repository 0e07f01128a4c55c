/** Fields of the network layer: IP and its relatives, and what routers exchange over it. */

import type { FieldSpec } from "../field.ts";
import { ARP_FIELDS } from "./arp-tree.ts";
import { DVMRP_FIELDS } from "./dvmrp-tree.ts";
import { ECHO_FIELDS } from "./echo-tree.ts";
import { ICMP_FIELDS } from "./icmp-tree.ts";
import { ICMPV6_FIELDS } from "./icmpv6-tree.ts";
import { IGMP_FIELDS } from "./igmp-tree.ts";
import { IP_FRAGMENT_FIELDS } from "./ip-fragment-tree.ts";
import { IPCOMP_FIELDS } from "./ipcomp-tree.ts";
import { IPV4_FIELDS } from "./ipv4-tree.ts";
import { IPV6_EXTENSION_FIELDS } from "./ipv6-extension-tree.ts";
import { IPV6_FIELDS } from "./ipv6-tree.ts";
import { IPX_FIELDS } from "./ipx-tree.ts";
import { OSI_FIELDS } from "./isis-tree.ts";
import { OSPF_FIELDS } from "./ospf-tree.ts";
import { PIM_FIELDS } from "./pim-tree.ts";
import { SECURITY_FIELDS } from "./security-tree.ts";
import { REDUNDANCY_FIELDS } from "./vrrp-tree.ts";

export const NETWORK_FIELDS: readonly FieldSpec[] = [
  ...ARP_FIELDS,
  ...IPV4_FIELDS,
  ...IPV6_FIELDS,
  ...IPV6_EXTENSION_FIELDS,
  ...IP_FRAGMENT_FIELDS,
  ...ICMP_FIELDS,
  ...ICMPV6_FIELDS,
  ...ECHO_FIELDS,
  ...IGMP_FIELDS,
  ...DVMRP_FIELDS,
  ...PIM_FIELDS,
  ...OSI_FIELDS,
  ...IPX_FIELDS,
  ...OSPF_FIELDS,
  ...REDUNDANCY_FIELDS,
  ...SECURITY_FIELDS,
  ...IPCOMP_FIELDS,
];
