/** What the main thread and the one that keeps packets say to each other, besides the questions. */
import type { MessagePort } from "node:worker_threads";
import type { CatalogFiles } from "@wirescope/catalog-files";

/** Handed over when the worker starts. */
export interface PacketWorkerStart {
  readonly directory: string;
  /** Octets. */
  readonly budget: number;
  /** Where the questions come from. */
  readonly port: MessagePort;
  /** Where history answers questions. */
  readonly past: MessagePort;
  readonly catalog: CatalogFiles;
}

/**
 * From the main thread. `go`: the disk may be looked at now; `capture`: packets come from this port;
 * `stop`: close what is open and end.
 */
export type PacketOrder =
  | { readonly kind: "go" }
  | { readonly kind: "capture"; readonly port: MessagePort }
  | { readonly kind: "stop" };
