/** Numbers as the page prints them: three significant digits, thin-space groups, never `NaN`. */
/** What stands for a value that is not known. */
export declare const UNKNOWN = "\u2013";
/** A number and its unit, kept apart so that units can stand in a column of fixed width. */
export interface Quantity {
  readonly value: string;
  readonly unit: string;
}
/** An integer with thin-space groups: `88 210`. */
export declare function formatCount(value: number): string;
/** Three significant digits for values below 1000: `48.2`, `3.14`, `984`; zero is `0`. */
export declare function formatSignificant(value: number): string;
/** Scales by powers of 1000, so that what is printed stays below 1000. */
export declare function formatScaled(value: number, unit: string): Quantity;
/** Share of a whole in percent, one decimal below 10: `62 %`, `0.8 %`. */
export declare function formatPercent(share: number): string;
export declare function joinQuantity(quantity: Quantity): string;
//# sourceMappingURL=number.d.ts.map
