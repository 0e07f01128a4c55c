/** What the capture tells history of the present. */
import type { MinuteReport } from "@wirescope/query";

/** A minute that is not over. */
export interface RunningMinute {
  /** Seconds since 1970 at which the capture began. */
  readonly run: number;
  readonly report: MinuteReport;
}
