/**
 * The part of a message port that sessions are carried over. Ports and workers of Node
 * (`worker_threads`) and of browsers have this shape, without either's types.
 */
export interface MessagePortLike {
  postMessage(message: unknown, transfer?: ArrayBuffer[]): void;
  /** Of browsers. */
  addEventListener?(type: "message", listener: (event: object) => void): void;
  /** Of Node. */
  on?(event: "message" | "close" | "exit", listener: (value: unknown) => void): unknown;
  start?(): void;
}

/** Calls `onMessage` with every message, and `onClose` once where the port says that it is gone. */
export function listen(
  port: MessagePortLike,
  onMessage: (message: unknown) => void,
  onClose: () => void,
): void {
  if (port.on !== undefined) {
    port.on("message", onMessage);
    port.on("close", onClose);
    port.on("exit", onClose);
  } else if (port.addEventListener !== undefined) {
    port.addEventListener("message", (event) => {
      onMessage((event as { data: unknown }).data);
    });
  } else {
    throw new TypeError("A message port needs `on` or `addEventListener`.");
  }
  port.start?.();
}
