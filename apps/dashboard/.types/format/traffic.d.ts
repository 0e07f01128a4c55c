/** Volumes in bytes, throughput in bits per second and packets per second; SI prefixes. */
import { type Quantity } from "./number.ts";
export type RateUnit = "bits" | "packets";
export declare function bytesQuantity(bytes: number): Quantity;
/** `44.6 MB`. */
export declare function formatBytes(bytes: number): string;
/** @param rate bits per second or packets per second, as `unit` says. */
export declare function rateQuantity(rate: number, unit: RateUnit): Quantity;
export declare function formatRate(rate: number, unit: RateUnit): string;
//# sourceMappingURL=traffic.d.ts.map
