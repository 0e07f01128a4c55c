/** A route: one definition that is served, validated and described from. */
import type { Session } from "@wirescope/query";
import type { JsonSchema } from "./json-schema.ts";
import type { PipelineFigures, ServerMetrics } from "./metrics.ts";
import type { Parameter, ParameterValues } from "./parameter.ts";

/** What handlers work with. */
export interface RouteDependencies {
  readonly session: Session;
  /** Starts the sample, or resolves to false where packets are read already. */
  readonly replaySample: () => Promise<boolean>;
  /** The pipeline's own figures; undefined while none runs. */
  readonly pipeline: () => PipelineFigures | undefined;
  readonly metrics: ServerMetrics;
}

/** A successful answer, for the description. */
export interface RouteAnswer {
  readonly status: number;
  readonly description: string;
  /** Schema by media type; empty for an answer without a body. */
  readonly content: Readonly<Record<string, JsonSchema>>;
}

export interface Route {
  readonly method: "GET" | "POST";
  /** As OpenAPI writes it, `/api/v1/packets/{number}`. */
  readonly path: string;
  readonly summary: string;
  readonly parameters: readonly Parameter<unknown>[];
  readonly answer: RouteAnswer;
  /** Statuses of the problems that it can answer besides those that every route can. */
  readonly problems: readonly number[];
  /** @throws QueryError, ProblemError. */
  handle(values: ParameterValues, dependencies: RouteDependencies): Promise<Response>;
}

/** An answer as JSON; absent members are left out, octets become base64. */
export function jsonResponse(value: unknown): Response {
  return new Response(JSON.stringify(value), {
    headers: { "Content-Type": "application/json" },
  });
}

/** The description of a 200 that is JSON. */
export function jsonAnswer(description: string, schema: JsonSchema): RouteAnswer {
  return { status: 200, description, content: { "application/json": schema } };
}
