/**
 * The order of a ranked list that people can read while it changes: values change at once, rows trade
 * places at most every two seconds, only when one has been more than a tenth larger than the other
 * for that long, and never while the list is held.
 */

export const REORDER_MS = 2000;
const MARGIN = 1.1;

export class RankOrder {
  readonly #capacity: number;
  #order: string[] = [];
  #earlier: ReadonlyMap<string, number> = new Map();
  #lastTurn = Number.NEGATIVE_INFINITY;

  /** @param capacity rows that are shown. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Forgets everything, for another question. */
  reset(): void {
    this.#order = [];
    this.#earlier = new Map();
    this.#lastTurn = Number.NEGATIVE_INFINITY;
  }

  /**
   * The labels to show, in order. Labels that no longer exist go at once unless `held`, and free
   * places fill from the top of `values`.
   *
   * @param values value of each label, largest first.
   * @param now milliseconds of any steady clock.
   */
  update(values: ReadonlyMap<string, number>, now: number, held: boolean): readonly string[] {
    if (held && this.#order.length > 0) return this.#order;
    const order = this.#order.filter((label) => values.has(label));
    for (const label of values.keys()) {
      if (order.length >= this.#capacity) break;
      if (!order.includes(label)) order.push(label);
    }
    if (now - this.#lastTurn >= REORDER_MS) {
      this.#enter(order, values);
      this.#sort(order, values);
      this.#lastTurn = now;
      this.#earlier = new Map(values);
    }
    this.#order = order;
    return order;
  }

  /** Lets the largest label that is not shown take the last place. */
  #enter(order: string[], values: ReadonlyMap<string, number>): void {
    const last = order.at(-1);
    if (last === undefined || order.length < this.#capacity) return;
    for (const label of values.keys()) {
      if (order.includes(label)) continue;
      if (this.#clearlyLarger(label, last, values)) order[order.length - 1] = label;
      return;
    }
  }

  #sort(order: string[], values: ReadonlyMap<string, number>): void {
    for (let i = 1; i < order.length; i += 1) {
      for (let j = i; j > 0 && this.#clearlyLarger(order[j]!, order[j - 1]!, values); j -= 1) {
        const label = order[j]!;
        order[j] = order[j - 1]!;
        order[j - 1] = label;
      }
    }
  }

  #clearlyLarger(a: string, b: string, values: ReadonlyMap<string, number>): boolean {
    if ((values.get(a) ?? 0) <= (values.get(b) ?? 0) * MARGIN) return false;
    const first = this.#earlier.size === 0;
    return first || (this.#earlier.get(a) ?? 0) > (this.#earlier.get(b) ?? 0) * MARGIN;
  }
}
