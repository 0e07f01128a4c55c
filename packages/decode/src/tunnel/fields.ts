/** Fields of the headers that carry other packets. */

import type { FieldSpec } from "../field.ts";
import { CAPWAP_FIELDS } from "./capwap-tree.ts";
import { GRE_FIELDS } from "./gre-tree.ts";
import { MPLS_FIELDS } from "./mpls-tree.ts";
import { SERVICE_FIELDS } from "./nsh-tree.ts";
import { TUNNEL_FIELDS } from "./tunnel-tree.ts";

export const CARRIER_FIELDS: readonly FieldSpec[] = [
  ...CAPWAP_FIELDS,
  ...GRE_FIELDS,
  ...MPLS_FIELDS,
  ...SERVICE_FIELDS,
  ...TUNNEL_FIELDS,
];
