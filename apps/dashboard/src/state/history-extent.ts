/** How far back what is held reaches, asked for every ten seconds while something may be added. */
import type { Extent, Session } from "@wirescope/query";
import { parseIso, type Span } from "../format/time.ts";
import { Store } from "./store.ts";
import { MINUTE } from "./time-window.ts";

const REFRESH_MS = 10_000;

export class HistoryExtent {
  readonly extent: Store<Extent | undefined> = new Store<Extent | undefined>(undefined);
  readonly #now: () => number;
  #session: Session | undefined;
  #askedAt = Number.NEGATIVE_INFINITY;

  /** @param now milliseconds of a steady clock. */
  constructor(now: () => number) {
    this.#now = now;
  }

  follow(session: Session): void {
    this.#session = session;
    this.#askedAt = Number.NEGATIVE_INFINITY;
    this.extent.set(undefined);
  }

  /** Called with every frame. @param settled nothing more comes, so that what is known stays true. */
  async refresh(settled: boolean): Promise<void> {
    const session = this.#session;
    const early = this.#now() - this.#askedAt < REFRESH_MS;
    if (session === undefined || early || (settled && this.extent.getSnapshot() !== undefined)) {
      return;
    }
    this.#askedAt = this.#now();
    const extent = await session.extent().catch(() => undefined);
    if (session === this.#session && extent !== undefined) this.extent.set(extent);
  }
}

/** A stretch of an answer in microseconds since 1970. */
export function spanOf(stretch: { readonly from: string; readonly to: string }): Span {
  return { from: parseIso(stretch.from), to: parseIso(stretch.to) };
}

/** The oldest moment of which anything is held; undefined while nothing is. */
export function oldestHeld(extent: Extent | undefined): number | undefined {
  const starts = [extent?.packets, extent?.flows, extent?.hours]
    .filter((stretch) => stretch !== undefined)
    .map(({ from }) => parseIso(from));
  return starts.length === 0 ? undefined : Math.min(...starts);
}

/**
 * Until when captures before the one that started at `startedAt` recorded anything, to the whole
 * minute; undefined where none did. The minute of the start counts as this capture's.
 */
export function recordedBefore(extent: Extent | undefined, startedAt: number): number | undefined {
  const minute = Math.floor(startedAt / MINUTE) * MINUTE;
  const earlier = [extent?.flows, extent?.hours]
    .filter((stretch) => stretch !== undefined)
    .map(spanOf)
    .find(({ from }) => from < minute);
  if (earlier === undefined) return undefined;
  const until = Math.min(minute, earlier.to);
  const gap = extent?.gaps.map(spanOf).find(({ from, to }) => from < until && to >= until);
  return gap?.from ?? until;
}

/** The oldest packet that is held itself; undefined while none is. */
export function oldestPacket(extent: Extent | undefined): number | undefined {
  return extent?.packets === undefined ? undefined : parseIso(extent.packets.from);
}
