/**
 * What a capture tells history of one minute, and what the two say to each other. Everything survives
 * `structuredClone`.
 */
import type { SliceBatch } from "@wirescope/analysis";
import type { NameSource } from "@wirescope/decode";

/** What is known of an address that was seen in the minute. */
export interface HostSighting {
  readonly address: string;
  /** Where one is known to be its own. */
  readonly mac: string | undefined;
  /** Best first. */
  readonly names: readonly { readonly name: string; readonly source: NameSource }[];
}

/** Hosts of a report at most. */
export const SIGHTING_LIMIT = 4096;

export interface MinuteReport {
  readonly slices: SliceBatch;
  /** Hosts of the slices of which something is known, at most {@link SIGHTING_LIMIT}. */
  readonly hosts: readonly HostSighting[];
  /** Of the minute; octets on the wire. */
  readonly packets: number;
  readonly wireBytes: number;
  readonly malformed: number;
  /** Lost during the minute by the operating system, and by the interface. */
  readonly kernelDrops: number;
  readonly interfaceDrops: number;
  /** Reports before this one that history had no room for: their minutes are lost, and counted. */
  readonly reportsLost: number;
  /** Names of the interfaces that are being captured on. */
  readonly interfaces: readonly string[];
}

/** From the capture. */
export type CaptureMessage =
  /** `run`: seconds since 1970 at which the capture began; with the flow's number it names a flow. */
  | { readonly kind: "minute"; readonly run: number; readonly report: MinuteReport }
  /** The minute that is not over, as asked for; undefined where nothing was captured yet. */
  | {
      readonly kind: "running";
      readonly id: number;
      readonly run: number;
      readonly report: MinuteReport | undefined;
    };

/** From history. */
export type HistoryMessage =
  /** A report was written, or refused for good: there is room for another. */
  { readonly kind: "taken" } | { readonly kind: "peek"; readonly id: number };

/** Reports under way to history; the capture drops and counts those beyond. */
export const REPORTS_IN_FLIGHT = 4;
