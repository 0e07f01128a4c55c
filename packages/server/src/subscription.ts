/** What a page says on the live WebSocket, as JSON text. */
import type { Subscription } from "@wirescope/query";
import { MAX_FILTER_LENGTH } from "./config.ts";
import { ProblemError, problem } from "./problem.ts";

export type PageMessage =
  | { readonly type: "subscribe"; readonly epoch: number; readonly subscription: Subscription }
  | { readonly type: "grant" };

/** A message before anything about it is known. */
type Unread = { readonly [key in "type" | "filter" | NumberKey]?: unknown };

type NumberKey = "epoch" | "window" | "topLimit" | "rowLimit";

function bad(detail: string): ProblemError {
  return new ProblemError(problem(400, "HTTP_BAD_MESSAGE", detail));
}

/** Any whole number that fits 32 bits; whether it is in bounds is for the session to say. */
function readInteger(message: Unread, key: NumberKey): number {
  const value = Number(message[key]);
  if (Number.isInteger(message[key]) && value >= 0 && value <= 0xffff_ffff) return value;
  throw bad(`${key} is not a whole number from 0 to 4294967295.`);
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
