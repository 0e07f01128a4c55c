/**
 * Wall clocks of any IANA time zone, daylight-saving changes and half-hour zones included.
 *
 * A *wall* time is what a clock on the wall shows, as milliseconds: the number that `Date.UTC` gives
 * for its digits.
 */

const HOUR_MS = 3_600_000;
/** Clocks change at multiples of this, so an offset holds for all of it. */
const QUARTER_MS = 900_000;
/** Quarters whose offset is remembered, about three weeks of them. */
const CACHE_SIZE = 2048;

export class TimeZone {
  /** IANA name, `Europe/Berlin`. */
  readonly name: string;
  readonly #digits: Intl.DateTimeFormat;
  readonly #offsets = new Map<number, number>();

  /** @throws RangeError for a name that this browser's calendar does not know. */
  constructor(name: string) {
    this.#digits = new Intl.DateTimeFormat("en-GB", {
      timeZone: name,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    this.name = name;
  }

  /** Milliseconds that the zone's clocks are ahead of UTC at an instant. */
  offsetAt(milliseconds: number): number {
    const quarter = Math.floor(milliseconds / QUARTER_MS);
    const known = this.#offsets.get(quarter);
    if (known !== undefined) return known;
    if (this.#offsets.size >= CACHE_SIZE) this.#offsets.clear();
    const offset = this.#readOffset(quarter * QUARTER_MS);
    this.#offsets.set(quarter, offset);
    return offset;
  }

  /** Wall time at an instant; its digits are read with the `getUTC…` methods. */
  wallAt(milliseconds: number): Date {
    return new Date(milliseconds + this.offsetAt(milliseconds));
  }

  /**
   * The instant at which clocks show a wall time: the first where they show it twice, and where they
   * skip it the one as much later as the clocks were put forward.
   */
  instantOf(wall: number): number {
    const before = wall - this.offsetAt(wall - 24 * HOUR_MS);
    const after = wall - this.offsetAt(wall + 24 * HOUR_MS);
    if (before + this.offsetAt(before) === wall) return before;
    if (after + this.offsetAt(after) === wall) return after;
    return before;
  }

  /** `CET`, `UTC`; `UTC+5:30` where the zone has no letters. */
  label(milliseconds: number): string {
    const parts = new Intl.DateTimeFormat("en-GB", {
      timeZone: this.name,
      timeZoneName: "short",
    }).formatToParts(milliseconds);
    const name = parts.find((part) => part.type === "timeZoneName")?.value ?? this.name;
    return name.replace(/^GMT(?=$|[+-])/, this.name === "Europe/London" ? "GMT" : "UTC");
  }

  #readOffset(milliseconds: number): number {
    const fields = new Map<string, number>();
    for (const { type, value } of this.#digits.formatToParts(milliseconds)) {
      fields.set(type, Number(value));
    }
    const read = (type: string) => fields.get(type) ?? 0;
    const day = Date.UTC(read("year"), read("month") - 1, read("day"));
    const clock = read("hour") * 3600 + read("minute") * 60 + read("second");
    return day + clock * 1000 - milliseconds;
  }
}

/** The zone that this computer's clock is set to. */
export function localZoneName(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

export function isZoneName(name: string): boolean {
  if (name === "" || name.length > 64) return false;
  try {
    return new TimeZone(name).name === name;
  } catch {
    return false;
  }
}
