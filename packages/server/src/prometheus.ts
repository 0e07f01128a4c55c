/**
 * The Prometheus text format 0.0.4. Names and labels come from fixed lists only: an address or a name
 * out of a packet would leak, and would grow the number of series without bound.
 */
import type { Status, Summary } from "@wirescope/query";
import type { PipelineFigures, ServerMetrics } from "./metrics.ts";

export const PROMETHEUS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

type Sample = readonly [labels: Readonly<Record<string, string>>, value: number];

function escapeLabel(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}

function family(
  name: string,
  type: "counter" | "gauge",
  help: string,
  samples: readonly Sample[],
): string {
  const lines = samples.map(([labels, value]) => {
    const pairs = Object.entries(labels).map(([key, text]) => `${key}="${escapeLabel(text)}"`);
    return `${name}${pairs.length === 0 ? "" : `{${pairs.join(",")}}`} ${value}`;
  });
  const all = [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines];
  return all.map((line) => `${line}\n`).join("");
}

/** One sample without labels. */
function single(value: number): readonly Sample[] {
  return [[{}, value]];
}

/** What Wirescope counts about its own work. */
export interface OwnFigures {
  readonly server: ServerMetrics;
  readonly pipeline: PipelineFigures | undefined;
}

/** Families of the pipeline's work; none while no pipeline runs. */
function pipelineFamilies(figures: PipelineFigures | undefined): readonly string[] {
  if (figures === undefined) return [];
  return [
    family(
      "wirescope_pipeline_batches_total",
      "counter",
      "Batches of packets taken in.",
      single(figures.batches),
    ),
    family(
      "wirescope_pipeline_seconds_total",
      "counter",
      "Time spent on taking packets in.",
      single(figures.feedTime / 1000),
    ),
    family(
      "wirescope_pipeline_longest_batch_seconds",
      "gauge",
      "The longest that one batch took.",
      single(figures.longestFeed / 1000),
    ),
  ];
}

export function renderMetrics(
  status: Status,
  summary: Summary,
  { server, pipeline }: OwnFigures,
): string {
  const { drops } = status;
  const memory = process.memoryUsage();
  const cpu = process.cpuUsage();
  const states = ["starting", "waiting", "running", "finished", "failed"];
  const requests = [...server.requests].map(([key, value]): Sample => {
    const [method = "", route = "", code = ""] = key.split(" ");
    return [{ method, route, code }, value];
  });
  return [
    family("wirescope_build_info", "gauge", "The version.", [[{ version: status.version }, 1]]),
    family(
      "wirescope_state",
      "gauge",
      "1 for the state the engine is in.",
      states.map((state): Sample => [{ state }, state === status.state ? 1 : 0]),
    ),
    family("wirescope_packets_total", "counter", "Packets seen.", single(status.packets)),
    family(
      "wirescope_wire_bytes_total",
      "counter",
      "Octets on the wire of the packets seen.",
      single(status.wireBytes),
    ),
    family("wirescope_dropped_packets_total", "counter", "Packets lost, by where.", [
      [{ where: "kernel" }, drops.kernel],
      [{ where: "interface" }, drops.interface],
    ]),
    family(
      "wirescope_forgotten_packets_total",
      "counter",
      "Packets counted but no longer held.",
      single(drops.packetsForgotten),
    ),
    family(
      "wirescope_unwritten_packets_total",
      "counter",
      "Packets counted but not written to disk, where packets are kept.",
      single(drops.packetsUnwritten),
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
      single(drops.rowsSkipped),
    ),
    family("wirescope_flows_total", "counter", "Flows seen.", single(summary.flows)),
    family("wirescope_hosts", "gauge", "Hosts seen.", single(summary.hosts)),
    family(
      "wirescope_malformed_packets_total",
      "counter",
      "Packets that break their protocol's rules.",
      summary.malformed === undefined ? [] : single(summary.malformed),
    ),
    family(
      "wirescope_protocol_packets",
      "gauge",
      "Packets by protocol; a flow that is recognised late moves its earlier packets.",
      summary.protocols.map(({ name, packets }): Sample => [{ protocol: name }, packets]),
    ),
    family(
      "wirescope_protocol_bytes",
      "gauge",
      "Octets on the wire by protocol, likewise.",
      summary.protocols.map(({ name, bytes }): Sample => [{ protocol: name }, bytes]),
    ),
    ...pipelineFamilies(pipeline),
    family("wirescope_http_requests_total", "counter", "Answers, by route and status.", requests),
    family("wirescope_live_streams", "gauge", "Pages that are live.", single(server.streams)),
    family(
      "wirescope_live_frames_total",
      "counter",
      "Live frames sent.",
      single(server.framesSent),
    ),
    family(
      "wirescope_live_frame_bytes_total",
      "counter",
      "Octets of live frames sent.",
      single(server.frameBytesSent),
    ),
    family(
      "wirescope_live_grants_ignored_total",
      "counter",
      "Grants beyond what a page may be owed.",
      single(server.grantsIgnored),
    ),
    family(
      "process_resident_memory_bytes",
      "gauge",
      "Resident memory of the whole process.",
      single(memory.rss),
    ),
    family("nodejs_heap_used_bytes", "gauge", "Heap of the main thread.", single(memory.heapUsed)),
    family(
      "process_cpu_seconds_total",
      "counter",
      "Processor time of the whole process.",
      single((cpu.user + cpu.system) / 1_000_000),
    ),
  ].join("");
}
