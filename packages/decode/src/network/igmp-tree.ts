/** Fields of IGMP: RFC 1112 (v1), RFC 2236 (v2), RFC 3376 (v3), and of RGMP, RFC 3488, which borrows its form. */

import { formatIpv4 } from "../address.ts";
import { addChecksum, checksumFields } from "../checksum-tree.ts";
import { defineField, type FieldSpec } from "../field.ts";
import { addWithin } from "../field-layout.ts";
import type { LayerPlace } from "../layer-place.ts";
import type { Tree } from "../tree.ts";
import { dissectDvmrp } from "./dvmrp-tree.ts";
import * as igmp from "./igmp.ts";
import { dissectPimV1 } from "./pim-tree.ts";

const Type = {
  Query: 0x11,
  ReportV1: 0x12,
  Dvmrp: 0x13,
  PimV1: 0x14,
  ReportV2: 0x16,
  Leave: 0x17,
  TraceResponse: 0x1e,
  TraceQuery: 0x1f,
  ReportV3: 0x22,
} as const;

const TYPES: Readonly<Record<number, string>> = {
  17: "Membership Query",
  18: "Membership Report",
  19: "DVMRP Protocol",
  20: "PIM Routing Message",
  22: "Membership Report",
  23: "Leave Group",
  30: "Traceroute Response",
  31: "Traceroute Query or Request",
  34: "Membership Report",
};

const RECORD_TYPES: Readonly<Record<number, string>> = {
  1: "Mode Is Include",
  2: "Mode Is Exclude",
  3: "Change To Include Mode",
  4: "Change To Exclude Mode",
  5: "Allow New Sources",
  6: "Block Old Sources",
};

const RGMP_TYPES: Readonly<Record<number, string>> = {
  252: "Leave",
  253: "Join",
  254: "Bye",
  255: "Hello",
};

const VERSION = defineField("igmp.version", "uint8", "IGMP Version");
const TYPE = defineField("igmp.type", "uint8", "Type", { hex: true, values: TYPES });
const MAX_RESPONSE = defineField("igmp.max_resp", "uint8", "Max Resp Time");
const CHECKSUM = checksumFields("igmp");
const GROUP = defineField("igmp.maddr", "ipv4", "Multicast Address");
const SUPPRESS = defineField("igmp.s", "boolean", "S", { mask: 0x08 });
const ROBUSTNESS = defineField("igmp.qrv", "uint8", "QRV", { mask: 0x07 });
const INTERVAL = defineField("igmp.qqic", "uint8", "QQIC");
const SOURCE_COUNT = defineField("igmp.num_src", "uint16", "Num Src");
const RECORD_COUNT = defineField("igmp.num_grp_recs", "uint16", "Num Group Records");
const RECORD_TYPE = defineField("igmp.record_type", "uint8", "Record Type", {
  values: RECORD_TYPES,
});
const AUXILIARY = defineField("igmp.aux_data_len", "uint8", "Aux Data Len");
const SOURCE = defineField("igmp.saddr", "ipv4", "Source Address");
const RGMP_TYPE = defineField("rgmp.type", "uint8", "Type", { hex: true, values: RGMP_TYPES });
const RGMP_CHECKSUM = checksumFields("rgmp");
const RGMP_GROUP = defineField("rgmp.maddr", "ipv4", "Multicast group address");

export const IGMP_FIELDS: readonly FieldSpec[] = [
  VERSION,
  TYPE,
  MAX_RESPONSE,
  ...Object.values(CHECKSUM),
  GROUP,
  SUPPRESS,
  ROBUSTNESS,
  INTERVAL,
  SOURCE_COUNT,
  RECORD_COUNT,
  RECORD_TYPE,
  AUXILIARY,
  SOURCE,
  RGMP_TYPE,
  ...Object.values(RGMP_CHECKSUM),
  RGMP_GROUP,
];

/** Octets of a query from which on it is version 3 (RFC 3376 §7.1). */
const V3_QUERY_LEN = 12;

export function dissectIgmp(tree: Tree, place: LayerPlace): void {
  const { start } = place;
  if (!tree.has(start, 1)) return;
  const type = igmp.type(tree.view, start);
  if (type === Type.Dvmrp) {
    tree.mention("igmp");
    dissectDvmrp(tree, place);
  } else if (type === Type.PimV1) {
    tree.mention("igmp");
    dissectPimV1(tree, place);
  } else if (RGMP_TYPES[type] !== undefined) {
    tree.mention("igmp");
    addRgmp(tree, type, place);
  } else {
    addIgmp(tree, type, place);
  }
}

function addRgmp(tree: Tree, type: number, place: LayerPlace): void {
  const { start, end } = place;
  tree.layer("rgmp", "Router-port Group Management Protocol", start, end);
  tree.add(RGMP_TYPE, start);
  addChecksum(tree, RGMP_CHECKSUM, start + 2, place);
  addWithin(tree, RGMP_GROUP, start + 4, end);
  tree.show("RGMP", RGMP_TYPES[type]!);
}

function addIgmp(tree: Tree, type: number, place: LayerPlace): void {
  const { start, end } = place;
  if (TYPES[type] !== undefined) tree.mention("igmp");
  tree.layer("igmp", "Internet Group Management Protocol", start, end);
  const version = versionOf(tree, type, start, end);
  tree.value(VERSION, version, start, start);
  tree.add(TYPE, start);
  if (type !== Type.ReportV3 && version > 1) addResponseTime(tree, version, start, end);
  addChecksum(tree, CHECKSUM, start + 2, place);
  let info = TYPES[type] ?? `Unknown Type:0x${type.toString(16).padStart(2, "0")}`;
  if (type === Type.ReportV3) info += addReport(tree, start, end);
  else {
    const group = addWithin(tree, GROUP, start + 4, end);
    if (version === 3) addQuery(tree, start, end);
    info += groupText(type, version, group?.raw);
  }
  tree.summarize(info);
  tree.show(version === 0 ? "IGMP" : `IGMPv${version}`, info);
}

/** A query says its version by its length, and 1 by leaving no time to answer. */
function versionOf(tree: Tree, type: number, start: number, end: number): number {
  switch (type) {
    case Type.Query:
      if (end - start >= V3_QUERY_LEN) return 3;
      return tree.has(start + 1, 1) && tree.view.getUint8(start + 1) === 0 ? 1 : 2;
    case Type.ReportV1:
      return 1;
    case Type.ReportV2:
    case Type.Leave:
    case Type.TraceQuery:
    case Type.TraceResponse:
      return 2;
    case Type.ReportV3:
      return 3;
    default:
      return 0;
  }
}

/** From 128 on, version 3 writes the tenths of seconds with an exponent (RFC 3376 §4.1.1). */
function addResponseTime(tree: Tree, version: number, start: number, end: number): void {
  if (start + 2 > end || !tree.has(start + 1, 1)) return;
  const code = tree.view.getUint8(start + 1);
  const tenths = version === 3 && code >= 128 ? expand(code) & 0xffff : code;
  tree.value(MAX_RESPONSE, tenths, start + 1, start + 2);
}

function expand(code: number): number {
  return ((code & 0x0f) | 0x10) << (((code >>> 4) & 7) + 3);
}

function addQuery(tree: Tree, start: number, end: number): void {
  addWithin(tree, SUPPRESS, start + 8, end);
  addWithin(tree, ROBUSTNESS, start + 8, end);
  addWithin(tree, INTERVAL, start + 9, end);
  const count = addWithin(tree, SOURCE_COUNT, start + 10, end);
  addSources(tree, Number(count?.value ?? 0), start + 12, end);
}

/** Adds up to `count` addresses and returns them as text. */
function addSources(tree: Tree, count: number, start: number, end: number): string[] {
  const texts: string[] = [];
  for (let i = 0; i < count; i += 1) {
    const field = addWithin(tree, SOURCE, start + 4 * i, end);
    if (field === undefined) break;
    texts.push(field.raw);
  }
  return texts;
}

function groupText(type: number, version: number, group: string | undefined): string {
  if (version < 2 || group === undefined) return "";
  if (type === Type.Query)
    return group === "0.0.0.0" ? ", general" : `, specific for group ${group}`;
  if (type === Type.ReportV2) return ` group ${group}`;
  return type === Type.Leave ? ` ${group}` : "";
}

function addReport(tree: Tree, start: number, end: number): string {
  const count = Number(addWithin(tree, RECORD_COUNT, start + 6, end)?.value ?? 0);
  let info = "";
  let off = start + igmp.HEADER_LEN;
  for (let i = 0; i < count && off + 8 <= end && tree.has(off, 8); i += 1) {
    const sources = tree.view.getUint16(off + 2);
    const at = off;
    tree.inside(tree.add(RECORD_TYPE, at), ({ value }) => {
      tree.add(AUXILIARY, at + 1);
      tree.add(SOURCE_COUNT, at + 2);
      tree.add(GROUP, at + 4);
      const texts = addSources(tree, sources, at + 8, end);
      info += ` / ${recordText(Number(value), formatIpv4(tree.view.getUint32(at + 4)), texts)}`;
    });
    off += 8 + 4 * sources + 4 * tree.view.getUint8(off + 1);
  }
  return info;
}

function recordText(type: number, group: string, sources: readonly string[]): string {
  const include = type === 1 || type === 3;
  if (sources.length === 0) {
    return include ? `Leave group ${group}` : `Join group ${group} for any sources`;
  }
  const list = `source${sources.length === 1 ? "" : "s"} {${sources.join(", ")}}`;
  switch (type) {
    case 1:
    case 3:
      return `Join group ${group} for ${list}`;
    case 5:
      return `Join group ${group} for new ${list}`;
    case 6:
      return `Leave group ${group} for ${list}`;
    default:
      return `Join group ${group} not for ${list}`;
  }
}
