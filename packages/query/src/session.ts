/**
 * The query contract: what the live engine, a file session in the browser and (over HTTP) the page's
 * own client all implement. `session.contract.ts` runs the same captures through every one of them.
 *
 * A method rejects with `QueryError` for a bad question (a filter error names its column) and never
 * for traffic.
 */
import type { Extent, HostsPage, Summary, Timeline, Top, Usage } from "./answer.ts";
import type { QueryError } from "./errors.ts";
import type { FlowsPage } from "./flow.ts";
import type { FieldInfo, PacketDataPage, PacketDetail, PacketsPage } from "./packet.ts";
import type {
  FlowsQuestion,
  HostsQuestion,
  PacketsQuestion,
  Scope,
  TimelineQuestion,
  TopQuestion,
  UsageQuestion,
} from "./question.ts";
import type { InterfaceInfo, Status } from "./status.ts";

/** What a page wants to be kept up to date about. */
export interface Subscription {
  /** Display filter text; empty for everything. */
  readonly filter: string;
  /** Seconds of timeline kept current in each frame, 1 … 3600. */
  readonly window: number;
  /** Rows of each top list, 1 … 100. */
  readonly topLimit: number;
  /** Newest packet rows per frame at most, 0 … 500. */
  readonly rowLimit: number;
}

export interface LiveStream {
  /**
   * Replaces what is asked for. Frames of the earlier subscription that are still under way carry its
   * `epoch` and are to be ignored.
   */
  subscribe(subscription: Subscription, epoch: number): void;
  /** Grants one more frame; the sender holds back when all grants are used (back-pressure). */
  grant(): void;
  close(): void;
}

export interface Session {
  status(): Promise<Status>;
  interfaces(): Promise<readonly InterfaceInfo[]>;
  summary(question: Scope): Promise<Summary>;
  timeline(question: TimelineQuestion): Promise<Timeline>;
  top(question: TopQuestion): Promise<Top>;
  flows(question: FlowsQuestion): Promise<FlowsPage>;
  hosts(question: HostsQuestion): Promise<HostsPage>;
  packets(question: PacketsQuestion): Promise<PacketsPage>;
  /** The same packets as octets, to be written into a capture file. */
  packetData(question: PacketsQuestion): Promise<PacketDataPage>;
  /** Undefined when the packet is no longer held. */
  packet(number: number): Promise<PacketDetail | undefined>;
  fields(): Promise<readonly FieldInfo[]>;
  /** How far back what is held reaches. */
  extent(): Promise<Extent>;
  /** Rejects with `QUERY_NO_HISTORY` where none is kept. */
  usage(question: UsageQuestion): Promise<Usage>;
  /**
   * Opens a stream of `LiveFrame`s, encoded; nothing is sent before `subscribe` and `grant`.
   * `onProblem` is told what is wrong with a subscription (a filter that does not parse, a window out
   * of bounds), by its epoch; no frames follow until the next `subscribe`.
   */
  live(
    onFrame: (frame: ArrayBuffer) => void,
    onProblem?: (problem: QueryError, epoch: number) => void,
  ): LiveStream;
  close(): Promise<void>;
}
