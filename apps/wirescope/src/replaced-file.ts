/**
 * A file that takes its place when it is whole: until then, and after a failure, what was there before
 * stays. What is no plain file (a pipe, a terminal, `/dev/null`) is written itself.
 */
import { realpathSync, statSync } from "node:fs";
import { type FileHandle, open, rename, rm } from "node:fs/promises";

export class ReplacedFile {
  readonly #handle: FileHandle;
  /** Where the content is collected. */
  readonly #part: string;
  readonly #target: string;

  private constructor(handle: FileHandle, part: string, target: string) {
    this.#handle = handle;
    this.#part = part;
    this.#target = target;
  }

  /** @throws what the system says of a path that can't be written */
  static async open(path: string): Promise<ReplacedFile> {
    const stat = statSync(path, { throwIfNoEntry: false });
    // A link stays, and what it leads to is replaced.
    const target = stat === undefined ? path : realpathSync(path);
    const isPlain = stat === undefined || stat.isFile();
    const part = isPlain ? `${target}.${process.pid}.part` : target;
    return new ReplacedFile(await open(part, "w", stat?.mode), part, target);
  }

  async write(octets: Uint8Array): Promise<void> {
    await this.#handle.writeFile(octets);
  }

  /** Puts the file in its place. */
  async keep(): Promise<void> {
    await this.#handle.close();
    if (this.#part !== this.#target) await rename(this.#part, this.#target);
  }

  /** Leaves what was there before. */
  async drop(): Promise<void> {
    await this.#handle.close();
    if (this.#part !== this.#target) await rm(this.#part, { force: true });
  }
}
