/** Which clause of a filter that matches nothing is to blame: the one whose removal leaves something. */
import type { Session, TimeRange } from "@wirescope/query";
import { joinClauses, splitClauses } from "./clauses.ts";

/** More clauses than this are not tried one by one. */
const MAX_CLAUSES = 6;

/** What a list is of. */
export type Listed = "packet" | "flow";

export interface Culprit {
  readonly clause: string;
  /** The filter without the clause. */
  readonly rest: string;
  /** Packets or flows that match the rest; undefined where nothing tells. */
  readonly matching: number | undefined;
}

/** The list that is empty. */
export interface EmptyList {
  readonly of: Listed;
  readonly session: Session;
  readonly range: TimeRange;
  readonly filter: string;
}

/** Undefined when no single clause is to blame. */
export async function findCulprit(list: EmptyList): Promise<Culprit | undefined> {
  const clauses = splitClauses(list.filter);
  if (clauses.length < 2 || clauses.length > MAX_CLAUSES) return undefined;
  const probe = list.of === "packet" ? probePackets : probeFlows;
  for (const clause of [...clauses].reverse()) {
    const rest = joinClauses(clauses.filter((other) => other !== clause));
    const found = await probe(list, rest);
    if (found !== undefined) return { clause, rest, matching: found.matching };
  }
  return undefined;
}

type Found = Pick<Culprit, "matching"> | undefined;

/** Counts only where there is something to count, since that may take long. */
async function probePackets({ session, range }: EmptyList, filter: string): Promise<Found> {
  const page = await session.packets({
    range,
    filter,
    cursor: undefined,
    direction: "backward",
    limit: 1,
  });
  if (page.packets.length === 0) return undefined;
  if (page.matching !== undefined) return { matching: page.matching };
  const { packets, coverage } = await session.summary({ range, filter });
  return { matching: coverage.kind === "none" ? undefined : packets };
}

async function probeFlows({ session, range }: EmptyList, filter: string): Promise<Found> {
  const page = await session.flows({ range, filter, sort: "bytes", cursor: undefined, limit: 1 });
  return page.total === 0 ? undefined : { matching: page.total };
}
