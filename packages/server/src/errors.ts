/** Every way in which the server can fail to start. What goes wrong inside a request is a problem. */
export type ServerErrorCode =
  | "SERVER_PORT_BUSY"
  | "SERVER_PORT_FORBIDDEN"
  | "SERVER_BAD_PORT"
  | "SERVER_BAD_ADDRESS"
  | "SERVER_WEAK_TOKEN"
  | "SERVER_NO_DASHBOARD"
  | "SERVER_ALREADY_STARTED";

export class ServerError extends Error {
  readonly code: ServerErrorCode;

  constructor(code: ServerErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ServerError";
    this.code = code;
  }
}
