/** The answering side of a session over a message port. */
import { QueryError } from "./errors.ts";
import { listen, type MessagePortLike } from "./message-port.ts";
import type { LiveStream, Session } from "./session.ts";
import {
  QUESTION_NAMES,
  type QuestionName,
  type Request,
  type Response,
  toPlainError,
} from "./session-protocol.ts";

/** What is served: questions that are not there are answered with an error. */
export type ServedSession = Partial<Session> & Pick<Session, "close">;

/**
 * Answers what {@link connectSession} asks at the other end of `port`. Frames of live streams are
 * transferred. A port that closes ends its streams, and the session lives on; a `close()` from the
 * other end closes the session.
 */
export function serveSession(port: MessagePortLike, session: ServedSession): void {
  const streams = new Map<number, LiveStream>();
  const send = (response: Response, transfer?: ArrayBuffer[]): void => {
    port.postMessage(response, transfer ?? []);
  };
  const endStreams = (): void => {
    for (const stream of streams.values()) stream.close();
    streams.clear();
  };

  const ask = async (id: number, question: () => Promise<unknown>): Promise<void> => {
    let response: Response;
    try {
      response = { kind: "answer", id, value: await question() };
    } catch (error) {
      response = { kind: "failure", id, error: toPlainError(error) };
    }
    send(response);
  };

  const open = (stream: number): void => {
    const onProblem = (problem: unknown, epoch: number): void => {
      send({ kind: "problem", stream, epoch, error: toPlainError(problem) });
    };
    try {
      if (session.live === undefined) throw notServed("live");
      const onFrame = (frame: ArrayBuffer): void => {
        send({ kind: "frame", stream, frame }, [frame]);
      };
      streams.set(stream, session.live(onFrame, onProblem));
    } catch (error) {
      onProblem(error, 0);
    }
  };

  const take = (request: Request): void => {
    switch (request.kind) {
      case "ask": {
        const { id, name, argument } = request;
        if (!QUESTION_NAMES.includes(name)) return;
        void ask(id, () => answer(session, name, argument));
        return;
      }
      case "open":
        open(request.stream);
        return;
      case "subscribe":
        streams.get(request.stream)?.subscribe(request.subscription, request.epoch);
        return;
      case "grant":
        streams.get(request.stream)?.grant();
        return;
      case "end":
        streams.get(request.stream)?.close();
        streams.delete(request.stream);
        return;
      case "close":
        endStreams();
        void ask(request.id, () => session.close());
        return;
    }
  };

  listen(port, (message) => take(message as Request), endStreams);
}

async function answer(
  session: ServedSession,
  name: QuestionName,
  argument: unknown,
): Promise<unknown> {
  const question = session[name] as ((argument: unknown) => Promise<unknown>) | undefined;
  if (question === undefined) throw notServed(name);
  return question.call(session, argument);
}

function notServed(name: string): QueryError {
  return new QueryError("QUERY_FAILED", `The question "${name}" is not answered here.`);
}
