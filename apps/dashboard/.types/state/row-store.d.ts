/**
 * The packet rows that the page holds: typed columns, found by frame number, the oldest arrival
 * overwritten first. Rows come from live frames and from pages; both look the same afterwards.
 */
import type { LiveRows, PacketRow } from "@wirescope/query";
/** About 10 MB with the strings of ordinary traffic. */
export declare const ROW_CAPACITY = 50000;
/** One row, as a list shows it. */
export interface Row {
    readonly number: number;
    /** Microseconds since 1970. */
    readonly time: number;
    readonly length: number;
    readonly protocol: string;
    readonly protocolByPort: boolean;
    readonly source: string;
    readonly destination: string;
    readonly info: string;
}
export declare class RowStore {
    #private;
    constructor(capacity?: number);
    get size(): number;
    has(number: number): boolean;
    get(number: number): Row | undefined;
    addLive(rows: LiveRows): void;
    addPage(rows: readonly PacketRow[]): void;
    /** Forgets every row, for numbers that mean other packets from now on. */
    clear(): void;
}
//# sourceMappingURL=row-store.d.ts.map