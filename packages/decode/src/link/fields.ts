/** Fields of the link layers and of what switches exchange over them. */

import type { FieldSpec } from "../field.ts";
import { ETHERNET_FIELDS } from "./ethernet-tree.ts";
import { LLC_FIELDS } from "./llc-tree.ts";
import { LOOPBACK_FIELDS } from "./loopback-tree.ts";
import { PPP_FIELDS } from "./ppp-tree.ts";
import { RADIOTAP_FIELDS } from "./radiotap-tree.ts";
import { SLL_FIELDS } from "./sll-tree.ts";
import { TAG_FIELDS } from "./tag-tree.ts";
import { VLAN_FIELDS } from "./vlan-tree.ts";
import { WLAN_FIELDS } from "./wlan-tree.ts";

export const LINK_FIELDS: readonly FieldSpec[] = [
  ...ETHERNET_FIELDS,
  ...VLAN_FIELDS,
  ...TAG_FIELDS,
  ...LLC_FIELDS,
  ...LOOPBACK_FIELDS,
  ...PPP_FIELDS,
  ...RADIOTAP_FIELDS,
  ...SLL_FIELDS,
  ...WLAN_FIELDS,
];
