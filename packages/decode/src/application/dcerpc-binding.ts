/** What one association of DCE/RPC has agreed on: interfaces by context, and the calls that are open. */

/** Contexts and calls remembered of one association; the oldest go first. */
const MAX_ENTRIES = 128;

export interface DcerpcCall {
  readonly interfaceId: string;
  readonly operation: number;
  readonly frame: number;
}

export class DcerpcBinding {
  readonly #contexts = new Map<number, string>();
  readonly #calls = new Map<number, DcerpcCall>();

  bind(context: number, interfaceId: string): void {
    this.#contexts.delete(context);
    this.#contexts.set(context, interfaceId);
    if (this.#contexts.size > MAX_ENTRIES) {
      this.#contexts.delete(this.#contexts.keys().next().value as number);
    }
  }

  /** Identifier of the interface that a context stands for; undefined where its binding was not seen. */
  interfaceOf(context: number): string | undefined {
    return this.#contexts.get(context);
  }

  call(id: number, call: DcerpcCall): void {
    this.#calls.delete(id);
    this.#calls.set(id, call);
    if (this.#calls.size > MAX_ENTRIES)
      this.#calls.delete(this.#calls.keys().next().value as number);
  }

  callOf(id: number): DcerpcCall | undefined {
    return this.#calls.get(id);
  }
}
