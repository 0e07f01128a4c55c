/**
 * One session for the whole life of the program, over answerers that come and go: the worker that
 * waits for permission gives way to the one that replays the sample, and that to the one that captures.
 *
 * Live streams stay open across a switch: what a page subscribed to is asked of the new answerer, with
 * the frames that the page still waits for.
 */
import {
  type Extent,
  type FieldInfo,
  type FlowsPage,
  type FlowsQuestion,
  type HostsPage,
  type HostsQuestion,
  type InterfaceInfo,
  type LiveStream,
  type PacketDataPage,
  type PacketDetail,
  type PacketsPage,
  type PacketsQuestion,
  QueryError,
  type Scope,
  type Session,
  type Status,
  type Subscription,
  type Summary,
  type Timeline,
  type TimelineQuestion,
  type Top,
  type TopQuestion,
  type Usage,
  type UsageQuestion,
} from "@wirescope/query";

export class SwitchingSession implements Session {
  /** Undefined before the first: questions wait for it. */
  #current: Session | undefined;
  readonly #first: Promise<Session>;
  #begin!: (first: Session) => void;
  #giveUp!: (error: QueryError) => void;
  readonly #streams: Set<SwitchingStream> = new Set();

  constructor() {
    this.#first = new Promise((resolve, reject) => {
      this.#begin = resolve;
      this.#giveUp = reject;
    });
    this.#first.catch(() => {});
  }

  /** Asks `next` from now on and closes the session before it, which may be gone already. */
  async switchTo(next: Session): Promise<void> {
    const previous = this.#current;
    this.#current = next;
    this.#begin(next);
    for (const stream of this.#streams) stream.switchTo(next);
    await Promise.allSettled([previous?.close()]);
  }

  status(): Promise<Status> {
    return this.#ask((session) => session.status());
  }

  interfaces(): Promise<readonly InterfaceInfo[]> {
    return this.#ask((session) => session.interfaces());
  }

  summary(question: Scope): Promise<Summary> {
    return this.#ask((session) => session.summary(question));
  }

  timeline(question: TimelineQuestion): Promise<Timeline> {
    return this.#ask((session) => session.timeline(question));
  }

  top(question: TopQuestion): Promise<Top> {
    return this.#ask((session) => session.top(question));
  }

  flows(question: FlowsQuestion): Promise<FlowsPage> {
    return this.#ask((session) => session.flows(question));
  }

  hosts(question: HostsQuestion): Promise<HostsPage> {
    return this.#ask((session) => session.hosts(question));
  }

  packets(question: PacketsQuestion): Promise<PacketsPage> {
    return this.#ask((session) => session.packets(question));
  }

  packetData(question: PacketsQuestion): Promise<PacketDataPage> {
    return this.#ask((session) => session.packetData(question));
  }

  packet(number: number): Promise<PacketDetail | undefined> {
    return this.#ask((session) => session.packet(number));
  }

  fields(): Promise<readonly FieldInfo[]> {
    return this.#ask((session) => session.fields());
  }

  extent(): Promise<Extent> {
    return this.#ask((session) => session.extent());
  }

  usage(question: UsageQuestion): Promise<Usage> {
    return this.#ask((session) => session.usage(question));
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

  async close(): Promise<void> {
    this.#giveUp(new QueryError("QUERY_CLOSED", "The session is closed."));
    await this.#current?.close();
  }

  async #ask<T>(question: (session: Session) => Promise<T>): Promise<T> {
    return question(this.#current ?? (await this.#first));
  }
}

interface StreamListeners {
  readonly onFrame: (frame: ArrayBuffer) => void;
  readonly onProblem: ((problem: QueryError, epoch: number) => void) | undefined;
  readonly onClose: () => void;
}

class SwitchingStream implements LiveStream {
  readonly #listeners: StreamListeners;
  #stream: LiveStream | undefined;
  /** Counts answerers, so that a frame from an earlier one is not taken for one of the present one. */
  #generation = 0;
  #subscription: { readonly what: Subscription; readonly epoch: number } | undefined;
  /** Frames granted and not received. */
  #owed = 0;

  constructor(session: Session | undefined, listeners: StreamListeners) {
    this.#listeners = listeners;
    this.#stream = session && this.#open(session);
  }

  switchTo(session: Session): void {
    this.#stream?.close();
    this.#generation += 1;
    const stream = this.#open(session);
    this.#stream = stream;
    if (this.#subscription === undefined) return;
    stream.subscribe(this.#subscription.what, this.#subscription.epoch);
    for (let i = 0; i < this.#owed; i += 1) stream.grant();
  }

  subscribe(subscription: Subscription, epoch: number): void {
    this.#subscription = { what: subscription, epoch };
    this.#stream?.subscribe(subscription, epoch);
  }

  grant(): void {
    this.#owed += 1;
    this.#stream?.grant();
  }

  close(): void {
    this.#stream?.close();
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
