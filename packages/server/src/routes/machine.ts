/** For programs: the numbers that a monitoring system scrapes. */
import { EVERYTHING } from "@wirescope/query";
import { renderMetrics } from "../metric-families.ts";
import { PROMETHEUS_TYPE } from "../prometheus.ts";
import type { Route } from "../route.ts";

export const METRICS_ROUTE: Route = {
  method: "GET",
  path: "/metrics",
  summary: "Counters for Prometheus; nothing out of packets.",
  parameters: [],
  answer: {
    status: 200,
    description: "Metrics in the Prometheus text format.",
    content: { "text/plain": { type: "string" } },
  },
  problems: [],
  handle: async (_values, { session, metrics, pipeline }) => {
    const status = await session.status();
    // What others recorded is no count of this process: it shrinks, and adding it up takes a database its time.
    const summary =
      status.mode === "history"
        ? undefined
        : await session.summary({ range: EVERYTHING, filter: "" });
    return new Response(renderMetrics(status, summary, { server: metrics, pipeline: pipeline() }), {
      headers: { "Content-Type": PROMETHEUS_TYPE },
    });
  },
};
