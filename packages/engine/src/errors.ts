/** Every way in which the engine itself can fail; capture and query bring their own classes. */
export type EngineErrorCode =
  | "ENGINE_NO_SUCH_FILE"
  | "ENGINE_IS_DIRECTORY"
  | "ENGINE_FILE_UNREADABLE"
  /** Nothing of the file could be read as packets; the message says which byte and why. */
  | "ENGINE_NOT_A_CAPTURE"
  /** The worker ended by accident; the state is `failed` from then on. */
  | "ENGINE_WORKER_FAILED"
  /** `start()` was called twice. */
  | "ENGINE_ALREADY_STARTED"
  /** The engine was stopped before what was asked of it could be done. */
  | "ENGINE_STOPPED";

export class EngineError extends Error {
  readonly code: EngineErrorCode;

  constructor(code: EngineErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "EngineError";
    this.code = code;
  }
}
