/** Fields of the link layers and of what switches exchange over them. */

import type { FieldSpec } from "../field.ts";
import { CAN_FIELDS } from "./can-tree.ts";
import { CAPTURE_HEADER_FIELDS } from "./capture-header-tree.ts";
import { CISCO_FIELDS } from "./cdp-tree.ts";
import { EAPOL_FIELDS } from "./eapol-tree.ts";
import { ETHERNET_FIELDS } from "./ethernet-tree.ts";
import { FABRIC_PATH_FIELDS } from "./fabric-path-tree.ts";
import { FRAME_RELAY_FIELDS } from "./frame-relay-tree.ts";
import { LLC_FIELDS } from "./llc-tree.ts";
import { LLDP_FIELDS } from "./lldp-tree.ts";
import { LOOP_FIELDS } from "./loop-tree.ts";
import { LOOPBACK_FIELDS } from "./loopback-tree.ts";
import { MACSEC_FIELDS } from "./macsec-tree.ts";
import { PPP_CONTROL_FIELDS } from "./ppp-control-tree.ts";
import { PPP_FIELDS } from "./ppp-tree.ts";
import { RADIOTAP_FIELDS } from "./radiotap-tree.ts";
import { RING_FIELDS } from "./ring-tree.ts";
import { SLL_FIELDS } from "./sll-tree.ts";
import { SLOW_FIELDS } from "./slow-tree.ts";
import { STP_FIELDS } from "./stp-tree.ts";
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
  ...STP_FIELDS,
  ...SLOW_FIELDS,
  ...RING_FIELDS,
  ...MACSEC_FIELDS,
  ...PPP_CONTROL_FIELDS,
  ...LOOP_FIELDS,
  ...LLDP_FIELDS,
  ...FRAME_RELAY_FIELDS,
  ...FABRIC_PATH_FIELDS,
  ...EAPOL_FIELDS,
  ...CISCO_FIELDS,
  ...CAPTURE_HEADER_FIELDS,
  ...CAN_FIELDS,
];
