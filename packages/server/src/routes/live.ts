/** The description of the live WebSocket; `http.ts` serves it, since its answer is no response. */
import { ProblemError, problem } from "../problem.ts";
import type { Route } from "../route.ts";

export const LIVE_ROUTE: Route = {
  method: "GET",
  path: "/api/v1/live",
  summary:
    "WebSocket. The page sends {type:subscribe, epoch, filter, window, topLimit, rowLimit} and {type:grant} as JSON text; the server sends one binary frame per grant, and {type:problem, epoch, problem} for a filter that it can't use.",
  parameters: [],
  answer: { status: 101, description: "The protocol changes to WebSocket.", content: {} },
  problems: [426],
  handle: () =>
    Promise.reject(
      new ProblemError(problem(426, "HTTP_UPGRADE_REQUIRED", "This path speaks WebSocket only.")),
    ),
};
