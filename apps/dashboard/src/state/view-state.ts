/** What the page shows, as its address says it: the only state that is shared, bookmarked and undone. */
import type { Span } from "../format/time.ts";
import type { RateUnit } from "../format/traffic.ts";
import type { FlowName } from "./flow-name.ts";
import { DEFAULT_WINDOW, type TimeWindow } from "./time-window.ts";

export const LISTS = ["packets", "flows"] as const;
/** Which list stands below the figures. */
export type ListKind = (typeof LISTS)[number];

export const PAGES = ["overview", "usage"] as const;
export type PageName = (typeof PAGES)[number];

export interface ViewState {
  readonly page: PageName;
  /** Display filter text; empty for everything. */
  readonly filter: string;
  /** What the timeline shows. */
  readonly window: TimeWindow;
  /** What the page answers for, where that is less than the window. */
  readonly selection: Span | undefined;
  readonly unit: RateUnit;
  readonly list: ListKind;
  /** Frame number of the packet that the inspector shows. */
  readonly packet: number | undefined;
  /** The flow whose details are shown beside the list of flows. */
  readonly flow: FlowName | undefined;
  /** IANA name of the zone whose clock is shown; undefined for this computer's. */
  readonly zone: string | undefined;
}

export const DEFAULT_VIEW: ViewState = {
  page: "overview",
  filter: "",
  window: DEFAULT_WINDOW,
  selection: undefined,
  unit: "bits",
  list: "packets",
  packet: undefined,
  flow: undefined,
  zone: undefined,
};
