/** What the main thread and the store's thread say to each other, besides questions and reports. */
import type { MessagePort } from "node:worker_threads";
import type { CatalogFiles } from "@wirescope/catalog-files";
import type { StoreAddress } from "./clickhouse/store-address.ts";
import type { StoreErrorCode } from "./errors.ts";
import type { RetentionPolicy } from "./retention.ts";

/** Handed over when the thread starts. */
export interface StoreStart {
  /** Undefined where nothing is recorded. */
  readonly directory: string | undefined;
  /** Where history is kept; undefined for the data directory. */
  readonly store: StoreAddress | undefined;
  /** Name under which minutes are kept. */
  readonly sensor: string;
  readonly retention: RetentionPolicy;
  readonly catalog: CatalogFiles;
  /** Where the session is served. */
  readonly port: MessagePort;
  /** Where the capture's reports arrive. */
  readonly slicePort: MessagePort;
}

/**
 * From the main thread. `go`: files may be opened now; `serve`: another thread asks questions at this
 * port; `stop`: write what is there and end.
 */
export type StoreOrder =
  | { readonly kind: "go" }
  | { readonly kind: "serve"; readonly port: MessagePort }
  | { readonly kind: "stop" };

/** From the store's thread. */
export type StoreReport =
  /** All code is loaded; no file was opened. */
  | { readonly kind: "ready" }
  /** After `go`: it keeps history, or will as soon as it can. */
  | { readonly kind: "open" }
  /** What is wrong has changed; undefined when nothing is wrong any more. */
  | { readonly kind: "problem"; readonly problem: string | undefined }
  /** After `go`: it must not. */
  | { readonly kind: "refused"; readonly code: StoreErrorCode; readonly message: string };
