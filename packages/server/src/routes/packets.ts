/** Packets one by one. */
import type { PacketsQuestion } from "@wirescope/query";
import { answerSchema } from "../answer-schema.ts";
import { BadValue, type Parameter } from "../parameter.ts";
import { ProblemError, problem } from "../problem.ts";
import { jsonAnswer, jsonResponse, type Route } from "../route.ts";
import { choice, LIMIT, SCOPE, scopeOf } from "../scope.ts";

function readNumber(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new BadValue("QUERY_BAD_CURSOR", "is not the number of a packet");
}

const CURSOR: Parameter<number | undefined> = {
  name: "cursor",
  in: "query",
  description: "Number of the packet to start after, or before when going backward.",
  schema: { type: "integer", minimum: 0 },
  read: (text) => (text === undefined ? undefined : readNumber(text)),
};

const DIRECTION: Parameter<PacketsQuestion["direction"]> = choice(
  "direction",
  "forward from the oldest, or backward from the newest.",
  ["forward", "backward"],
  "forward",
);

const NUMBER: Parameter<number> = {
  name: "number",
  in: "path",
  description: "Number of the packet, from 1.",
  schema: { type: "integer", minimum: 1 },
  read: (text = "") => readNumber(text),
};

export const PACKET_ROUTES: readonly Route[] = [
  {
    method: "GET",
    path: "/api/v1/packets",
    summary: "The packets that are held, page by page.",
    parameters: [...SCOPE, CURSOR, DIRECTION, LIMIT],
    answer: jsonAnswer("A page of packets.", answerSchema("PacketsPage")),
    problems: [],
    handle: async (values, { session }) =>
      jsonResponse(
        await session.packets({
          ...scopeOf(values),
          cursor: values.get(CURSOR),
          direction: values.get(DIRECTION),
          limit: values.get(LIMIT),
        }),
      ),
  },
  {
    method: "GET",
    path: "/api/v1/packets/{number}",
    summary: "One packet: its layers, fields and octets.",
    parameters: [NUMBER],
    answer: jsonAnswer("The packet.", answerSchema("PacketDetail")),
    problems: [404],
    handle: async (values, { session }) => {
      const number = values.get(NUMBER);
      const detail = await session.packet(number);
      if (detail === undefined) {
        const text = `Packet ${number} is not held: it was forgotten, or it never came.`;
        throw new ProblemError(problem(404, "HTTP_PACKET_FORGOTTEN", text));
      }
      const { bytes } = detail;
      const base64 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(
        "base64",
      );
      return jsonResponse({ ...detail, bytes: base64 });
    },
  },
];
