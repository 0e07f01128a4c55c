/**
 * The interfaces of all sources of a recorder under one numbering. Sources number their own from 0;
 * interfaces that are described alike share a number here.
 */
import type { CaptureInterface } from "@wirescope/pcap";

/** Interfaces told apart; further ones all go by the last number. */
const INTERFACE_LIMIT = 65_536;

export class InterfaceList {
  readonly #interfaces: CaptureInterface[] = [];
  readonly #numbers = new Map<string, number>();

  get all(): readonly CaptureInterface[] {
    return this.#interfaces;
  }

  /** Numbers here of a source's `interfaces`, appended to what `numbers` has of them already. */
  extend(numbers: number[], interfaces: readonly CaptureInterface[]): void {
    for (let i = numbers.length; i < interfaces.length; i++) {
      numbers.push(this.#number(interfaces[i] as CaptureInterface));
    }
  }

  #number(description: CaptureInterface): number {
    const { name, description: text, linkType, snapLength, section } = description;
    const key = JSON.stringify([name, text, linkType, snapLength, section]);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    if (this.#interfaces.length === INTERFACE_LIMIT) return INTERFACE_LIMIT - 1;
    const number = this.#interfaces.push(description) - 1;
    this.#numbers.set(key, number);
    return number;
  }
}
