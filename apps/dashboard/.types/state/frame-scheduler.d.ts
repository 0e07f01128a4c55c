/**
 * One paint for all that arrives between two of them: work asked for under the same key replaces the
 * earlier one, and everything runs in one animation frame. A hidden tab gets no animation frames, so
 * nothing is drawn there and only the newest work runs on return.
 */
export declare class FrameScheduler {
  #private;
  constructor(request: (callback: () => void) => void);
  schedule(key: string, work: () => void): void;
}
//# sourceMappingURL=frame-scheduler.d.ts.map
