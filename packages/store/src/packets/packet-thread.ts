/** The thread that keeps packets on disk, as the main thread sees it. */
import { MessageChannel, type MessagePort } from "node:worker_threads";
import type { CatalogFiles } from "@wirescope/catalog-files";
import { connectSession, type KeptSession } from "@wirescope/query";
import { Thread } from "@wirescope/thread";
import { StoreError } from "../errors.ts";
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
  readonly #thread: Thread<PacketOrder, "ready">;
  readonly #ready: Promise<void>;

  private constructor({ onFault: _, ...options }: PacketThreadOptions) {
    const { port1, port2 } = new MessageChannel();
    const { past } = options;
    const data: PacketWorkerStart = { ...options, port: port2 };
    this.session = connectSession(port1);
    let settle: () => void = () => {};
    this.#ready = new Promise((resolve) => {
      settle = resolve;
    });
    this.#thread = new Thread<PacketOrder, "ready">({
      entry: ENTRY,
      name: "wirescope-packets",
      data,
      ports: [port2, past],
      limits: WORKER_LIMITS,
      onReport: settle,
    });
    void this.#thread.ended.then(() => port1.close());
  }

  /**
   * Starts the thread; resolves when it has loaded its code. It looks at no file before {@link go}.
   *
   * @throws StoreError
   */
  static async start(options: PacketThreadOptions): Promise<PacketThread> {
    const thread = new PacketThread(options);
    const failed = thread.#thread.failed.catch((cause: Error) => {
      throw accident(cause);
    });
    await Promise.race([thread.#ready, failed]);
    failed.catch(options.onFault);
    return thread;
  }

  /** Opens the directory; from now on packets are kept. */
  go(): void {
    this.#thread.order({ kind: "go" });
  }

  /** A port for one capture: the other end of what `PacketTap` speaks to. */
  openPort(): MessagePort {
    const { port1, port2 } = new MessageChannel();
    this.#thread.order({ kind: "capture", port: port2 }, [port2]);
    return port1;
  }

  /** Closes what is open; safe to call twice. */
  async stop(): Promise<void> {
    await this.#thread.stop({ kind: "stop" }, STOP_TIMEOUT);
  }
}

/** A mistake is told by its kind only: its own text may quote traffic. */
function accident(cause: Error): StoreError {
  return new StoreError(
    "STORE_FAILED",
    `Packets are not kept on disk any more because of a mistake in Wirescope (${cause.name}); start it again, and please report this.`,
    { cause },
  );
}
