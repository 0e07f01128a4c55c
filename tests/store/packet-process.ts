/** The test's end of a process that captures and keeps packets on disk. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface, type Interface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Extent } from "@wirescope/query";

const SCRIPT = fileURLToPath(new URL("packet-process.mjs", import.meta.url));

export interface KeepingOptions {
  readonly directory: string;
  readonly budget: number;
  readonly interfaces: readonly string[];
}

export interface KeepingReport {
  /** That were captured. */
  readonly packets: number;
  /** Of these, how many are not on disk, as the capture's status says. */
  readonly unwritten: number;
  /** Of what is kept. */
  readonly extent: Extent;
  /** Number of the newest packet that is kept. */
  readonly lastNumber: number;
}

export class PacketProcess {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  #errors = "";

  private constructor(options: KeepingOptions) {
    this.#child = spawn(process.execPath, [SCRIPT, JSON.stringify(options)]);
    this.#child.stderr?.on("data", (chunk) => {
      this.#errors += String(chunk);
    });
    const lines: Interface = createInterface({ input: this.#child.stdout! });
    this.#lines = lines[Symbol.asyncIterator]();
  }

  static async start(options: KeepingOptions): Promise<PacketProcess> {
    const process = new PacketProcess(options);
    await process.#line();
    return process;
  }

  /** Asks until `done` holds; the test's own time limit ends it otherwise. */
  async until(done: (report: KeepingReport) => boolean): Promise<KeepingReport> {
    for (;;) {
      this.#child.stdin?.write("report\n");
      const report = JSON.parse(await this.#line()) as KeepingReport;
      if (done(report)) return report;
    }
  }

  /** Ends it at once, as a crash does. */
  async kill(): Promise<void> {
    const exited = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await exited;
  }

  /** The exit code, after everything was written. */
  async stop(): Promise<number | null> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) {
      return this.#child.exitCode;
    }
    const exited = once(this.#child, "exit");
    this.#child.stdin?.end();
    await exited;
    return this.#child.exitCode;
  }

  async #line(): Promise<string> {
    const { value, done } = await this.#lines.next();
    if (done === true) throw new Error(`It ended: ${this.#errors}`);
    return value;
  }
}
