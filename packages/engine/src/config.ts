/** What the engine can be told to do, and how much memory it may take for it. */
import type { MessagePort } from "node:worker_threads";
import type { CaptureBackend } from "@wirescope/capture";
import { type CatalogFiles, readCatalogFiles } from "@wirescope/catalog-files";

/** Packets from this machine's interfaces. */
export interface LiveInput {
  readonly kind: "live";
  /** Names; empty for the interface of the default route. */
  readonly interfaces: readonly string[];
  /** libpcap filter expression; empty for none. */
  readonly captureFilter: string;
  /** Octets kept per packet, 1 … 262144. */
  readonly snapLength: number;
  readonly promiscuous: boolean;
  /** Undefined takes the first one that works. */
  readonly backend: CaptureBackend | undefined;
  /** Kernel buffer per interface in octets; 0 lets the back-end choose, or shares out the default. */
  readonly bufferLength: number;
}

/** Capture files, one after the other; `-` is standard input. */
export interface FilesInput {
  readonly kind: "files";
  readonly paths: readonly string[];
}

/** The generated sample, replayed as if it were live. */
export interface SampleInput {
  readonly kind: "sample";
}

/** Nothing is read: what answers is a history that others record. */
export interface HistoryInput {
  readonly kind: "history";
  /** The store, for people. */
  readonly source: string;
}

export type EngineInput = LiveInput | FilesInput | SampleInput | HistoryInput;

export const DEFAULT_SNAP_LENGTH = 262_144;

/** Octets of packets kept in memory. */
export const DEFAULT_ARCHIVE_LENGTH: number = 64 * 1024 * 1024;

/**
 * Octets of kernel buffer that several interfaces share: rings are mapped, so each would add its own
 * to the memory of the process. One interface gets what its back-end chooses.
 */
export const SHARED_BUFFER_LENGTH: number = 16 * 1024 * 1024;

/** Milliseconds between two attempts to capture while permission is missing. */
export const RETRY_INTERVAL = 2000;

/** Milliseconds between two ticks of the live streams. */
export const TICK_INTERVAL = 250;

/** Milliseconds that a source waits for packets before the loop looks around. */
export const NEXT_TIMEOUT = 50;

/**
 * Limits of the worker's heap, in MiB. Packets, tables and rings are array buffers outside it; what is
 * in it is strings of names and answers under way.
 */
export const WORKER_LIMITS = { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 8 } as const;

export interface EngineConfig {
  readonly input: EngineInput;
  /** Octets of packets kept in memory; files that can be read twice need none. */
  readonly archiveLength: number;
  /** What is known beforehand, as read from disk; what ships if left out. */
  readonly catalog: CatalogFiles;
  /** Opens a port to whoever keeps the packets of a live capture on disk; undefined where nobody does. */
  readonly openPacketPort: (() => MessagePort) | undefined;
  /** Opens a port to history, which each minute of a live capture is handed to; undefined without history. */
  readonly openSlicePort: (() => MessagePort) | undefined;
}

/** Fills in what was not said. */
export function completeConfig(
  config: Pick<EngineConfig, "input"> & Partial<EngineConfig>,
): EngineConfig {
  return {
    archiveLength: DEFAULT_ARCHIVE_LENGTH,
    catalog: config.catalog ?? readCatalogFiles(),
    openPacketPort: undefined,
    openSlicePort: undefined,
    ...config,
  };
}

/** A live input without wishes; take it as the base of one that has some. */
export const LIVE_DEFAULTS: LiveInput = {
  kind: "live",
  interfaces: [],
  captureFilter: "",
  snapLength: DEFAULT_SNAP_LENGTH,
  promiscuous: true,
  backend: undefined,
  bufferLength: 0,
};
