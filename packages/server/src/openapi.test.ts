import { QueryError, type QueryErrorCode } from "@wirescope/query";
import { describe, expect, test } from "vitest";
import { ANSWER_SCHEMAS } from "./answer-schema.ts";
import { CannedSession } from "./canned-session.fixture.ts";
import type { JsonSchema } from "./json-schema.ts";
import type { OpenApiDocument } from "./openapi.ts";
import { Server } from "./root.ts";
import { ROUTES } from "./routes/all.ts";

const server = new Server({}, { session: new CannedSession() });

async function description(): Promise<OpenApiDocument> {
  const response = await server.app.request("http://localhost/api/openapi.json");
  return (await response.json()) as OpenApiDocument;
}

describe("the description", () => {
  test("has every route, and every one that it has is served", async () => {
    const { paths } = await description();
    const described = Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const served = server.app.routes
      .filter(({ method, path }) => method !== "ALL" && path !== "*" && path !== "/*")
      .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, "{$1}")}`);
    expect(described.toSorted()).toEqual([...new Set(served)].toSorted());
    expect(described).toHaveLength(ROUTES.length);
  });

  test("gives every operation a name of its own", async () => {
    const { paths } = await description();
    const names = Object.values(paths).flatMap((operations) =>
      Object.values(operations).map(({ operationId }) => operationId),
    );
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain("getPacketsNumber");
  });

  test("lists the parameters of a path that are in it", async () => {
    for (const [path, operations] of Object.entries((await description()).paths)) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      for (const { parameters } of Object.values(operations)) {
        const listed = parameters.filter((parameter) => parameter.in === "path");
        expect(listed.map(({ name }) => name)).toEqual(inPath);
      }
    }
  });

  test("refers only to schemas that it holds", async () => {
    const document = JSON.stringify(await description());
    const names = [...document.matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name]) => name!);
    expect(names.length).toBeGreaterThan(20);
    for (const name of names) expect(ANSWER_SCHEMAS).toHaveProperty(name);
  });
});

describe("answers are as described", () => {
  test.for([
    "/api/v1/status",
    "/api/v1/interfaces",
    "/api/v1/fields",
    "/api/v1/extent",
    "/api/v1/usage",
    "/api/v1/summary",
    "/api/v1/timeline",
    "/api/v1/top",
    "/api/v1/flows",
    "/api/v1/hosts",
    "/api/v1/packets",
    "/api/v1/packets/{number}",
  ])("%s", async (path) => {
    const response = await server.app.request(`http://localhost${path.replace("{number}", "7")}`);
    const schema = await describedAnswer(path, "200", "application/json");
    expect(mismatches(await response.json(), schema, "answer")).toEqual([]);
  });

  test("a problem", async () => {
    const response = await server.app.request("http://localhost/api/v1/top?limit=0");
    const schema = await describedAnswer("/api/v1/top", "400", "application/problem+json");
    expect(mismatches(await response.json(), schema, "problem")).toEqual([]);
  });
});

test.for<QueryErrorCode>(["QUERY_NO_HISTORY", "QUERY_BUSY", "QUERY_FAILED"])(
  "every question's answer to %s is described",
  async (code) => {
    for (const name of ["summary", "timeline", "top", "flows", "hosts", "extent", "usage"]) {
      const session = new CannedSession();
      Object.assign(session, { [name]: () => Promise.reject(new QueryError(code, "No.")) });
      const { app } = new Server({}, { session });
      const { status } = await app.request(`http://localhost/api/v1/${name}`);
      await describedAnswer(`/api/v1/${name}`, String(status), "application/problem+json");
    }
  },
);

async function describedAnswer(path: string, status: string, media: string): Promise<JsonSchema> {
  const { paths } = await description();
  const method = "get";
  const schema = paths[path]?.[method]?.responses[status]?.content?.[media]?.schema;
  expect(schema).toBeDefined();
  return schema!;
}

/** Where `value` is not what `schema` says; members that the schema does not list count too. */
function mismatches(value: unknown, schema: JsonSchema, at: string): string[] {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.slice("#/components/schemas/".length);
    return mismatches(value, ANSWER_SCHEMAS[name as keyof typeof ANSWER_SCHEMAS], at);
  }
  const types = [schema.type ?? []].flat();
  if (!types.some((type) => isOfType(value, type))) {
    return [`${at} is ${JSON.stringify(value)}, not ${types.join("|")}`];
  }
  if (schema.enum !== undefined && !schema.enum.some((choice) => choice === value)) {
    return [`${at} is ${JSON.stringify(value)}, none of ${schema.enum.join("|")}`];
  }
  if (Array.isArray(value)) {
    return value.flatMap((item, i) => mismatches(item, schema.items ?? {}, `${at}[${i}]`));
  }
  if (typeof value !== "object" || value === null) return [];
  const { properties = {}, required = [] } = schema;
  return [
    ...required.filter((key) => !(key in value)).map((key) => `${at}.${key} is missing`),
    ...Object.entries(value).flatMap(([key, member]) =>
      properties[key] === undefined
        ? [`${at}.${key} is not described`]
        : mismatches(member, properties[key], `${at}.${key}`),
    ),
  ];
}

function isOfType(value: unknown, type: string): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "array":
      return Array.isArray(value);
    case "integer":
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}
