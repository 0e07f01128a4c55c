/**
 * Brings views up to the newest packet from the archive, in slices between which other work of the
 * thread has its turn, so that packets go on being taken while a question is worked on.
 *
 * One view is worked on at a time, the most recently asked for first. A ring may forget packets
 * faster than a view gets to them; the view then says what it missed.
 */
import { Packet } from "@wirescope/decode";
import { loadPacket, type PacketArchive } from "./packet-archive.ts";
import type { Pause } from "./pause.ts";
import type { View } from "./view.ts";

/** Milliseconds of a slice; half of what feeding may be kept waiting. */
const SLICE = 10;
/** Packets between looks at the clock: a dissecting filter takes some microseconds for each. */
const CLOCK_MASK = 255;

/** What back-filling needs to know of the recorder. */
export interface BackFillSource {
  readonly archive: PacketArchive | undefined;
  /** Frame number of the newest packet. */
  readonly lastNumber: number;
  readonly pause: Pause;
  readonly clock: () => number;
}

export class BackFill {
  readonly #source: BackFillSource;
  readonly #onCaughtUp: (view: View) => void;
  readonly #packet = new Packet();
  /** Views with work to do, the next to be worked on last. */
  readonly #pending: View[] = [];
  #running = false;

  /** `onCaughtUp` takes over in the same turn in which the view has come to the newest packet. */
  constructor(source: BackFillSource, onCaughtUp: (view: View) => void) {
    this.#source = source;
    this.#onCaughtUp = onCaughtUp;
  }

  /** Works on `view` until it is caught up or nobody uses it any more. */
  start(view: View): void {
    const index = this.#pending.indexOf(view);
    if (index >= 0) this.#pending.splice(index, 1);
    if (view.next > this.#source.lastNumber) {
      this.#onCaughtUp(view);
      return;
    }
    this.#pending.push(view);
    if (!this.#running) void this.#run();
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#pending.length > 0) {
      await this.#source.pause();
      const view = this.#pending.at(-1) as View;
      if (view.userCount === 0) {
        this.#finish(view);
        continue;
      }
      try {
        await this.#slice(view);
        view.settle();
      } catch (error) {
        this.#finish(view);
        view.fail(error);
        continue;
      }
      if (view.next <= this.#source.lastNumber) continue;
      this.#finish(view);
      this.#onCaughtUp(view);
    }
    this.#running = false;
  }

  #finish(view: View): void {
    const index = this.#pending.indexOf(view);
    if (index >= 0) this.#pending.splice(index, 1);
  }

  /** Takes packets until time is up, the page ends or there are no more. */
  async #slice(view: View): Promise<void> {
    const { archive, lastNumber, clock } = this.#source;
    if (view.next > lastNumber) return;
    if (archive === undefined) {
      view.miss(lastNumber + 1 - view.next, undefined);
      return;
    }
    if (view.next < archive.firstNumber) {
      view.miss(archive.firstNumber - view.next, archive.forgottenUntil);
    }
    const found = archive.page(view.next);
    const page = found instanceof Promise ? await found : found;
    if (page === undefined) {
      view.miss(archive.lastNumber + 1 - view.next, undefined);
      return;
    }
    const deadline = clock() + SLICE;
    const packet = this.#packet;
    const end = Math.min(page.count, archive.lastNumber + 1 - page.firstNumber);
    const first = view.next - page.firstNumber;
    view.firstSeen ??= { seconds: page.seconds[first]!, nanoseconds: page.nanoseconds[first]! };
    for (let row = first; row < end; row++) {
      loadPacket(page, row, packet);
      if (view.accepts(packet)) view.add(packet);
      if ((row & CLOCK_MASK) === CLOCK_MASK && clock() >= deadline) {
        view.next = page.firstNumber + row + 1;
        return;
      }
    }
    view.next = page.firstNumber + end;
  }
}
