/** For tests of packets on disk: no history knows their flows. */
import { type KnowingPast, QueryError } from "@wirescope/query";

function refuse(): Promise<never> {
  return Promise.reject(new QueryError("QUERY_NO_HISTORY", "None is kept."));
}

export const NO_PAST: KnowingPast = { flows: refuse, hosts: refuse };
