/** Octets that are made one piece after the other, as the body of an answer. */

/**
 * Streams the pieces no faster than they are read. The first is made at once, so that a wrong question is
 * an answer of its own instead of half a file.
 *
 * @throws what the first piece throws.
 */
export async function streamOctets(
  pieces: AsyncGenerator<Uint8Array>,
): Promise<ReadableStream<Uint8Array>> {
  let next = await pieces.next();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (next.done === true) {
        controller.close();
        return;
      }
      // A piece without octets would not be asked about again, so it is handed out all the same.
      controller.enqueue(next.value);
      next = await pieces.next();
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
}
