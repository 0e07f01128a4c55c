import {
  DUPLICATE_ACKS,
  GAPS,
  OUT_OF_ORDER,
  RESETS,
  RETRANSMISSIONS,
  ZERO_WINDOWS,
} from "./tcp-layout.ts";

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

/** Where the counters of a connection (tcp-layout.ts) have each of them. */
export const HEALTH_WORDS: Uint8Array = Uint8Array.of(
  RETRANSMISSIONS,
  RETRANSMISSIONS + 1,
  OUT_OF_ORDER,
  OUT_OF_ORDER + 1,
  DUPLICATE_ACKS,
  DUPLICATE_ACKS + 1,
  ZERO_WINDOWS,
  ZERO_WINDOWS + 1,
  GAPS,
  GAPS + 1,
  RESETS,
  RESETS + 1,
);
