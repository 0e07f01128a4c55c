/**
 * What has no slice of its own in the running minute: packets without a flow, and flows that there was no
 * room for. Summed exactly for each protocol, apart for what a port number alone named.
 */
import { PROTOCOL_COUNT } from "@wirescope/decode";
import { addFigures, FIGURE_PACKETS, FIGURES } from "./slice-figures.ts";

/** Rows at most. */
const MAX_SUMS: number = 2 * PROTOCOL_COUNT;

export class SliceSums {
  /** Flows among what is summed. */
  flows = 0;
  /** The row of a protocol is twice its code, plus one for what its port alone named. */
  readonly figures: Float64Array = new Float64Array(MAX_SUMS * FIGURES);

  get memoryLength(): number {
    return this.figures.byteLength;
  }

  /** Adds row 0 of `figures`. Hot. */
  add(protocol: number, byPort: boolean, figures: Float64Array): void {
    addFigures(this.figures, (2 * protocol + (byPort ? 1 : 0)) * FIGURES, figures);
  }

  /** Rows that have packets, ascending. */
  rows(): number[] {
    const rows: number[] = [];
    for (let row = 0; row < MAX_SUMS; row++) {
      const at = row * FIGURES + FIGURE_PACKETS;
      if (this.figures[at]! + this.figures[at + 1]! > 0) rows.push(row);
    }
    return rows;
  }

  copyFrom(other: SliceSums): void {
    this.figures.set(other.figures);
    this.flows = other.flows;
  }

  clear(): void {
    this.figures.fill(0);
    this.flows = 0;
  }
}
