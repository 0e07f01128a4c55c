/** The questions of the query contract that aggregate. */
import { FLOW_SORTS, type FlowSort, type TimelineQuestion } from "@wirescope/query";
import { answerSchema } from "../answer-schema.ts";
import { BadValue, type Parameter } from "../parameter.ts";
import { jsonAnswer, jsonResponse, type Route } from "../route.ts";
import { choice, LIMIT, METRIC, SCOPE, scopeOf, TOP_BY } from "../scope.ts";

const STEP: Parameter<number | undefined> = {
  name: "step",
  in: "query",
  description: "Seconds per bucket; without it one is chosen that gives at most 600 buckets.",
  schema: { type: "number", minimum: 0.001, maximum: 31_536_000 },
  read: (text) => {
    if (text === undefined) return undefined;
    const value = Number(text);
    if (/^\d{1,8}(\.\d{1,3})?$/.test(text) && value >= 0.001 && value <= 31_536_000) return value;
    throw new BadValue("QUERY_BAD_LIMIT", "is not a number of seconds from 0.001 to 31536000");
  },
};

const TIMELINE_BY: Parameter<TimelineQuestion["by"]> = choice(
  "by",
  "One series per protocol, or the total only.",
  ["protocol", "total"],
  "total",
);

const SORT: Parameter<FlowSort> = choice("sort", "Largest or newest first.", FLOW_SORTS, "bytes");

const CURSOR: Parameter<string | undefined> = {
  name: "cursor",
  in: "query",
  description: "From the previous page; without it the first page.",
  schema: { type: "string", maxLength: 256 },
  read: (text) => {
    if (text === undefined || text.length <= 256) return text;
    throw new BadValue("QUERY_BAD_CURSOR", "is no cursor of this server");
  },
};

export const QUESTION_ROUTES: readonly Route[] = [
  {
    method: "GET",
    path: "/api/v1/summary",
    summary: "Totals, protocols, the busiest hosts and conversations, and a coarse timeline.",
    parameters: SCOPE,
    answer: jsonAnswer("The summary.", answerSchema("Summary")),
    problems: [404],
    handle: async (values, { session }) => jsonResponse(await session.summary(scopeOf(values))),
  },
  {
    method: "GET",
    path: "/api/v1/timeline",
    summary: "Packets and bytes over time.",
    parameters: [...SCOPE, TIMELINE_BY, STEP],
    answer: jsonAnswer("The timeline.", answerSchema("Timeline")),
    problems: [404],
    handle: async (values, { session }) =>
      jsonResponse(
        await session.timeline({
          ...scopeOf(values),
          by: values.get(TIMELINE_BY),
          step: values.get(STEP),
        }),
      ),
  },
  {
    method: "GET",
    path: "/api/v1/top",
    summary: "The largest members of a dimension, and exactly what they leave out.",
    parameters: [...SCOPE, TOP_BY, METRIC, LIMIT],
    answer: jsonAnswer("The ranking.", answerSchema("Top")),
    problems: [404],
    handle: async (values, { session }) =>
      jsonResponse(
        await session.top({
          ...scopeOf(values),
          by: values.get(TOP_BY),
          metric: values.get(METRIC),
          limit: values.get(LIMIT),
        }),
      ),
  },
  {
    method: "GET",
    path: "/api/v1/flows",
    summary: "Conversations between two endpoints, page by page.",
    parameters: [...SCOPE, SORT, CURSOR, LIMIT],
    answer: jsonAnswer("A page of flows.", answerSchema("FlowsPage")),
    problems: [404],
    handle: async (values, { session }) =>
      jsonResponse(
        await session.flows({
          ...scopeOf(values),
          sort: values.get(SORT),
          cursor: values.get(CURSOR),
          limit: values.get(LIMIT),
        }),
      ),
  },
  {
    method: "GET",
    path: "/api/v1/hosts",
    summary: "Hosts with their names, page by page.",
    parameters: [...SCOPE, CURSOR, LIMIT],
    answer: jsonAnswer("A page of hosts.", answerSchema("HostsPage")),
    problems: [404],
    handle: async (values, { session }) =>
      jsonResponse(
        await session.hosts({
          ...scopeOf(values),
          cursor: values.get(CURSOR),
          limit: values.get(LIMIT),
        }),
      ),
  },
];
