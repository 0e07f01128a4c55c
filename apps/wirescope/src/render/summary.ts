/** The summary of capture files for people: files, totals, then the lists that fit a screen. */
import type { FileSummary, ProtocolCount, Ranked, Summary } from "@wirescope/query";
import { printable } from "./printable.ts";
import { formatBytes, formatCount, formatCounted, formatDuration } from "./quantity.ts";
import { renderSparkline } from "./sparkline.ts";
import { renderTable } from "./table.ts";

/** Rows of each list. */
const LIST_LENGTH = 10;

export function renderSummary(summary: Summary): string {
  const parts = [
    summary.files.map(renderFile).join(""),
    renderTotals(summary),
    list("Protocols", renderProtocols(summary.protocols, summary)),
    list("Top sources", renderRanked(summary.topSources, summary)),
    list("Top destinations", renderRanked(summary.topDestinations, summary)),
    list("Conversations", renderRanked(summary.conversations, summary)),
  ];
  if (summary.coverage.note !== undefined) parts.push(`${summary.coverage.note}\n`);
  return parts.filter((part) => part !== "").join("\n");
}

function renderFile(file: FileSummary): string {
  const span =
    file.firstTimestamp === null || file.lastTimestamp === null
      ? "no packets"
      : `${file.firstTimestamp} to ${file.lastTimestamp}`;
  const kinds = file.linkTypes.length === 0 ? "" : `, ${file.linkTypes.join(", ")}`;
  return `${printable(file.name)}: ${file.format}${kinds}\n  ${span}\n`;
}

function renderTotals(summary: Summary): string {
  const { packets, bytes, step } = summary.timeline;
  const seconds = packets.length * step;
  const lines = [
    `${formatCounted(summary.packets, "packet")}, ${formatBytes(summary.wireBytes)} on the wire, ` +
      `${formatCounted(summary.flows, "flow")}, ${formatCounted(summary.hosts, "host")}` +
      (summary.malformed ? `, ${formatCount(summary.malformed)} malformed or cut` : ""),
  ];
  if (packets.length > 1) {
    lines.push(`${renderSparkline(bytes)}  bytes over ${formatDuration(seconds)}`);
  }
  return `${lines.join("\n")}\n`;
}

function renderProtocols(protocols: readonly ProtocolCount[], summary: Summary): string {
  const rows = protocols
    .slice(0, LIST_LENGTH)
    .map((row) => [
      row.name,
      formatCount(row.packets),
      formatBytes(row.bytes),
      share(row.bytes, summary.wireBytes),
      row.packetsByPort === 0 ? "" : `${share(row.packetsByPort, row.packets)} by port only`,
    ]);
  return renderTable(
    [
      { title: "" },
      { title: "packets", align: "right" },
      { title: "bytes", align: "right" },
      { title: "share", align: "right" },
      { title: "" },
    ],
    rows,
  );
}

function renderRanked(ranked: readonly Ranked[], summary: Summary): string {
  const rows = ranked
    .slice(0, LIST_LENGTH)
    .map((row) => [
      row.label,
      formatCount(row.packets),
      formatBytes(row.bytes),
      share(row.bytes, summary.wireBytes),
      row.name ?? "",
    ]);
  return renderTable(
    [
      { title: "" },
      { title: "packets", align: "right" },
      { title: "bytes", align: "right" },
      { title: "share", align: "right" },
      { title: "", limit: 60 },
    ],
    rows,
  );
}

function list(title: string, body: string): string {
  return body.split("\n").length <= 2 ? "" : `${title}\n${body.replace(/^\n/, "")}`;
}

function share(part: number, whole: number): string {
  return whole === 0 ? "–" : `${((100 * part) / whole).toFixed(1)} %`;
}
