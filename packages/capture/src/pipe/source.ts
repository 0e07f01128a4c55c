/** Packets from a helper's capture file: the unprivileged half of the pipe. */
import { Socket } from "node:net";
import { type CaptureInterface, CaptureReader, type PacketBatch } from "@wirescope/pcap";
import { isDeviceUp } from "../device-state.ts";
import { CaptureError } from "../errors.ts";
import type { PipeHandle } from "../handle.ts";
import { interfaceNames } from "../interface-names.ts";
import type { CaptureCounts, CaptureSource } from "../source.ts";
import { TurnTaker } from "../turn-taker.ts";
import { droppedCounts, endFailure } from "./message.ts";
import { descriptorCloser } from "./native.ts";

/** Milliseconds for the helper to write its last counts after it was told to end. */
const END_TIMEOUT = 2000;
/** Messages kept; the counts come last, so the oldest go first. */
const MAX_MESSAGE_LENGTH = 16_384;

/**
 * Kernel drops are known when the helper ends: neither program reports them while it runs. Until
 * {@link stop} the counts have zeros there.
 */
export class PipeSource implements CaptureSource {
  readonly backend = "pipe";
  readonly interface: CaptureInterface;
  readonly #handle: PipeHandle;
  readonly #reader = new CaptureReader();
  readonly #packets: Socket;
  readonly #messages: Socket;
  readonly #closeDescriptor = descriptorCloser();
  readonly #turns = new TurnTaker();
  #message = "";
  #packetsEnded = false;
  #messagesEnded = false;
  #wake: (() => void) | undefined;
  #problem: CaptureError | undefined;
  #stopped = false;
  #received = 0;
  #kernelDropped = 0;
  #interfaceDropped = 0;

  constructor(handle: PipeHandle) {
    this.interface = handle.interface;
    this.#handle = handle;
    this.#reader.push(handle.head);
    this.#packets = new Socket({ fd: handle.packetFd, readable: true, writable: false });
    this.#packets.on("readable", () => this.#wake?.());
    this.#packets.on("close", () => {
      this.#packetsEnded = true;
      this.#wake?.();
    });
    this.#messages = new Socket({ fd: handle.messageFd, readable: true, writable: false });
    this.#messages.setEncoding("utf8");
    this.#messages.on("data", (text: string) => {
      this.#message = (this.#message + text).slice(-MAX_MESSAGE_LENGTH);
    });
    this.#messages.on("close", () => {
      this.#messagesEnded = true;
      this.#wake?.();
    });
  }

  get problem(): CaptureError | undefined {
    return this.#problem;
  }

  async next(batch: PacketBatch, timeout: number): Promise<boolean> {
    batch.count = 0;
    if (this.#turns.isDue()) await this.#turns.take();
    if (this.#stopped || this.#problem !== undefined) return false;
    if (this.#take(batch)) return true;
    if (!this.#packetsEnded) await this.#wait(timeout);
    if (this.#stopped) return false;
    if (this.#take(batch) || !this.#packetsEnded) return true;
    await this.#noteEnd();
    return false;
  }

  /** False when nothing more was read so far. */
  #take(batch: PacketBatch): boolean {
    while (!this.#reader.next(batch)) {
      const chunk = this.#packets.read() as Uint8Array | null;
      if (chunk === null) return false;
      this.#reader.push(chunk);
    }
    batch.position.fill(0, 0, batch.count);
    this.#received += batch.count;
    return true;
  }

  /** Resolves when a stream has news or the time is over. */
  #wait(timeout: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#wake?.(), timeout);
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = undefined;
        resolve();
      };
    });
  }

  async #noteEnd(): Promise<void> {
    if (!this.#messagesEnded) await this.#wait(END_TIMEOUT);
    this.#noteCounts();
    const { program, interfaceName } = this.#handle;
    this.#problem ??=
      this.#damage() ??
      endFailure({
        program,
        interfaceName,
        filter: "",
        message: this.#message,
        interfaceNames: interfaceNames(),
      });
  }

  #damage(): CaptureError | undefined {
    const damage = this.#reader.problem;
    if (damage === undefined) return undefined;
    const { program, interfaceName } = this.#handle;
    return new CaptureError(
      "CAPTURE_FAILED",
      `What ${program} wrote about "${interfaceName}" cannot be read: ${damage.message}`,
    );
  }

  /** What the helper said at its end about packets it lost. */
  #noteCounts(): void {
    const counts = droppedCounts(this.#message);
    this.#kernelDropped = counts?.kernelDropped ?? 0;
    this.#interfaceDropped = counts?.interfaceDropped ?? 0;
  }

  counts(): CaptureCounts {
    return {
      received: this.#received,
      kernelDropped: this.#kernelDropped,
      interfaceDropped: this.#interfaceDropped,
    };
  }

  isUp(): boolean {
    return !this.#stopped && isDeviceUp(this.#handle.interfaceName);
  }

  /** Lets go of the helper's leash, and waits for its last words within 2 s. */
  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#wake?.();
    this.#closeDescriptor(this.#handle.leashFd);
    const deadline = performance.now() + END_TIMEOUT;
    while (!(this.#packetsEnded && this.#messagesEnded) && performance.now() < deadline) {
      // Unread packets would keep the helper from writing on and ending.
      while (this.#packets.read() !== null);
      await this.#wait(deadline - performance.now());
    }
    this.#packets.destroy();
    this.#messages.destroy();
    this.#noteCounts();
  }
}
