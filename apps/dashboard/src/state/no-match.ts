/** Which clause of a filter that matches nothing is to blame: the one whose removal leaves packets. */
import type { Session, TimeRange } from "@wirescope/query";
import { joinClauses, splitClauses } from "./clauses.ts";

/** More clauses than this are not tried one by one. */
const MAX_CLAUSES = 6;

export interface Culprit {
  readonly clause: string;
  /** The filter without the clause. */
  readonly rest: string;
  /** Packets that match the rest; undefined where nothing tells. */
  readonly matching: number | undefined;
}

/**
 * Undefined when no single clause is to blame.
 *
 * @param range of the list that is empty.
 */
export async function findCulprit(
  session: Session,
  filter: string,
  range: TimeRange,
): Promise<Culprit | undefined> {
  const clauses = splitClauses(filter);
  if (clauses.length < 2 || clauses.length > MAX_CLAUSES) return undefined;
  for (const clause of [...clauses].reverse()) {
    const rest = joinClauses(clauses.filter((other) => other !== clause));
    const page = await session.packets({
      range,
      filter: rest,
      cursor: undefined,
      direction: "backward",
      limit: 1,
    });
    if (page.packets.length > 0) {
      return { clause, rest, matching: page.matching ?? (await count(session, rest, range)) };
    }
  }
  return undefined;
}

async function count(
  session: Session,
  filter: string,
  range: TimeRange,
): Promise<number | undefined> {
  const { packets, coverage } = await session.summary({ range, filter });
  return coverage.kind === "none" ? undefined : packets;
}
