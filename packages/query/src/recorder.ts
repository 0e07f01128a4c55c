/**
 * The pipeline behind a session: every packet is numbered, decoded, archived and analysed, as a whole
 * and for each view that somebody asked for.
 */
import { Analysis, type AnalysisOptions, SLICE_CAPACITY } from "@wirescope/analysis";
import type { Catalog } from "@wirescope/catalog";
import { Dissector, decode, type Layer, Packet } from "@wirescope/decode";
import type { Filter } from "@wirescope/filter";
import { type CaptureInterface, DEFAULT_BATCH_CAPACITY, type PacketBatch } from "@wirescope/pcap";
import { AnalysisSurroundings } from "./analysis-surroundings.ts";
import { BackFill } from "./back-fill.ts";
import type { CaptureRecord } from "./capture-record.ts";
import { SurroundingsContext } from "./filter-context.ts";
import { InterfaceList } from "./interface-list.ts";
import { MinuteBook, type MinuteOptions } from "./minute-book.ts";
import type { PacketArchive } from "./packet-archive.ts";
import { createPause, type Pause } from "./pause.ts";
import type { Scope } from "./question.ts";
import { EVERYTHING } from "./range.ts";
import { type CompiledScope, compileScope } from "./scope.ts";
import { View } from "./view.ts";
import { ViewPool } from "./view-pool.ts";

export interface RecorderOptions {
  /**
   * Packets that this does not select are numbered and otherwise passed over, as if they were not
   * there; for one pass over a file without an archive. Undefined takes every packet.
   */
  readonly only: Filter | undefined;
  /** Reads the packets for {@link only} where it looks into messages; its own by default. */
  readonly dissector: PacketDissector | undefined;
  /** Where packets are kept; undefined keeps none, so that nothing can be shown or searched later. */
  readonly archive: PacketArchive | undefined;
  /** What is known beforehand of addresses and names; without it answers and filters lack that. */
  readonly catalog: Catalog | undefined;
  /** Bounds of the unfiltered analysis. */
  readonly analysis: Partial<AnalysisOptions>;
  /** Bounds of each further analysis; the timeline is of the same kind as the unfiltered one's. */
  readonly viewAnalysis: Partial<AnalysisOptions>;
  /** Has the capture divided into minutes; undefined does without. */
  readonly minutes: MinuteOptions | undefined;
  /** Lets other work of the thread run between slices of back-filling. */
  readonly pause: Pause;
  /** Milliseconds of any clock that moves forward; bounds those slices. */
  readonly clock: () => number;
}

/** Takes packets one after the other. */
interface PacketDissector {
  dissect(packet: Packet): readonly Layer[];
}

/** A filtered view sees a part of the traffic, and there can be several. About a tenth of the memory. */
const VIEW_BOUNDS: Partial<AnalysisOptions> = {
  flowCapacity: 32_768,
  hostCapacity: 16_384,
  serviceCapacity: 4096,
  conversationCapacity: 16_384,
  nameCapacity: 8192,
};

/** Packets between looks at the clock while views are fed. */
const CLOCK_MASK = 255;

/** Buckets of the timeline of a limited range, whose span is not known beforehand. */
const RANGE_BUCKETS = 1200;

export class Recorder {
  readonly archive: PacketArchive | undefined;
  readonly catalog: Catalog | undefined;
  /** The unfiltered view of everything. */
  readonly main: View;
  /** Capture files that were read or are being read, in their order. */
  readonly files: CaptureRecord[] = [];
  /** What the packets of each minute exchanged, where the options ask for it. */
  readonly minutes: MinuteBook | undefined;
  readonly #options: RecorderOptions;
  readonly #pool: ViewPool;
  readonly #backFill: BackFill;
  readonly #interfaces = new InterfaceList();
  /** Interface numbers by source, recognised by its list. */
  readonly #numbers = new WeakMap<readonly CaptureInterface[], number[]>();
  readonly #context: SurroundingsContext;
  readonly #applicationOf: (name: string) => number;
  /** For a filter that looks into messages: they can be spread over packets. */
  readonly #dissector: PacketDissector | undefined;
  readonly #packet = new Packet();
  #firstNumber = 1;
  #interfaceIds: Uint32Array = new Uint32Array(DEFAULT_BATCH_CAPACITY);
  /** Views that have come to the newest packet and take the next one as it comes. */
  #current: readonly View[] = [];
  /** Views in use that are too slow for that and are brought up to date behind the packets. */
  #following: readonly View[] = [];

  constructor(options: Partial<RecorderOptions> = {}) {
    this.#options = {
      archive: undefined,
      only: undefined,
      dissector: undefined,
      catalog: undefined,
      analysis: {},
      viewAnalysis: {},
      minutes: undefined,
      pause: options.pause ?? createPause(),
      clock: Date.now,
      ...options,
    };
    this.archive = this.#options.archive;
    this.catalog = this.#options.catalog;
    const { only, dissector = new Dissector() } = this.#options;
    this.#dissector = only?.needsTree ? dissector : undefined;
    const { catalog } = this;
    this.#applicationOf = (name) => catalog?.application(name)?.id ?? -1;
    const everything = compileScope({ range: EVERYTHING, filter: "" });
    const { minutes } = this.#options;
    const analysis = new Analysis({
      applicationOf: this.#applicationOf,
      sliceCapacity: minutes === undefined ? 0 : SLICE_CAPACITY,
      ...this.#options.analysis,
    });
    this.main = new View(everything, analysis);
    const { ledger } = analysis;
    if (minutes !== undefined && ledger !== undefined) {
      this.minutes = new MinuteBook(analysis, ledger, minutes);
    }
    const surroundings = new AnalysisSurroundings(this.main.analysis, this.catalog);
    this.#context = new SurroundingsContext(surroundings, this.catalog);
    this.#pool = new ViewPool((scope) => this.#createView(scope));
    this.#backFill = new BackFill(this, (view) => this.#join(view));
  }

  /** A question's scope, its filter asking what this recorder knows of flows and hosts. */
  compile(scope: Scope): CompiledScope {
    return compileScope(scope, this.#context);
  }

  /** Packets fed so far. */
  get packetCount(): number {
    return this.main.next - this.#firstNumber;
  }

  /** Frame number of the newest packet; that before the first while there is none. */
  get lastNumber(): number {
    return this.main.next - 1;
  }

  /** Numbers packets from `number` on instead of 1; before the first one. */
  numberFrom(number: number): void {
    if (this.packetCount > 0) throw new TypeError("Packets have their numbers already.");
    this.#firstNumber = number;
    for (const view of [this.main, ...this.#pool.views]) view.next = number;
  }

  /** All interfaces; {@link PacketArchive} pages index them. */
  get interfaces(): readonly CaptureInterface[] {
    return this.#interfaces.all;
  }

  /** Number in {@link interfaces} of an interface of a source, recognised by its list. */
  interfaceNumber(interfaces: readonly CaptureInterface[], interfaceId: number): number {
    return this.#numbers.get(interfaces)?.[interfaceId] ?? interfaceId;
  }

  /** Lets other work of the thread have its turn. */
  get pause(): Pause {
    return this.#options.pause;
  }

  /** Milliseconds, for bounding slices of work. */
  get clock(): () => number {
    return this.#options.clock;
  }

  /**
   * Takes the packets of one batch, whose `interfaceId`s index `interfaces`. The list is recognised
   * by identity and may grow between calls. Borrows the batch until it returns. Hot.
   */
  feed(batch: PacketBatch, interfaces: readonly CaptureInterface[]): void {
    if (batch.count === 0) return;
    const firstNumber = this.lastNumber + 1;
    this.archive?.append(batch, firstNumber, this.#toOwnIds(batch, interfaces));
    const packet = this.#packet;
    const { main, minutes } = this;
    const { only } = this.#options;
    const { count, view, start, capturedLength, originalLength } = batch;
    const { seconds, nanoseconds, interfaceId, linkType } = batch;
    const limit = this.archive === undefined ? Number.POSITIVE_INFINITY : feedLimit(count);
    let feedsViews = this.#current.length > 0;
    const deadline = feedsViews ? this.clock() + limit : 0;
    main.firstSeen ??= { seconds: seconds[0]!, nanoseconds: nanoseconds[0]! };
    for (let row = 0; row < count; row++) {
      packet.number = firstNumber + row;
      packet.seconds = seconds[row]!;
      packet.nanoseconds = nanoseconds[row]!;
      packet.interfaceId = interfaceId[row]!;
      packet.linkType = linkType[row]!;
      packet.originalLength = originalLength[row]!;
      const offset = start[row]!;
      decode(packet, view, offset, offset + capturedLength[row]!);
      if (only !== undefined && !only.matches(packet, this.#dissector?.dissect(packet))) continue;
      const { protocol, protocolByPort } = packet;
      minutes?.turnAt(packet.seconds);
      main.analysis.add(packet);
      if (feedsViews) {
        packet.protocol = protocol;
        packet.protocolByPort = protocolByPort;
        this.#feedViews(packet);
        if ((packet.number & CLOCK_MASK) === 0 && this.clock() > deadline) {
          this.#detachViews(packet.number + 1);
          feedsViews = false;
        }
      }
    }
    minutes?.keepTime(packet.seconds, packet.nanoseconds);
    main.matchedCount = main.analysis.totals.packets;
    main.next += count;
    for (const view of this.#current) {
      view.next = main.next;
      view.firstSeen ??= { seconds: seconds[0]!, nanoseconds: nanoseconds[0]! };
    }
    for (const view of this.#following) this.#backFill.start(view);
  }

  /** Answers from the view of `scope` once it has come to what is now the newest packet. */
  async use<T>(scope: CompiledScope, answer: (view: View) => T): Promise<T> {
    if (scope.whole) return answer(this.main);
    const view = await this.#pool.acquire(scope);
    try {
      this.#findCurrent();
      if (!view.isCurrent) {
        this.#backFill.start(view);
        await view.reached(this.lastNumber);
      }
      return answer(view);
    } finally {
      this.#pool.release(view, false);
      this.#findCurrent();
    }
  }

  /**
   * The view of `scope` for a live stream, at once and kept up to date until {@link unwatch}; it may
   * still be working through earlier packets.
   *
   * @throws QueryError `QUERY_BUSY` when streams watch too many different scopes.
   */
  watch(scope: CompiledScope): View {
    if (scope.whole) return this.main;
    const view = this.#pool.acquireForStream(scope);
    this.#findCurrent();
    if (!view.isCurrent) this.#backFill.start(view);
    return view;
  }

  unwatch(view: View): void {
    if (view === this.main) return;
    this.#pool.release(view, true);
    this.#findCurrent();
  }

  /**
   * How many of the packets held belong to `scope`; undefined where that would have to be counted
   * first, by a view that nobody has asked for or that saw packets which are no longer held.
   */
  matchingHeld(scope: CompiledScope): number | undefined {
    const { archive } = this;
    if (archive === undefined) return 0;
    if (scope.whole) return this.packetCount - archive.forgottenCount;
    const view = this.#pool.views.find((candidate) => candidate.scope.key === scope.key);
    if (view === undefined || !view.isCurrent || archive.forgottenCount > 0) return undefined;
    return view.matchedCount;
  }

  #feedViews(packet: Packet): void {
    for (let i = 0; i < this.#current.length; i++) {
      const view = this.#current[i]!;
      if (view.accepts(packet)) view.add(packet);
    }
  }

  #createView(scope: CompiledScope): View {
    const { names, options } = this.main.analysis;
    const { timeline, flowIdleSeconds, hashSeed } = options;
    const view = new View(
      scope,
      new Analysis({
        ...VIEW_BOUNDS,
        flowIdleSeconds,
        hashSeed,
        names,
        applicationOf: this.#applicationOf,
        timeline: scope.window.unlimited ? timeline : { kind: "fitting", buckets: RANGE_BUCKETS },
        ...this.#options.viewAnalysis,
      }),
    );
    view.next = this.#firstNumber;
    return view;
  }

  #join(view: View): void {
    view.hasCaughtUp = true;
    if (view.isSlow) return;
    view.isCurrent = true;
    this.#findCurrent();
  }

  /** Takes the views out of the way of the packets; they follow from the archive, in slices. */
  #detachViews(next: number): void {
    for (const view of this.#current) {
      view.isCurrent = false;
      view.isSlow = true;
      view.next = next;
    }
    this.#findCurrent();
  }

  /** Views that left the pool take no more packets. */
  #findCurrent(): void {
    const { views } = this.#pool;
    this.#current = views.filter((view) => view.isCurrent);
    this.#following = views.filter((view) => view.isSlow && view.userCount > 0);
  }

  /** The batch's interface column in the numbering of {@link interfaces}. */
  #toOwnIds(batch: PacketBatch, interfaces: readonly CaptureInterface[]): Uint32Array {
    let numbers = this.#numbers.get(interfaces);
    if (numbers === undefined) {
      numbers = [];
      this.#numbers.set(interfaces, numbers);
    }
    this.#interfaces.extend(numbers, interfaces);
    if (numbers.every((number, index) => number === index)) return batch.interfaceId;
    if (this.#interfaceIds.length < batch.count)
      this.#interfaceIds = new Uint32Array(batch.capacity);
    const ids = this.#interfaceIds;
    for (let row = 0; row < batch.count; row++) {
      const own = batch.interfaceId[row]!;
      ids[row] = numbers[own] ?? own;
    }
    return ids;
  }
}

/**
 * Milliseconds that feeding `count` packets may take while views are fed with them: 2 µs each, but not
 * less than 4 ms. A view with a slow filter would otherwise cost packets at high rates.
 */
function feedLimit(count: number): number {
  return Math.max(4, count * 0.002);
}
