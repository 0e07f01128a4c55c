/** An archive whose pages come when what surrounds their packets is at hand. */
import { type CompiledScope, isInside, type PacketLookup, type PacketPage } from "@wirescope/query";

export class InformedArchive implements PacketLookup {
  readonly #archive: PacketLookup;
  readonly #scope: CompiledScope;
  readonly #learn: (from: number, to: number) => Promise<void>;

  /**
   * @param archive its pages stay valid
   * @param learn takes the time of packets of the scope, in seconds since 1970
   */
  constructor(
    archive: PacketLookup,
    scope: CompiledScope,
    learn: (from: number, to: number) => Promise<void>,
  ) {
    this.#archive = archive;
    this.#scope = scope;
    this.#learn = learn;
  }

  get firstNumber(): number {
    return this.#archive.firstNumber;
  }

  get lastNumber(): number {
    return this.#archive.lastNumber;
  }

  async page(number: number): Promise<PacketPage | undefined> {
    const page = await this.#archive.page(number);
    if (page === undefined) return undefined;
    let from = Number.POSITIVE_INFINITY;
    let to = Number.NEGATIVE_INFINITY;
    for (let row = 0; row < page.count; row++) {
      const seconds = page.seconds[row]!;
      if (!isInside(this.#scope.window, seconds, page.nanoseconds[row]!)) continue;
      from = Math.min(from, seconds);
      to = Math.max(to, seconds);
    }
    if (from <= to) await this.#learn(from, to);
    return page;
  }

  seek(number: number, step: 1 | -1, scope: CompiledScope | undefined): number | undefined {
    return this.#archive.seek === undefined ? number : this.#archive.seek(number, step, scope);
  }
}
