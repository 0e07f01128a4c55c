/** OpenFlow, the switch protocol of the Open Networking Foundation: 1.0 §5.1 and 1.3.5 §7.1, the header of each message. */

import { defineField, type FieldSpec } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { carriedFrame } from "./openflow-packet.ts";

const HEADER_LEN = 8;
const PORTS: readonly number[] = [6633, 6653];
/** Wire versions of 1.0 to 1.5; 2 and 3 were hardly used. */
const FIRST_VERSION = 1;
const LAST_VERSION = 6;
const MAX_TYPE = 35;
const MULTIPART_REQUEST = 18;
const MULTIPART_REPLY = 19;

const TYPES_1: readonly string[] = [
  ...["HELLO", "ERROR", "ECHO_REQUEST", "ECHO_REPLY", "VENDOR", "FEATURES_REQUEST"],
  ...["FEATURES_REPLY", "GET_CONFIG_REQUEST", "GET_CONFIG_REPLY", "SET_CONFIG", "PACKET_IN"],
  ...["FLOW_REMOVED", "PORT_STATUS", "PACKET_OUT", "FLOW_MOD", "PORT_MOD", "STATS_REQUEST"],
  ...["STATS_REPLY", "BARRIER_REQUEST", "BARRIER_REPLY", "QUEUE_GET_CONFIG_REQUEST"],
  "QUEUE_GET_CONFIG_REPLY",
];

const TYPES_4: readonly string[] = [
  ...["HELLO", "ERROR", "ECHO_REQUEST", "ECHO_REPLY", "EXPERIMENTER", "FEATURES_REQUEST"],
  ...["FEATURES_REPLY", "GET_CONFIG_REQUEST", "GET_CONFIG_REPLY", "SET_CONFIG", "PACKET_IN"],
  ...["FLOW_REMOVED", "PORT_STATUS", "PACKET_OUT", "FLOW_MOD", "GROUP_MOD", "PORT_MOD"],
  ...["TABLE_MOD", "MULTIPART_REQUEST", "MULTIPART_REPLY", "BARRIER_REQUEST", "BARRIER_REPLY"],
  ...["QUEUE_GET_CONFIG_REQUEST", "QUEUE_GET_CONFIG_REPLY", "ROLE_REQUEST", "ROLE_REPLY"],
  ...["GET_ASYNC_REQUEST", "GET_ASYNC_REPLY", "SET_ASYNC", "METER_MOD", "ROLE_STATUS"],
  ...["TABLE_STATUS", "REQUESTFORWARD", "BUNDLE_CONTROL", "BUNDLE_ADD_MESSAGE"],
];

const MULTIPARTS: readonly string[] = [
  ...["DESC", "FLOW", "AGGREGATE", "TABLE", "PORT_STATS", "QUEUE", "GROUP", "GROUP_DESC"],
  ...["GROUP_FEATURES", "METER", "METER_CONFIG", "METER_FEATURES", "TABLE_FEATURES", "PORT_DESC"],
];

const OPENFLOW = defineField("openflow", "protocol", "OpenFlow");
const VERSION = defineField("openflow.version", "uint8", "Version", { hex: true, mask: 0x7f });

/** The fields of one version; Wireshark names them by it. */
interface VersionFields {
  readonly protocol: FieldSpec;
  readonly type: FieldSpec;
  readonly length: FieldSpec;
  readonly transaction: FieldSpec;
}

function defineVersion(version: number): VersionFields {
  const isFirst = version === 1;
  const prefix = isFirst ? "openflow" : `openflow_v${version}`;
  const names = isFirst ? TYPES_1 : TYPES_4;
  return {
    protocol: defineField(`openflow_v${version}`, "protocol", `OpenFlow version ${version}`),
    type: defineField(isFirst ? "openflow_1_0.type" : `${prefix}.type`, "uint8", "Type", {
      values: (value) => (names[value] === undefined ? undefined : `OFPT_${names[value]}`),
    }),
    length: defineField(`${prefix}.length`, "uint16", "Length"),
    transaction: defineField(`${prefix}.xid`, "uint32", "Transaction ID"),
  };
}

const VERSIONS: ReadonlyMap<number, VersionFields> = new Map(
  [1, 4, 5, 6].map((version) => [version, defineVersion(version)]),
);
const MULTIPART_TYPES: readonly FieldSpec[] = ["request", "reply"].map((way) =>
  defineField(`openflow_v4.multipart_${way}.type`, "uint16", "Type"),
);

function isHeader(view: DataView, off: number, end: number): boolean {
  if (end - off < HEADER_LEN) return false;
  const version = view.getUint8(off);
  if (version < FIRST_VERSION || version > LAST_VERSION) return false;
  return view.getUint8(off + 1) < MAX_TYPE && view.getUint16(off + 2) >= HEADER_LEN;
}

function dissect(packet: Packet, tree: Tree): void {
  const { view, payloadStart: start, payloadEnd: end } = packet;
  if (!isHeader(view, start, end)) return;
  const version = view.getUint8(start);
  const type = view.getUint8(start + 1);
  tree.layer("openflow", OPENFLOW.description, start, end);
  tree.add(VERSION, start);
  const fields = VERSIONS.get(version);
  if (fields === undefined) {
    tree.show("OpenFlow", `Unsupported version 0x${version.toString(16).padStart(2, "0")}`);
    return;
  }
  tree.layer(`openflow_v${version}`, fields.protocol.description, start, end);
  tree.add(fields.type, start + 1);
  tree.add(fields.length, start + 2);
  tree.add(fields.transaction, start + 4);
  const name = (version === 1 ? TYPES_1 : TYPES_4)[type];
  const multipart = version === 1 ? "" : addMultipart(tree, type, start, end);
  tree.show("OpenFlow", `Type: ${name === undefined ? type : `OFPT_${name}`}${multipart}`);
  const { shown } = tree;
  tree.descend(Protocol.Ethernet, carriedFrame(view, start, end), end);
  tree.shown = shown;
}

function addMultipart(tree: Tree, type: number, start: number, end: number): string {
  if (type !== MULTIPART_REQUEST && type !== MULTIPART_REPLY) return "";
  if (start + HEADER_LEN + 2 > end) return "";
  tree.add(MULTIPART_TYPES[type - MULTIPART_REQUEST]!, start + HEADER_LEN);
  const kind = tree.view.getUint16(start + HEADER_LEN);
  return `, ${MULTIPARTS[kind] === undefined ? kind : `OFPMP_${MULTIPARTS[kind]}`}`;
}

export const OPENFLOW_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Openflow],
  tcpPorts: PORTS,
  stream: {
    firstOctets: [1, 4, 5, 6],
    ports: PORTS,
    matches: isHeader,
  },
  fields: [
    OPENFLOW,
    VERSION,
    ...[...VERSIONS.values()].flatMap(({ protocol, type, length, transaction }) => [
      ...[protocol, type, length, transaction],
    ]),
    ...MULTIPART_TYPES,
  ],
  dissect,
  messageLength: (view, off, end) => {
    if (end - off < HEADER_LEN) return 0;
    return isHeader(view, off, end) ? view.getUint16(off + 2) : end - off;
  },
};
