/** The columns of what can be exported as a table: in CSV by these names, in Parquet in snake case. */
import type { DeviceUsage, Ranked } from "../answer.ts";
import type { Flow } from "../flow.ts";
import { HEALTH_FIELDS } from "../health-answer.ts";
import type { PacketRow } from "../packet.ts";
import type { Cell } from "./csv.ts";

export interface ExportColumn<Row> {
  readonly name: string;
  /** `integer`: whole and at most 2^53; `number`: any double. */
  readonly kind: "text" | "integer" | "number" | "boolean";
  readonly read: (row: Row) => Cell;
}

type Kind = ExportColumn<never>["kind"];

/** Columns named like the members of the row that they show. */
function members<Row>(
  kinds: Partial<Record<keyof Row & string, Kind>>,
): readonly ExportColumn<Row>[] {
  return Object.entries(kinds).map(([name, kind]) => ({
    name,
    kind: kind as Kind,
    read: (row) => {
      const value = row[name as keyof Row];
      if (Array.isArray(value)) return value.join(" ");
      return (value ?? undefined) as Cell;
    },
  }));
}

export const PACKET_COLUMNS: readonly ExportColumn<PacketRow>[] = members<PacketRow>({
  number: "integer",
  timestamp: "text",
  interface: "text",
  source: "text",
  destination: "text",
  protocol: "text",
  length: "integer",
  capturedLength: "integer",
  info: "text",
});

export const FLOW_COLUMNS: readonly ExportColumn<Flow>[] = [
  ...members<Flow>({
    firstTimestamp: "text",
    lastTimestamp: "text",
    duration: "number",
    transport: "text",
    originator: "text",
    originatorPort: "integer",
    responder: "text",
    responderPort: "integer",
    vlan: "integer",
    protocol: "text",
    protocolByPort: "boolean",
    application: "text",
    category: "text",
    name: "text",
    state: "text",
    packetsOut: "integer",
    packetsIn: "integer",
    bytesOut: "integer",
    bytesIn: "integer",
    payloadOut: "integer",
    payloadIn: "integer",
    tunnel: "text",
    communityId: "text",
  }),
  ...HEALTH_FIELDS.map(
    (field): ExportColumn<Flow> => ({
      name: field,
      kind: "number",
      read: ({ health }) => health?.[field],
    }),
  ),
];

export const TOP_COLUMNS: readonly ExportColumn<Ranked>[] = members<Ranked>({
  label: "text",
  name: "text",
  packets: "integer",
  bytes: "integer",
  flows: "integer",
  bytesIn: "integer",
  filter: "text",
});

export const USAGE_COLUMNS: readonly ExportColumn<DeviceUsage>[] = members<DeviceUsage>({
  from: "text",
  to: "text",
  device: "text",
  addresses: "text",
  name: "text",
  vendor: "text",
  packetsIn: "integer",
  packetsOut: "integer",
  bytesIn: "integer",
  bytesOut: "integer",
});
