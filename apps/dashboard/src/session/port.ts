import type { MessagePortLike } from "@wirescope/query";

/** A browser's message port in the shape that sessions are carried over. */
export function portLike(port: MessagePort): MessagePortLike {
  return {
    postMessage: (message, transfer) => port.postMessage(message, transfer ?? []),
    addEventListener: (type, listener) => port.addEventListener(type, listener),
    start: () => port.start(),
  };
}
