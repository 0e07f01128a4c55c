/** What the page shows, as its address says it: the only state that is shared, bookmarked and undone. */
import type { RateUnit } from "../format/traffic.ts";

/** Seconds of timeline that can be chosen. */
export const WINDOWS = [60, 300, 900, 3600] as const;
export type WindowLength = (typeof WINDOWS)[number];

export interface ViewState {
  /** Display filter text; empty for everything. */
  readonly filter: string;
  readonly window: WindowLength;
  readonly unit: RateUnit;
  /** Frame number of the packet that the inspector shows. */
  readonly packet: number | undefined;
}

export const DEFAULT_VIEW: ViewState = {
  filter: "",
  window: 900,
  unit: "bits",
  packet: undefined,
};
