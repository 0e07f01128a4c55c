/** What history can be asked: the questions that flows by the minute answer. */
import type { Session } from "./session.ts";

export type PastSession = Pick<
  Session,
  "summary" | "timeline" | "top" | "flows" | "hosts" | "extent" | "usage" | "close"
>;
