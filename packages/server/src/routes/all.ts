/** Every route there is: what is served, checked and described comes from this list. */
import { describeRoutes } from "../openapi.ts";
import { jsonAnswer, jsonResponse, type Route } from "../route.ts";
import { EXPORT_ROUTE } from "./export.ts";
import { HISTORY_ROUTES } from "./history.ts";
import { LIVE_ROUTE } from "./live.ts";
import { METRICS_ROUTE } from "./machine.ts";
import { PACKET_ROUTES } from "./packets.ts";
import { QUESTION_ROUTES } from "./questions.ts";
import { STATE_ROUTES } from "./state.ts";

const DESCRIPTION_ROUTE: Route = {
  method: "GET",
  path: "/api/openapi.json",
  summary: "This description.",
  parameters: [],
  answer: jsonAnswer("An OpenAPI 3.1 document.", { type: "object" }),
  problems: [],
  handle: async (_values, { session }) => {
    const { version } = await session.status();
    return jsonResponse(describeRoutes(ROUTES, version));
  },
};

export const ROUTES: readonly Route[] = [
  ...STATE_ROUTES,
  ...QUESTION_ROUTES,
  ...HISTORY_ROUTES,
  ...PACKET_ROUTES,
  EXPORT_ROUTE,
  LIVE_ROUTE,
  DESCRIPTION_ROUTE,
  METRICS_ROUTE,
];
