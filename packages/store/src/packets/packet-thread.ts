/** The thread that keeps packets on disk, as the main thread sees it. */
import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import type { CatalogFiles } from "@wirescope/catalog-files";
import { connectSession, type KeptSession } from "@wirescope/query";
import { StoreError } from "../errors.ts";
import { sessionPort } from "../session-port.ts";
import type { PacketOrder, PacketWorkerStart } from "./packet-message.ts";

/** Milliseconds that the worker may take to close its files before it is ended. */
const STOP_TIMEOUT = 3000;

/** MiB of its heap; buffers of packets lie outside it. */
const WORKER_LIMITS = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 8 } as const;

/** Node runs built code only; tests of the sources use the worker that was built last. */
const ENTRY = new URL(
  import.meta.url.endsWith(".ts") ? "../../dist/packets/packet-worker.js" : "./packet-worker.js",
  import.meta.url,
);

export interface PacketThreadOptions {
  /** Made where it is missing. */
  readonly directory: string;
  /** Octets of packets and their indexes on disk. */
  readonly budget: number;
  /** A port of the store's thread, which knows the flows of the packets. */
  readonly past: MessagePort;
  readonly catalog: CatalogFiles;
  /** Called at most once, when the thread ended without being asked to: no packets are kept any more. */
  readonly onFault: (error: StoreError) => void;
}

export class PacketThread {
  /** Answers from disk. */
  readonly session: KeptSession;
  readonly #worker: Worker;
  readonly #exited: Promise<void>;
  #stopping = false;

  private constructor({ onFault, ...options }: PacketThreadOptions) {
    const { port1, port2 } = new MessageChannel();
    const { past } = options;
    const workerData: PacketWorkerStart = { ...options, port: port2 };
    this.session = connectSession(sessionPort(port1));
    this.#worker = new Worker(ENTRY, {
      workerData,
      transferList: [port2, past],
      resourceLimits: WORKER_LIMITS,
      // The worker is built code, even when the sources run under a test runner's flags.
      execArgv: [],
      name: "wirescope-packets",
    });
    let fault: Error | undefined;
    this.#worker.on("error", (cause) => {
      fault = cause;
    });
    this.#exited = new Promise((resolve) => {
      this.#worker.once("exit", () => {
        port1.close();
        resolve();
        if (!this.#stopping) onFault(accident(fault));
      });
    });
  }

  /**
   * Starts the thread; resolves when it has loaded its code. It looks at no file before {@link go}.
   *
   * @throws StoreError
   */
  static async start(options: PacketThreadOptions): Promise<PacketThread> {
    let fail: (error: StoreError) => void = options.onFault;
    const failed = new Promise<never>((_resolve, reject) => {
      fail = reject;
    });
    const thread = new PacketThread({ ...options, onFault: (error) => fail(error) });
    const ready = new Promise<void>((resolve) => thread.#worker.once("message", () => resolve()));
    await Promise.race([ready, failed]);
    fail = options.onFault;
    return thread;
  }

  /** Opens the directory; from now on packets are kept. */
  go(): void {
    this.#order({ kind: "go" });
  }

  /** A port for one capture: the other end of what `PacketTap` speaks to. */
  openPort(): MessagePort {
    const { port1, port2 } = new MessageChannel();
    this.#order({ kind: "capture", port: port2 }, [port2]);
    return port1;
  }

  /** Closes what is open; safe to call twice. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#order({ kind: "stop" });
    const timer = setTimeout(() => void this.#worker.terminate(), STOP_TIMEOUT);
    await this.#exited;
    clearTimeout(timer);
  }

  #order(order: PacketOrder, transfer: MessagePort[] = []): void {
    this.#worker.postMessage(order, transfer);
  }
}

/** A mistake is told by its kind only: its own text may quote traffic. */
function accident(cause: Error | undefined): StoreError {
  const name = cause?.name ?? "no reason given";
  return new StoreError(
    "STORE_FAILED",
    `Packets are not kept on disk any more because of a mistake in Wirescope (${name}); start it again, and please report this.`,
    { cause },
  );
}
