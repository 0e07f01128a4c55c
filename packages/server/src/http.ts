/** The HTTP application: checks, routes, the page, and errors as problems, in this order. */
import { upgradeWebSocket } from "@hono/node-server";
import { parseTimestamp } from "@wirescope/query";
import { type Context, Hono } from "hono";
import { demandToken } from "./auth.ts";
import type { ServerConfig } from "./config.ts";
import { guardHost, guardOrigin } from "./guard.ts";
import { ParameterValues } from "./parameter.ts";
import { problem, problemOf, problemResponse } from "./problem.ts";
import type { Route, RouteDependencies } from "./route.ts";
import { ROUTES } from "./routes/all.ts";
import { LIVE_ROUTE } from "./routes/live.ts";
import { hasRelativeTime } from "./scope.ts";
import { securityHeaders } from "./security-headers.ts";
import type { StaticFiles } from "./static-files.ts";

export interface HttpOptions extends RouteDependencies {
  readonly config: ServerConfig;
  /** Undefined where everybody who reaches the server may ask. */
  readonly token: string | undefined;
  /** The built page; undefined where there is none. */
  readonly page: () => Promise<StaticFiles | undefined>;
}

export function createHttp(options: HttpOptions): Hono {
  const { config, token, metrics } = options;
  const app = new Hono();
  app.use(securityHeaders());
  app.use(guardHost(config));
  app.use(guardOrigin());
  if (token !== undefined) app.use(demandToken(token));
  app.get(
    LIVE_ROUTE.path,
    upgradeWebSocket(() => ({})),
  );
  for (const route of ROUTES) {
    app.on(route.method, honoPath(route.path), (context) => serve(route, context, options));
    app.all(honoPath(route.path), () => methodProblem(route));
  }
  servePage(app, options.page);
  app.notFound(() =>
    problemResponse(problem(404, "HTTP_NOT_FOUND", "There is nothing at this path.")),
  );
  app.onError((error, context) => {
    const what = problemOf(error);
    metrics.countRequest(`${context.req.method} unknown`, what.status);
    return problemResponse(what);
  });
  return app;
}

/** `/packets/{number}` is `/packets/:number`. */
function honoPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ":$1");
}

async function serve(
  route: Route,
  context: Context,
  dependencies: RouteDependencies,
): Promise<Response> {
  const response = await answer(route, context, dependencies);
  dependencies.metrics.countRequest(`${route.method} ${route.path}`, response.status);
  return response;
}

async function answer(
  route: Route,
  context: Context,
  dependencies: RouteDependencies,
): Promise<Response> {
  try {
    const query = new URL(context.req.url).searchParams;
    const present = hasRelativeTime(query) ? await presentOf(dependencies) : 0n;
    const values = ParameterValues.read(route.parameters, query, context.req.param(), present);
    return await route.handle(values, dependencies);
  } catch (error) {
    return problemResponse(problemOf(error));
  }
}

/** What relative times count from: the newest packet of a file, the present when live. */
async function presentOf({ session }: RouteDependencies): Promise<bigint> {
  const { watermark } = await session.status();
  const newest = watermark === null ? undefined : parseTimestamp(watermark);
  return newest ?? BigInt(Date.now()) * 1_000_000n;
}

function methodProblem({ method }: Route): Response {
  const allow = method === "GET" ? "GET, HEAD" : method;
  return problemResponse(problem(405, "HTTP_METHOD", `This path takes ${method} only.`), {
    Allow: allow,
  });
}

/** Serves the built page; paths of its own that are no files are the page itself. */
function servePage(app: Hono, page: () => Promise<StaticFiles | undefined>): void {
  app.get("*", async (context, next) => {
    const files = await page();
    const { path } = context.req;
    const known = context.req.header("if-none-match");
    const file = files?.respond(path, known);
    if (file !== undefined) return file;
    const isPage = !path.startsWith("/api/") && !path.includes(".");
    return (isPage ? files?.respond("/index.html", known) : undefined) ?? next();
  });
}
