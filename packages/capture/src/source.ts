/**
 * Live packets: the one interface that the ring, libpcap and the pipe implement, and its rules of
 * ownership. `source.contract.ts` runs the same traffic through all three.
 *
 * Opening needs privilege, reading does not: `openCapture` runs on the main thread and yields a
 * {@link CaptureHandle}, plain data that survives `postMessage`; the process then gives root up, and
 * the worker calls `attachCapture(handle)`.
 */
import type { CaptureInterface, PacketBatch } from "@wirescope/pcap";
import type { CaptureError } from "./errors.ts";

export type CaptureBackend = "ring" | "libpcap" | "pipe";

export interface CaptureOptions {
  readonly interface: string;
  /** Octets kept per packet, 1 … 262144. */
  readonly snapLength: number;
  readonly promiscuous: boolean;
  /** libpcap filter expression; empty for none. */
  readonly filter: string;
  /** Kernel buffer in octets; 0 lets the back-end choose. */
  readonly bufferLength: number;
  /** Undefined tries ring, libpcap and pipe in that order. */
  readonly backend: CaptureBackend | undefined;
}

/** Counts since the capture was opened. */
export interface CaptureCounts {
  /** Packets that were handed out. */
  readonly received: number;
  /** Packets the kernel had no room for. */
  readonly kernelDropped: number;
  /** Packets the interface or its driver dropped, 0 where the platform does not say. */
  readonly interfaceDropped: number;
}

export interface CaptureSource {
  readonly backend: CaptureBackend;
  readonly interface: CaptureInterface;
  /** Why the capture ended by itself; undefined while it runs and after {@link stop}. */
  readonly problem: CaptureError | undefined;
  /**
   * Fills `batch` with the packets that are there, waiting up to `timeout` milliseconds for the
   * first. Resolves to false once the source is stopped or its interface is gone for good; a batch
   * may be empty. The batch's bytes are the source's own and valid until the next call.
   */
  next(batch: PacketBatch, timeout: number): Promise<boolean>;
  counts(): CaptureCounts;
  /** False while the interface is down; capture goes on by itself when it comes up again. */
  isUp(): boolean;
  /** Ends a pending `next`, gives every resource back. Safe to call twice. */
  stop(): Promise<void>;
}
