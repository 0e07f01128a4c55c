/** One thing that the worker does from its start to its end: capture, read files, replay the sample. */
import type { Catalog } from "@wirescope/catalog";
import type { Pipeline } from "../pipeline.ts";

/** What every run keeps: packets, and what is known beforehand. */
export interface Keeping {
  /** Octets of packets kept in memory. */
  readonly archiveLength: number;
  readonly catalog: Catalog;
}

export interface Run {
  readonly pipeline: Pipeline;
  /** Reads to the end. Until it is called, no packet is looked at. */
  read(): Promise<void>;
  /** Gives every resource back; a pending {@link read} ends. */
  stop(): Promise<void>;
}
