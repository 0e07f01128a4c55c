/** Flows as an Apache Parquet file: one row per flow; times as ISO 8601 text with nanoseconds,
 * since not every reader knows Parquet's nanosecond timestamps. */
import { type Flow, HEALTH_FIELDS } from "@wirescope/query";
import { parquetWriteFile } from "hyparquet-writer";
import { CommandError } from "../errors.ts";

/** Writes `path`; throws a sentence when it can't. */
export async function writeFlowsParquet(path: string, flows: readonly Flow[]): Promise<void> {
  const text = (name: string, read: (flow: Flow) => string | undefined) => ({
    name,
    data: flows.map(read),
    type: "STRING" as const,
  });
  const integer = (name: string, read: (flow: Flow) => number | undefined) => ({
    name,
    data: flows.map((flow) => {
      const value = read(flow);
      return value === undefined ? undefined : BigInt(value);
    }),
    type: "INT64" as const,
  });
  try {
    await parquetWriteFile({
      filename: path,
      columnData: [
        text("first_timestamp", (flow) => flow.firstTimestamp),
        text("last_timestamp", (flow) => flow.lastTimestamp),
        { name: "duration", data: flows.map((flow) => flow.duration), type: "DOUBLE" as const },
        text("transport", (flow) => flow.transport),
        text("originator", (flow) => flow.originator),
        integer("originator_port", (flow) => flow.originatorPort),
        text("responder", (flow) => flow.responder),
        integer("responder_port", (flow) => flow.responderPort),
        integer("vlan", (flow) => flow.vlan),
        text("protocol", (flow) => flow.protocol),
        {
          name: "protocol_by_port",
          data: flows.map((flow) => flow.protocolByPort),
          type: "BOOLEAN" as const,
        },
        text("name", (flow) => flow.name),
        text("state", (flow) => flow.state),
        integer("packets_out", (flow) => flow.packetsOut),
        integer("packets_in", (flow) => flow.packetsIn),
        integer("bytes_out", (flow) => flow.bytesOut),
        integer("bytes_in", (flow) => flow.bytesIn),
        integer("payload_out", (flow) => flow.payloadOut),
        integer("payload_in", (flow) => flow.payloadIn),
        text("tunnel", (flow) => flow.tunnel),
        text("community_id", (flow) => flow.communityId),
        ...HEALTH_FIELDS.map((field) => ({
          name: field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
          data: flows.map((flow) => flow.health?.[field]),
          type: "DOUBLE" as const,
        })),
      ],
    });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CommandError("COMMAND_OUTPUT", `${path} can't be written: ${reason}.`, { cause });
  }
}
