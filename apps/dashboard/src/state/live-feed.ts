/**
 * Live frames on their way to the panels: decoded as they arrive, shown once per animation frame,
 * frozen while the view is paused. Recording goes on meanwhile, and what arrives is counted.
 *
 * A frame is granted for each one that was painted, so a page that is hidden or slow asks for less.
 */
import { decodeLiveFrame, type LiveFrame, type LiveStream, type Session } from "@wirescope/query";
import type { FrameScheduler } from "./frame-scheduler.ts";
import { Store } from "./store.ts";

const FRAMES_IN_FLIGHT = 2;
const TOP_ROWS = 30;
const ROWS_PER_FRAME = 60;

export interface PauseState {
  readonly paused: boolean;
  /** Microseconds since 1970 at which the view was frozen. */
  readonly at: number;
  /** Packets of the filter that arrived since. */
  readonly arrived: number;
}

const RUNNING: PauseState = { paused: false, at: 0, arrived: 0 };

export class LiveFeed {
  /** The frame that the panels show. */
  readonly shown: Store<LiveFrame | undefined> = new Store<LiveFrame | undefined>(undefined);
  readonly pause: Store<PauseState> = new Store(RUNNING);
  /** True until the first frame of the present question is shown; what was shown stays meanwhile. */
  readonly pending: Store<boolean> = new Store<boolean>(true);
  readonly #scheduler: FrameScheduler;
  readonly #onFrame: (frame: LiveFrame) => void;
  readonly #onProblem: (error: Error) => void;
  /** Gives each frame its own key in the scheduler, so that none of its grants is lost. */
  #received = 0;
  #stream: LiveStream | undefined;
  #epoch = 0;
  #newest: LiveFrame | undefined;

  /**
   * @param onFrame hears of every frame of the present subscription, before it is painted.
   * @param onProblem hears of refused subscriptions and of frames that cannot be read.
   */
  constructor(
    scheduler: FrameScheduler,
    onFrame: (frame: LiveFrame) => void,
    onProblem: (error: Error) => void,
  ) {
    this.#scheduler = scheduler;
    this.#onFrame = onFrame;
    this.#onProblem = onProblem;
  }

  get epoch(): number {
    return this.#epoch;
  }

  /** Follows another session; the earlier stream is closed. */
  open(session: Session): void {
    this.#stream?.close();
    this.#newest = undefined;
    this.shown.set(undefined);
    this.pause.set(RUNNING);
    const stream = session.live(
      (bytes) => {
        if (stream === this.#stream) this.#receive(bytes);
      },
      (problem, epoch) => {
        if (stream === this.#stream && epoch === this.#epoch) this.#onProblem(problem);
      },
    );
    this.#stream = stream;
    for (let i = 0; i < FRAMES_IN_FLIGHT; i += 1) stream.grant();
  }

  subscribe(filter: string, window: number): void {
    this.#epoch += 1;
    this.#newest = undefined;
    this.pending.set(true);
    this.#stream?.subscribe(
      { filter, window, topLimit: TOP_ROWS, rowLimit: ROWS_PER_FRAME },
      this.#epoch,
    );
  }

  setPaused(paused: boolean): void {
    const frame = this.shown.getSnapshot();
    if (paused === this.pause.getSnapshot().paused || frame === undefined) return;
    this.pause.set(paused ? { paused, at: frame.watermark, arrived: 0 } : RUNNING);
    if (!paused && this.#newest !== undefined) this.shown.set(this.#newest);
  }

  close(): void {
    this.#stream?.close();
    this.#stream = undefined;
  }

  #receive(bytes: ArrayBuffer): void {
    const stream = this.#stream;
    try {
      const frame = decodeLiveFrame(bytes);
      if (frame.epoch === this.#epoch) {
        this.#newest = frame;
        this.#onFrame(frame);
      }
    } catch (error) {
      this.#onProblem(error instanceof Error ? error : new Error(String(error)));
    }
    this.#received += 1;
    this.#scheduler.schedule(`frame ${this.#received}`, () => {
      stream?.grant();
      this.#show();
    });
  }

  #show(): void {
    const newest = this.#newest;
    if (newest === undefined) return;
    this.pending.set(false);
    const pause = this.pause.getSnapshot();
    const shown = this.shown.getSnapshot();
    if (!pause.paused || shown === undefined || shown.epoch !== newest.epoch) {
      this.shown.set(newest);
      return;
    }
    const arrived = Math.max(0, newest.totals.packets - shown.totals.packets);
    this.pause.set(arrived === pause.arrived ? pause : { ...pause, arrived });
  }
}
