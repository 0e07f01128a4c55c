/**
 * Names of addresses, as live frames and answers told them. A stretch of time, or a filter, may leave out the packets
 * that told a name; the address is the same host all the same.
 */
import type { LiveRanking } from "@wirescope/query";

/** Addresses whose names are remembered; the ones learnt first go first. */
const MOST_NAMES = 4096;

export class HostNames {
  readonly #names = new Map<string, string>();

  /** @param ranking of addresses. */
  learn({ labels, names }: Pick<LiveRanking, "labels" | "names">): void {
    for (const [i, address] of labels.entries()) {
      const name = names[i];
      if (name === undefined || name === "" || this.#names.get(address) === name) continue;
      this.#names.delete(address);
      this.#names.set(address, name);
      if (this.#names.size > MOST_NAMES) this.#names.delete(this.#names.keys().next().value!);
    }
  }

  /** The ranking with the names that it lacks. */
  complete(ranking: LiveRanking): LiveRanking {
    const { labels, names } = ranking;
    if (!labels.some((label, i) => names[i] === "" && this.#names.has(label))) return ranking;
    const completed = labels.map((label, i) => names[i] || (this.#names.get(label) ?? ""));
    return { ...ranking, names: completed };
  }

  /** Another source: its addresses may be other hosts. */
  forget(): void {
    this.#names.clear();
  }
}
