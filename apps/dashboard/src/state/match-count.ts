/** How much of what the page answers for a filter would match. */
import type { Coverage, Session, TimeRange } from "@wirescope/query";

export interface MatchCount {
  readonly matching: number;
  /** Packets in all; undefined where the two were not counted over the same stretch. */
  readonly of: number | undefined;
}

/**
 * @param filter canonical text.
 * @throws what the session throws.
 */
export async function countMatches(
  session: Session,
  range: TimeRange,
  filter: string,
): Promise<MatchCount> {
  const [some, all] = await Promise.all(
    [filter, ""].map((asked) => session.summary({ range, filter: asked })),
  );
  const isComparable = isLike(some!.coverage, all!.coverage) && some!.packets <= all!.packets;
  return { matching: some!.packets, of: isComparable ? all!.packets : undefined };
}

function isLike(a: Coverage, b: Coverage): boolean {
  return a.kind === "exact" && b.kind === "exact" && a.resolution === b.resolution;
}
