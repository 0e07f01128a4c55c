/** One line on a terminal that says how far a long reading has come; silent in a pipe. */
import type { WriteStream } from "node:tty";
import { printable } from "./render/printable.ts";

/** Milliseconds between two drawings. */
const PERIOD = 200;

export class Progress {
  readonly #stream: WriteStream;
  #drawnAt = 0;
  #shown = false;

  constructor(stream: WriteStream) {
    this.#stream = stream;
  }

  /** `done` and `total` in octets; `total` undefined when it is not known. */
  report(
    name: string,
    done: number,
    total: number | undefined,
    packets: number,
    now: number,
  ): void {
    if (this.#stream.isTTY !== true || now - this.#drawnAt < PERIOD) return;
    this.#drawnAt = now;
    this.#shown = true;
    const share =
      total === undefined || total === 0
        ? `${(done / 1e6).toFixed(0)} MB`
        : `${((100 * done) / total).toFixed(0)} %`;
    this.#stream.write(
      `\r\x1b[K${printable(name)}: ${share}, ${packets.toLocaleString("en")} packets`,
    );
  }

  clear(): void {
    if (this.#shown) this.#stream.write("\r\x1b[K");
    this.#shown = false;
  }
}
