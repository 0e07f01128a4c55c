/** One thing that the worker does from its start to its end: capture, read files, replay the sample. */
import type { Pipeline } from "../pipeline.ts";

export interface Run {
  readonly pipeline: Pipeline;
  /** Reads to the end. Until it is called, no packet is looked at. */
  read(): Promise<void>;
  /** Gives every resource back; a pending {@link read} ends. */
  stop(): Promise<void>;
}
