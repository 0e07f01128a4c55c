/** What an answer leaves out, in a few words. */
import type { Coverage, Stretch } from "@wirescope/query";
import { formatDuration, parseIso } from "../format/time.ts";
import { spanOf } from "./history-extent.ts";
import { SECOND } from "./time-window.ts";

/**
 * `by minute`, `by hour`, `in part`, `2 h no longer held`, `1 h not recorded`; undefined when nothing is left out.
 *
 * @param until where the coarse part ends, as text, when it is not all.
 */
export function coverageText(coverage: Coverage, until?: string): string | undefined {
  const parts: string[] = [];
  if (coverage.kind === "none") return "not known";
  if (coverage.resolution !== "packet") {
    parts.push(`by ${coverage.resolution}${until === undefined ? "" : ` until ${until}`}`);
  }
  if (coverage.kind === "retained") parts.push("in part");
  const gone = coverage.gaps.filter((gap) => isGone(gap, coverage));
  const missing = coverage.gaps.filter((gap) => !isGone(gap, coverage));
  if (gone.length > 0) parts.push(`${durationOf(gone)} no longer held`);
  if (missing.length > 0) parts.push(`${durationOf(missing)} not recorded`);
  return parts.length === 0 ? undefined : parts.join(", ");
}

/** What comes before a part that is retained was there once. */
function isGone(gap: Stretch, { kind, from }: Coverage): boolean {
  return kind === "retained" && from !== undefined && spanOf(gap).to <= parseIso(from);
}

function durationOf(stretches: readonly Stretch[]): string {
  const spans = stretches.map(spanOf);
  return formatDuration(spans.reduce((sum, { from, to }) => sum + (to - from) / SECOND, 0));
}
