/** The figures at the top, derived from a frame: rates are means over the last complete seconds. */
import type { LiveFrame, LiveTimeline } from "@wirescope/query";
export interface Rates {
    /** Bits per second; NaN while no second is complete. */
    readonly bits: number;
    /** Packets per second; NaN while no second is complete. */
    readonly packets: number;
    /** Seconds that the rates are a mean of. */
    readonly seconds: number;
}
/** @param watermark microseconds since 1970, the frame's own. */
export declare function currentRates(timeline: LiveTimeline, watermark: number): Rates;
/** Octets towards and from this computer since the start. */
export interface Direction {
    readonly received: number;
    readonly sent: number;
}
/**
 * Both directions as this computer's own addresses have them; undefined where they would say little:
 * when none of them is among the ranked hosts, or much of the traffic is between others, as on a
 * mirror port.
 */
export declare function ownTraffic(hosts: LiveFrame["hosts"], ownAddresses: ReadonlySet<string>, totalBytes: number): Direction | undefined;
/** Share of packets that the system lost, of all that there were. */
export declare function lossShare(lost: number, seen: number): number;
//# sourceMappingURL=figures.d.ts.map