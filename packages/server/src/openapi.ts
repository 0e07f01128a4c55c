/** The OpenAPI 3.1 description, made from the routes that are served. */
import { ANSWER_SCHEMAS, answerSchema } from "./answer-schema.ts";
import type { JsonSchema } from "./json-schema.ts";
import type { Parameter } from "./parameter.ts";
import { PROBLEM_TYPE } from "./problem.ts";
import type { Route } from "./route.ts";

export interface OpenApiResponse {
  readonly description: string;
  readonly content?: Readonly<Record<string, { readonly schema: JsonSchema }>>;
}

export interface OpenApiOperation {
  readonly summary: string;
  readonly operationId: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly in: "query" | "path";
    readonly required: boolean;
    readonly description: string;
    readonly schema: JsonSchema;
  }[];
  readonly responses: Readonly<Record<string, OpenApiResponse>>;
}

export interface OpenApiDocument {
  readonly openapi: "3.1.0";
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>;
    readonly securitySchemes: Readonly<Record<string, Readonly<Record<string, string>>>>;
  };
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
}

const DESCRIPTION =
  "What Wirescope knows about the traffic that it sees. Times are RFC 3339 in UTC with nanoseconds, bytes are octets on the wire.";

/** Statuses that every route can answer: those of the checks before it, and of a session that fails. */
const COMMON_PROBLEMS = [400, 401, 403, 421, 500, 503] as const;

const PROBLEM_DESCRIPTIONS: Readonly<Record<number, string>> = {
  400: "The question is wrong; a filter error names its column.",
  401: "The token is missing or wrong.",
  403: "Another site's page asked.",
  404: "There is no such thing, or no history that could tell.",
  409: "It can't be done now.",
  405: "The path takes another method.",
  421: "The Host header names another server.",
  426: "The path speaks WebSocket only.",
  500: "The server or its history failed.",
  503: "Too much is asked at once, or the server is ending.",
};

function describeParameter(parameter: Parameter<unknown>): OpenApiOperation["parameters"][number] {
  const { name, description, schema } = parameter;
  return { name, in: parameter.in, required: parameter.in === "path", description, schema };
}

function describeRoute(route: Route): OpenApiOperation {
  const { status, description, content } = route.answer;
  const media = Object.entries(content).map(([type, schema]) => [type, { schema }]);
  const answer =
    media.length === 0 ? { description } : { description, content: Object.fromEntries(media) };
  const problems = [...COMMON_PROBLEMS, ...route.problems].map((code) => [
    String(code),
    {
      description: PROBLEM_DESCRIPTIONS[code] ?? "It failed.",
      content: { [PROBLEM_TYPE]: { schema: answerSchema("Problem") } },
    },
  ]);
  return {
    summary: route.summary,
    operationId: operationId(route),
    parameters: route.parameters.map(describeParameter),
    responses: { [String(status)]: answer, ...Object.fromEntries(problems) },
  };
}

/** `GET /api/v1/packets/{number}` is `getPacketsNumber`. */
function operationId({ method, path }: Route): string {
  const words = path.replace("/api/v1", "").match(/[a-z]+/gi) ?? [];
  const capitalized = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return method.toLowerCase() + capitalized.join("");
}

export function describeRoutes(routes: readonly Route[], version: string): OpenApiDocument {
  const paths: Record<string, Record<string, OpenApiOperation>> = {};
  for (const route of routes) {
    const method = route.method.toLowerCase();
    paths[route.path] = { ...paths[route.path], [method]: describeRoute(route) };
  }
  return {
    openapi: "3.1.0",
    info: { title: "Wirescope", version, description: DESCRIPTION },
    paths,
    components: {
      schemas: ANSWER_SCHEMAS,
      securitySchemes: { token: { type: "http", scheme: "bearer" } },
    },
    security: [{}, { token: [] }],
  };
}
