/** Waits that have an end. */

/** A wait between attempts that the end cuts short. */
export class Pause {
  readonly #length: number;
  #timer: NodeJS.Timeout | undefined;
  #goOn: (() => void) | undefined;
  #isOver = false;

  /** @param length milliseconds */
  constructor(length: number) {
    this.#length = length;
  }

  async wait(): Promise<void> {
    if (this.#isOver) return;
    await new Promise<void>((resolve) => {
      this.#goOn = resolve;
      this.#timer = setTimeout(resolve, this.#length);
    });
  }

  /** Ends the wait that is under way, and all later ones at once. */
  end(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#goOn?.();
  }
}

/** Waits for `work`, but no longer than `length` milliseconds. */
export async function withinTime(work: Promise<unknown>, length: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, length);
  });
  await Promise.race([work, over]);
  clearTimeout(timer);
}
