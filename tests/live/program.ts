/** The built `wirescope live` in a network namespace, as somebody would start it there. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { PacketRow, PacketsPage, Status } from "@wirescope/query";
import { expect, vi } from "vitest";
import { DataDirectory } from "../data-directory.ts";
import type { Counters, Namespace } from "./namespace.ts";

const PROGRAM = fileURLToPath(new URL("../../apps/wirescope/bin/wirescope.cjs", import.meta.url));
/** Nothing else listens in a namespace that was made for one test. */
const PORT = "9473";
/** Milliseconds; far more than it takes, so that only a condition that never holds fails. */
export const PATIENCE = 60_000;

export interface ProgramOptions {
  /** User and group to run as; root if left out. */
  readonly user?: number;
  /** First on the PATH. */
  readonly firstPath?: string;
  /** Where questions are asked, for programs that listen to other machines; else in its own. */
  readonly askFrom?: Namespace;
  /** Where its history is; a new one, which goes when it stops, if left out. */
  readonly data?: string;
}

export class Program {
  /** What it printed first: where it serves and what it does. */
  readonly greeting: string;
  /** Where the page is, with the token where there is one. */
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #askFrom: Namespace;
  readonly #ownData: DataDirectory | undefined;

  private constructor(
    child: ChildProcess,
    greeting: string,
    { askFrom, ownData }: { askFrom: Namespace; ownData: DataDirectory | undefined },
  ) {
    this.#child = child;
    this.greeting = greeting;
    this.url = /http:\S+/.exec(greeting)![0];
    this.#askFrom = askFrom;
    this.#ownData = ownData;
  }

  static async start(
    namespace: Namespace,
    args: readonly string[],
    options: ProgramOptions = {},
  ): Promise<Program> {
    const { user, firstPath, askFrom = namespace } = options;
    const asUser =
      user === undefined ? [] : ["setpriv", `--reuid=${user}`, `--regid=${user}`, "--clear-groups"];
    const ownData = options.data === undefined ? new DataDirectory() : undefined;
    const data = options.data ?? ownData!.path;
    const words = [...asUser, process.execPath, PROGRAM, "live", "--data", data, ...args];
    const [ip, ...rest] = namespace.command(...words, "--no-open", "--port", PORT);
    const PATH =
      firstPath === undefined ? process.env["PATH"] : `${firstPath}:${process.env["PATH"]}`;
    const child = spawn(ip!, rest, {
      env: { ...process.env, PATH },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let complaints = "";
    child.stderr.on("data", (chunk) => {
      complaints += chunk;
    });
    const greeting = await new Promise<string>((resolve, reject) => {
      child.stdout.once("data", (chunk) => resolve(String(chunk)));
      child.once("error", reject);
      child.once("exit", () => reject(new Error(`wirescope ended: ${complaints}`)));
    });
    return new Program(child, greeting, { askFrom, ownData });
  }

  /** The most memory that it ever held, in octets. */
  peakMemory(): number {
    const status = readFileSync(`/proc/${this.#child.pid}/status`, "utf8");
    return Number(/^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1]) * 1024;
  }

  /** What the API answers to GET. */
  async ask<Answer>(path: string, query: Record<string, string> = {}): Promise<Answer> {
    return JSON.parse(await this.#curl(path, query)) as Answer;
  }

  status(): Promise<Status> {
    return this.ask("/api/v1/status");
  }

  /** The HTTP status that a POST without content is answered with. */
  async post(path: string): Promise<number> {
    const words = ["--request", "POST", "--output", "/dev/null", "--write-out", "%{http_code}"];
    return Number(await this.#curl(path, {}, words));
  }

  /** Every packet that it holds, oldest first. */
  async packets(): Promise<readonly PacketRow[]> {
    const rows: PacketRow[] = [];
    let cursor: number | undefined;
    do {
      const query = { limit: "1000", ...(cursor === undefined ? {} : { cursor: String(cursor) }) };
      const page = await this.ask<PacketsPage>("/api/v1/packets", query);
      rows.push(...page.packets);
      cursor = page.cursor;
    } while (cursor !== undefined);
    return rows;
  }

  /** Waits until `done` holds. */
  until(done: (status: Status) => boolean): Promise<Status> {
    return vi.waitFor(
      async () => {
        const status = await this.status();
        expect(status).toSatisfy(done);
        return status;
      },
      { timeout: PATIENCE, interval: 100 },
    );
  }

  /** Waits until it has counted what `kernel` says, which may still grow meanwhile. */
  untilItCounted(kernel: () => Counters): Promise<Counters> {
    return vi.waitFor(
      async () => {
        const expected = kernel();
        const { packets, wireBytes } = await this.status();
        expect({ packets, bytes: wireBytes }).toEqual(expected);
        return expected;
      },
      { timeout: PATIENCE, interval: 100 },
    );
  }

  /** The exit code. */
  async stop(): Promise<number | null> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null)
      return this.#child.exitCode;
    const exited = once(this.#child, "exit");
    this.#child.kill("SIGTERM");
    await exited;
    this.#ownData?.remove();
    return this.#child.exitCode;
  }

  #curl(
    path: string,
    query: Record<string, string>,
    words: string[] = ["--fail"],
  ): Promise<string> {
    const url = new URL(path, this.url);
    const token = new URL(this.url).searchParams.get("token");
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const authorization = token === null ? [] : ["--header", `Authorization: Bearer ${token}`];
    return this.#askFrom.runAside(
      ...[
        "curl",
        "--silent",
        "--show-error",
        "--noproxy",
        "*",
        ...authorization,
        ...words,
        url.href,
      ],
    );
  }
}
