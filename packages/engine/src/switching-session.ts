/**
 * One session for the whole life of the program, over answerers that come and go: the worker that
 * waits for permission gives way to the one that replays the sample, and that to the one that captures.
 *
 * Live streams stay open across a switch: what a page subscribed to is asked of the new answerer, with
 * the frames that the page still waits for.
 */
import type {
  Extent,
  FieldInfo,
  FlowsPage,
  FlowsQuestion,
  HostsPage,
  HostsQuestion,
  InterfaceInfo,
  LiveStream,
  PacketDataPage,
  PacketDetail,
  PacketsPage,
  PacketsQuestion,
  QueryError,
  Scope,
  Session,
  Status,
  Subscription,
  Summary,
  Timeline,
  TimelineQuestion,
  Top,
  TopQuestion,
  Usage,
  UsageQuestion,
} from "@wirescope/query";

export class SwitchingSession implements Session {
  #current: Session;
  readonly #streams: Set<SwitchingStream> = new Set();

  constructor(first: Session) {
    this.#current = first;
  }

  /** Asks `next` from now on and closes the session before it, which may be gone already. */
  async switchTo(next: Session): Promise<void> {
    const previous = this.#current;
    this.#current = next;
    for (const stream of this.#streams) stream.switchTo(next);
    await Promise.allSettled([previous.close()]);
  }

  status(): Promise<Status> {
    return this.#current.status();
  }

  interfaces(): Promise<readonly InterfaceInfo[]> {
    return this.#current.interfaces();
  }

  summary(question: Scope): Promise<Summary> {
    return this.#current.summary(question);
  }

  timeline(question: TimelineQuestion): Promise<Timeline> {
    return this.#current.timeline(question);
  }

  top(question: TopQuestion): Promise<Top> {
    return this.#current.top(question);
  }

  flows(question: FlowsQuestion): Promise<FlowsPage> {
    return this.#current.flows(question);
  }

  hosts(question: HostsQuestion): Promise<HostsPage> {
    return this.#current.hosts(question);
  }

  packets(question: PacketsQuestion): Promise<PacketsPage> {
    return this.#current.packets(question);
  }

  packetData(question: PacketsQuestion): Promise<PacketDataPage> {
    return this.#current.packetData(question);
  }

  packet(number: number): Promise<PacketDetail | undefined> {
    return this.#current.packet(number);
  }

  fields(): Promise<readonly FieldInfo[]> {
    return this.#current.fields();
  }

  extent(): Promise<Extent> {
    return this.#current.extent();
  }

  usage(question: UsageQuestion): Promise<Usage> {
    return this.#current.usage(question);
  }

  live(
    onFrame: (frame: ArrayBuffer) => void,
    onProblem?: (problem: QueryError, epoch: number) => void,
  ): LiveStream {
    const onClose = (): boolean => this.#streams.delete(stream);
    const stream = new SwitchingStream(this.#current, { onFrame, onProblem, onClose });
    this.#streams.add(stream);
    return stream;
  }

  close(): Promise<void> {
    return this.#current.close();
  }
}

interface StreamListeners {
  readonly onFrame: (frame: ArrayBuffer) => void;
  readonly onProblem: ((problem: QueryError, epoch: number) => void) | undefined;
  readonly onClose: () => void;
}

class SwitchingStream implements LiveStream {
  readonly #listeners: StreamListeners;
  #stream: LiveStream;
  /** Counts answerers, so that a frame from an earlier one is not taken for one of the present one. */
  #generation = 0;
  #subscription: { readonly what: Subscription; readonly epoch: number } | undefined;
  /** Frames granted and not received. */
  #owed = 0;

  constructor(session: Session, listeners: StreamListeners) {
    this.#listeners = listeners;
    this.#stream = this.#open(session);
  }

  switchTo(session: Session): void {
    this.#stream.close();
    this.#generation += 1;
    this.#stream = this.#open(session);
    if (this.#subscription === undefined) return;
    this.#stream.subscribe(this.#subscription.what, this.#subscription.epoch);
    for (let i = 0; i < this.#owed; i += 1) this.#stream.grant();
  }

  subscribe(subscription: Subscription, epoch: number): void {
    this.#subscription = { what: subscription, epoch };
    this.#stream.subscribe(subscription, epoch);
  }

  grant(): void {
    this.#owed += 1;
    this.#stream.grant();
  }

  close(): void {
    this.#stream.close();
    this.#listeners.onClose();
  }

  #open(session: Session): LiveStream {
    const generation = this.#generation;
    return session.live(
      (frame) => {
        if (generation !== this.#generation) return;
        this.#owed -= 1;
        this.#listeners.onFrame(frame);
      },
      (problem, epoch) => {
        if (generation === this.#generation) this.#listeners.onProblem?.(problem, epoch);
      },
    );
  }
}
