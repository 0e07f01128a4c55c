/** What a slice counts of the health of a TCP flow; see `TcpRecord` for their meaning. */
export const HEALTH_COUNTERS = [
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
  "resetsOut",
  "resetsIn",
] as const;
