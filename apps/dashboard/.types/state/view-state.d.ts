/** What the page shows, as its address says it: the only state that is shared, bookmarked and undone. */
import type { RateUnit } from "../format/traffic.ts";
/** Seconds of timeline that can be chosen. */
export declare const WINDOWS: readonly [60, 300, 900, 3600];
export type WindowLength = (typeof WINDOWS)[number];
export interface ViewState {
  /** Display filter text; empty for everything. */
  readonly filter: string;
  readonly window: WindowLength;
  readonly unit: RateUnit;
  /** Frame number of the packet that the inspector shows. */
  readonly packet: number | undefined;
}
export declare const DEFAULT_VIEW: ViewState;
//# sourceMappingURL=view-state.d.ts.map
