/** What an answer leaves out, in a few words. */
import type { Coverage } from "@wirescope/query";
import { formatDuration } from "../format/time.ts";
import { spanOf } from "./history-extent.ts";
import { SECOND } from "./time-window.ts";

/**
 * `by minute`, `by hour`, `in part`, `1 h not recorded`; undefined when nothing is left out.
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
  const missing = coverage.gaps
    .map(spanOf)
    .reduce((sum, { from, to }) => sum + (to - from) / SECOND, 0);
  if (missing > 0) parts.push(`${formatDuration(missing)} not recorded`);
  return parts.length === 0 ? undefined : parts.join(", ");
}
