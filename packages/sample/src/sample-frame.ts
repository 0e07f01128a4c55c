/** A frame at its time, as scenarios produce them. */

export interface SampleFrame {
  /** Microseconds since the start of the sample; scenarios yield them in order. */
  readonly time: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export type Frames = Generator<SampleFrame, void, undefined>;

export const SECOND = 1_000_000;
export const MILLISECOND = 1_000;
