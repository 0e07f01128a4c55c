/** What the owner of a session says about where its packets come from. */
import type { Status } from "./status.ts";

export interface SourceReport
  extends Pick<
    Status,
    "state" | "problem" | "advice" | "sources" | "backend" | "captureFilter" | "progress"
  > {
  /** Packets lost by the operating system since the start. */
  readonly kernelDrops: number;
  /** Packets lost by the interface or its driver since the start. */
  readonly interfaceDrops: number;
  /** Packets that could not be written to disk since the start, where they are kept there. */
  readonly packetsUnwritten: number;
}

/** Before anything is known. */
export const STARTING: SourceReport = {
  state: "starting",
  problem: undefined,
  advice: [],
  sources: [],
  backend: undefined,
  captureFilter: undefined,
  progress: undefined,
  kernelDrops: 0,
  interfaceDrops: 0,
  packetsUnwritten: 0,
};
