/**
 * The live packet table's model: which packet stands at which position, what is missing, and what
 * may move.
 *
 * Without a filter positions follow from frame numbers, so any place in millions of packets is one
 * page away. With a filter the matches are listed as they become known ({@link MatchIndex}). Either
 * way the list shows a snapshot that is *taken* only while the list follows: a held or paused list
 * keeps every position, and counts what arrived since.
 */
import type { LiveFrame, Session } from "@wirescope/query";
import { type Row, RowStore } from "./row-store.ts";
import { Store } from "./store.ts";
export declare const PAGE_ROWS = 200;
export type ListOrder = "newest" | "oldest";
/** What stands at a position. */
export type Line = {
    readonly kind: "row";
    readonly row: Row;
}
/** Known to exist, on its way. */
 | {
    readonly kind: "loading";
    readonly number: number;
}
/** No longer held by the session. */
 | {
    readonly kind: "gone";
    readonly number: number;
}
/** Matches that were not sent live; `before` is the frame that follows them. */
 | {
    readonly kind: "gap";
    readonly before: number;
};
export interface PacketListState {
    /** Grows with every change of any line. */
    readonly version: number;
    readonly order: ListOrder;
    readonly length: number;
    /** Matching packets that arrived since the list was taken. */
    readonly arrived: number;
    readonly held: boolean;
    /** The last failure of a page, until one succeeds. */
    readonly failure: string | undefined;
}
export declare class PacketList {
    #private;
    readonly state: Store<PacketListState>;
    readonly rows: RowStore;
    constructor();
    /** Frame numbers mean other packets from now on, as after a restart of the server. */
    forget(): void;
    /** Starts over for another session or filter. */
    ask(session: Session, filter: string, order: ListOrder): void;
    get order(): ListOrder;
    setHeld(held: boolean): void;
    setPaused(paused: boolean): void;
    /** Takes over what a frame of the present question says. */
    receive(frame: LiveFrame): void;
    /** @param position from 0 at the top of the list. */
    line(position: number): Line | undefined;
    /** Frame number at a position; undefined for gaps and outside of the list. */
    numberAt(position: number): number | undefined;
    /** Position of a frame number, -1 when the list does not show it. */
    positionOf(number: number): number;
    /** The packet before (-1) or after (1) another one in the list. */
    neighbour(number: number, step: 1 | -1): number | undefined;
    /** Fetches what the positions `[from, to)` lack; the gaps at the list's ends are filled as well. */
    show(from: number, to: number): void;
    /** Fetches the matches in the gap before a frame. */
    fillGap(before: number): Promise<void>;
}
//# sourceMappingURL=packet-list.d.ts.map