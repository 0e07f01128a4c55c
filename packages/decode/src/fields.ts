/** Every field that a tree can hold and a filter can name. */

import { APPLICATION_FIELDS } from "./application/fields.ts";
import { DATA_FIELDS } from "./data-tree.ts";
import type { FieldSpec } from "./field.ts";
import { FRAME_FIELDS } from "./frame-tree.ts";
import { LINK_FIELDS } from "./link/fields.ts";
import { NETWORK_FIELDS } from "./network/fields.ts";
import { SCTP_FIELDS } from "./transport/sctp-tree.ts";
import { TCP_FIELDS } from "./transport/tcp-tree.ts";
import { UDP_FIELDS } from "./transport/udp-tree.ts";
import { CARRIER_FIELDS } from "./tunnel/fields.ts";

const OWN_FIELDS: readonly FieldSpec[] = [
  ...FRAME_FIELDS,
  ...LINK_FIELDS,
  ...NETWORK_FIELDS,
  ...CARRIER_FIELDS,
  ...SCTP_FIELDS,
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
