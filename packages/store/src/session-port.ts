/** A port of `worker_threads` in the shape that sessions are carried over. */
import type { MessagePort } from "node:worker_threads";
import type { MessagePortLike } from "@wirescope/query";

export function sessionPort(port: MessagePort): MessagePortLike {
  return {
    postMessage: (message, transfer) => port.postMessage(message, transfer),
    on: (event, listener) => port.on(event, listener),
    start: () => port.start(),
  };
}
