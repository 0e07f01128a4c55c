/** The built `wirescope`, serving its page on a port of its own. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(new URL("../../apps/wirescope/bin/wirescope.cjs", import.meta.url));
const URL_LINE = /(http:\/\/\S+)/;

export interface ServedOptions {
  /** Free if left out. */
  readonly port?: number;
  /** Command and prefix arguments that the program runs under, such as `setpriv …`. */
  readonly under?: readonly string[];
}

export class Served {
  readonly url: string;
  readonly port: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, url: string, port: number) {
    this.#child = child;
    this.url = url;
    this.port = port;
  }

  /** Starts `wirescope` with `args` and waits until it says where it serves. */
  static async start(args: readonly string[], options: ServedOptions = {}): Promise<Served> {
    const port = options.port ?? (await freePort());
    const words = [
      ...(options.under ?? []),
      process.execPath,
      PROGRAM,
      ...args,
      "--no-open",
      "--port",
      String(port),
    ];
    const child = spawn(words[0]!, words.slice(1), { stdio: ["ignore", "pipe", "pipe"] });
    const url = await new Promise<string>((resolve, reject) => {
      let said = "";
      function hear(chunk: Buffer): void {
        said += chunk.toString();
        const found = URL_LINE.exec(said);
        if (found !== null) resolve(found[1]!);
      }
      child.stdout.on("data", hear);
      child.stderr.on("data", hear);
      child.on("error", reject);
      child.on("exit", () => reject(new Error(`wirescope ended before it served: ${said}`)));
    });
    return new Served(child, url, port);
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, "exit");
    this.#child.kill("SIGTERM");
    await ended;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("No port was given.");
  return address.port;
}
