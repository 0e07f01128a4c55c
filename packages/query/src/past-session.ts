/** What can be asked of the past. */
import type { Session } from "./session.ts";

/** Packets on disk; of the extent they know the packets and the problem. */
export type KeptSession = Pick<Session, "packets" | "packet" | "packetData" | "extent" | "close">;

/** History: the questions that flows by the minute answer. */
export type PastSession = Pick<
  Session,
  "summary" | "timeline" | "top" | "flows" | "hosts" | "extent" | "usage" | "close"
>;
