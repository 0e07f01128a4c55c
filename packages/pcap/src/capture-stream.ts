/** The usual way through a whole capture: bytes in, batches out, gzip taken off on the way. */
import type { PacketBatch } from "./batch.ts";
import type { CaptureReader } from "./capture-reader.ts";
import { isProblemCode, PcapError } from "./errors.ts";
import { gunzipIfNeeded } from "./gzip.ts";

/**
 * Yields `batch`, filled anew, until `source` is read or cannot be read any further; afterwards
 * `reader.problem` says whether all went well. The rows are valid until the next one is asked for.
 *
 * @throws what `source` throws; damage in the capture or in the gzip around it is never thrown.
 */
export async function* readBatches(
  reader: CaptureReader,
  source: AsyncIterable<Uint8Array>,
  batch: PacketBatch,
): AsyncGenerator<PacketBatch, void, undefined> {
  let failure: PcapError | undefined;
  try {
    for await (const chunk of gunzipIfNeeded(source)) {
      reader.push(chunk);
      while (reader.next(batch)) yield batch;
      if (reader.problem !== undefined) return;
    }
  } catch (error) {
    if (!(error instanceof PcapError) || !isProblemCode(error.code)) throw error;
    failure = error;
  }
  reader.end(failure);
  while (reader.next(batch)) yield batch;
}
