/** sFlow version 5 (sflow.org, "sFlow Version 5", July 2004 §5): what switches sample of their traffic. */

import { formatIpv4, readIpv6 } from "../address.ts";
import { defineField } from "../field.ts";
import { addWithin } from "../field-layout.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";

const VERSION_5 = 5;
const IPV4_AGENT = 1;
const IPV6_AGENT = 2;
const FLOW_SAMPLE = 1;
const EXPANDED_FLOW_SAMPLE = 3;
const RAW_HEADER = 1;
/** Enterprise in the upper 20 bits, 0 for the standard's own, before the format. */
const FORMAT = 0xfff;
/** Version, agent and five counters. */
const IPV4_HEADER_LEN = 28;
const IPV6_HEADER_LEN = 40;
/** A datagram of the usual 1400 octets holds fewer. */
const MAX_RECORDS = 256;

/** Protocols of a sampled header (§5.3, `header_protocol`). */
const HEADER_PROTOCOLS: Readonly<Record<number, Protocol>> = {
  1: Protocol.Ethernet,
  11: Protocol.Ipv4,
  12: Protocol.Ipv6,
};

const VERSION = defineField("sflow_245.version", "uint32", "Datagram version");
const AGENT_TYPE = defineField("sflow_245.agenttype", "uint32", "Agent address type", {
  values: { [IPV4_AGENT]: "IPv4", [IPV6_AGENT]: "IPv6" },
});
const AGENT = defineField("sflow_245.agent", "ipv4", "Agent address");
const AGENT_V6 = defineField("sflow_245.agent.v6", "ipv6", "Agent address");
const COUNTERS = [
  defineField("sflow_245.sub_agent_id", "uint32", "Sub-agent ID"),
  defineField("sflow_245.sequence_number", "uint32", "Sequence number"),
  defineField("sflow_245.sysuptime", "uint32", "SysUptime"),
  defineField("sflow_245.numsamples", "uint32", "NumSamples"),
];
const SAMPLE_TYPE = defineField("sflow_245.sampletype", "uint32", "sFlow sample type", {
  mask: FORMAT,
  values: {
    1: "Flow sample",
    2: "Counters sample",
    3: "Expanded flow sample",
    4: "Expanded counters sample",
  },
});
const RECORD_FORMAT = defineField("sflow_245.flow_record_format", "uint32", "Format", {
  mask: FORMAT,
});
const RAW_FIELDS = [
  defineField("sflow_245.header_protocol", "uint32", "Header protocol", {
    values: { 1: "Ethernet", 11: "IPv4", 12: "IPv6" },
  }),
  defineField("sflow_245.header.frame_length", "uint32", "Frame Length"),
  defineField("sflow_245.header.payload_stripped", "uint32", "Payload stripped"),
  defineField("sflow_245.header.sampled_header_length", "uint32", "Sampled header length"),
];
const RAW_PACKET = defineField("sflow_245.header", "bytes", "Header of sampled packet");

function headerLength(view: DataView, off: number): number {
  return view.getUint32(off + 4) === IPV4_AGENT ? IPV4_HEADER_LEN : IPV6_HEADER_LEN;
}

function matches(view: DataView, off: number, end: number): boolean {
  if (end - off < IPV4_HEADER_LEN || view.getUint32(off) !== VERSION_5) return false;
  const type = view.getUint32(off + 4);
  return (type === IPV4_AGENT || type === IPV6_AGENT) && end - off >= headerLength(view, off);
}

function dissect({ view, payloadStart: start, payloadEnd: end }: Packet, tree: Tree): void {
  if (!matches(view, start, end)) return;
  tree.layer("sflow", "InMon sFlow", start, end);
  tree.add(VERSION, start);
  tree.add(AGENT_TYPE, start + 4);
  const isIpv4 = view.getUint32(start + 4) === IPV4_AGENT;
  const agent = isIpv4 ? formatIpv4(view.getUint32(start + 8)) : readIpv6(view, start + 8);
  tree.add(isIpv4 ? AGENT : AGENT_V6, start + 8);
  const first = start + headerLength(view, start);
  for (const [index, spec] of COUNTERS.entries()) tree.add(spec, first - 16 + 4 * index);
  const subAgent = view.getUint32(first - 16);
  const sequence = view.getUint32(first - 12);
  const count = view.getUint32(first - 4);
  tree.show(
    "sFlow",
    `V5, agent ${agent}, sub-agent ID ${subAgent}, seq ${sequence}, ${count} samples`,
  );
  const { shown } = tree;
  eachRecord(view, first, end, count, (format, off, until) => {
    tree.add(SAMPLE_TYPE, off - 8);
    if (format === FLOW_SAMPLE) addFlowRecords(tree, off + 28, off + 32, until);
    if (format === EXPANDED_FLOW_SAMPLE) addFlowRecords(tree, off + 40, off + 44, until);
  });
  tree.shown = shown;
}

function addFlowRecords(tree: Tree, countAt: number, off: number, end: number): void {
  if (off > end) return;
  eachRecord(tree.view, off, end, tree.view.getUint32(countAt), (format, record, until) => {
    tree.add(RECORD_FORMAT, record - 8);
    if (format === RAW_HEADER) addRawHeader(tree, record, until);
  });
}

function addRawHeader(tree: Tree, off: number, end: number): void {
  for (const [index, spec] of RAW_FIELDS.entries()) addWithin(tree, spec, off + 4 * index, end);
  const header = off + 4 * RAW_FIELDS.length;
  if (header > end) return;
  const until = Math.min(end, header + tree.view.getUint32(header - 4));
  tree.add(RAW_PACKET, header, until - header);
  const protocol = HEADER_PROTOCOLS[tree.view.getUint32(off)];
  if (protocol !== undefined) tree.descend(protocol, header, until);
}

/** Has the content of each record read that fits before `end`: a format and a length stand before it. */
function eachRecord(
  view: DataView,
  start: number,
  end: number,
  count: number,
  read: (format: number, off: number, end: number) => void,
): void {
  let off = start;
  for (let index = 0; index < Math.min(count, MAX_RECORDS) && off + 8 <= end; index += 1) {
    const format = view.getUint32(off);
    const content = off + 8;
    off = content + view.getUint32(off + 4);
    read(format, content, Math.min(off, end));
  }
}

export const SFLOW_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Sflow],
  udpPorts: [6343],
  datagram: { firstOctets: [0], matches },
  fields: [
    VERSION,
    AGENT_TYPE,
    AGENT,
    AGENT_V6,
    ...COUNTERS,
    SAMPLE_TYPE,
    RECORD_FORMAT,
    ...RAW_FIELDS,
    RAW_PACKET,
  ],
  dissect,
};
