/** The summary of a stretch of the past. */
import { categoryOf, type Drops, type Summary } from "@wirescope/query";
import { coverageOf } from "./past-coverage.ts";
import { isHeld, type PastScope } from "./past-scope.ts";
import { pastTimeline } from "./past-timeline.ts";
import { pairLists } from "./past-top.ts";
import { protocolFigures } from "./protocol-figures.ts";
import { protocolGroups } from "./protocol-groups.ts";
import { selectedTotals } from "./selected-totals.ts";

/** Rows of each top list. */
const TOP_LIMIT = 10;

function unknownOf({ isWhole, hours }: PastScope): string | undefined {
  if (!isWhole) return "malformed packets are counted without a filter only";
  return (
    hours && "malformed packets, losses and what a port alone names are known by the minute only"
  );
}

export async function pastSummary(scope: PastScope): Promise<Summary> {
  if (!isHeld(scope)) return emptySummary(scope);
  const figures = await protocolFigures(scope);
  const protocols = await protocolGroups(scope, "protocol", figures);
  const applications = await protocolGroups(scope, "application", figures);
  const lists = await pairLists(scope, TOP_LIMIT);
  const { start, step, packets, bytes } = await pastTimeline(scope, {
    by: "total",
    step: undefined,
  });
  const { span, flows } = scope.isWhole
    ? { span: scope.held, flows: sumOf(protocols, "flows") }
    : await selectedTotals(scope);
  return {
    files: [],
    packets: sumOf(protocols, "packets"),
    wireBytes: sumOf(protocols, "bytes"),
    flows,
    hosts: lists.hosts,
    malformed: scope.isWhole && scope.hours === undefined ? scope.held.malformed : undefined,
    protocols: protocols
      .map(({ label: name, packets, bytes, packetsByPort }) => ({
        name,
        packets,
        bytes,
        packetsByPort,
      }))
      .sort((a, b) => b.bytes - a.bytes || b.packets - a.packets),
    applications: applications
      .map(({ label: name, ...counts }) => ({
        name,
        category: categoryOf(name, scope.catalog),
        packets: counts.packets,
        bytes: counts.bytes,
        flows: counts.flows,
      }))
      .sort((a, b) => b.bytes - a.bytes),
    topSources: lists.sources,
    topDestinations: lists.destinations,
    conversations: lists.conversations,
    timeline: { start, step, packets, bytes },
    drops: dropsOf(scope),
    coverage: coverageOf(scope, span, lists.resolution, {
      unknown: unknownOf(scope),
    }),
  };
}

function emptySummary(scope: PastScope): Summary {
  return {
    files: [],
    packets: 0,
    wireBytes: 0,
    flows: 0,
    hosts: 0,
    malformed: 0,
    protocols: [],
    applications: [],
    topSources: [],
    topDestinations: [],
    conversations: [],
    timeline: { start: null, step: 60, packets: [], bytes: [] },
    drops: dropsOf(scope),
    coverage: coverageOf(scope),
  };
}

/** Losses in the range's minutes; history forgets no packets, since it holds none. */
function dropsOf({ held }: PastScope): Drops {
  return {
    kernel: held.kernelDrops,
    interface: held.interfaceDrops,
    packetsForgotten: 0,
    packetsUnwritten: 0,
    flowsEvicted: 0,
    hostsEvicted: 0,
    namesEvicted: 0,
    rowsSkipped: 0,
  };
}

function sumOf<K extends string>(rows: readonly Readonly<Record<K, number>>[], key: K): number {
  return rows.reduce((sum, row) => sum + row[key], 0);
}
