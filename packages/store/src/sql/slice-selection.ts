/** Which packets of slices a question is about. */
import { type Sql, TRUE } from "./sql.ts";

export interface SliceSelection {
  /** Selects the packets from the originator. */
  readonly out: Sql;
  /** Selects those from the responder. */
  readonly in: Sql;
  /** Both select the same slices. */
  readonly isSymmetric: boolean;
  /** Whoever is selected in one minute is in all: flows are counted by their first slice. */
  readonly isSteady: boolean;
  /** Fields that stand for whole flows, while in packets they are in some of them only. */
  readonly wholeFlow: readonly string[];
  /** Fields that are added up over a flow's slices in the range. */
  readonly sums: readonly string[];
}

export const EVERY_SLICE: SliceSelection = {
  out: TRUE,
  in: TRUE,
  isSymmetric: true,
  isSteady: true,
  wholeFlow: [],
  sums: [],
};
