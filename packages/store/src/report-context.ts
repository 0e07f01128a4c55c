/** Where reports come from. */
import type { Catalog } from "@wirescope/catalog";

export interface ReportContext {
  readonly sensor: string;
  /** Seconds since 1970 at which the capture began. */
  readonly run: number;
  /** Names applications, countries, systems and makers; without one they stay unknown. */
  readonly catalog: Catalog | undefined;
}
