/**
 * The Wirescope that serves a data directory now: it leaves its address there, so that commands run beside
 * it ask it, since only one process can have the history open.
 */

import { readFileSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CommandError } from "./errors.ts";

const FILE_NAME = "server.json";

/** Milliseconds that a server may take to say that it is there. */
const GREETING_TIMEOUT = 2000;

export interface ServerPlace {
  /** Origin, without a path: `http://127.0.0.1:9473`. */
  readonly origin: string;
  /** Undefined where none is needed. */
  readonly token: string | undefined;
}

/** Leaves the address; the file is the owner's alone, since it holds the token. */
export async function leaveAddress(directory: string, place: ServerPlace): Promise<void> {
  const text = JSON.stringify({ ...place, pid: process.pid });
  await writeFile(join(directory, FILE_NAME), `${text}\n`, { mode: 0o600 });
}

/** Takes the address back, unless another server has left its own since. */
export async function takeAddressBack(directory: string): Promise<void> {
  const file = join(directory, FILE_NAME);
  if (readAddress(file)?.pid === process.pid) await rm(file, { force: true });
}

/** The server of a data directory; undefined where none answers. */
export async function findServer(directory: string): Promise<RunningServer | undefined> {
  const place = readAddress(join(directory, FILE_NAME));
  if (place === undefined) return undefined;
  const server = new RunningServer(place);
  return (await server.isThere()) ? server : undefined;
}

export class RunningServer {
  readonly #place: ServerPlace;

  constructor(place: ServerPlace) {
    this.#place = place;
  }

  async isThere(): Promise<boolean> {
    try {
      const signal = AbortSignal.timeout(GREETING_TIMEOUT);
      const response = await this.#fetch("/status", {}, signal);
      await response.body?.cancel();
      return response.ok;
    } catch {
      return false;
    }
  }

  /**
   * The answer of one route below `/api/v1`; parameters that are undefined or empty are left out.
   *
   * @throws CommandError with the server's own sentence.
   */
  async get(
    path: string,
    parameters: Readonly<Record<string, string | undefined>>,
  ): Promise<Response> {
    let response: Response;
    try {
      response = await this.#fetch(path, parameters);
    } catch (cause) {
      throw new CommandError(
        "COMMAND_INPUT",
        `The Wirescope at ${this.#place.origin} does not answer; look whether it is still running.`,
        { cause },
      );
    }
    if (response.ok) return response;
    throw new CommandError("COMMAND_INPUT", await sentenceOf(response));
  }

  #fetch(
    path: string,
    parameters: Readonly<Record<string, string | undefined>>,
    signal?: AbortSignal,
  ): Promise<Response> {
    const { origin, token } = this.#place;
    const url = new URL(`/api/v1${path}`, origin);
    for (const [name, value] of Object.entries(parameters)) {
      if (value !== undefined && value !== "") url.searchParams.set(name, value);
    }
    const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` };
    return fetch(url, { headers, ...(signal === undefined ? {} : { signal }) });
  }
}

/** What a problem document (RFC 9457) says, with the column of a filter's error. */
async function sentenceOf(response: Response): Promise<string> {
  const text = await response.text();
  try {
    const { detail, column } = JSON.parse(text) as { detail?: unknown; column?: unknown };
    if (typeof detail === "string") {
      return typeof column === "number" ? `filter, column ${column}: ${detail}` : detail;
    }
  } catch {
    // Not JSON: something else listens there now.
  }
  return `The server answered with ${response.status} ${response.statusText}.`;
}

function readAddress(file: string): (ServerPlace & { readonly pid: number }) | undefined {
  try {
    const { origin, token, pid } = JSON.parse(readFileSync(file, "utf8")) as Record<
      string,
      unknown
    >;
    if (typeof origin !== "string" || typeof pid !== "number") return undefined;
    return { origin, token: typeof token === "string" ? token : undefined, pid };
  } catch {
    return undefined;
  }
}
