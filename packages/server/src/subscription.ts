/** What a page says on the live WebSocket, as JSON text. */
import type { Subscription } from "@wirescope/query";
import { MAX_FILTER_LENGTH } from "./config.ts";
import { ProblemError, problem } from "./problem.ts";

export type PageMessage =
  | { readonly type: "subscribe"; readonly epoch: number; readonly subscription: Subscription }
  | { readonly type: "grant" };

/** Least and most of each number in a subscription, as `Subscription` documents them. */
const BOUNDS = {
  epoch: [0, 0xffff_ffff],
  window: [1, 3600],
  topLimit: [1, 100],
  rowLimit: [0, 500],
} as const;

/** A message before anything about it is known. */
type Unread = { readonly [key in "type" | "filter" | keyof typeof BOUNDS]?: unknown };

function bad(detail: string): ProblemError {
  return new ProblemError(problem(400, "HTTP_BAD_MESSAGE", detail));
}

function readInteger(message: Unread, key: keyof typeof BOUNDS): number {
  const value = message[key];
  const [minimum, maximum] = BOUNDS[key];
  if (Number.isInteger(value) && Number(value) >= minimum && Number(value) <= maximum) {
    return Number(value);
  }
  throw bad(`${key} is not a whole number from ${minimum} to ${maximum}.`);
}

/** @throws ProblemError `HTTP_BAD_MESSAGE`. */
export function readPageMessage(text: string): PageMessage {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new ProblemError(problem(400, "HTTP_BAD_MESSAGE", "The message is not JSON."), { cause });
  }
  if (typeof value !== "object" || value === null) throw bad("The message is not an object.");
  const message = value as Unread;
  switch (message.type) {
    case "grant":
      return { type: "grant" };
    case "subscribe": {
      const { filter } = message;
      if (typeof filter !== "string" || filter.length > MAX_FILTER_LENGTH) {
        throw bad(`filter is not a text of at most ${MAX_FILTER_LENGTH} characters.`);
      }
      return {
        type: "subscribe",
        epoch: readInteger(message, "epoch"),
        subscription: {
          filter,
          window: readInteger(message, "window"),
          topLimit: readInteger(message, "topLimit"),
          rowLimit: readInteger(message, "rowLimit"),
        },
      };
    }
    default:
      throw bad('The message is neither {"type":"subscribe",…} nor {"type":"grant"}.');
  }
}
