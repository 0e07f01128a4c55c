/** The test's end of an engine that runs in a process of its own. */
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface, type Interface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { EngineInput } from "@wirescope/engine";
import type { Status } from "@wirescope/query";

const SCRIPT = fileURLToPath(new URL("engine-process.mjs", import.meta.url));

export class EngineProcess {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  #errors = "";

  private constructor(input: EngineInput) {
    this.#child = spawn(process.execPath, [SCRIPT, JSON.stringify(input)], {
      stdio: ["pipe", "pipe", "pipe"],
    });
    this.#child.stderr?.on("data", (chunk) => {
      this.#errors += String(chunk);
    });
    const lines: Interface = createInterface({ input: this.#child.stdout! });
    this.#lines = lines[Symbol.asyncIterator]();
  }

  static async start(input: EngineInput): Promise<EngineProcess> {
    const engine = new EngineProcess(input);
    const line = await engine.#line();
    if (line !== "ready") throw new Error(`Not ready but: ${line}`);
    return engine;
  }

  get pid(): number {
    return this.#child.pid!;
  }

  async status(): Promise<Status> {
    this.#child.stdin?.write("status\n");
    return JSON.parse(await this.#line()) as Status;
  }

  /** Asks until `done` holds; the test's own time limit ends it otherwise. */
  async until(done: (status: Status) => boolean): Promise<Status> {
    for (;;) {
      const status = await this.status();
      if (done(status)) return status;
    }
  }

  /** The exit code, after everything was given back. */
  async stop(): Promise<number | null> {
    const exited = new Promise<number | null>((resolve) => this.#child.once("exit", resolve));
    if (this.#child.exitCode !== null) return this.#child.exitCode;
    this.#child.stdin?.end();
    return exited;
  }

  async #line(): Promise<string> {
    const { value, done } = await this.#lines.next();
    if (done === true) throw new Error(`The engine ended: ${this.#errors}`);
    return value;
  }
}
