/**
 * Divides a capture into minutes of its own time and tells of each that is over.
 *
 * A minute ends with the first packet behind it, or by the clock when nothing comes; it is told even if
 * nothing was in it, so that a minute that was not told was not captured. A packet that comes late, as
 * happens between interfaces, counts in the running minute. When the clock is put back by more than a minute,
 * the minute is over as well and another begins.
 */
import type { Analysis, SliceBatch, SliceLedger } from "@wirescope/analysis";
import { hostSightings } from "./host-sightings.ts";
import type { MinuteReport } from "./minute-report.ts";

/** What the packets of a minute tell; their source knows the rest of a report. */
export type MinuteTraffic = Pick<
  MinuteReport,
  "slices" | "hosts" | "packets" | "wireBytes" | "malformed"
>;

export interface MinuteOptions {
  /** Told of each minute that is over. */
  readonly onClose: (traffic: MinuteTraffic) => void;
  /** Seconds since 1970. */
  readonly now: () => number;
}

const MINUTE = 60;

/** Seconds after a minute's end in which its last packets may still be on their way from the kernel. */
const GRACE = 2;

/** Seconds between two times that the clock is believed to have been put back. */
const SETBACK_INTERVAL = 1;

export class MinuteBook {
  readonly #analysis: Analysis;
  readonly #ledger: SliceLedger;
  readonly #options: MinuteOptions;
  #isRunning = false;
  /** When the running minute ends; before the first, any packet is behind it. */
  #end: number = Number.NEGATIVE_INFINITY;
  /** A packet from before this moment does not come late: the clock was put back. */
  #floor: number = Number.NEGATIVE_INFINITY;
  /** How far the capture's clock is ahead of ours. */
  #offset = 0;
  #believedAt: number = Number.NEGATIVE_INFINITY;
  /* Totals when the minute began. */
  #packets = 0;
  #wireBytes = 0;
  #malformed = 0;

  /** `ledger` is the one of `analysis`. */
  constructor(analysis: Analysis, ledger: SliceLedger, options: MinuteOptions) {
    this.#analysis = analysis;
    this.#ledger = ledger;
    this.#options = options;
  }

  /** Begins the first minute now, before any packet. */
  begin(): void {
    this.#turn(Math.floor(this.#options.now()));
  }

  /** Comes before each packet is counted. Hot. */
  turnAt(seconds: number): void {
    if (seconds >= this.#end || seconds < this.#floor) this.#turn(seconds);
  }

  /** A packet of this time has just come. */
  keepTime(seconds: number, nanoseconds: number): void {
    this.#offset = seconds + nanoseconds / 1e9 - this.#options.now();
  }

  /** Goes on to the next minute where the clock says so; for the time in which no packet does. */
  turnByClock(): void {
    if (!this.#isRunning) return;
    const now = this.#options.now() + this.#offset;
    if (now >= this.#end + GRACE || now < this.#floor) this.#turn(Math.floor(now));
  }

  /** The running minute as far as it has come; undefined before the first. */
  peek(): MinuteTraffic | undefined {
    return this.#isRunning ? this.#tell(this.#ledger.peek()) : undefined;
  }

  /** Ends the running minute, however far it has come. Another begins with the next packet only. */
  close(): void {
    if (!this.#isRunning) return;
    this.#isRunning = false;
    this.#end = Number.NEGATIVE_INFINITY;
    this.#floor = Number.NEGATIVE_INFINITY;
    this.#options.onClose(this.#tell(this.#ledger.close()));
  }

  #turn(seconds: number): void {
    if (seconds < this.#floor) {
      // Clocks of interfaces that differ by minutes would end one with each packet.
      const now = this.#options.now();
      if (now < this.#believedAt + SETBACK_INTERVAL && now >= this.#believedAt) return;
      this.#believedAt = now;
    }
    this.close();
    const minute = Math.floor(seconds / MINUTE) * MINUTE;
    const { totals } = this.#analysis;
    this.#isRunning = true;
    this.#end = minute + MINUTE;
    this.#floor = minute - MINUTE;
    this.#packets = totals.packets;
    this.#wireBytes = totals.wireBytes;
    this.#malformed = totals.malformed;
    this.#ledger.start(minute);
  }

  #tell(slices: SliceBatch): MinuteTraffic {
    const { totals } = this.#analysis;
    return {
      slices,
      hosts: hostSightings(this.#analysis, slices),
      packets: totals.packets - this.#packets,
      wireBytes: totals.wireBytes - this.#wireBytes,
      malformed: totals.malformed - this.#malformed,
    };
  }
}
