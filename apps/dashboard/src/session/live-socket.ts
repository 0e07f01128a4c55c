/**
 * The live stream over a WebSocket that comes back by itself.
 *
 * Frames hold absolute values, so after a break the subscription is sent again and the first frame
 * fills the gap. Grants that were not used when the connection broke are given again.
 */
import type { LiveStream, Subscription } from "@wirescope/query";
import type { Timer } from "../state/hold.ts";
import { Store } from "../state/store.ts";
import type { Connection } from "./connection.ts";

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 8000;
/** `WebSocket.CONNECTING` and `WebSocket.OPEN`. */
const CONNECTING = 0;
const OPEN = 1;
const GRANT = '{"type":"grant"}';

/** The part of `WebSocket` that is needed; tests pass their own. */
export interface Socket {
  binaryType: BinaryType;
  readonly readyState: number;
  onopen: (() => void) | null;
  onclose: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  send(text: string): void;
  close(): void;
}

export interface LiveSocketOptions {
  readonly open: () => Socket;
  readonly timer: Timer;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly onFrame: (frame: ArrayBuffer) => void;
  readonly onProblem: (epoch: number, problem: unknown) => void;
}

export class LiveSocket implements LiveStream {
  readonly connection: Store<Connection> = new Store<Connection>({ kind: "connecting" });
  readonly #options: LiveSocketOptions;
  #socket: Socket | undefined;
  #connected = false;
  #closed = false;
  #subscription: string | undefined;
  #granted = 0;
  #retry = FIRST_RETRY_MS;
  #lostSince: number | undefined;
  #cancelRetry: (() => void) | undefined;

  constructor(options: LiveSocketOptions) {
    this.#options = options;
    this.#connect();
  }

  subscribe(subscription: Subscription, epoch: number): void {
    this.#subscription = JSON.stringify({ type: "subscribe", epoch, ...subscription });
    this.#send(this.#subscription);
  }

  grant(): void {
    this.#granted += 1;
    this.#send(GRANT);
  }

  /** Tries again at once instead of after the waiting time. */
  retryNow(): void {
    if (this.#closed || this.connection.getSnapshot().kind !== "lost") return;
    this.#cancelRetry?.();
    this.#connect();
  }

  /** Ends it for good; a connection that is being made is closed once it stands, since browsers report an earlier end as a failure. */
  close(): void {
    this.#closed = true;
    this.#connected = false;
    this.#cancelRetry?.();
    const socket = this.#socket;
    if (socket?.readyState === CONNECTING) socket.onopen = () => socket.close();
    else socket?.close();
  }

  #connect(): void {
    const socket = this.#options.open();
    this.#socket = socket;
    socket.binaryType = "arraybuffer";
    socket.onopen = () => this.#opened();
    socket.onclose = () => this.#lost(socket);
    socket.onmessage = (event) => this.#received(event.data);
  }

  #opened(): void {
    this.#connected = true;
    this.#retry = FIRST_RETRY_MS;
    this.#lostSince = undefined;
    if (this.#subscription !== undefined) this.#send(this.#subscription);
    for (let i = 0; i < this.#granted; i += 1) this.#send(GRANT);
    this.connection.set({ kind: "connected" });
  }

  /** A socket is closing for a while before it says so; what is sent then is lost. */
  #send(text: string): void {
    const socket = this.#socket;
    if (this.#connected && socket?.readyState === OPEN) socket.send(text);
  }

  #lost(socket: Socket): void {
    if (this.#closed || socket !== this.#socket) return;
    this.#connected = false;
    const now = this.#options.clock();
    this.#lostSince ??= now;
    const wait = this.#retry;
    this.#retry = Math.min(LAST_RETRY_MS, wait * 2);
    this.connection.set({ kind: "lost", since: this.#lostSince, retryAt: now + wait });
    this.#cancelRetry = this.#options.timer.after(wait, () => this.#connect());
  }

  #received(data: unknown): void {
    if (this.#closed) return;
    if (data instanceof ArrayBuffer) {
      this.#granted = Math.max(0, this.#granted - 1);
      this.#options.onFrame(data);
      return;
    }
    if (typeof data !== "string") return;
    const message = parseMessage(data);
    if (message?.type === "problem") this.#options.onProblem(message.epoch ?? 0, message.problem);
  }
}

function parseMessage(
  text: string,
): { type?: unknown; epoch?: number; problem?: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
