/** What an answerer tells of itself. */

/** Losses and bounds; all counts since the start. */
export interface Drops {
  /** Lost by the operating system before Wirescope saw them. */
  readonly kernel: number;
  /** Lost by the interface or its driver, where the platform says. */
  readonly interface: number;
  /** Captured and counted, but no longer held as packets. */
  readonly packetsForgotten: number;
  /** Captured and counted, but not written to disk, where packets are kept there. */
  readonly packetsUnwritten: number;
  /** Flows, hosts and names that had to leave their table; totals keep them. */
  readonly flowsEvicted: number;
  readonly hostsEvicted: number;
  readonly namesEvicted: number;
  /** Live rows not sent to a page because it was slower than the traffic. */
  readonly rowsSkipped: number;
}

/** One interface of this machine or of the open file. */
export interface InterfaceInfo {
  readonly name: string;
  readonly description: string | undefined;
  readonly addresses: readonly string[];
  readonly up: boolean;
  readonly loopback: boolean;
  readonly defaultRoute: boolean;
  readonly capturing: boolean;
}

export interface Advice {
  /** What the lines are for: "Debian with dumpcap", "This terminal". */
  readonly title: string;
  readonly lines: readonly string[];
  readonly note: string | undefined;
}

/** `history`: nothing is captured here, only the past is shown. */
export const MODES = ["live", "file", "demo", "history"] as const;
export type Mode = (typeof MODES)[number];

/**
 * `waiting`: no permission or no driver yet, tried again every 2 s. Live frames number them in this order,
 * in the low three bits of their flags.
 */
export const STATES = ["starting", "waiting", "running", "finished", "failed"] as const;
export type State = (typeof STATES)[number];

/** What the answerer is doing. */
export interface Status {
  readonly version: string;
  readonly mode: Mode;
  readonly state: State;
  /** One sentence why, for `waiting` and `failed`, or what was wrong with a file. */
  readonly problem: string | undefined;
  /** How to mend a `waiting` state, best first. */
  readonly advice: readonly Advice[];
  /** Names of the interfaces or files. */
  readonly sources: readonly string[];
  /** `ring`, `libpcap`, `pipe`, `file`, `sample`. */
  readonly backend: string | undefined;
  readonly captureFilter: string | undefined;
  readonly startedAt: string;
  readonly packets: number;
  readonly wireBytes: number;
  readonly drops: Drops;
  /** Time of the newest packet, or the present when live. */
  readonly watermark: string | null;
  /** 0 … 1 while a file is read. */
  readonly progress: number | undefined;
}
