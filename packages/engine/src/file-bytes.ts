/** Random access to the octets of a file, for packets that are read again. */
import { type FileHandle, open } from "node:fs/promises";
import type { ByteSource } from "@wirescope/query";

export class FileBytes implements ByteSource {
  readonly #handle: FileHandle;

  private constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  static async open(path: string): Promise<FileBytes> {
    return new FileBytes(await open(path, "r"));
  }

  async read(position: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length);
    const { bytesRead } = await this.#handle.read(bytes, 0, length, position);
    return bytes.subarray(0, bytesRead);
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}
