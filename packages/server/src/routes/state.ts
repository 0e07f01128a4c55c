/** What the server is doing, and the sample for machines that may not capture yet. */
import { answerSchema } from "../answer-schema.ts";
import { ProblemError, problem } from "../problem.ts";
import { jsonAnswer, jsonResponse, type Route } from "../route.ts";

export const STATE_ROUTES: readonly Route[] = [
  {
    method: "GET",
    path: "/api/v1/status",
    summary: "What is captured or read, since when, what was lost, and what is missing to start.",
    parameters: [],
    answer: jsonAnswer("The state.", answerSchema("Status")),
    problems: [],
    handle: async (_values, { session }) => jsonResponse(await session.status()),
  },
  {
    method: "GET",
    path: "/api/v1/interfaces",
    summary: "The interfaces of this machine, or of the open file.",
    parameters: [],
    answer: jsonAnswer("The interfaces.", answerSchema("InterfaceInfo", "list")),
    problems: [],
    handle: async (_values, { session }) => jsonResponse(await session.interfaces()),
  },
  {
    method: "GET",
    path: "/api/v1/fields",
    summary: "The fields that filters know.",
    parameters: [],
    answer: jsonAnswer("The fields.", answerSchema("FieldInfo", "list")),
    problems: [],
    handle: async (_values, { session }) => jsonResponse(await session.fields()),
  },
  {
    method: "POST",
    path: "/api/v1/demo",
    summary:
      "Replays the generated sample as if it were live, while there is no permission to capture.",
    parameters: [],
    answer: { status: 204, description: "The sample plays.", content: {} },
    problems: [409],
    handle: async (_values, { replaySample }) => {
      if (!(await replaySample())) {
        const text = "Packets are read already, so the sample is not replayed.";
        throw new ProblemError(problem(409, "HTTP_UNAVAILABLE", text));
      }
      return new Response(null, { status: 204 });
    },
  },
];
