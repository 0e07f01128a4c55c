/**
 * Standard output for long listings: collected into large writes, held back while the reader is
 * slower, and ended when the reader has seen enough (`| head`) or the stream fails.
 */
import type { Writable } from "node:stream";

/** Characters collected before a write. */
const BLOCK_LENGTH = 1 << 16;

export class Output {
  readonly #stream: Writable;
  #pending = "";
  #closed = false;
  /** Lets the write go on that waits for the reader. */
  #resume: () => void = () => undefined;

  constructor(stream: Writable) {
    this.#stream = stream;
    stream.on("error", () => this.#end());
    stream.on("close", () => this.#end());
    stream.on("drain", () => this.#resume());
  }

  /** True once nobody reads any more; further text is dropped. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Adds `text`; resolves when it is fine to add more. */
  async write(text: string): Promise<void> {
    this.#pending += text;
    if (this.#pending.length >= BLOCK_LENGTH) await this.flush();
  }

  async line(text: string): Promise<void> {
    await this.write(`${text}\n`);
  }

  async flush(): Promise<void> {
    const text = this.#pending;
    this.#pending = "";
    if (this.#closed || text === "") return;
    const goesOn = this.#stream.write(text);
    if (goesOn || this.closed) return;
    await new Promise<void>((resolve) => {
      this.#resume = resolve;
    });
  }

  #end(): void {
    this.#closed = true;
    this.#resume();
  }
}
