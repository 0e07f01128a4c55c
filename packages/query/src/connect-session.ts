/** The asking side of a session over a message port. */
import { QueryError } from "./errors.ts";
import { listen, type MessagePortLike } from "./message-port.ts";
import type { LiveStream, Session } from "./session.ts";
import {
  fromPlainError,
  QUESTION_NAMES,
  type QuestionName,
  type Request,
  type Response,
} from "./session-protocol.ts";

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: QueryError) => void;
}

interface StreamListeners {
  readonly onFrame: (frame: ArrayBuffer) => void;
  readonly onProblem: ((problem: QueryError, epoch: number) => void) | undefined;
}

/**
 * The session that {@link serveSession} serves at the other end of `port`. Questions that are open
 * when the port closes, and all later ones, reject with `QUERY_CLOSED`.
 */
export function connectSession(port: MessagePortLike): Session {
  const pending = new Map<number, Pending>();
  const streams = new Map<number, StreamListeners>();
  let nextId = 1;
  let closed = false;

  const send = (request: Request): void => {
    if (!closed) port.postMessage(request);
  };
  const call = (toRequest: (id: number) => Request): Promise<unknown> => {
    if (closed) return Promise.reject(closedError());
    const id = nextId++;
    return new Promise((resolve, reject) => {
      pending.set(id, { resolve, reject });
      send(toRequest(id));
    });
  };
  const shut = (): void => {
    closed = true;
    streams.clear();
    for (const { reject } of pending.values()) reject(closedError());
    pending.clear();
  };

  const live = (
    onFrame: StreamListeners["onFrame"],
    onProblem?: StreamListeners["onProblem"],
  ): LiveStream => {
    const stream = nextId++;
    streams.set(stream, { onFrame, onProblem });
    send({ kind: "open", stream });
    return {
      subscribe: (subscription, epoch) => send({ kind: "subscribe", stream, subscription, epoch }),
      grant: () => send({ kind: "grant", stream }),
      close: () => {
        if (streams.delete(stream)) send({ kind: "end", stream });
      },
    };
  };

  const close = async (): Promise<void> => {
    if (closed) return;
    await call((id) => ({ kind: "close", id }));
    shut();
  };

  const take = (response: Response): void => {
    switch (response.kind) {
      case "answer":
        pending.get(response.id)?.resolve(response.value);
        pending.delete(response.id);
        return;
      case "failure":
        pending.get(response.id)?.reject(fromPlainError(response.error));
        pending.delete(response.id);
        return;
      case "frame":
        streams.get(response.stream)?.onFrame(response.frame);
        return;
      case "problem":
        streams.get(response.stream)?.onProblem?.(fromPlainError(response.error), response.epoch);
        return;
    }
  };

  listen(port, (message) => take(message as Response), shut);
  const questions = Object.fromEntries(
    QUESTION_NAMES.map((name) => [
      name,
      (argument?: unknown) => call((id) => ({ kind: "ask", id, name, argument })),
    ]),
  ) as unknown as Pick<Session, QuestionName>;
  return { ...questions, live, close };
}

function closedError(): QueryError {
  return new QueryError("QUERY_CLOSED", "The session is closed.");
}
