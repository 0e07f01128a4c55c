/**
 * What monitoring systems are told. Names and labels come from fixed lists only: an address or a name out of
 * a packet would leak, and would grow the number of series without bound.
 */
import { STATES, type Status, type Summary } from "@wirescope/query";
import type { PipelineFigures, ServerMetrics } from "./metrics.ts";
import { family, type Sample } from "./prometheus.ts";

/** What Wirescope counts about its own work. */
export interface OwnFigures {
  readonly server: ServerMetrics;
  readonly pipeline: PipelineFigures | undefined;
}

/** The figures in the Prometheus text format, those of the process as they are now; without a summary none of traffic. */
export function renderMetrics(
  status: Status,
  summary: Summary | undefined,
  { server, pipeline }: OwnFigures,
): string {
  return [
    ...captureFamilies(status),
    ...(summary === undefined ? [] : trafficFamilies(summary)),
    ...(pipeline === undefined ? [] : pipelineFamilies(pipeline)),
    ...serverFamilies(server),
    ...processFamilies(),
  ].join("");
}

function captureFamilies({ version, state, packets, wireBytes, drops }: Status): string[] {
  return [
    family("wirescope_build_info", "gauge", "The version.", [[{ version }, 1]]),
    family(
      "wirescope_state",
      "gauge",
      "1 for the state the engine is in.",
      STATES.map((known): Sample => [{ state: known }, known === state ? 1 : 0]),
    ),
    family("wirescope_packets_total", "counter", "Packets seen.", packets),
    family(
      "wirescope_wire_bytes_total",
      "counter",
      "Octets on the wire of the packets seen.",
      wireBytes,
    ),
    family("wirescope_dropped_packets_total", "counter", "Packets lost, by where.", [
      [{ where: "kernel" }, drops.kernel],
      [{ where: "interface" }, drops.interface],
    ]),
    family(
      "wirescope_forgotten_packets_total",
      "counter",
      "Packets counted but no longer held.",
      drops.packetsForgotten,
    ),
    family(
      "wirescope_unwritten_packets_total",
      "counter",
      "Packets counted but not written to disk, where packets are kept.",
      drops.packetsUnwritten,
    ),
    family("wirescope_evictions_total", "counter", "Entries that left a full table.", [
      [{ table: "flows" }, drops.flowsEvicted],
      [{ table: "hosts" }, drops.hostsEvicted],
      [{ table: "names" }, drops.namesEvicted],
    ]),
    family(
      "wirescope_rows_skipped_total",
      "counter",
      "Live rows not sent to a slow page.",
      drops.rowsSkipped,
    ),
  ];
}

function trafficFamilies({ flows, hosts, malformed, protocols }: Summary): string[] {
  return [
    family("wirescope_flows_total", "counter", "Flows seen.", flows),
    family("wirescope_hosts", "gauge", "Hosts seen.", hosts),
    family(
      "wirescope_malformed_packets_total",
      "counter",
      "Packets that break their protocol's rules.",
      malformed ?? [],
    ),
    family(
      "wirescope_protocol_packets",
      "gauge",
      "Packets by protocol; a flow that is recognised late moves its earlier packets.",
      protocols.map(({ name, packets }): Sample => [{ protocol: name }, packets]),
    ),
    family(
      "wirescope_protocol_bytes",
      "gauge",
      "Octets on the wire by protocol, likewise.",
      protocols.map(({ name, bytes }): Sample => [{ protocol: name }, bytes]),
    ),
  ];
}

function pipelineFamilies({ batches, feedTime, longestFeed }: PipelineFigures): string[] {
  return [
    family("wirescope_pipeline_batches_total", "counter", "Batches of packets taken in.", batches),
    family(
      "wirescope_pipeline_seconds_total",
      "counter",
      "Time spent on taking packets in.",
      feedTime / 1000,
    ),
    family(
      "wirescope_pipeline_longest_batch_seconds",
      "gauge",
      "The longest that one batch took.",
      longestFeed / 1000,
    ),
  ];
}

function serverFamilies(server: ServerMetrics): string[] {
  const requests = [...server.requests].map(([key, value]): Sample => {
    const [method = "", route = "", code = ""] = key.split(" ");
    return [{ method, route, code }, value];
  });
  return [
    family("wirescope_http_requests_total", "counter", "Answers, by route and status.", requests),
    family("wirescope_live_streams", "gauge", "Pages that are live.", server.streams),
    family("wirescope_live_frames_total", "counter", "Live frames sent.", server.framesSent),
    family(
      "wirescope_live_frame_bytes_total",
      "counter",
      "Octets of live frames sent.",
      server.frameBytesSent,
    ),
    family(
      "wirescope_live_grants_ignored_total",
      "counter",
      "Grants beyond what a page may be owed.",
      server.grantsIgnored,
    ),
  ];
}

function processFamilies(): string[] {
  const memory = process.memoryUsage();
  const cpu = process.cpuUsage();
  return [
    family(
      "process_resident_memory_bytes",
      "gauge",
      "Resident memory of the whole process.",
      memory.rss,
    ),
    family("nodejs_heap_used_bytes", "gauge", "Heap of the main thread.", memory.heapUsed),
    family(
      "process_cpu_seconds_total",
      "counter",
      "Processor time of the whole process.",
      (cpu.user + cpu.system) / 1_000_000,
    ),
  ];
}
