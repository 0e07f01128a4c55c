/**
 * Live frames on their way to the panels: decoded as they arrive, shown once per animation frame,
 * frozen while the view is paused. Recording goes on meanwhile, and what arrives is counted.
 *
 * A frame is granted for each one that was painted, so a page that is hidden or slow asks for less.
 */
import { type LiveFrame, type Session } from "@wirescope/query";
import type { FrameScheduler } from "./frame-scheduler.ts";
import { Store } from "./store.ts";
export interface PauseState {
    readonly paused: boolean;
    /** Microseconds since 1970 at which the view was frozen. */
    readonly at: number;
    /** Packets of the filter that arrived since. */
    readonly arrived: number;
}
export declare class LiveFeed {
    #private;
    /** The frame that the panels show. */
    readonly shown: Store<LiveFrame | undefined>;
    readonly pause: Store<PauseState>;
    /** True until the first frame of the present question is shown; what was shown stays meanwhile. */
    readonly pending: Store<boolean>;
    /**
     * @param onFrame hears of every frame of the present subscription, before it is painted.
     * @param onProblem hears of refused subscriptions and of frames that cannot be read.
     */
    constructor(scheduler: FrameScheduler, onFrame: (frame: LiveFrame) => void, onProblem: (error: Error) => void);
    get epoch(): number;
    /** Follows another session; the earlier stream is closed. */
    open(session: Session): void;
    subscribe(filter: string, window: number): void;
    setPaused(paused: boolean): void;
    close(): void;
}
//# sourceMappingURL=live-feed.d.ts.map