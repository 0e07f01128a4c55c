/** The summary of a view: totals, protocols, top lists and timeline. */
import type { Analysis } from "@wirescope/analysis";
import type { Catalog } from "@wirescope/catalog";
import type { Summary } from "./answer.ts";
import { applicationCounts } from "./application-answer.ts";
import { protocolCounts } from "./protocol-answer.ts";
import { topAnswer } from "./ranked-answer.ts";
import { toTimeline, wholeWindow } from "./timeline-answer.ts";

/** Rows of each top list. */
const TOP_LIMIT = 10;

export function summaryAnswer(
  analysis: Analysis,
  catalog: Catalog | undefined,
): Omit<Summary, "files" | "drops" | "coverage"> {
  const { totals } = analysis;
  const top = (by: "source" | "destination" | "conversation"): Summary["topSources"] =>
    topAnswer(analysis, { by, metric: "bytes", limit: TOP_LIMIT }, catalog).rows;
  const { start, step, packets, bytes } = toTimeline(wholeWindow(analysis.timeline, undefined));
  return {
    packets: totals.packets,
    wireBytes: totals.wireBytes,
    flows: totals.flowsSeen,
    hosts: analysis.hosts.seen,
    malformed: totals.malformed,
    protocols: protocolCounts(analysis),
    applications: applicationCounts(analysis, catalog),
    topSources: top("source"),
    topDestinations: top("destination"),
    conversations: top("conversation"),
    timeline: { start, step, packets, bytes },
  };
}
