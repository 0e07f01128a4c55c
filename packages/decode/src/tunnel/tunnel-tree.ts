/** Fields of the headers that carry other packets: VXLAN, Geneve, GTP-U, L2TP, Teredo, ERSPAN. */

import { defineField, type FieldSpec } from "../field.ts";
import { etherTypeName } from "../network/ether-type-names.ts";
import { Protocol } from "../protocol.ts";
import { protocolInfo } from "../protocol-info.ts";
import type { Tree } from "../tree.ts";

const VXLAN_FLAGS = defineField("vxlan.flags", "uint16", "Flags", { hex: true });
const VXLAN_POLICY = defineField("vxlan.gbp", "uint16", "Group Policy ID");
const VXLAN_VNI = defineField("vxlan.vni", "uint24", "VXLAN Network Identifier (VNI)");

const GENEVE_VERSION = defineField("geneve.version", "uint8", "Version", { mask: 0xc0 });
const GENEVE_TYPE = defineField("geneve.proto_type", "uint16", "Protocol Type", {
  hex: true,
  values: etherTypeName,
});
const GENEVE_VNI = defineField("geneve.vni", "uint24", "Virtual Network Identifier (VNI)", {
  hex: true,
});

const GTP_FLAGS = defineField("gtp.flags", "uint8", "Flags", { hex: true });
const GTP_MESSAGE = defineField("gtp.message", "uint8", "Message Type", {
  hex: true,
  values: {
    1: "Echo request",
    2: "Echo response",
    26: "Error indication",
    254: "End marker",
    255: "T-PDU",
  },
});
const GTP_LENGTH = defineField("gtp.length", "uint16", "Length");
const GTP_TEID = defineField("gtp.teid", "uint32", "TEID", { hex: true });

const L2TP_TYPE = defineField("l2tp.type", "uint16", "Type", {
  mask: 0x8000,
  values: { 0: "Data Message", 1: "Control Message" },
});
const L2TP_VERSION = defineField("l2tp.version", "uint16", "Version", { mask: 0x000f });
const L2TP_TUNNEL = defineField("l2tp.tunnel", "uint16", "Tunnel ID");
const L2TP_SESSION = defineField("l2tp.session", "uint16", "Session ID");

const ERSPAN_VERSION = defineField("erspan.version", "uint16", "Version", {
  mask: 0xf000,
  values: { 1: "Type II", 2: "Type III" },
});
const ERSPAN_VLAN = defineField("erspan.vlan", "uint16", "Vlan", { mask: 0x0fff });
const ERSPAN_SESSION = defineField("erspan.spanid", "uint16", "SpanID", { mask: 0x03ff });

const L2TP_LENGTH_FLAG = 0x4000;

export const TUNNEL_FIELDS: readonly FieldSpec[] = [
  VXLAN_FLAGS,
  VXLAN_POLICY,
  VXLAN_VNI,
  GENEVE_VERSION,
  GENEVE_TYPE,
  GENEVE_VNI,
  GTP_FLAGS,
  GTP_MESSAGE,
  GTP_LENGTH,
  GTP_TEID,
  L2TP_TYPE,
  L2TP_VERSION,
  L2TP_TUNNEL,
  L2TP_SESSION,
  ERSPAN_VERSION,
  ERSPAN_VLAN,
  ERSPAN_SESSION,
];

/** `end` is the end of the tunnel's own header. */
export function dissectTunnel(tree: Tree, protocol: Protocol, start: number, end: number): void {
  const { filterName, title } = protocolInfo(protocol);
  tree.layer(filterName, title, start, end);
  switch (protocol) {
    case Protocol.Vxlan: {
      tree.add(VXLAN_FLAGS, start);
      tree.add(VXLAN_POLICY, start + 2);
      const vni = tree.add(VXLAN_VNI, start + 4);
      if (vni !== undefined) tree.summarize(`VNI: ${vni.raw}`);
      break;
    }
    case Protocol.Geneve: {
      tree.add(GENEVE_VERSION, start);
      tree.add(GENEVE_TYPE, start + 2);
      const vni = tree.add(GENEVE_VNI, start + 4);
      if (vni !== undefined) tree.summarize(`VNI: ${vni.raw}`);
      break;
    }
    case Protocol.Gtp:
      tree.add(GTP_FLAGS, start);
      tree.add(GTP_MESSAGE, start + 1);
      tree.add(GTP_LENGTH, start + 2);
      tree.add(GTP_TEID, start + 4);
      break;
    case Protocol.L2tp:
      addL2tp(tree, start);
      break;
    case Protocol.Erspan:
      tree.add(ERSPAN_VERSION, start);
      tree.add(ERSPAN_VLAN, start);
      tree.add(ERSPAN_SESSION, start + 2);
      break;
    default:
      break;
  }
}

function addL2tp(tree: Tree, start: number): void {
  tree.add(L2TP_TYPE, start, 2);
  if (tree.add(L2TP_VERSION, start) === undefined) return;
  const ids = start + ((tree.view.getUint16(start) & L2TP_LENGTH_FLAG) !== 0 ? 4 : 2);
  tree.add(L2TP_TUNNEL, ids);
  tree.add(L2TP_SESSION, ids + 2);
}
