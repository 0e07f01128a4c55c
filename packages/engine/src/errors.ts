/** Every way in which the engine itself can fail; capture and query bring their own classes. */
export type EngineErrorCode =
  | "ENGINE_NO_SUCH_FILE"
  | "ENGINE_IS_DIRECTORY"
  | "ENGINE_FILE_UNREADABLE"
  | "ENGINE_WORKER_FAILED"
  | "ENGINE_NOT_RUNNING";

export class EngineError extends Error {
  readonly code: EngineErrorCode;

  constructor(code: EngineErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "EngineError";
    this.code = code;
  }
}
