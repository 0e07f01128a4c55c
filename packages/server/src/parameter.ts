/**
 * Query and path parameters: each is defined once, with the text that documents it and the function
 * that reads it, so that the description can't promise what the server does not take.
 */
import { QueryError } from "@wirescope/query";
import type { JsonSchema } from "./json-schema.ts";
import { type ProblemCode, ProblemError, problem, problemOf } from "./problem.ts";

export interface Parameter<T> {
  readonly name: string;
  readonly in: "query" | "path";
  readonly description: string;
  readonly schema: JsonSchema;
  /**
   * @param text As given, undefined when absent.
   * @param present Nanoseconds since 1970 that relative times count from.
   * @throws BadValue with what is wanted instead, or a QueryError that says it in a sentence of its own.
   */
  read(text: string | undefined, present: bigint): T;
}

/** Why a value was refused; the message completes "The parameter x …". */
export class BadValue extends Error {
  readonly code: ProblemCode;

  constructor(code: ProblemCode, message: string) {
    super(message);
    this.name = "BadValue";
    this.code = code;
  }
}

/** The values of one request, read and checked. */
export class ParameterValues {
  readonly #values: ReadonlyMap<Parameter<unknown>, unknown>;
  readonly #given: ReadonlySet<string>;

  private constructor(values: ReadonlyMap<Parameter<unknown>, unknown>, given: Iterable<string>) {
    this.#values = values;
    this.#given = new Set(given);
  }

  /**
   * Reads every parameter in `known`, each at most once, and refuses names that are not known: a
   * misspelt `filter` must not select everything.
   *
   * @throws ProblemError 400.
   */
  static read(
    known: readonly Parameter<unknown>[],
    query: URLSearchParams,
    path: Readonly<Record<string, string>>,
    present: bigint,
  ): ParameterValues {
    const names = known.filter((parameter) => parameter.in === "query").map(({ name }) => name);
    for (const name of query.keys()) {
      if (!names.includes(name)) {
        const choice = names.length === 0 ? "it takes none" : `it takes ${names.join(", ")}`;
        throw refusal("HTTP_UNKNOWN_PARAMETER", name, `is not known here; ${choice}`);
      }
      if (query.getAll(name).length > 1) {
        throw refusal("HTTP_BAD_PARAMETER", name, "is given more than once");
      }
    }
    const values = new Map<Parameter<unknown>, unknown>();
    for (const parameter of known) {
      const { name } = parameter;
      const text = parameter.in === "path" ? path[name] : (query.get(name) ?? undefined);
      try {
        values.set(parameter, parameter.read(text, present));
      } catch (error) {
        if (error instanceof BadValue) throw refusal(error.code, name, error.message, error);
        if (!(error instanceof QueryError)) throw error;
        throw new ProblemError({ ...problemOf(error), parameter: name }, { cause: error });
      }
    }
    return new ParameterValues(values, query.keys());
  }

  /** Whether the request says what the query parameter is, instead of leaving it at its default. */
  isGiven({ name }: Parameter<unknown>): boolean {
    return this.#given.has(name);
  }

  /** The value of a parameter that the route declares. */
  get<T>(parameter: Parameter<T>): T {
    if (!this.#values.has(parameter)) throw new Error(`Undeclared parameter ${parameter.name}`);
    return this.#values.get(parameter) as T;
  }
}

function refusal(
  code: ProblemCode,
  parameter: string,
  reason: string,
  cause?: Error,
): ProblemError {
  const detail = `The parameter ${JSON.stringify(parameter)} ${reason}.`;
  return new ProblemError(problem(400, code, detail, { parameter }), { cause });
}
