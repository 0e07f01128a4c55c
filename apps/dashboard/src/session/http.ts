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
  "QUERY_CLOSED",
]);

/** The error that a problem document stands for. */
export function problemError(problem: unknown, status: number): QueryError | SessionError {
  const { code, detail, title, column } = (
    typeof problem === "object" && problem !== null ? problem : {}
  ) as { code?: unknown; detail?: unknown; title?: unknown; column?: unknown };
  const message =
    typeof detail === "string" ? detail : typeof title === "string" ? title : `Status ${status}.`;
  if (status === 401 || status === 403) return new SessionError("SESSION_FORBIDDEN", message);
  const position = typeof column === "number" ? column : undefined;
  if (typeof code === "string" && QUERY_CODES.has(code)) {
    return new QueryError(code as QueryErrorCode, message, position);
  }
  if (position !== undefined) return new QueryError("QUERY_BAD_FILTER", message, position);
  return new SessionError("SESSION_BAD_ANSWER", message);
}

async function readProblem(response: Response): Promise<QueryError | SessionError> {
  const body: unknown = await response.json().catch(() => undefined);
  return problemError(body, response.status);
}
