/** The session that the page shows, and what can be done with it beyond asking. */
import type { Session } from "@wirescope/query";
import type { Store } from "../state/store.ts";
import type { Connection } from "./connection.ts";
import type { Exporter } from "./exporter.ts";

export interface ActiveSession {
  /** `server`: what the program that serves this page captures or reads. `file`: a file read here. */
  readonly kind: "server" | "file";
  readonly session: Session;
  readonly connection: Store<Connection>;
  /** Tries a lost connection again at once. */
  readonly retryNow: () => void;
  /** Starts the server's recorded sample; undefined where there is none. */
  readonly startDemo: (() => Promise<void>) | undefined;
  readonly exporter: Exporter;
  /** Stops reading a file and keeps what was read; undefined where nothing is read. */
  readonly cancelReading: (() => void) | undefined;
}
