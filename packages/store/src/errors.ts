/** What can go wrong with history. */
export type StoreErrorCode =
  /** The data directory can't be made or written. */
  | "STORE_NO_ACCESS"
  /** Another Wirescope writes to the data directory. */
  | "STORE_IN_USE"
  /** The file is of a later version of Wirescope. */
  | "STORE_TOO_NEW"
  /** The file is no history, or damaged. */
  | "STORE_DAMAGED"
  /** No room on the disk. */
  | "STORE_FULL"
  /** The server of a shared store is away or refuses. */
  | "STORE_UNREACHABLE"
  /** A store's address that can't be understood. */
  | "STORE_BAD_ADDRESS"
  /** The engine refused; the message is its own. */
  | "STORE_FAILED";

/** The message is one sentence for people: what failed, where, what to do. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "StoreError";
    this.code = code;
  }
}
