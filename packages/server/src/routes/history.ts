/** What is kept of the past. */
import { USAGE_PERIODS, type UsagePeriod } from "@wirescope/query";
import { answerSchema } from "../answer-schema.ts";
import { BadValue, type Parameter } from "../parameter.ts";
import { jsonAnswer, jsonResponse, type Route } from "../route.ts";
import { choice, FROM, rangeOf, TO } from "../scope.ts";

export const PERIOD: Parameter<UsagePeriod> = choice(
  "period",
  "Calendar periods; weeks begin on Monday.",
  USAGE_PERIODS,
  "day",
);

export const TIME_ZONE: Parameter<string> = {
  name: "timeZone",
  in: "query",
  description: "IANA name of the time zone whose calendar counts.",
  schema: { type: "string", maxLength: 64, default: "UTC", examples: ["Asia/Kolkata"] },
  read: (text = "UTC") => {
    if (text.length <= 64 && isTimeZone(text)) return text;
    throw new BadValue("QUERY_BAD_RANGE", "is no time zone of this machine's calendar");
  },
};

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

export const HISTORY_ROUTES: readonly Route[] = [
  {
    method: "GET",
    path: "/api/v1/extent",
    summary:
      "How far back packets, flows and hourly figures reach, and where nothing was recorded.",
    parameters: [],
    answer: jsonAnswer("What is held.", answerSchema("Extent")),
    problems: [404],
    handle: async (_values, { session }) => jsonResponse(await session.extent()),
  },
  {
    method: "GET",
    path: "/api/v1/usage",
    summary: "What each device of the local network exchanged per day, week or month.",
    parameters: [FROM, TO, PERIOD, TIME_ZONE],
    answer: jsonAnswer("The usage.", answerSchema("Usage")),
    problems: [404],
    handle: async (values, { session }) =>
      jsonResponse(
        await session.usage({
          range: rangeOf(values),
          period: values.get(PERIOD),
          timeZone: values.get(TIME_ZONE),
        }),
      ),
  },
];
