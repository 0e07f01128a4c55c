/** The messages by which a session works over a message port. All survive `structuredClone`. */
import { QueryError, type QueryErrorCode } from "./errors.ts";
import type { Session, Subscription } from "./session.ts";

/** The questions; the rest of {@link Session} has messages of its own. */
export type QuestionName = Exclude<keyof Session, "live" | "close">;

export const QUESTION_NAMES: readonly QuestionName[] = [
  "status",
  "interfaces",
  "summary",
  "timeline",
  "top",
  "flows",
  "hosts",
  "packets",
  "packetData",
  "packet",
  "fields",
  "extent",
  "usage",
];

/** From the asking side. `id` numbers questions, `stream` numbers live streams. */
export type Request =
  | {
      readonly kind: "ask";
      readonly id: number;
      readonly name: QuestionName;
      readonly argument: unknown;
    }
  | { readonly kind: "open"; readonly stream: number }
  | {
      readonly kind: "subscribe";
      readonly stream: number;
      readonly subscription: Subscription;
      readonly epoch: number;
    }
  | { readonly kind: "grant"; readonly stream: number }
  | { readonly kind: "end"; readonly stream: number }
  | { readonly kind: "close"; readonly id: number };

/** From the answering side. */
export type Response =
  | { readonly kind: "answer"; readonly id: number; readonly value: unknown }
  | { readonly kind: "failure"; readonly id: number; readonly error: PlainError }
  | { readonly kind: "frame"; readonly stream: number; readonly frame: ArrayBuffer }
  | {
      readonly kind: "problem";
      readonly stream: number;
      readonly epoch: number;
      readonly error: PlainError;
    };

/** A {@link QueryError} as data; structured cloning would lose its code. */
export interface PlainError {
  readonly code: QueryErrorCode;
  readonly message: string;
  readonly column: number | undefined;
  readonly length: number | undefined;
  readonly suggestion: string | undefined;
}

export function toPlainError(error: unknown): PlainError {
  if (error instanceof QueryError) {
    const { code, message, column, length, suggestion } = error;
    return { code, message, column, length, suggestion };
  }
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: "QUERY_FAILED",
    message,
    column: undefined,
    length: undefined,
    suggestion: undefined,
  };
}

export function fromPlainError(error: PlainError): QueryError {
  const { code, message, column, length, suggestion } = error;
  return new QueryError(code, message, column, { length, suggestion });
}
