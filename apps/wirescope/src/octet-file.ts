/** A file that is written as its content is made. */
import { type FileHandle, open } from "node:fs/promises";
import { CommandError } from "./errors.ts";

/** Octets collected before a write. */
const BLOCK_LENGTH = 1 << 16;

/**
 * Writes `path` anew, once the first pieces are there: what a wrong question throws leaves no file.
 *
 * @throws CommandError `COMMAND_OUTPUT` where the file can't be written; what making the pieces throws.
 */
export async function writeOctets(
  path: string,
  pieces: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
): Promise<void> {
  let file: FileHandle | undefined;
  let pending: Uint8Array[] = [];
  let length = 0;
  const flush = async (): Promise<void> => {
    const octets = Buffer.concat(pending);
    pending = [];
    length = 0;
    try {
      file ??= await open(path, "w");
      await file.writeFile(octets);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new CommandError("COMMAND_OUTPUT", `${path} can't be written: ${reason}.`, { cause });
    }
  };
  try {
    for await (const piece of pieces) {
      const octets = typeof piece === "string" ? Buffer.from(piece) : piece;
      pending.push(octets);
      length += octets.length;
      if (length >= BLOCK_LENGTH) await flush();
    }
    await flush();
  } finally {
    await file?.close();
  }
}
