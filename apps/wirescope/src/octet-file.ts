/** A file that is written as its content is made. */
import { statSync } from "node:fs";
import { dirname } from "node:path";
import { describeSystemError } from "@wirescope/engine/system-error";
import { CommandError, usageError } from "./errors.ts";
import { ReplacedFile } from "./replaced-file.ts";

/** Octets collected before a write. */
const BLOCK_LENGTH = 1 << 16;

/**
 * Writes `path` anew. What was there before stays until all pieces are made and written.
 *
 * @throws CommandError `COMMAND_OUTPUT` where the file can't be written; what making the pieces throws.
 */
export async function writeOctets(
  path: string,
  pieces: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
): Promise<void> {
  let file: ReplacedFile | undefined;
  let pending: Uint8Array[] = [];
  let length = 0;
  const flush = async (): Promise<void> => {
    const octets = Buffer.concat(pending);
    pending = [];
    length = 0;
    file ??= await ReplacedFile.open(path);
    await file.write(octets);
  };
  try {
    for await (const piece of pieces) {
      const octets = typeof piece === "string" ? Buffer.from(piece) : piece;
      pending.push(octets);
      length += octets.length;
      if (length >= BLOCK_LENGTH) await orSentence(path, flush());
    }
    await orSentence(path, flush());
  } catch (error) {
    await file?.drop();
    throw error;
  }
  await orSentence(path, file?.keep());
}

/** Tells what the system refuses in a sentence. */
async function orSentence(path: string, writing: Promise<void> | undefined): Promise<void> {
  try {
    await writing;
  } catch (cause) {
    const message = `${path} can't be written: ${reasonOf(path, cause)}.`;
    throw new CommandError("COMMAND_OUTPUT", message, { cause });
  }
}

function reasonOf(path: string, cause: unknown): string {
  const isMissing = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
  return isMissing ? `there is no directory ${dirname(path)}` : describeSystemError(cause);
}

/**
 * Refuses to write over what is read, under whatever name.
 *
 * @throws CommandError `COMMAND_USAGE`
 */
export function refuseInputs(path: string, inputs: readonly string[]): void {
  const written = identityOf(path);
  if (written === undefined) return;
  const same = inputs.find((input) => identityOf(input) === written);
  if (same === undefined) return;
  throw usageError(`-o ${path} would write over ${same} while it is read; name another file.`);
}

/** Device and inode; undefined for what is no plain file, or is not there. */
function identityOf(path: string): string | undefined {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat?.isFile() ? `${stat.dev}:${stat.ino}` : undefined;
}
