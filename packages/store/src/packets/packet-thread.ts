/** The thread that keeps packets on disk, as the main thread sees it. */
import { MessageChannel, type MessagePort } from "node:worker_threads";
import type { CatalogFiles } from "@wirescope/catalog-files";
import { connectSession, type KeptSession } from "@wirescope/query";
import { builtBeside, Thread } from "@wirescope/thread";
import { StoreError } from "../errors.ts";
import type { PacketOrder, PacketWorkerStart } from "./packet-message.ts";

/** Milliseconds that the worker may take to close its files before it is ended. */
const STOP_TIMEOUT = 3000;

/** MiB of its heap; buffers of packets lie outside it. */
const WORKER_LIMITS = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 8 } as const;

const ENTRY = builtBeside(import.meta.url, "./packet-worker.js");

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
  readonly #thread: Thread<PacketWorkerStart, PacketOrder, "ready">;

  private constructor({ onFault: _, ...options }: PacketThreadOptions) {
    this.#thread = new Thread({
      entry: ENTRY,
      name: "wirescope-packets",
      data: options,
      ports: [options.past],
      limits: WORKER_LIMITS,
      accident,
    });
    this.session = connectSession(this.#thread.port);
  }

  /**
   * Starts the thread; resolves when it has loaded its code. It looks at no file before {@link go}.
   *
   * @throws StoreError
   */
  static async start(options: PacketThreadOptions): Promise<PacketThread> {
    const thread = new PacketThread(options);
    await thread.#thread.reported((report) => report === "ready");
    thread.#thread.failed.catch(options.onFault);
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
