/** The health of a flow as answers show it: one shape for all kinds, in which what doesn't apply is absent. */
import type { HealthRecord } from "@wirescope/analysis";
import type { FlowHealth } from "./flow.ts";

/** Its figures in the order of tables. */
export const HEALTH_FIELDS: readonly (keyof FlowHealth)[] = [
  "initialRtt",
  "rttOut",
  "rttIn",
  "rttLeastOut",
  "rttLeastIn",
  "retransmissionsOut",
  "retransmissionsIn",
  "outOfOrderOut",
  "outOfOrderIn",
  "duplicateAcksOut",
  "duplicateAcksIn",
  "zeroWindowsOut",
  "zeroWindowsIn",
  "gapsOut",
  "gapsIn",
  "keepAlivesOut",
  "keepAlivesIn",
  "resetsOut",
  "resetsIn",
  "timeToFirstByte",
  "queries",
  "answers",
  "responseTime",
  "responseCode",
];

const ABSENT = Object.fromEntries(HEALTH_FIELDS.map((name) => [name, undefined])) as Record<
  keyof FlowHealth,
  undefined
>;

export function healthAnswer({ kind, ...figures }: HealthRecord): FlowHealth {
  return { ...ABSENT, ...figures };
}
