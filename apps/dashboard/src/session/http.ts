/** Reads of the server's HTTP interface, with problems (RFC 9457) turned into errors. */
import { QueryError, type QueryErrorCode } from "@wirescope/query";
import { SessionError } from "./errors.ts";

export type Parameters = Readonly<Record<string, string | number | undefined>>;

export class HttpClient {
  readonly #base: string;
  readonly #fetch: typeof fetch;

  /** @param base origin and path that the routes stand under, without a slash at its end. */
  constructor(base: string, fetcher: typeof fetch) {
    this.#base = base;
    this.#fetch = fetcher;
  }

  async get<T>(path: string, parameters: Parameters = {}): Promise<T> {
    return (await this.#ask(`${path}${queryString(parameters)}`, { method: "GET" })) as T;
  }

  /** Address of what is fetched by the browser itself, as a download is. */
  url(path: string, parameters: Parameters): string {
    return `${this.#base}${path}${queryString(parameters)}`;
  }

  async post(path: string): Promise<void> {
    await this.#ask(path, { method: "POST" });
  }

  async #ask(path: string, init: RequestInit): Promise<unknown> {
    const response = await this.#send(path, init);
    if (!response.ok) throw await readProblem(response);
    if (response.status === 204) return undefined;
    try {
      return await response.json();
    } catch (cause) {
      throw new SessionError("SESSION_BAD_ANSWER", `The answer to ${path} is not JSON.`, { cause });
    }
  }

  async #send(path: string, init: RequestInit): Promise<Response> {
    try {
      return await this.#fetch(`${this.#base}${path}`, {
        ...init,
        headers: { accept: "application/json" },
      });
    } catch (cause) {
      throw new SessionError("SESSION_UNREACHABLE", "The server does not answer.", { cause });
    }
  }
}

function queryString(parameters: Parameters): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== "") query.set(key, String(value));
  }
  const text = query.toString();
  return text === "" ? "" : `?${text}`;
}

const QUERY_CODES: ReadonlySet<string> = new Set<QueryErrorCode>([
  "QUERY_BAD_FILTER",
  "QUERY_BAD_RANGE",
  "QUERY_BAD_LIMIT",
  "QUERY_BAD_CURSOR",
  "QUERY_BAD_DIMENSION",
  "QUERY_BAD_FRAME",
  "QUERY_NO_HISTORY",
  "QUERY_BUSY",
  "QUERY_FAILED",
  "QUERY_CLOSED",
]);

/** What a problem document says, field by field, whatever it is made of. */
interface ProblemText {
  readonly code: string | undefined;
  readonly message: string;
  readonly column: number | undefined;
  readonly length: number | undefined;
  readonly suggestion: string | undefined;
}

function readText(problem: unknown, fallback: string): ProblemText {
  const fields = new Map(Object.entries(typeof problem === "object" && problem ? problem : {}));
  return {
    code: asString(fields.get("code")),
    message: asString(fields.get("detail")) ?? asString(fields.get("title")) ?? fallback,
    column: asNumber(fields.get("column")),
    length: asNumber(fields.get("length")),
    suggestion: asString(fields.get("suggestion")),
  };
}

function asString(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function asNumber(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

/** The error of a refused subscription. */
export function queryProblem(problem: unknown): QueryError {
  const { code, message, column, length, suggestion } = readText(problem, "The server refused.");
  const known = code !== undefined && QUERY_CODES.has(code) ? (code as QueryErrorCode) : undefined;
  const fallback = column === undefined ? "QUERY_FAILED" : "QUERY_BAD_FILTER";
  return new QueryError(known ?? fallback, message, column, { length, suggestion });
}

/** The error that an answer with a status other than 2xx stands for. */
export function problemError(problem: unknown, status: number): QueryError | SessionError {
  const { code, message, column } = readText(problem, `The server answered with status ${status}.`);
  if (status === 401 || status === 403) return new SessionError("SESSION_FORBIDDEN", message);
  if (status === 404) return new SessionError("SESSION_NOT_FOUND", message);
  const isQuery = column !== undefined || (code !== undefined && QUERY_CODES.has(code));
  return isQuery ? queryProblem(problem) : new SessionError("SESSION_BAD_ANSWER", message);
}

async function readProblem(response: Response): Promise<QueryError | SessionError> {
  const body: unknown = await response.json().catch(() => undefined);
  return problemError(body, response.status);
}
