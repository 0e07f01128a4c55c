/** Rows of the table of protocols by the minute: sums over the minute's slices. */
import { PROTOCOL_MINUTES } from "./schema.ts";
import { type ColumnValues, repeated, type TableRows } from "./table-rows.ts";

interface Sums {
  readonly protocol: string;
  readonly application: string;
  packets: number;
  packetsByPort: number;
  bytes: number;
  flows: number;
  flowsBegun: number;
}

/** Adds slices of one minute and sensor up, part by part. */
export class ProtocolSums {
  readonly #byName = new Map<string, Sums>();

  rows(minute: number, sensor: string): TableRows {
    const all = [...this.#byName.values()];
    const numbers = (of: (sums: Sums) => number): number[] => all.map(of);
    return {
      table: PROTOCOL_MINUTES,
      count: all.length,
      values: new Map<string, ColumnValues>([
        ["minute", numbers(() => minute)],
        ["sensor", repeated(sensor, all.length)],
        ["protocol", all.map(({ protocol }) => protocol)],
        ["application", all.map(({ application }) => application)],
        ["packets", numbers(({ packets }) => packets)],
        ["packets_by_port", numbers(({ packetsByPort }) => packetsByPort)],
        ["bytes", numbers(({ bytes }) => bytes)],
        ["flows", numbers(({ flows }) => flows)],
        ["flows_begun", numbers(({ flowsBegun }) => flowsBegun)],
      ]),
    };
  }

  /** @param slices rows of the table of slices */
  add({ values, count }: TableRows): void {
    const protocols = values.get("protocol") as readonly string[];
    const applications = values.get("application") as readonly string[];
    const [flow, previous, byPort, packetsOut, packetsIn, bytesOut, bytesIn] = [
      "flow",
      "previous",
      "protocol_by_port",
      "packets_out",
      "packets_in",
      "bytes_out",
      "bytes_in",
    ].map((name) => values.get(name) as Float64Array) as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    for (let i = 0; i < count; i++) {
      const protocol = protocols[i]!;
      const application = applications[i]!;
      const key = `${protocol}\0${application}`;
      let sums = this.#byName.get(key);
      if (sums === undefined) {
        sums = {
          protocol,
          application,
          packets: 0,
          packetsByPort: 0,
          bytes: 0,
          flows: 0,
          flowsBegun: 0,
        };
        this.#byName.set(key, sums);
      }
      const packets = packetsOut[i]! + packetsIn[i]!;
      sums.packets += packets;
      if (byPort[i] === 1) sums.packetsByPort += packets;
      sums.bytes += bytesOut[i]! + bytesIn[i]!;
      if (flow[i] === 0) continue;
      sums.flows++;
      if (previous[i] === 0) sums.flowsBegun++;
    }
  }
}
