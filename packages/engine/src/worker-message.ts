/** What the main thread and the worker say to each other, besides the questions of the session. */
import type { MessagePort } from "node:worker_threads";
import type { CaptureHandle } from "@wirescope/capture";
import type { CatalogFiles } from "@wirescope/catalog-files";
import type { PipelineMetrics } from "./metrics.ts";

/** What the worker is to read. */
export type WorkerPlan =
  | {
      readonly kind: "live";
      readonly handles: readonly CaptureHandle[];
      readonly captureFilter: string;
      /** To whoever keeps packets on disk. Transferred. */
      readonly packetPort: MessagePort | undefined;
      /** To history. Transferred. */
      readonly slicePort: MessagePort | undefined;
    }
  | { readonly kind: "files"; readonly paths: readonly string[] }
  | { readonly kind: "sample" };

/** Handed over when the worker starts. */
export interface WorkerStart {
  readonly plan: WorkerPlan;
  /** Where the session is served. */
  readonly port: MessagePort;
  /** Octets of packets kept in memory. */
  readonly archiveLength: number;
  readonly catalog: CatalogFiles;
}

/** From the main thread. `go`: packets may be read now; `stop`: give everything back and end. */
export type WorkerOrder = "go" | "stop";

/** From the worker. */
export type WorkerReport =
  /** All code is loaded and all captures are attached; no packet was read. */
  | { readonly kind: "ready" }
  /** It can't begin, because of what it was asked to read. */
  | { readonly kind: "refused"; readonly code: string; readonly message: string }
  | { readonly kind: "metrics"; readonly metrics: PipelineMetrics };
