/** The parameters that questions share. */
import {
  METRICS,
  type Metric,
  parseTime,
  type Scope,
  type TimeRange,
  TOP_DIMENSIONS,
  type TopDimension,
} from "@wirescope/query";
import { MAX_FILTER_LENGTH } from "./config.ts";
import { BadValue, type Parameter, type ParameterValues } from "./parameter.ts";

function moment(name: string, description: string): Parameter<bigint | undefined> {
  return {
    name,
    in: "query",
    description: `${description} RFC 3339, or relative to the newest packet: -30s, -15m, -1h30m, -7d.`,
    schema: { type: "string", examples: ["2026-11-22T10:00:00Z", "-15m"] },
    // A plus sign that was not escaped arrives as a space, and no time has one.
    read: (text = "", present) =>
      text === "" ? undefined : parseTime(text.replace(" ", "+"), present),
  };
}

export const FROM: Parameter<bigint | undefined> = moment("from", "Start of the range, inclusive.");
export const TO: Parameter<bigint | undefined> = moment("to", "End of the range, exclusive.");

export const FILTER: Parameter<string> = {
  name: "filter",
  in: "query",
  description: "Display filter in Wireshark's syntax; empty selects everything.",
  schema: {
    type: "string",
    maxLength: MAX_FILTER_LENGTH,
    default: "",
    examples: ["tcp.port == 443 && ip.addr == 192.168.0.0/16"],
  },
  read: (text = "") => {
    if (text.length <= MAX_FILTER_LENGTH) return text;
    throw new BadValue("QUERY_BAD_FILTER", `is longer than ${MAX_FILTER_LENGTH} characters`);
  },
};

export const SCOPE: readonly Parameter<unknown>[] = [FROM, TO, FILTER];

export function rangeOf(values: ParameterValues): TimeRange {
  return { from: values.get(FROM), to: values.get(TO) };
}

export function scopeOf(values: ParameterValues): Scope {
  return { range: rangeOf(values), filter: values.get(FILTER) };
}

/** True when a request needs to know the time of the newest packet. */
export function hasRelativeTime(query: URLSearchParams): boolean {
  return [FROM, TO].some(({ name }) => /^(?:[ +-]|now$)/.test(query.get(name) ?? ""));
}

/** A whole number from `minimum` to `maximum`. */
export function integer(
  name: string,
  description: string,
  bounds: { readonly minimum: number; readonly maximum: number; readonly default: number },
): Parameter<number> {
  return {
    name,
    in: "query",
    description,
    schema: { type: "integer", ...bounds },
    read: (text) => {
      if (text === undefined) return bounds.default;
      const value = Number(text);
      const good = /^\d{1,15}$/.test(text) && value >= bounds.minimum && value <= bounds.maximum;
      if (good) return value;
      const { minimum, maximum } = bounds;
      throw new BadValue("QUERY_BAD_LIMIT", `is not a whole number from ${minimum} to ${maximum}`);
    },
  };
}

/** One word of several. */
export function choice<T extends string>(
  name: string,
  description: string,
  values: readonly T[],
  initial: NoInfer<T>,
): Parameter<T> {
  return {
    name,
    in: "query",
    description,
    schema: { type: "string", enum: values, default: initial },
    read: (text = initial) => {
      const found = values.find((value) => value === text);
      if (found !== undefined) return found;
      throw new BadValue("QUERY_BAD_DIMENSION", `is none of ${values.join(", ")}`);
    },
  };
}

export const LIMIT: Parameter<number> = integer("limit", "Rows at most.", {
  minimum: 1,
  maximum: 1000,
  default: 100,
});

export const METRIC: Parameter<Metric> = choice("metric", "What to rank by.", METRICS, "bytes");

export const TOP_BY: Parameter<TopDimension> = choice(
  "by",
  "What to rank.",
  TOP_DIMENSIONS,
  "host",
);
