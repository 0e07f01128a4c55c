/**
 * The answers of the query contract in JSON Schema. Each object's keys are checked against the
 * contract's types by the compiler; a test checks real answers against the schemas.
 */
import type {
  Advice,
  ApplicationCount,
  Coverage,
  DeviceUsage,
  Drops,
  Extent,
  FieldInfo,
  FieldNode,
  FileSummary,
  Flow,
  FlowHealth,
  FlowsPage,
  Host,
  HostsPage,
  InterfaceInfo,
  PacketDetail,
  PacketRow,
  PacketsPage,
  ProtocolCount,
  Ranked,
  Status,
  Stretch,
  Summary,
  Timeline,
  TimelineSeries,
  Top,
  Usage,
} from "@wirescope/query";
import { HEALTH_FIELDS, MODES, RESOLUTIONS, STATES } from "@wirescope/query";
import {
  count,
  flag,
  type JsonSchema,
  list,
  object,
  seconds,
  text,
  time,
  timeOrNull,
} from "./json-schema.ts";
import type { Problem } from "./problem.ts";

function ref(name: SchemaName): JsonSchema {
  return { $ref: `#/components/schemas/${name}` };
}

export type SchemaName =
  | "Advice"
  | "ApplicationCount"
  | "Coverage"
  | "DeviceUsage"
  | "Drops"
  | "Extent"
  | "FieldInfo"
  | "FieldNode"
  | "FileSummary"
  | "Flow"
  | "FlowHealth"
  | "FlowsPage"
  | "Host"
  | "HostsPage"
  | "InterfaceInfo"
  | "PacketDetail"
  | "PacketRow"
  | "PacketsPage"
  | "Problem"
  | "ProtocolCount"
  | "Ranked"
  | "Status"
  | "Stretch"
  | "Summary"
  | "Timeline"
  | "TimelineSeries"
  | "Top"
  | "Usage";

export const ANSWER_SCHEMAS: Readonly<Record<SchemaName, JsonSchema>> = {
  Advice: object<Advice>({ title: text, lines: list(text), note: text }, ["note"]),
  ApplicationCount: object<ApplicationCount>({
    name: text,
    category: text,
    packets: count,
    bytes: count,
    flows: count,
  }),
  Coverage: object<Coverage>(
    {
      kind: { type: "string", enum: ["exact", "retained", "none"] },
      resolution: { type: "string", enum: RESOLUTIONS },
      from: time,
      to: time,
      gaps: list(ref("Stretch")),
      note: text,
    },
    ["from", "to", "note"],
  ),
  DeviceUsage: object<DeviceUsage>(
    {
      from: time,
      to: time,
      device: text,
      addresses: list(text),
      name: text,
      vendor: text,
      packetsIn: count,
      packetsOut: count,
      bytesIn: count,
      bytesOut: count,
    },
    ["name", "vendor"],
  ),
  Drops: object<Drops>({
    kernel: count,
    interface: count,
    packetsForgotten: count,
    packetsUnwritten: count,
    flowsEvicted: count,
    hostsEvicted: count,
    namesEvicted: count,
    rowsSkipped: count,
  }),
  Extent: object<Extent>(
    {
      packets: ref("Stretch"),
      flows: ref("Stretch"),
      hours: ref("Stretch"),
      gaps: list(ref("Stretch")),
      problem: text,
    },
    ["packets", "flows", "hours", "problem"],
  ),
  FieldInfo: object<FieldInfo>({ name: text, type: text, description: text }),
  FieldNode: object<FieldNode>(
    {
      name: text,
      label: text,
      text,
      start: count,
      end: count,
      filter: text,
      children: list(ref("FieldNode")),
    },
    ["filter"],
  ),
  FileSummary: object<FileSummary>({
    name: text,
    format: text,
    linkTypes: list(text),
    packets: count,
    capturedBytes: count,
    wireBytes: count,
    firstTimestamp: timeOrNull,
    lastTimestamp: timeOrNull,
    truncatedAt: { type: ["integer", "null"], minimum: 0 },
  }),
  Flow: object<Flow>(
    {
      id: count,
      protocol: text,
      protocolByPort: flag,
      application: text,
      category: text,
      transport: text,
      vlan: count,
      tunnel: text,
      originator: text,
      originatorPort: count,
      responder: text,
      responderPort: count,
      name: text,
      state: text,
      firstTimestamp: time,
      lastTimestamp: time,
      duration: seconds,
      packetsOut: count,
      packetsIn: count,
      bytesOut: count,
      bytesIn: count,
      payloadOut: count,
      payloadIn: count,
      health: ref("FlowHealth"),
      communityId: text,
      filter: text,
    },
    ["vlan", "tunnel", "originatorPort", "responderPort", "name", "health"],
  ),
  FlowHealth: object<FlowHealth>(
    {
      initialRtt: seconds,
      rttOut: seconds,
      rttIn: seconds,
      rttLeastOut: seconds,
      rttLeastIn: seconds,
      retransmissionsOut: count,
      retransmissionsIn: count,
      outOfOrderOut: count,
      outOfOrderIn: count,
      duplicateAcksOut: count,
      duplicateAcksIn: count,
      zeroWindowsOut: count,
      zeroWindowsIn: count,
      gapsOut: count,
      gapsIn: count,
      keepAlivesOut: count,
      keepAlivesIn: count,
      resetsOut: count,
      resetsIn: count,
      timeToFirstByte: seconds,
      queries: count,
      answers: count,
      responseTime: seconds,
      responseCode: count,
    },
    HEALTH_FIELDS,
  ),
  FlowsPage: object<FlowsPage>(
    { flows: list(ref("Flow")), total: count, cursor: text, coverage: ref("Coverage") },
    ["cursor"],
  ),
  Host: object<Host>(
    {
      address: text,
      kind: text,
      wellKnownAs: text,
      names: list({
        type: "object",
        properties: { name: text, source: text },
        required: ["name", "source"],
      }),
      mac: text,
      vendor: text,
      country: text,
      asn: count,
      organization: text,
      firstTimestamp: time,
      lastTimestamp: time,
      packetsIn: count,
      packetsOut: count,
      bytesIn: count,
      bytesOut: count,
      flows: count,
      filter: text,
    },
    ["wellKnownAs", "mac", "vendor", "country", "asn", "organization"],
  ),
  HostsPage: object<HostsPage>(
    { hosts: list(ref("Host")), total: count, cursor: text, coverage: ref("Coverage") },
    ["cursor"],
  ),
  InterfaceInfo: object<InterfaceInfo>(
    {
      name: text,
      description: text,
      addresses: list(text),
      up: flag,
      loopback: flag,
      defaultRoute: flag,
      capturing: flag,
    },
    ["description"],
  ),
  PacketDetail: object<PacketDetail>({
    row: ref("PacketRow"),
    layers: list(ref("FieldNode")),
    bytes: { type: "string", contentEncoding: "base64" },
  }),
  PacketRow: object<PacketRow>(
    {
      number: count,
      timestamp: time,
      interface: text,
      source: text,
      destination: text,
      protocol: text,
      protocolByPort: flag,
      length: count,
      capturedLength: count,
      info: text,
    },
    ["interface"],
  ),
  PacketsPage: object<PacketsPage>(
    {
      packets: list(ref("PacketRow")),
      cursor: count,
      matching: count,
      held: {
        type: "object",
        properties: { first: count, last: count },
        required: ["first", "last"],
      },
      coverage: ref("Coverage"),
    },
    ["cursor", "matching"],
  ),
  Problem: object<Problem>(
    {
      title: text,
      status: { type: "integer", minimum: 400, maximum: 599 },
      detail: text,
      code: text,
      column: { type: "integer", minimum: 1 },
      length: count,
      suggestion: text,
      parameter: text,
    },
    ["column", "length", "suggestion", "parameter"],
  ),
  ProtocolCount: object<ProtocolCount>({
    name: text,
    packets: count,
    bytes: count,
    packetsByPort: count,
  }),
  Ranked: object<Ranked>(
    {
      label: text,
      filter: text,
      name: text,
      packets: count,
      bytes: count,
      flows: count,
      bytesIn: count,
    },
    ["name", "bytesIn"],
  ),
  Status: object<Status>(
    {
      version: text,
      mode: { type: "string", enum: MODES },
      state: { type: "string", enum: STATES },
      problem: text,
      advice: list(ref("Advice")),
      sources: list(text),
      backend: text,
      captureFilter: text,
      startedAt: time,
      packets: count,
      wireBytes: count,
      drops: ref("Drops"),
      watermark: timeOrNull,
      progress: { type: "number", minimum: 0, maximum: 1 },
    },
    ["problem", "backend", "captureFilter", "progress"],
  ),
  Summary: object<Summary>(
    {
      files: list(ref("FileSummary")),
      packets: count,
      wireBytes: count,
      flows: count,
      hosts: count,
      malformed: count,
      protocols: list(ref("ProtocolCount")),
      applications: list(ref("ApplicationCount")),
      topSources: list(ref("Ranked")),
      topDestinations: list(ref("Ranked")),
      conversations: list(ref("Ranked")),
      timeline: object<Summary["timeline"]>({
        start: timeOrNull,
        step: { type: "number", minimum: 0 },
        packets: list(count),
        bytes: list(count),
      }),
      drops: ref("Drops"),
      coverage: ref("Coverage"),
    },
    ["malformed"],
  ),
  Stretch: object<Stretch>({ from: time, to: time }),
  Timeline: object<Timeline>({
    start: timeOrNull,
    step: { type: "number", minimum: 0, description: "Seconds." },
    packets: list(count),
    bytes: list(count),
    series: list(ref("TimelineSeries")),
    coverage: ref("Coverage"),
  }),
  TimelineSeries: object<TimelineSeries>({
    name: text,
    packets: list(count),
    bytes: list(count),
  }),
  Top: object<Top>({
    rows: list(ref("Ranked")),
    other: object<Top["other"]>({ packets: count, bytes: count, members: count }),
    coverage: ref("Coverage"),
  }),
  Usage: object<Usage>({ rows: list(ref("DeviceUsage")), coverage: ref("Coverage") }),
};

/** A reference to a schema of {@link ANSWER_SCHEMAS}, or a list of them. */
export function answerSchema(name: SchemaName, shape: "one" | "list" = "one"): JsonSchema {
  return shape === "one" ? ref(name) : list(ref(name));
}
